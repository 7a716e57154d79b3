"""What `relay preview` found, as plain data: what its JSON says, and its terminal shows."""

from __future__ import annotations

from typing import Any

from relay.article.summarise import explained
from relay.commands.preview_page import page_below
from relay.delivery.message import Message, Rendered, Skip
from relay.model import Article, BlockKind, Post
from relay.render.accessibility import lint
from relay.render.media import VIDEO_PAGE
from relay.render.telegram import render, visible_part
from relay.settings import Look, Style


def shown(post: Post, article: Article, look: Look, *, explain: bool) -> dict[str, Any]:
    """One release; `explain` adds why each sentence is in the teaser that is posted, none where none is."""
    rendered = render(post, look)
    return {
        "title": post.title,
        "url": post.url,
        "teaser": "" if isinstance(rendered, Skip) else rendered.teaser,
        **({"explained": _explained(post, look, rendered)} if explain else {}),
        "sentences": article.sentences,
        "paragraphs": [block.text for block in article.blocks if block.kind is not BlockKind.TABLE],
        "tables": [{"head": b.head, "rows": b.rows} for b in article.blocks if b.kind is BlockKind.TABLE],
        "media": [
            *(
                {"kind": "picture", "url": p.url, "alt": p.alt, "caption": p.caption, "credit": p.credit}
                for p in post.pictures
            ),
            *(
                {"kind": "video" if a.type == VIDEO_PAGE else "file", "url": a.url, "title": a.title, "type": a.type}
                for a in post.attachments
            ),
        ],
        "telegram": _telegram(post, look, rendered),
    }


def _explained(post: Post, look: Look, rendered: Rendered | Skip) -> list[dict[str, Any]]:
    if isinstance(rendered, Skip) or look.style is not Style.TEASER:
        return []
    seen = visible_part(post)
    judged = explained(seen.blocks, title=seen.title, length=rendered.teaser_length)
    return [{"sentences": one.sentences, "taken": one.taken, "reason": one.reason} for one in judged]


def _telegram(post: Post, look: Look, rendered: Rendered | Skip) -> dict[str, Any]:
    if isinstance(rendered, Skip):
        return {"style": look.style, "messages": [], "skipped": rendered.reason, "accessibility": ()}
    return {
        "style": look.style,
        "accessibility": lint(post, look, rendered),
        "messages": [_message(message) for message in rendered.messages],
    }


def _message(message: Message) -> dict[str, Any]:
    return {
        "html": message.html,
        "rich": bool(message.rich),
        "text": message.plain,
        "picture": message.picture.url if message.picture else None,
        "more_pictures": [picture.url for picture in message.more],
        "file": message.file.url if message.file else None,
        "button": {"text": message.button.text, "url": message.button.url} if message.button else None,
        "preview": page_below(message) or None,
        "silent": message.silent,
    }
