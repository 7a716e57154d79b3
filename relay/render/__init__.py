"""What a post looks like in a channel. Pure."""
