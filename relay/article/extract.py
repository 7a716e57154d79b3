"""A release's page, or what the feed says about it, as an article: clean blocks, pictures, files."""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from bs4 import BeautifulSoup, Tag

from relay.article.body import find_body, select_body
from relay.article.boilerplate import is_sentence
from relay.article.clean import clean_text, decode_html, letters
from relay.article.dom import HEADINGS, Piece, parse, pieces
from relay.article.files import (
    entry_attachments,
    entry_pictures,
    open_graph_picture,
    page_attachments,
    page_pictures,
    unique_attachments,
    unique_pictures,
)
from relay.article.pick import Picked, pick, to_blocks
from relay.article.prune import attribute, prune
from relay.article.sentences import split_sentences
from relay.errors import ParseError
from relay.model import Article, BlockKind, Entry

_MARKUP = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|div|p|main|article|table|td|h[1-6]|br|span)\b", re.IGNORECASE
)
_NO_HTML = re.compile(r"\s*(?:image|audio|video|font)/|\s*application/(?!xhtml|xml|octet-stream)", re.IGNORECASE)
_SNIFF = 4096
_LARGEST = 4_000_000
"""Bytes of a page that are read: no release is longer, and a hostile page shall not keep us busy."""
_CUT = re.compile(
    r"(?:…|\.{3}|\[\s*(?:…|\.{3})\s*\]|\b(?:weiterlesen|mehr lesen|mehr erfahren|read more))[\s.»›→>)\]]*$",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?][)\]“”\"«»’‘]*$")
_NEXT = "Der Landkreis baut."
_FOOTER = 200
"""Characters that a feed may add below a text that it cut."""
_ESCAPED_TIMES = 3
_WHOLE_TEXT = 700
"""Characters of several ended paragraphs: more than a teaser in a feed has."""
_WHOLE_SUMMARY = 1200
_TITLE_PART = 20


def article_from_page(
    html: bytes, *, url: str, content_type: str = "", entry: Entry | None = None, title: str = "", selector: str = ""
) -> Article:
    """What the page of a release says.

    `url` is where it came from (links are relative to it), `content_type` the header as sent, `title` and `entry` what
    the feed says, `selector` a CSS selector of the article from the configuration, which wins over all rules.
    Raises `ParseError` when the page is no HTML, is empty, the selector matches nothing, or no text is found.
    """
    text = decode_html(html[:_LARGEST], content_type)
    _require_html(html, text, content_type, url)
    known = clean_text(title or (entry.title if entry else ""))
    for by_name in (True, False):
        article = _read(parse(text), url=url, entry=entry, title=known, selector=selector, by_name=by_name)
        if article.blocks:
            return article
    raise ParseError("no text of a release was found on {url}", url=url)


def article_from_entry(entry: Entry) -> Article | None:
    """What the feed itself says about a release, without a last sentence that it cut; None where that is nothing."""
    for raw in (entry.content, entry.summary):
        soup, picked = _feed_text(raw, entry.title)
        blocks = to_blocks(_without_cut(picked.pieces))
        if soup is not None and blocks:
            media, url = entry.media, entry.url
            return Article(
                clean_text(entry.title),
                url,
                blocks,
                unique_pictures(chain(entry_pictures(media, url), page_pictures(soup, url, picked.captions))),
                unique_attachments(chain(entry_attachments(media, url), page_attachments(soup, url))),
            )
    return None


def is_whole(entry: Entry) -> bool:
    """Whether the feed brings the full text, so that the page need not be read.

    Content counts with several ended paragraphs that are not cut; a summary only where it is clearly the release.
    """
    for raw, least, paragraphs in ((entry.content, _WHOLE_TEXT, 2), (entry.summary, _WHOLE_SUMMARY, 3)):
        soup, picked = _feed_text(raw, entry.title)
        if soup is None:
            continue
        ended = [p for p in picked.pieces if p.kind is BlockKind.PARAGRAPH and _ENDED.search(p.text)]
        cut = _CUT.search(clean_text(soup.get_text(" "))[-80:]) or _is_cut(
            picked.pieces[_first_cut(picked.pieces) :][:1]
        )
        if not cut and len(ended) >= paragraphs and sum(len(p.text) for p in picked.pieces) >= least:
            return True
    return False


def fallback_article(entry: Entry) -> Article:
    """What can be said when the page cannot be read: the feed's own text, or only the title (no blocks)."""
    article = article_from_entry(entry)
    if article is not None:
        return article
    media, url = entry.media, entry.url
    return Article(
        clean_text(entry.title),
        url,
        (),
        unique_pictures(entry_pictures(media, url)),
        unique_attachments(entry_attachments(media, url)),
    )


def _require_html(html: bytes, text: str, content_type: str, url: str) -> None:
    if html.lstrip()[:5] == b"%PDF-" or "application/pdf" in content_type.casefold():
        raise ParseError("{url} is a PDF, not a page", url=url, permanent=True)
    if not text.strip():
        raise ParseError("{url} is empty", url=url)
    markup = _MARKUP.search(text[:_SNIFF])
    if (_NO_HTML.match(content_type) and not markup) or "<" not in text:
        raise ParseError("{url} is no HTML page", url=url, permanent=True)


