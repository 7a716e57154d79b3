"""From a claimed delivery to messages that stand in a channel, one by one, each found out if need be."""
