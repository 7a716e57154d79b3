"""What relay remembers, in SQLite."""
