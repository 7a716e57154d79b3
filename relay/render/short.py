"""The short text of a post: a language model's summary, where there is one that fits, else sentences of the release."""

from __future__ import annotations

from dataclasses import dataclass

from relay.article.summarise import teaser
from relay.model import Post
from relay.render.markup import length

LLM, EXTRACTIVE = "llm", "extractive"
"""Who wrote it, as the ledger says."""


@dataclass(frozen=True, slots=True)
class Short:
    """What a post says in short."""

    text: str = ""
    by: str = ""
    """`LLM` or `EXTRACTIVE`; empty for a look that has no short text."""
    length: int = 0
    """Characters for which the sentences of the release were chosen."""


def short_text(post: Post, most: int, room: int) -> Short:
    """At most `most` characters that take at most `room` UTF-16 units, as far as can be; none if either is 0."""
    if post.summary and len(post.summary) <= most and length(post.summary) <= room:
        return Short(post.summary, LLM, most)
    # Emoji count twice, so the teaser's length is halved if need be.
    text, wanted = "", 0
    for wanted in (min(most, room), min(most, room // 2)):
        text = teaser(post.blocks, title=post.title, length=wanted).text if wanted > 0 else ""
        if length(text) <= room:
            break
    return Short(text, EXTRACTIVE, max(wanted, 0))
