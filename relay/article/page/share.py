"""How a website asks its readers to share, print or keep a page."""

from __future__ import annotations

import re

_PLATFORM = (
    r"(?:Facebook|X|Twitter|WhatsApp|E-?Mail|SMS|Messenger|LinkedIn|XING|Instagram|Telegram|Mastodon|Bluesky|Threads"
    r"|Threema|Signal|Pinterest)"
)
_PAGE = r"(?:Seite|Artikels?|Beitrags?|Meldung|(?:Presse|Medien)(?:mitteilung|meldung|information))"
_SHARED = (
    r"(?:jetzt|gleich|hier|direkt|einfach|gerne?|bitte|auf|per|via|bei|über|mit|in|als|zu|zur|zum|der|des|die|den|das"
    rf"|dem|diese[nrs]?|und|oder|{_PAGE}|Nachricht|Inhalte?s?|Link|URL|Adresse|{_PLATFORM}"
    r"|sozialen|Medien|Netzwerken?|Freund(?:en|innen)|PDF|Zwischenablage|Favoriten|Lesezeichen)"
)
"""The words between which a website asks to share, print or keep its page: none of them is what a release is about."""
_ASKS = (
    *("teilen", "posten", "twittern", "tweeten", "empfehlen", "weiterempfehlen", "weiterleiten", "weitersagen"),
    *("drucken", "kopieren", "kommentieren", "speichern", "merken"),
)
"""What a website asks to do with its page."""
_SHARE = re.compile(rf"(?:{_SHARED}\s+){{1,7}}(?:{'|'.join(_ASKS)})", re.IGNORECASE)
_OF_PAGE = re.compile(
    rf"\b(?:jetzt|hier|{_PAGE}|diese\s+Nachricht|sozialen|Zwischenablage"
    rf"|(?:auf|per|via|bei|über|mit|in|zu)\s+{_PLATFORM}|(?:als|zu|zum|den)\s+(?:PDF|Favoriten|Lesezeichen)"
    r"|(?:Link|URL)\s+kopieren)\b",
    re.IGNORECASE,
)
"""What tells a button from advice of the release: "Adresse speichern", "Inhalte teilen"."""
_LONGEST = max(map(len, _ASKS))


def asks_to_share(text: str) -> bool:
    """Whether a line, of at most a few hundred characters, asks for that with a page: "Jetzt auf Facebook teilen"."""
    asked = text.rstrip(" :!")
    return asked[-_LONGEST:].lower().endswith(_ASKS) and bool(_SHARE.fullmatch(asked)) and bool(_OF_PAGE.search(asked))
