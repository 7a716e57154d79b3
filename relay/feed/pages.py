"""Web pages that stand where a feed was: told by what they are, so that it can be forwarded to the web team. Pure.

Every expression runs in linear time.
"""

from __future__ import annotations

import re

from relay.errors import ParseError, Text
from relay.feed.text import plain

_OTHERS = r"\s|<\?[^>]*+>|"
ROOT = re.compile(rf"(?:{_OTHERS}<!--.*?-->|<!(?!--)[^>]*+>)*+(?:{_OTHERS}<![^>]*+>)*+<([\w.:-]+)", re.DOTALL)
"""Up to the name of the first tag. Behind a comment that is never closed no other one is looked for."""
FEED_START = re.compile(r"<(?:\?xml\s|!DOCTYPE\s|(?:[\w.-]+:)?(?:rss|feed|rdf)[\s>])", re.IGNORECASE)
SHOWN = 80

_ROOTS = frozenset({"html", "head", "title", "meta", "body"})
_WORDS_PARTS = "b br center div font form h1 h2 h3 hr iframe img p pre script section span strong style table"
_PARTS = frozenset(_WORDS_PARTS.split())
"""Pieces of a page, which an error also leaves before a sound feed."""
PAGES = {
    "cloudflare": "a Cloudflare challenge page",
    "robots": "a page that keeps programs out",
    "login": "a login page",
    "maintenance": "a maintenance page",
    "error": "an error page",
}
_TITLE = re.compile(r"<title[^<>]*>([^<]*)", re.IGNORECASE)
_HEADING = re.compile(r"<h1[^<>]*>([^<]*)", re.IGNORECASE)
_BEGINNING = 200_000
_CLOUDFLARE = re.compile(
    r"cf[-_]chl|challenge-platform|<title>\s*just a moment|<title>[^<]*\| cloudflare\s*<", re.IGNORECASE
)
_ROBOTS = re.compile(
    r"_incapsula_resource|incapsula incident|ddos-guard|sucuri website firewall|re not a bot!?<|"
    r"\banubis_challenge|g-recaptcha|h-captcha|frc-captcha|friendlychallenge|bist du ein mensch|are you (?:a )?human|"
    r"request rejected\.|the requested url was rejected",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"""<input\b[^<>]*\btype\s*=\s*["']?password""", re.IGNORECASE)
_LOGIN = re.compile(r"\b(?:log-?in|sign[ -]?in|anmelden|anmeldung|single sign-on)\b", re.IGNORECASE)
_MAINTENANCE = re.compile(
    r"\bwartung|\bmaintenance\b|vorübergehend nicht|temporarily (?:un|not )available|service unavailable|"
    r"gleich wieder|in kürze wieder|be right back|umbau|under construction",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"\b(?:40[0-9]|410|429|50[0-9])\b|fehler\b|\berror\b|nicht gefunden|not found|verweigert|denied|forbidden|"
    r"nicht verfügbar",
    re.IGNORECASE,
)


def refuse_page(text: str) -> None:
    """Raise ParseError for an empty answer and for an HTML page; error text of PHP before a feed passes."""
    if not text:
        raise ParseError("an empty answer instead of a feed")
    root = ROOT.match(text)
    name = root[1].lower() if root else ""
    if name not in _ROOTS and (name not in _PARTS or FEED_START.search(text)):
        return
    text = text[:_BEGINNING]
    titles = [part for found in (_TITLE.search(text), _HEADING.search(text)) if found and (part := plain(found[1]))]
    what, title = _kind(text, " ".join(titles)), titles[0][:SHOWN] if titles else ""
    if not what:
        message = "an HTML page instead of a feed: “{title}”" if title else "an HTML page instead of a feed"
        raise ParseError(message, title=title)
    message = "{kind} instead of a feed: “{title}”" if title else "{kind} instead of a feed"
    raise ParseError(message, kind=Text(PAGES[what]), title=title)


def _kind(text: str, heading: str) -> str:
    """What a page is, from its markup and its title and first heading; empty where it could be any."""
    if _CLOUDFLARE.search(text):
        return "cloudflare"
    if _ROBOTS.search(text):
        return "robots"
    if _PASSWORD.search(text) and _LOGIN.search(heading or text):
        return "login"
    if _MAINTENANCE.search(heading):
        return "maintenance"
    if _ERROR.search(heading):
        return "error"
    return ""
