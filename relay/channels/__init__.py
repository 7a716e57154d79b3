"""Where posts go: one file per kind of channel."""
