"""JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/), read tolerantly.

A field of the wrong type is left out and told as a problem; an item never costs its neighbours.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from relay.errors import ParseError, Text
from relay.feed.bombs import refuse_too_many
from relay.feed.dates import parse_date
from relay.feed.mend import failed, no_object
from relay.feed.text import as_html, line, web_url
from relay.model import Entry, EntryMedia, ParsedFeed

_VERSION = re.compile(r"https?://(?:www\.)?jsonfeed\.org/version/(1(?:\.1)?)/?", re.IGNORECASE)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOST_PROBLEMS = 20
_MOST_PARTS = 200
"""Tags, or attachments, of one item."""
_KINDS: dict[type, str] = {
    dict: "an object",
    list: "a list",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
}


def parse_json(text: str, url: str, zone: tzinfo) -> ParsedFeed:
    """Read a JSON Feed that came from `url`.

    Raises ParseError for what is not JSON and for JSON that is not a JSON Feed.
    """
    try:
        feed = json.loads(text)
    except RecursionError as error:
        raise ParseError("JSON that is nested too deeply instead of a feed", permanent=True) from error
    except ValueError as error:
        raise ParseError("broken JSON instead of a feed: {error}", error=error) from error
    version = _VERSION.fullmatch(str(feed.get("version"))) if isinstance(feed, dict) else None
    if not version:
        raise ParseError("JSON that is not a JSON Feed", permanent=True)
    reader = _Reader(url, zone)
    items = feed.get("items")
    refuse_too_many(len(items) if isinstance(items, list) else 0)
    entries = tuple(reader.entries(items)) if isinstance(items, list) else ()
    if not isinstance(items, list):
        reader.problems.append(Text("The JSON Feed has no list of items."))
    return ParsedFeed(
        entries=entries,
        title=line(reader.string(feed, "title", Text("The feed"))),
        url=web_url(reader.string(feed, "home_page_url", Text("The feed")), url),
        version="json" + version[1].replace(".", ""),
        problems=(*reader.problems[:_MOST_PROBLEMS], *_more(len(reader.problems) - _MOST_PROBLEMS)),
    )


class _Reader:
    """Turns items into entries and notes what was wrong with them."""

    def __init__(self, base: str, zone: tzinfo) -> None:
        self.problems: list[Text] = []
        self._base = base
        self._zone = zone

    def entries(self, items: list[object]) -> Iterator[Entry]:
        for number, item in enumerate(items, start=1):
            if not isinstance(item, dict):
                self.problems.append(no_object(_item(number)))
                continue
            try:
                yield self._entry(item, _item(number))
            except Exception as error:  # noqa: BLE001 - a bug that one item brings to light costs no neighbour
                self.problems.append(failed(number, error))

    def string(self, thing: dict[str, object], key: str, owner: Text) -> str:
        """The text of a field; empty, with a problem, where it is something else."""
        value = thing.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return _UNSTORABLE.sub("", value)
        facts = {"owner": owner, "key": key, "what": _kind(value)}
        self.problems.append(Text('{owner} has no text in "{key}", but {what}.', facts))
        return ""

    def _entry(self, item: dict[str, object], owner: Text) -> Entry:
        guid = self._id(item, owner)
        return Entry(
            guid=guid,
            url=self._url(item, guid, owner),
            title=line(self.string(item, "title", owner)),
            published=self._date(item, "date_published", owner),
            updated=self._date(item, "date_modified", owner),
            summary=as_html(self.string(item, "summary", owner)),
            content=self.string(item, "content_html", owner) or as_html(self.string(item, "content_text", owner)),
            categories=self._categories(item, owner),
            media=tuple(dict.fromkeys(self._media(item, owner))),
        )

    def _id(self, item: dict[str, object], owner: Text) -> str:
        """The id; a number is read as its text ("a JSON Feed reader should coerce it to string")."""
        value = item.get("id")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        return self.string(item, "id", owner).strip()

    def _url(self, item: dict[str, object], guid: str, owner: Text) -> str:
        """Its own page, else the page it is about, else its id, which "ideally is the full URL"."""
        named = (web_url(self.string(item, key, owner), self._base) for key in ("url", "external_url"))
        return next((url for url in named if url), "") or web_url(guid)

    def _date(self, item: dict[str, object], key: str, owner: Text) -> datetime | None:
        value = item.get(key)
        # Not allowed, but common: seconds since 1970.
        seconds = isinstance(value, int | float) and not isinstance(value, bool)
        text = str(value).removesuffix(".0") if seconds else self.string(item, key, owner)
        moment = parse_date(text, self._zone)
        if text and not moment:
            facts = {"owner": owner, "key": key, "what": text[:40]}
            self.problems.append(Text('{owner} has no date in "{key}", but “{what}”.', facts))
        return moment

    def _categories(self, item: dict[str, object], owner: Text) -> tuple[str, ...]:
        names = (line(tag) for tag in self._list(item, "tags", owner) if isinstance(tag, str))
        return tuple(dict.fromkeys(name for name in names if name))

    def _media(self, item: dict[str, object], owner: Text) -> Iterator[EntryMedia]:
        image = web_url(self.string(item, "image", owner) or self.string(item, "banner_image", owner), self._base)
        if image:
            yield EntryMedia(image, "image/*")
        for attachment in self._list(item, "attachments", owner):
            if not isinstance(attachment, dict):
                self.problems.append(Text("{owner} has an attachment that is no object.", {"owner": owner}))
                continue
            url = web_url(self.string(attachment, "url", owner), self._base)
            if url and url != image:
                media_type = self.string(attachment, "mime_type", owner).strip().lower()
                yield EntryMedia(url, media_type, line(self.string(attachment, "title", owner)))

    def _list(self, item: dict[str, object], key: str, owner: Text) -> list[object]:
        value = item.get(key)
        if value is None:
            return []
        if isinstance(value, list):
            return value[:_MOST_PARTS]
        facts = {"owner": owner, "key": key, "what": _kind(value)}
        self.problems.append(Text('{owner} has no list in "{key}", but {what}.', facts))
        return []


def _more(count: int) -> Iterator[Text]:
    if count > 0:
        yield Text("And {count} more problems with single fields.", {"count": count})


def _item(number: int) -> Text:
    return Text("Item {number}", {"number": number})


def _kind(value: object) -> Text:
    return Text(_KINDS.get(type(value), "something else"))
