"""The look of a channel as HTML, made from texts and entities alone, never from HTML that somebody sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from html import escape
from importlib.resources import files
from string import Template
from zoneinfo import ZoneInfo

from .classic_html import Entity
from .page_html import TAGS, link
from .rich_page import render_rich
from .state import Channel, Message
from .text import FormattedText

BERLIN = ZoneInfo("Europe/Berlin")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
TINTS = 7
"""How many colours avatars have; see the style sheet."""

_WEB = ("http://", "https://")
_BLOCKS = {"pre", "blockquote", "expandable_blockquote"}

_ARROW = '<svg class="arrow" viewBox="0 0 10 10" aria-hidden="true"><path d="M2.5 7.5 7.5 2.5M3.5 2.5h4v4"/></svg>'
_MUTED = (
    '<svg class="muted" viewBox="0 0 16 16" role="img" aria-label="ohne Ton gesendet"><title>Ohne Ton gesendet</title>'
    '<path d="M8 2a4 4 0 0 1 4 4c0 3 1 4 1.5 5h-11C3 10 4 9 4 6a4 4 0 0 1 4-4ZM6.6 13a1.5 1.5 0 0 0 2.8 0"/>'
    '<path class="cross" d="M2 2l12 12"/></svg>'
)
_PAPER = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 2h8l5 5v15H6zM14 2v5h5"/></svg>'


def asset(name: str) -> str:
    """A file that lies beside this module."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def local_time(seconds: float) -> datetime:
    """Unix seconds as the time on the county's clocks."""
    return datetime.fromtimestamp(seconds, BERLIN)


def day_label(day: datetime, today: datetime) -> str:
    """``23. November``, with the year where it is another one."""
    label = f"{day.day}. {MONTHS[day.month - 1]}"
    return label if day.year == today.year else f"{label} {day.year}"


def count_label(count: int) -> str:
    """``1 Mitteilung``, ``2 Mitteilungen``."""
    return f"{count or 'Noch keine'} Mitteilung{'' if count == 1 else 'en'}"


# --- text -------------------------------------------------------------------------------------------------------------


