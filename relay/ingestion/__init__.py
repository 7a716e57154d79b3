"""What `relay.ingest` does with an entry: read its page, summarise it, hold it back, correct it, miss it."""
