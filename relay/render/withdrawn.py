"""What stands in a channel in place of a release that was withdrawn. Pure."""

from __future__ import annotations

from datetime import datetime

from relay.delivery.message import Message, Rendered
from relay.model import Post
from relay.render.dates import day
from relay.render.markup import Bold, cut, lines, to_html, to_plain
from relay.render.parts import TITLE_LIMIT
from relay.settings import Look

WITHDRAWN = {
    "de": "Diese Meldung wurde am {day} zurückgezogen.",
    "en": "This release was withdrawn on {day}.",
}


def notice(post: Post, look: Look, *, at: datetime) -> Rendered:
    """One message: the title, and that the release was withdrawn. No picture and no link, as the page is gone."""
    said = lines((Bold(cut(post.title, TITLE_LIMIT)), WITHDRAWN[look.language].format(day=day(at, look))))
    return Rendered((Message(html=to_html(said), plain=to_plain(said), silent=look.silent),))
