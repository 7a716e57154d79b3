"""WebSub (W3C Recommendation, 23 January 2018) as a subscriber: a hub tells relay when it is worth asking a source."""