def _read(soup: BeautifulSoup, *, url: str, entry: Entry | None, title: str, selector: str, by_name: bool) -> Article:
    chosen = select_body(soup, selector) if selector else None
    heading = _title_heading(soup, title)
    wordings = (title, clean_text(heading.get_text(" ")) if heading else "", _head_title(soup))
    previews = list(open_graph_picture(soup, url))
    prune(soup, by_name=by_name)
    if heading is not None and heading.decomposed:
        heading = None
    body = chosen if chosen is not None and not chosen.decomposed else find_body(soup, heading)
    if body is None:
        return Article(title, url, ())
    found = list(pieces(body))
    if chosen is None:
        found = [*_lead_outside(soup, body, heading, found), *found]
    picked = pick(found, titles=wordings, heading=heading)
    region = body if chosen is not None else _region(body, heading)
    media = entry.media if entry else ()
    pictures = list(chain(entry_pictures(media, url), page_pictures(region, url, picked.captions))) or previews
    return Article(
        title or wordings[1] or wordings[2],
        url,
        to_blocks(picked.pieces),
        unique_pictures(pictures),
        unique_attachments(chain(entry_attachments(media, url), page_attachments(region, url))),
    )


def _title_heading(soup: BeautifulSoup, title: str) -> Tag | None:
    """The heading that shows the title: the same words, or one within the other; else the only h1."""
    wanted = letters(title)
    headings = [h for h in soup.find_all(sorted(HEADINGS), limit=200) if isinstance(h, Tag)]
    said = [(h, letters(h.get_text(" ")[:1000])) for h in headings]
    for heading, own in said:
        if own and own == wanted:
            return heading
    for heading, own in said:
        shorter, longer = sorted((own, wanted), key=len)
        if len(shorter) >= _TITLE_PART and shorter in longer and len(shorter) * 2 > len(longer):
            return heading
    first = [h for h, own in said if h.name == "h1" and own]
    return first[0] if len(first) == 1 else None


def _head_title(soup: BeautifulSoup) -> str:
    tag = soup.find("meta", attrs={"property": "og:title"})
    said = attribute(tag, "content") if tag else ""
    return clean_text(said or (soup.title.get_text(" ") if soup.title else ""))


def _lead_outside(soup: BeautifulSoup, body: Tag, heading: Tag | None, found: list[Piece]) -> Iterator[Piece]:
    """Whole sentences between the headline and the body: the lead that some templates set apart."""
    if heading is None or not found or body in heading.parents:
        return
    inside = {id(p.tag) for p in found}
    below = False
    for piece in pieces(soup.body or soup):
        if id(piece.tag) in inside:
            return
        if below and piece.kind is BlockKind.PARAGRAPH and _ENDED.search(piece.text) and len(piece.text) > _TITLE_PART:
            yield piece
        below = below or piece.tag is heading


def _region(body: Tag, heading: Tag | None) -> Tag:
    """The part of the page that holds headline and body, for pictures between or above them."""
    if heading is None:
        return body
    above = {id(parent) for parent in heading.parents}
    for part in (body, *body.parents):
        if id(part) in above and isinstance(part, Tag):
            return part if part.name not in {"body", "html", "[document]"} else body
    return body


def _feed_text(raw: str, title: str) -> tuple[BeautifulSoup | None, Picked]:
    if not raw.strip():
        return None, Picked((), ())
    soup = parse(_unescaped(raw[:_LARGEST]))
    prune(soup)
    return soup, pick(pieces(soup), titles=(clean_text(title),), heading=None)


def _unescaped(raw: str) -> str:
    """Markup that was escaped once or twice too often, as markup."""
    for _ in range(_ESCAPED_TIMES):
        if "<" in raw or not re.search(r"&(?:amp;)*lt;", raw):
            break
        raw = entities.unescape(raw)
    return raw


def _is_cut(last: tuple[Piece, ...]) -> bool:
    return any(bool(_CUT.search(p.text)) or not _ENDED.search(p.text) for p in last if p.kind is not BlockKind.ITEM)


def _without_cut(found: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """A feed cuts its text where it likes: a last sentence without an end goes, as does a lone heading before it."""
    found = found[: _first_cut(found) + 1]
    if not found or not _is_cut(found[-1:]):
        return found
    text = _CUT.sub("", found[-1].text).rstrip()
    whole = split_sentences(text)
    if not _is_end(text):
        whole = whole[:-1]
    kept = [*found[:-1], replace(found[-1], text=" ".join(whole))] if whole else list(found[:-1])
    while kept and not is_sentence(kept[-1].text):
        kept.pop()
    return tuple(kept)


def _first_cut(found: tuple[Piece, ...]) -> int:
    """Number of the piece at which the feed cut its text: the last one, or one with only a footer below it."""
    for n, piece in enumerate(found):
        if _CUT.search(piece.text) and sum(len(p.text) for p in found[n + 1 :]) <= _FOOTER:
            return n
    return len(found) - 1


def _is_end(text: str) -> bool:
    """Whether a sentence ends where the text does: not so after "z. B." or "am 24."."""
    return bool(_ENDED.search(text)) and len(split_sentences(f"{text} {_NEXT}")) > len(split_sentences(text))
