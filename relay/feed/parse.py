"""From the bytes of an answer to the entries of a feed. The only file that knows feedparser.

    decode -> JSON Feed, or: refuse what is no feed -> repair -> take out media -> feedparser -> entries

feedparser never sees a name or an address it could open, only bytes in UTF-8, and no base address, so that it leaves
a relative guid as it stands: the identity of a release must not change with the address of the feed.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXParseException

import feedparser
from lxml import etree

from relay.errors import ParseError, Text
from relay.feed.bombs import refuse_too_many
from relay.feed.cut import cut
from relay.feed.dates import parse_date
from relay.feed.jsonfeed import parse_json
from relay.feed.mend import FEED_CUT, LAST_CUT, failed, mended, silent
from relay.feed.pages import ROOT, SHOWN, refuse_page
from relay.feed.remembered import Reading, digest
from relay.feed.repair import repaired
from relay.feed.rescue import END, START, cut_out, unclosed
from relay.feed.text import as_html, decode, line, once_escaped, plain, web_url
from relay.model import Entry, EntryMedia, Fetched, ParsedFeed

_BINARY = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PK\x03\x04", "a ZIP file"),
    (b"\x1f\x8b", "compressed data"),
)
_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_MINUTES = re.compile(r"[0-9]{1,5}")
"""A ttl as `relay.feed.hints` obeys it."""

_DECLARATION = b"<?xml version='1.0' encoding='utf-8'?>\n"
_MEDIA_RSS = ("http://search.yahoo.com/mrss/", "http://search.yahoo.com/mrss")
_WIDTH = re.compile(r"[0-9]{1,5}")
_FILE_NAME = re.compile(r"\S+\.\w{2,4}")

Raw = dict[str, Any]


def parse(fetched: Fetched, timezone: tzinfo = UTC) -> ParsedFeed:
    """Read a feed: RSS 0.9x, 1.0, 2.0, Atom 0.3, 1.0, JSON Feed 1.0, 1.1.

    `timezone` is what dates without one are meant in. Whatever could be read all the same is told in `problems`.
    Raises ParseError for what is no feed, with a message that says what it is instead.
    """
    return parse_again(fetched, timezone, None)[0]


def parse_again(fetched: Fetched, timezone: tzinfo, before: Reading | None) -> tuple[ParsedFeed, Reading | None]:
    """The same as `parse`, without reading again what was read `before`; also what to hand over the next time."""
    _refuse_binary(fetched.body)
    text, problem = decode(fetched.body, fetched.content_type)
    text = text.strip("\ufeff\0 \t\r\n\f\v")
    reading = None
    if text.startswith(("{", "[")):
        feed = parse_json(text, fetched.url, timezone)
    else:
        refuse_page(text)
        text, repairs = repaired(text)
        feed, reading = _only_new(text, fetched.url, timezone, before)
        feed = replace(feed, problems=(*repairs, *feed.problems))
    entries = tuple(mended(entry) for entry in feed.entries if _says_something(entry))
    problems = ((problem,) if problem else ()) + feed.problems + tuple(_gaps(entries, len(feed.entries)))
    return replace(feed, entries=entries, problems=problems), reading


def _only_new(text: str, url: str, zone: tzinfo, before: Reading | None) -> tuple[ParsedFeed, Reading | None]:
    """The feed, of which feedparser got nothing but entries whose bytes are new; all of it where that is not sure."""
    pieces = cut(text.encode("utf-8", "replace"))
    if pieces is None:
        return _xml(text, url, zone), None
    context = digest(pieces.context, url.encode("utf-8", "replace"), str(zone).encode())
    marks = [digest(entry) for entry in pieces.entries]
    known = before.entries if before and before.context == context else {}
    # One that is known is read all the same: if it reads as it did, so would the others.
    if witness := next((mark for mark in marks if mark in known), None):
        bodies = dict(zip(marks, pieces.entries, strict=True))
        chosen = {mark: body for mark, body in bodies.items() if mark not in known or mark == witness}
        feed = _xml(pieces.only(chosen.values()).decode(), url, zone)
        read = {**known, **dict(zip(chosen, feed.entries, strict=False))}
        if not feed.problems and len(feed.entries) == len(chosen) and read[witness] == known[witness]:
            entries = {mark: read[mark] for mark in marks}
            return replace(feed, entries=tuple(read[mark] for mark in marks)), Reading(context, entries)
    feed = _xml(text, url, zone)
    whole = not feed.problems and len(feed.entries) == len(marks)
    return feed, Reading(context, dict(zip(marks, feed.entries, strict=True))) if whole else None


def _xml(text: str, url: str, zone: tzinfo) -> ParsedFeed:
    problems: list[Text] = []
    data, media = _take_media(text)
    result = _fed(data)
    broken = _fault(result.get("bozo_exception")) if result["bozo"] else ""
    raw_entries: list[Raw] = result["entries"]
    refuse_too_many(len(raw_entries))
    if broken and raw_entries and _breaks_off(text):
        raw_entries = raw_entries[:-1]
        problems.append(LAST_CUT)
    elif broken and raw_entries and unclosed(text):
        problems.append(FEED_CUT)
    if broken and sum(map(_says_anything, raw_entries)) < len(START.findall(text)):
        alone = [entry for one in cut_out(text) for entry in _fed(one.encode("utf-8", "replace"))["entries"]]
        raw_entries = max(alone, raw_entries, key=lambda entries: sum(map(_says_anything, entries)))
    if not raw_entries or not (result["version"] or broken or _is_bare(text)):
        _refuse_unusable(result["version"], broken, text)
    if broken:
        problems.append(Text("The feed is not well-formed XML: {why}.", {"why": broken}))
    if not result["version"]:
        problems.append(Text("The feed does not say which format it has."))
    reader = _Reader(result, url, zone)
    entries = list(reader.entries(raw_entries, media))
    return ParsedFeed(
        entries=tuple(entries),
        title=line(_text(result["feed"], "title")),
        url=reader.website,
        version=result["version"],
        problems=(*problems, *reader.problems),
    )


def _fed(data: bytes) -> dict[str, Any]:
    headers = {"content-type": "application/xml; charset=utf-8"}
    try:
        result: dict[str, Any] = feedparser.parse(
            io.BytesIO(_DECLARATION + data), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
    except Exception as error:  # on damaged markup feedparser fails with whatever its code runs into
        raise ParseError("a damaged feed that cannot be read: {error}", error=repr(error)[:SHOWN]) from error
    return result


class _Reader:
    """Turns what feedparser found into entries and notes what was wrong."""

    def __init__(self, result: Raw, url: str, zone: tzinfo) -> None:
        self.problems: list[Text] = []
        self._feed: Raw = result["feed"]
        self._rss = not result["version"].startswith("atom")
        self._zone = zone
        self._bad_dates: list[str] = []
        self.website = web_url(_text(self._feed, "link"), url)
        # RSS has no rule for relative links; readers take the website. Atom has (RFC 4287, 2): xml:base or the feed.
        self._base = self.website or url if self._rss else url

    def entries(self, raws: list[Raw], media: list[tuple[EntryMedia, ...]] | None) -> Iterator[Entry]:
        """The entries; `media` are those that Media RSS names, if they were taken out before."""
        known = media if media is not None and len(media) == len(raws) else None
        for number, raw in enumerate(raws):
            try:
                yield self._entry(raw, known[number] if known is not None else tuple(_loose_media(raw)))
            except Exception as error:  # noqa: BLE001 - a bug that one entry brings to light costs no neighbour
                self.problems.append(failed(number + 1, error))
        if self._bad_dates:
            facts = {"count": len(self._bad_dates), "date": self._bad_dates[0]}
            self.problems.append(Text("Dates that cannot be read: {count}, the first of them “{date}”.", facts))
        ttl = _text(self._feed, "ttl").strip()
        if ttl and not _MINUTES.fullmatch(ttl):
            self.problems.append(Text("The feed's ttl is no number of minutes: “{text}”.", {"text": ttl[:SHOWN]}))

    def _entry(self, raw: Raw, media: tuple[EntryMedia, ...]) -> Entry:
        published = self._date(raw, "published") or self._date(raw, "created")
        updated = self._date(raw, "updated")
        return Entry(
            guid=_text(raw, "id"),
            url=self._url(raw),
            title=line(_text(raw, "title")),
            published=published or (updated if self._rss else None),  # RSS 1.0 has only dc:date
            updated=updated,
            # feedparser copies the content where there is no summary, and gives such a copy no detail.
            summary=_html(raw["summary_detail"]) if isinstance(dict.get(raw, "summary_detail"), dict) else "",
            content=max((_html(part) for part in _dicts(raw, "content")), key=len, default=""),
            categories=tuple(dict.fromkeys(name for name in map(_category, _dicts(raw, "tags")) if name)),
            media=tuple(self._media(raw, media)),
        )

    def _url(self, raw: Raw) -> str:
        """The page of the entry, by its own address rather than by that of a service which counts clicks."""
        links = _dicts(raw, "links")
        link = _text(raw, "link")
        if not any(one.get("href") == link for one in links):
            # It is the guid, which feedparser takes for a link; Atom ids are names, even if they look like links.
            link = link if self._rss and link.lower().startswith(("http://", "https://")) else ""
        candidates = [_text(raw, "feedburner_origlink"), link]
        candidates += [_text(one, "href") for one in links if one.get("rel") == "alternate"]
        return next((url for url in (web_url(one, self._base) for one in candidates) if url), "")

    def _date(self, raw: Raw, key: str) -> datetime | None:
        text = _text(raw, key)
        if not text:
            return None
        moment = parse_date(text, self._zone)
        if not moment:
            self._bad_dates.append(text[:SHOWN])
        return moment

    def _media(self, raw: Raw, named: tuple[EntryMedia, ...]) -> Iterator[EntryMedia]:
        enclosures = (
            EntryMedia(_text(one, "href"), _text(one, "type"), line(_text(one, "title")))
            for one in _dicts(raw, "links")
            if one.get("rel") == "enclosure"
        )
        seen: set[str] = set()
        # What Media RSS names comes first: it knows descriptions and credits.
        for medium in (*named, *enclosures):
            url = web_url(medium.url, self._base)
            if url and url not in seen:
                seen.add(url)
                yield replace(medium, url=url, type=medium.type.strip().lower())


def _text(raw: Raw, key: str) -> str:
    """A field that holds text. Feeds can name elements like feedparser's own fields, so it may be anything."""
    value = dict.get(raw, key)
    return value if isinstance(value, str) else ""


