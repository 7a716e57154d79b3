"""Which sentences of a release make its teaser."""
