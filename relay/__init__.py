"""relay mirrors a public body's press releases from its website into its channels."""
