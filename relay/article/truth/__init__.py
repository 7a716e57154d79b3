"""What a text states, and whether a release upholds it."""