def _fault(error: object) -> str:
    """What is not well-formed, and where."""
    if isinstance(error, SAXParseException):
        return f"{error.getMessage()} in line {error.getLineNumber()}"
    return str(error)


def _dicts(raw: Raw, key: str) -> list[Raw]:
    value = dict.get(raw, key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _html(part: Raw) -> str:
    """A text construct as HTML; empty for what is neither text nor HTML (a picture in base64)."""
    value, kind = _text(part, "value"), _text(part, "type")
    if kind in _HTML_TYPES:
        return once_escaped(value)
    return once_escaped(as_html(value)) if kind == "text/plain" else ""


def _category(tag: Raw) -> str:
    return line(_text(tag, "label") or _text(tag, "term"))


def _take_media(text: str) -> tuple[bytes, list[tuple[EntryMedia, ...]] | None]:
    """The feed without its Media RSS (https://www.rssboard.org/media-rss), and what that says, entry by entry.

    feedparser does not tell whose description or credit it read, and takes a caption for the text of the entry.
    The feed as it is, and None, where there is no Media RSS or the XML is not well-formed.
    """
    data = text.encode("utf-8", "replace")
    if "search.yahoo.com/mrss" not in text:
        return data, None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return data, None
    items = list(root.iter("{*}item", "{*}entry"))
    if any(next(item.iterancestors("{*}item", "{*}entry"), None) is not None for item in items):
        return data, None  # entries within entries: each would show the media of all in it
    media = [tuple(_named_media(item)) for item in items]
    taken = ("group", "content", "thumbnail", "title", "description", "text", "credit", "copyright")
    etree.strip_elements(root, *(tag for name in taken for tag in _media_tags(name)), with_tail=False)
    return etree.tostring(root, encoding="utf-8", xml_declaration=False), media


def _media_tags(*names: str) -> tuple[str, ...]:
    return tuple(f"{{{space}}}{name}" for name in names for space in _MEDIA_RSS)


def _named_media(item: Any) -> Iterator[EntryMedia]:
    """The media of an entry: of a group, which is one thing in several sizes, only the best."""
    chosen = [one for one in item.iter(*_media_tags("content")) if one.getparent().tag not in _media_tags("group")]
    for group in item.iter(*_media_tags("group")):
        versions = list(group.iterchildren(*_media_tags("content")))
        chosen += sorted(versions, key=_weight, reverse=True)[:1]
    media = [_medium(one, item, alone=len(chosen) == 1) for one in chosen]
    yield from media
    enclosed = [one.get("type", "") for one in item.iter("{*}enclosure")]
    # A thumbnail is a smaller copy of a picture, and the only picture of a video. The first is the most important.
    if not any(kind.startswith("image/") for kind in (*enclosed, *(medium.type for medium in media))):
        yield from (_medium(one, item, alone=True) for one in list(item.iter(*_media_tags("thumbnail")))[:1])


def _weight(content: Any) -> tuple[bool, int]:
    width = content.get("width", "")
    return content.get("isDefault") == "true", int(width) if _WIDTH.fullmatch(width) else 0


def _medium(content: Any, item: Any, *, alone: bool) -> EntryMedia:
    """One medium with its description and credit: its own, its group's, or the entry's where it is alone there."""
    above = [one for one in content.iterancestors() if one is not item and one.tag in _media_tags("group", "content")]
    holders = [content, *above, *([item] if alone else [])]
    is_picture = content.tag in _media_tags("thumbnail") or content.get("medium") == "image"
    description = _said(holders, "description") or _said([content, *above], "title")
    return EntryMedia(
        url=urljoin(content.base or "", content.get("url", "")),
        type=content.get("type", "") or ("image/*" if is_picture else ""),
        description="" if _FILE_NAME.fullmatch(description) else description,
        credit=_said(holders, "credit") or _said(holders, "copyright"),
    )


def _said(holders: list[Any], name: str) -> str:
    for holder in holders:
        texts = (line("".join(one.itertext())) for one in holder.iterchildren(*_media_tags(name)))
        if said := ", ".join(dict.fromkeys(text for text in texts if text)):
            return said
    return ""


def _loose_media(raw: Raw) -> Iterator[EntryMedia]:
    """Media RSS as feedparser found it in XML that is not well-formed: without descriptions."""
    names = _dicts(raw, "media_credit")
    credit = line(_text(names[0], "content")) if len(names) == 1 else ""
    contents = [
        EntryMedia(
            _text(one, "url"), _text(one, "type") or ("image/*" if one.get("medium") == "image" else ""), "", credit
        )
        for one in _dicts(raw, "media_content")
    ]
    yield from contents
    if not any(medium.type.startswith("image/") for medium in contents):
        yield from (EntryMedia(_text(one, "url"), "image/*", "", credit) for one in _dicts(raw, "media_thumbnail")[:1])


def _is_bare(text: str) -> bool:
    """Whether the root is that of a feed without the namespace that would say which."""
    root = ROOT.match(text)
    return root is not None and root[1].lower() in {"rdf", "channel"}


def _says_anything(raw: Raw) -> bool:
    return any(_text(raw, key) for key in ("id", "link", "title", "summary"))


def _breaks_off(text: str) -> bool:
    """Whether the last entry is not closed."""
    starts = [start.end() for start in START.finditer(text)]
    return bool(starts) and not END.search(text, starts[-1])


def _says_something(entry: Entry) -> bool:
    return bool(entry.guid or entry.url or entry.title or entry.summary or entry.content or entry.media)


def _gaps(entries: tuple[Entry, ...], shown: int) -> Iterator[Text]:
    """What entries lack, for the administrator; `shown` is how many the feed has."""
    if len(entries) < shown:
        yield silent(shown - len(entries), shown)
    unlinked = sum(not entry.url for entry in entries)
    undated = sum(not (entry.published or entry.updated) for entry in entries)
    untitled = sum(not entry.title for entry in entries)
    for count, message in (
        (unlinked, "Entries without a link: {count} of {all}."),
        (undated, "Entries without a date: {count} of {all}."),
        (untitled, "Entries without a title: {count} of {all}."),
    ):
        if count:
            yield Text(message, {"count": count, "all": len(entries)})


def _refuse_binary(body: bytes) -> None:
    for mark, kind in _BINARY:
        if body.startswith(mark):
            raise ParseError("{kind} instead of a feed", kind=Text(kind), permanent=True)


def _refuse_unusable(version: str, broken: str, text: str) -> None:
    """Raise ParseError for what gives no entries, unless it is a sound feed that is empty."""
    if version and not broken:
        return
    if version:
        raise ParseError("a feed that is broken before its first entry ends: {error}", error=broken)
    root = ROOT.match(text)
    if root:
        raise ParseError("XML that is no feed: its root element is <{root}>", root=root[1][:SHOWN])
    raise ParseError("neither XML nor JSON, but “{text}”", text=plain(text[:1000])[:SHOWN])
