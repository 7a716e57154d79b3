"""From what a release says to what we want to say: a post, the same for all channels. Pure."""

from __future__ import annotations

from dataclasses import replace

from relay.feed.links import posted_link
from relay.model import Article, Block, Entry, Post
from relay.render.noise import essence
from relay.settings import SourceSpec

MOST_CATEGORIES = 3
"""That become hashtags: who listens to a post hears every one."""


def hashtags_of(source: SourceSpec, entry: Entry) -> tuple[str, ...]:
    """The source's own, and those categories of the entry that may be seen, as the configuration writes them.

    Website programs use categories for their own purposes ("Startseite", "Archiv"), so only those named count.
    """
    said = {" ".join(category.split()).casefold() for category in entry.categories}
    named = [one for one in source.category_hashtags if " ".join(one.split()).casefold() in said]
    return (*source.hashtags, *named[:MOST_CATEGORIES])


def compose(article: Article, *, entry: Entry, hashtags: tuple[str, ...]) -> Post:
    """The post of a release; its link is the feed's, in the cleaner form that the page itself names, if it does."""
    post = Post(
        title=entry.title or article.title,
        url=posted_link(article.url or entry.url),
        blocks=tuple(map(_clean_links, article.blocks)),
        pictures=article.pictures,
        attachments=article.attachments,
        hashtags=tuple(dict.fromkeys(tag.lstrip("#") for tag in hashtags)),
        published=entry.published,
        summary=article.summary,
    )
    return replace(post, essence=essence(post))


def _clean_links(block: Block) -> Block:
    """Without tracking, as the link to the release itself."""
    return replace(block, links=tuple((start, end, posted_link(url)) for start, end, url in block.links))
