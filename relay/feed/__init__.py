"""What a feed says and what of it is new: parse, decide, schedule. Pure."""
