"""A release's page, or what the feed says about it, as an article: clean blocks, pictures, files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from relay.article.clean import clean_text, decode_html, letters
from relay.article.dom import Element, attribute, meta, names, stands_below, text_of, tree
from relay.article.lost import is_doubtful, lost_release
from relay.article.match import require_release
from relay.article.page.body import body_of, find_body, flow, marked_body, take_marked
from relay.article.page.boilerplate import is_sentence
from relay.article.page.documents import FILE_BOXES
from relay.article.page.files import (
    entry_attachments,
    entry_pictures,
    page_attachments,
    page_pictures,
    unique_attachments,
    unique_pictures,
)
from relay.article.page.links import canonical_link, with_links
from relay.article.page.pick import Picked, pick, to_blocks
from relay.article.page.pieces import HEADINGS, Piece, pieces, within
from relay.article.page.prune import prune
from relay.article.page.site_talk import without_lead_on
from relay.article.sentences.splitting import split_sentences
from relay.errors import ParseError
from relay.feed.entities import unescaped
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
_MOST_HEADINGS = 200
_MOST_NEIGHBOURS = 6


def article_from_page(
    html: bytes, *, url: str, content_type: str = "", entry: Entry | None = None, title: str = "", selector: str = ""
) -> Article:
    """What the page of a release says.

    `url` is where it came from (links are relative to it), `content_type` the header as sent, `title` and `entry` what
    the feed says, `selector` a CSS selector of the article from the configuration, which wins over all rules.
    Raises `ParseError` when the page is no HTML, is empty, is not that of the entry's release, the selector matches
    nothing (`Unmatched`), or no text is found. The article's own address is the canonical one of the page where that is
    but a cleaner form of the feed's link (`canonical_link`), else the feed's link.
    """
    text = decode_html(html[:_LARGEST], content_type)
    _require_html(html, text, content_type, url)
    known = clean_text(title or (entry.title if entry else ""))
    mark = ""
    if selector:
        text, mark = marked_body(text, selector, url)
    root = tree(text)
    if entry is not None:
        require_release(root, entry, url)
    own = canonical_link(root, url, entry.url if entry else "")
    article, taken = _read(root, url=url, entry=entry, title=known, mark=mark, by_name=True)
    if not article.blocks or is_doubtful(article, taken):
        whole, _ = _read(tree(text), url=url, entry=entry, title=known, mark=mark, by_name=False)
        article = whole if lost_release(article, whole, entry) else article
    if not article.blocks:
        raise ParseError("no text of a release was found on {url}", url=url)
    return replace(article, url=own or (entry.url if entry else "") or url)


def article_from_entry(entry: Entry) -> Article | None:
    """What the feed itself says about a release, without a last sentence that it cut; None where that is nothing."""
    for raw in (entry.content, entry.summary):
        root, picked = _feed_text(raw, entry)
        blocks = with_links(to_blocks(_without_cut(picked.pieces)), picked.pieces, entry.url)
        if root is not None and blocks:
            media, url = entry.media, entry.url
            pictures = page_pictures(root, url, picked.captions, [p.tag for p in picked.pieces])
            return Article(
                clean_text(entry.title),
                url,
                blocks,
                unique_pictures(chain(entry_pictures(media, url), pictures)),
                unique_attachments(chain(entry_attachments(media, url), page_attachments(root, url))),
            )
    return None


def is_whole(entry: Entry) -> bool:
    """Whether the feed brings the full text, so that the page need not be read.

    Content counts with several ended paragraphs that are not cut; a summary only where it is clearly the release.
    """
    for raw, least, paragraphs in ((entry.content, _WHOLE_TEXT, 2), (entry.summary, _WHOLE_SUMMARY, 3)):
        root, picked = _feed_text(raw, entry)
        if root is None:
            continue
        ended = [p for p in picked.pieces if p.kind is BlockKind.PARAGRAPH and _ENDED.search(p.text)]
        cut = _CUT.search(clean_text(text_of(root))[-80:]) or _is_cut(picked.pieces[_first_cut(picked.pieces) :][:1])
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


def _read(
    root: Element, *, url: str, entry: Entry | None, title: str, mark: str, by_name: bool
) -> tuple[Article, list[str]]:
    """The article of a page, and the texts that were taken out for what its template calls them."""
    chosen = take_marked(root, mark) if mark else None
    heading = _title_heading(root, title)
    wordings = (title, clean_text(text_of(heading)) if heading is not None else "", _head_title(root))
    taken = prune(root, by_name=by_name, title=heading)
    if heading is not None and not stands_below(heading, root):
        heading = None
    if chosen is not None and not stands_below(chosen, root):
        chosen = None
    if chosen is not None:
        body, found = chosen, flow(pieces(chosen), url)
    else:
        whole = list(pieces(body_of(root)))
        everything = flow(whole, url)
        place = find_body(root, everything, heading, title)
        if place is None:
            return Article(title, url, ()), taken
        body, found = place, flow(within(place, whole), url)
        found = [*_lead_outside(everything, body, heading, found), *found]
    picked = pick(map(without_lead_on, found), titles=wordings, heading=heading)
    region = body if chosen is not None else _region(body, heading)
    media = entry.media if entry else ()
    on_page = page_pictures(region, url, picked.captions, [p.tag for p in picked.pieces])
    pictures = chain(entry_pictures(media, url), on_page)
    files = chain(entry_attachments(media, url), *(page_attachments(one, url) for one in _parts(region)))
    blocks = with_links(to_blocks(picked.pieces), picked.pieces, url)
    named = title or wordings[1] or wordings[2]
    return Article(named, url, blocks, unique_pictures(pictures), unique_attachments(files)), taken


def _parts(region: Element) -> Iterator[Element]:
    """The part of a page that holds the release, and boxes of files that a template sets below or beside it."""
    yield region
    if region.tag not in {"body", "html"}:
        for neighbour in islice(region.itersiblings(), _MOST_NEIGHBOURS):
            named = (box for box in neighbour.iter("div", "section", "ul", "p") if names(box) & FILE_BOXES)
            yield from islice(named, _MOST_NEIGHBOURS)


def _title_heading(root: Element, title: str) -> Element | None:
    """The heading that shows the title: the same words, or one within the other; else the only h1."""
    wanted = letters(title)
    said = [(h, letters(text_of(h)[:1000])) for h in islice(root.iter(*HEADINGS), _MOST_HEADINGS)]
    for heading, own in said:
        if own and own == wanted:
            return heading
    for heading, own in said:
        shorter, longer = sorted((own, wanted), key=len)
        if len(shorter) >= _TITLE_PART and shorter in longer and len(shorter) * 2 > len(longer):
            return heading
    first = [h for h, own in said if h.tag == "h1" and own]
    return first[0] if len(first) == 1 else None


def _head_title(root: Element) -> str:
    tag = meta(root, "og:title")
    said = attribute(tag, "content") if tag is not None else ""
    title = next(root.iter("title"), None)
    return clean_text(said or (text_of(title) if title is not None else ""))


def _lead_outside(
    everything: Iterable[Piece], body: Element, heading: Element | None, found: Iterable[Piece]
) -> Iterator[Piece]:
    """Whole sentences between the headline and the body: the lead that some templates set apart."""
    if heading is None or stands_below(heading, body):
        return
    inside = {p.tag for p in found}
    below = False
    for piece in everything:
        if piece.tag in inside:
            return
        if below and piece.kind is BlockKind.PARAGRAPH and _ENDED.search(piece.text) and len(piece.text) > _TITLE_PART:
            yield piece
        below = below or piece.tag is heading


def _region(body: Element, heading: Element | None) -> Element:
    """The part of the page that holds headline and body, for pictures between or above them."""
    if heading is None:
        return body
    above = set(heading.iterancestors())
    for part in (body, *body.iterancestors()):
        if part in above:
            return part if part.tag not in {"body", "html"} else body
    return body


def _feed_text(raw: str, entry: Entry) -> tuple[Element | None, Picked]:
    if not raw.strip():
        return None, Picked((), ())
    root = tree(_as_markup(raw[:_LARGEST]))
    prune(root)
    return root, pick(flow(pieces(root), entry.url), titles=(clean_text(entry.title),), heading=None)


def _as_markup(raw: str) -> str:
    """Markup that was escaped once or twice too often, as markup."""
    for _ in range(_ESCAPED_TIMES):
        if "<" in raw or not re.search(r"&(?:amp;)*lt;", raw):
            break
        raw = unescaped(raw)
    return raw


def _is_cut(last: tuple[Piece, ...]) -> bool:
    whole = (BlockKind.ITEM, BlockKind.TABLE)
    return any(bool(_CUT.search(p.text)) or not _ENDED.search(p.text) for p in last if p.kind not in whole)


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
    while kept and kept[-1].grid is None and not is_sentence(kept[-1].text):
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
