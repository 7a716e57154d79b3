"""A strict Bot API on this machine, and a page that shows its channels."""
