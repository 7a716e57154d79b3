"""From what a release says to what we want to say: a post, the same for all channels. Pure."""

from __future__ import annotations

from dataclasses import replace

from relay.feed.links import clean_link
from relay.model import Article, Entry, Post
from relay.render.noise import essence


def compose(article: Article, *, entry: Entry, hashtags: tuple[str, ...]) -> Post:
    """The post of a release; its link is the feed's, for that is the address that the website wants to be known."""
    post = Post(
        title=entry.title or article.title,
        url=clean_link(entry.url or article.url),
        blocks=article.blocks,
        pictures=article.pictures,
        attachments=article.attachments,
        hashtags=tuple(dict.fromkeys(tag.lstrip("#") for tag in hashtags)),
        published=entry.published,
    )
    return replace(post, essence=essence(post))
