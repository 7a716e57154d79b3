"""What stands in a channel in place of a message that a correction made needless, and that cannot be deleted. Pure."""

from __future__ import annotations

from relay.delivery.message import Message
from relay.render.addresses import is_web_address
from relay.render.markup import Link, Markup, to_html, to_plain
from relay.settings import Look

SUPERSEDED = {
    "de": ("Dieser Teil der Meldung wurde korrigiert; ", "sie steht weiter oben", "."),
    "en": ("This part of the release was corrected; ", "it stands further up", "."),
}


def superseded(look: Look, *, link: str) -> Message:
    """Where the release stands now, by the link to its post; without date or title, so that it is said once."""
    before, where, end = SUPERSEDED[look.language]
    said: Markup = (before, Link(where, link) if is_web_address(link) else where, end)
    return Message(html=to_html(said), plain=to_plain(said), silent=True)
