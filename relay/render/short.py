"""The short text of a post: a language model's summary, where there is one that fits, else sentences of the release."""

from __future__ import annotations

from relay.article.summarise import teaser
from relay.model import Post
from relay.render.markup import length
from relay.settings import Look, Style

LLM, EXTRACTIVE = "llm", "extractive"
"""Who wrote it, as the ledger says."""


def short_text(post: Post, most: int, room: int) -> str:
    """At most `most` characters that take at most `room` UTF-16 units, as far as can be; none if either is 0."""
    if post.summary and len(post.summary) <= most and length(post.summary) <= room:
        return post.summary
    # Emoji count twice, so the teaser's length is halved if need be.
    text = ""
    for wanted in (min(most, room), min(most, room // 2)):
        text = teaser(post.blocks, title=post.title, length=wanted).text if wanted > 0 else ""
        if length(text) <= room:
            break
    return text


def author(post: Post, look: Look, words: str) -> str:
    """Who wrote the short text of a message with these words; empty for a look that has none."""
    if look.style is not Style.TEASER:
        return ""
    return LLM if post.summary and post.summary in words else EXTRACTIVE
