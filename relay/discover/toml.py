"""What was found, as a section of config.toml to paste. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

from relay.discover.rank import Offer
from relay.errors import Text

Line = str | Text
"""A line of TOML; a text becomes a comment in the reader's language."""


def section(offer: Offer, ident: str, channels: tuple[str, ...]) -> tuple[Line, ...]:
    """The ``[[source]]`` of an offer, with comments where a person should look."""
    return tuple(_lines(offer, ident, channels))


def _lines(offer: Offer, ident: str, channels: tuple[str, ...]) -> Iterator[Line]:
    yield "[[source]]"
    yield f"id = {_quoted(ident)}"
    if offer.kind != "feed":
        yield f"kind = {_quoted(offer.kind)}"
    if not offer.sure:
        yield Text("look at the releases above: relay is not sure that these are the press releases")
    yield f"url = {_quoted(offer.url)}"
    yield from _listing(offer)
    if offer.path:
        yield f"path = {_quoted(offer.path)}"
        yield Text("only pages below this path are releases")
    elif offer.kind == "sitemap":
        yield Text('path = "/presse/" would take only the pages below that path')
    yield f"channels = [{', '.join(map(_quoted, channels))}]"
    if offer.audit and offer.audit != offer.url:
        yield Text("for `relay audit`: what this page lists and relay does not know is missing")
        yield f"audit = {_quoted(offer.audit)}"
    if urlsplit(offer.url).scheme == "http":
        yield Text("this address is not encrypted: if the website can do https, write https here")


def _listing(offer: Offer) -> Iterator[Line]:
    if offer.selectors is None:
        return
    yield f"item = {_quoted(offer.selectors.item)}"
    yield Text("link and title of an entry are found by themselves; if they are wrong: CSS selectors within item")
    for key in ("link", "title"):
        if value := getattr(offer.selectors, key):
            yield f"{key} = {_quoted(value)}"
    if offer.selectors.date:
        yield f"date = {_quoted(offer.selectors.date)}"
    elif not any(entry.published for entry in offer.entries):
        yield Text('no dates were found; if the page shows some: date = "CSS selector within item"')


def _quoted(text: str) -> str:
    # JSON's strings are TOML's, but for DEL (TOML 1.0, String).
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
