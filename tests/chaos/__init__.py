"""relay is killed, cut off, slowed down and misled, and must lose nothing, repeat nothing, and keep the order."""
