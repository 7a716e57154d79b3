"""A Telegram Bot API and a county's website on this machine, for the demo and the tests. Knows nothing of relay."""
