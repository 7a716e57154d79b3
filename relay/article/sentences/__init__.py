"""Where sentences of German administrative prose end, and what they are made of."""
