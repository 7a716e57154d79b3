"""Telling a relay's post in a channel from everybody else's by its looks. Pure.

People and other bots write in the channel too, and may well link to the website. What nobody else writes are our words
on the link to a page, and those on a post that was withdrawn.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from relay.delivery.intent import Seen
from relay.feed.links import host_of, link_identity
from relay.render.parts import MORE, more
from relay.render.withdrawn import WITHDRAWN

_NOTICE = re.compile("|".join(re.escape(said).replace(r"\{day\}", r"[^\n]{1,60}") for said in WITHDRAWN.values()))
_NUMBER = re.compile(r"\d+")


def says_ours(seen: Seen, hosts: Collection[str]) -> bool:
    """Whether it leads to a page in the words in which relay does. `hosts` are the website's, without ``www.``."""
    page = page_of(seen)
    said = (*seen.buttons, _last(seen))
    return bool(page) and host_of(page).removeprefix("www.") in hosts and any(more(page, one) in said for one in MORE)


def is_notice(seen: Seen) -> bool:
    """Whether it is what stands in the place of a post that was withdrawn."""
    return bool(_NOTICE.fullmatch(_last(seen)))


def page_of(seen: Seen) -> str:
    """Where a post leads: its button does, else the last link of its words; empty if it leads nowhere."""
    if not seen.links:
        return ""
    return seen.links[0] if seen.buttons else seen.links[-1]


def folder(url: str) -> str | None:
    """What pages of one kind have in common: the path without its end and its numbers, or the names of parameters.

    None for a page that stands on top of its website, where there are pages of all kinds.
    """
    parts = urlsplit(link_identity(url) or "")
    if parts.query:
        names = "&".join(pair.partition("=")[0] for pair in parts.query.split("&"))
        return f"{_NUMBER.sub('#', parts.path)}?{names}"
    host, *path = parts.path.split("/")
    return "/".join([host, *(_NUMBER.sub("#", part) for part in path[:-1])]) if len(path) > 1 else None


def _last(seen: Seen) -> str:
    """The last line."""
    return seen.text.strip().rpartition("\n")[2]
