"""A post in one classic message, where a rich one stood that cannot be corrected as such any more. Pure.

Other releases stand below it by then: what does not fit must not follow there. It ends between two paragraphs, and its
button leads on to the page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from relay.delivery.message import Button, Rendered, Skip
from relay.model import Post
from relay.render.parts import parts_of
from relay.render.telegram import render
from relay.settings import Look


def single(
    post: Post, look: Look, *, corrected: datetime | None = None, classic: bool | None = None
) -> Rendered | Skip:
    """As `relay.render.telegram.render`, but never rich, and one message with the words; its files follow."""
    whole = render(post, look, corrected=corrected, classic=True)
    if isinstance(whole, Skip):
        return whole
    words = [one for one in whole.messages if not one.place]
    files = [one for one in whole.messages if one.file]
    first = words[0]
    parts = parts_of(post, look, corrected)
    if words[1:] and parts.link:
        first = replace(first, button=Button(parts.more, parts.link), preview=words[-1].preview)
    return replace(whole, messages=(first, *files))
