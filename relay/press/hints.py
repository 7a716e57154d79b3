"""Tells the press office what in a post people cannot see, hear or read well: one line, once, without a sound."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from relay.delivery.message import Rendered
from relay.errors import Text, listed
from relay.model import Post
from relay.press.telling import QUIET
from relay.render.accessibility import lint
from relay.render.markup import cut
from relay.settings import Look

log = logging.getLogger(__name__)

_TITLE = 100
"""Characters."""


class Hints:
    """Hears of every post of a channel; `write` keeps a letter for the editors."""

    def __init__(self, look: Look, write: Callable[[Text], Awaitable[None]]) -> None:
        self._look = look
        self._write = write

    async def __call__(self, post: Post, rendered: Rendered) -> None:
        """Raises what `write` does."""
        try:
            problems = lint(post, self._look, rendered)
        except Exception:
            # The post stands in the channel: a bug here must not keep the next one from it.
            log.exception("%s: relay itself failed to look for what is hard to read", post.title)
            return
        if problems:
            facts = {"title": cut(post.title or post.url, _TITLE), "problems": listed(problems), QUIET: 1}
            await self._write(Text('Not easy to read for everybody: "{title}": {problems}', facts))
