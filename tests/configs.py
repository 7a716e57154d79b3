"""What many tests of the commands configure."""

from __future__ import annotations

CONFIG = """\
language = "en"

[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main"]

[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""
"""One source and one channel; keys that are put behind it are the channel's."""