def render_text(body: FormattedText) -> str:
    """The text with its entities as HTML; all that stands in it is escaped."""
    data = body.text.encode("utf-16-le")

    def raw(start: int, end: int) -> str:
        return data[2 * start : 2 * end].decode("utf-16-le", errors="replace")

    def part(start: int, end: int) -> str:
        return escape(raw(start, end))

    out: list[str] = []
    stack: list[Entity] = []
    queue = sorted(body.entities, key=_order, reverse=True)
    at = 0
    while queue or stack:
        if stack and (not queue or stack[-1].end <= queue[-1].offset):
            at = _copy(out, part, at, stack[-1].end)
            closed = stack.pop()
            out.append(_close(closed))
            # a block ends its line by itself: the line break that follows it would show as an empty line
            at += closed.type in _BLOCKS and part(at, at + 1) == "\n"
            continue
        entity = queue.pop()
        if stack and entity.end > stack[-1].end:
            # entities that cross are cut where the outer one ends; the rest begins there
            outer = stack[-1].end
            queue.append(replace(entity, offset=outer, length=entity.end - outer))
            queue.sort(key=_order, reverse=True)
            entity = replace(entity, length=outer - entity.offset)
        at = _copy(out, part, at, entity.offset)
        out.append(_open(entity, raw(entity.offset, entity.end)))
        stack.append(entity)
    _copy(out, part, at, len(data) // 2)
    return "".join(out)


def _order(entity: Entity) -> tuple[int, int, bool]:
    return entity.offset, -entity.length, entity.type not in _BLOCKS


def _copy(out: list[str], part: Callable[[int, int], str], at: int, end: int) -> int:
    if end > at:
        out.append(part(at, end))
    return max(at, end)


def _open(entity: Entity, text: str) -> str:
    if entity.type == "text_link":
        return link(entity.url)
    if entity.type == "url":
        return link(text if text.lower().startswith(_WEB) else f"https://{text}")
    return TAGS.get(entity.type, ("<span>", ""))[0]


def _close(entity: Entity) -> str:
    return "</a>" if entity.type in {"text_link", "url"} else TAGS.get(entity.type, ("", "</span>"))[1]


# --- bubbles ----------------------------------------------------------------------------------------------------------


def bubbles(chat: Channel) -> list[list[Message]]:
    """The messages of a chat as readers see them, oldest first: an album is one."""
    grouped: dict[str, list[Message]] = {}
    for message in sorted(chat.messages.values(), key=lambda m: m.id):
        if message.service is None:
            grouped.setdefault(message.album or f"#{message.id}", []).append(message)
    return list(grouped.values())


def bubble_of(chat: Channel, message: Message) -> list[Message]:
    """The messages that stand together with one; empty if none of them is left."""
    if not message.album:
        return [message] if message.id in chat.messages else []
    return [m for m in chat.messages.values() if m.album == message.album]


def render_bubble(chat: Channel, bubble: Sequence[Message], now: float) -> str:
    """One item of the list of posts."""
    first = bubble[0]
    day, label = local_time(first.date), f"{local_time(first.date):%H:%M}"
    body = next((m.body for m in bubble if m.body.text), FormattedText())
    text = f'<div class="text">{render_text(body)}</div>' if body.text else ""
    text = render_rich(chat.id, first.rich) if first.rich else text
    media = _render_media(chat, bubble, body)
    inner = text + media if first.caption_above else media + text
    classes = "bubble" + (" bare" if not text else "") + (" flush" if media and not first.caption_above else "")
    return (
        f'<li class="post" id="post-{bubble_id(bubble)}" data-day="{day:%Y-%m-%d}" '
        f'data-label="{escape(day_label(day, local_time(now)))}">'
        f'<article aria-label="Mitteilung von {label} Uhr"><div class="{classes}">'
        f"{_render_origin(first)}{inner}{_render_meta(bubble, day)}</div>{_render_buttons(bubble)}</article></li>"
    )


def bubble_id(bubble: Sequence[Message]) -> str:
    """By this a page finds the bubble again when it changes."""
    return f"a{bubble[0].album}" if bubble[0].album else str(bubble[0].id)


def _render_origin(message: Message) -> str:
    if message.origin is None:
        return ""
    source = message.origin.get("chat", {}).get("title") or message.origin.get("sender_user", {}).get("first_name", "")
    return f'<p class="origin">Weitergeleitet von <b>{escape(source)}</b></p>'


def _render_media(chat: Channel, bubble: Sequence[Message], body: FormattedText) -> str:
    photos, others = [], []
    for message in bubble:
        if message.media is None:
            continue
        if message.media.kind != "photo":
            others.append(_render_file(message.media.name or message.media.kind, len(message.media.data)))
            continue
        title = " ".join((message.body.text or body.text).split("\n")[0].split())
        alt = f"Bild zur Mitteilung: {title}" if title else "Bild ohne Beschreibung"
        photos.append(
            f'<img src="/c/{chat.id}/photo/{message.media.unique_id}" alt="{escape(alt)}" '
            f'width="{message.media.width}" height="{message.media.height}">'
        )
    shown = f'<div class="media n{min(len(photos), 4)}">{"".join(photos)}</div>' if photos else ""
    return shown + "".join(others)


def _render_file(name: str, size: int) -> str:
    amount = f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
    return f'<p class="file">{_PAPER}<span><b>{escape(name)}</b><br>{amount.replace(".", ",")}</span></p>'


def _render_meta(bubble: Sequence[Message], day: datetime) -> str:
    muted = _MUTED if bubble[0].silent else ""
    edited = "<span>bearbeitet</span>" if any(m.marked for m in bubble) else ""
    return f'<p class="meta">{muted}{edited}<time datetime="{day.isoformat(timespec="seconds")}">{day:%H:%M}</time></p>'


def _render_buttons(bubble: Sequence[Message]) -> str:
    rows = [row for message in bubble for row in message.keyboard]
    if not rows:
        return ""
    return "".join(f'<p class="buttons">{"".join(_render_button(b) for b in row)}</p>' for row in rows)


def _render_button(button: dict[str, object]) -> str:
    text = escape(str(button["text"]))
    if url := button.get("url"):
        return f"{link(str(url))}{text}{_ARROW}</a>"
    return f'<span class="button">{text}</span>'


# --- pages ------------------------------------------------------------------------------------------------------------


def render_avatar(chat: Channel) -> str:
    """A coloured disc with the initials of the chat."""
    words = [word for word in chat.title.split() if word[:1].isalpha()]
    initials = "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper() or "?"
    return f'<span class="avatar t{chat.id % TINTS}" aria-hidden="true">{escape(initials)}</span>'


def render_day(bubble: Sequence[Message], now: float) -> str:
    """The line between two days."""
    return f'<li class="day"><span>{escape(day_label(local_time(bubble[0].date), local_time(now)))}</span></li>'


def render_channel(chat: Channel, now: float) -> str:
    """The page of a chat."""
    items, day = [], None
    shown = bubbles(chat)
    for bubble in shown:
        if (this := local_time(bubble[0].date).date()) != day:
            items.append(render_day(bubble, now))
            day = this
        items.append(render_bubble(chat, bubble, now))
    about = f'<p class="about">{escape(chat.description)}</p>' if chat.description else ""
    return Template(asset("channel_page.html")).substitute(
        title=escape(chat.title),
        avatar=render_avatar(chat),
        subtitle=count_label(len(shown)),
        address=f"@{escape(chat.username)}" if chat.username else "Privat",
        about=about,
        posts="".join(items),
        events=f"/c/{chat.id}/events",
    )


def render_chats(chats: Sequence[Channel]) -> str:
    """The page that lists the chats."""
    return Template(asset("channel_list.html")).substitute(chats="".join(_render_chat(chat) for chat in chats))


def _first_words(message: Message) -> str:
    return message.rich.title if message.rich else " ".join(message.body.text.split())


def _render_chat(chat: Channel) -> str:
    shown = bubbles(chat)
    last = shown[-1][0] if shown else None
    preview = _first_words(last)[:120] if last else "Noch keine Mitteilungen"
    time = f"<time>{local_time(last.date):%H:%M}</time>" if last else ""
    return (
        f'<li><a href="/c/{escape(chat.username) or chat.id}">{render_avatar(chat)}<span class="name">'
        f'<b>{escape(chat.title)}</b>{time}<span class="preview">{escape(preview or "Bild")}</span></span></a></li>'
    )
