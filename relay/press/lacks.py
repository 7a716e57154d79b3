"""Tells the press office what a message lacks that it was to have: a picture, a file, its form. Without a sound.

Once: the same letter is not written again (`relay.store.letters`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from relay.errors import Text, listed
from relay.model import Post
from relay.press.telling import QUIET
from relay.render.markup import cut

_TITLE = 100
"""Characters."""


class Lacks:
    """Hears of what posts lack; `write` keeps a letter for the editors."""

    def __init__(self, write: Callable[[Text], Awaitable[None]]) -> None:
        self._write = write

    async def __call__(self, post: Post, lacks: Sequence[Text]) -> None:
        """`lacks` is not empty. Raises what `write` does."""
        facts = {
            "title": cut(post.title or post.url, _TITLE),
            "lacks": listed([one for n, one in enumerate(lacks) if one not in lacks[:n]]),
            QUIET: 1,
        }
        await self._write(Text('Posted otherwise than meant: "{title}": {lacks}', facts))
