"""Which pieces of a page's body are the release's text, in order; each rule has its reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from relay.article.clean import letters
from relay.article.dom import Element
from relay.article.page.boilerplate import (
    is_caption,
    is_contact,
    is_date,
    is_hours,
    is_press_note,
    is_related_heading,
    is_sentence,
    is_site_line,
    opens_contact,
    says_same,
    without_sign_off,
)
from relay.article.page.listed import listed
from relay.article.page.lists import markers
from relay.article.page.pieces import Piece
from relay.article.page.site_talk import without_contents, without_site_talk
from relay.article.sentences.dateline import dateline
from relay.article.sentences.splitting import split_sentences
from relay.model import Block, BlockKind, Marker

_HEADS = (BlockKind.HEADING, BlockKind.BOX_HEADING)
_BOXED = {BlockKind.BOX: BlockKind.PARAGRAPH, BlockKind.BOX_HEADING: BlockKind.HEADING}
_KICKER = 110
_BOLD_HEADING = 120
_LONG = 40


@dataclass(frozen=True, slots=True)
class Picked:
    """The pieces of the body, and the captions that stood among them."""

    pieces: tuple[Piece, ...]
    captions: tuple[str, ...]


def pick(found: Iterable[Piece], *, titles: Sequence[str], heading: Element | None) -> Picked:
    """The pieces that are the release's text. `titles` are its headline's wordings, `heading` the tag that shows it."""
    pieces = listed(_after_heading(list(found), heading))
    known = {letters(title) for title in titles}
    captions = tuple(p.text for p in pieces if is_caption(p.text))
    shown = frozenset(captions)
    pieces = _without_press_notes(pieces)
    kept = [p for p in pieces if not (p.text in shown or _is_furniture(p.text) or says_same(p.text, known))]
    kept = _without_contact_tables(kept)
    kept = _without_own_date(_without_contacts(_before_related(kept)))
    told = without_site_talk(without_contents(kept), known)
    kept = told if len(told) == len(kept) else _without_own_date(told)
    kept = _without_repeats(kept)
    kept = [_as_heading(p) for p in _without_kicker(kept)]
    kept = _signed_off(_placed(kept))
    while kept and kept[-1].kind in _HEADS:
        kept.pop()
    if all(p.kind is BlockKind.TABLE for p in kept):
        kept = []
    if not any(p.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) for p in kept):
        kept = [replace(p, kind=_BOXED.get(p.kind, p.kind)) for p in kept]
    return Picked(tuple(kept), captions)


def to_blocks(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Blocks with their sentences; the dateline before the first one goes."""
    found = list(pieces)
    first = next((n for n, p in enumerate(found) if p.kind is not BlockKind.TABLE), None)
    if first is not None and found[first].kind is BlockKind.PARAGRAPH:
        text = found[first].text
        found[first] = replace(found[first], text=text[len(dateline(text)) :])
    told = [p for p in found if p.text or p.grid is not None]
    marked = markers((p.text, p.place) if p.kind is BlockKind.ITEM else ("", None) for p in told)
    return tuple(_block(p, marker) for p, marker in zip(told, marked, strict=True))


def _placed(found: list[Piece]) -> list[Piece]:
    """Without a first paragraph that is nothing but the dateline of the next."""
    if len(found) < 2 or found[0].kind is not BlockKind.PARAGRAPH:
        return found
    alone = f"{found[0].text} "
    return found[1:] if dateline(alone + found[1].text) == alone else found


def _signed_off(found: list[Piece]) -> list[Piece]:
    last = max((n for n, p in enumerate(found) if p.kind is BlockKind.PARAGRAPH), default=None)
    if last is not None:
        found[last] = replace(found[last], text=without_sign_off(found[last].text))
    return found


def _block(piece: Piece, marker: Marker) -> Block:
    if piece.grid is not None:
        return Block(piece.kind, (), piece.grid.head, piece.grid.rows)
    return Block(piece.kind, split_sentences(piece.text), marker=marker)


def _after_heading(pieces: list[Piece], heading: Element | None) -> list[Piece]:
    """Above the headline stand notices, number and date, never the text."""
    places = [n for n, p in enumerate(pieces) if heading is not None and p.tag is heading]
    below = pieces[places[-1] + 1 :] if places else pieces
    return below or pieces


def _without_press_notes(pieces: list[Piece]) -> list[Piece]:
    """Notes to the press: below a label that stands alone the next paragraph, below a heading all up to the next."""
    kept: list[Piece] = []
    label: Piece | None = None
    for piece in pieces:
        heading = piece.kind in _HEADS
        if is_press_note(piece.text):
            label = piece if heading or piece.text.endswith(":") or not is_sentence(piece.text) else None
        elif label is None or heading:
            label = None
            kept.append(piece)
        elif label.kind not in _HEADS:
            label = None
    return kept


def _is_furniture(text: str) -> bool:
    """A note to the press is none here: those are gone."""
    return is_site_line(text) and not is_date(text)


def _without_own_date(pieces: list[Piece]) -> list[Piece]:
    """The date of the release stands above its first sentence or alone below its last; those between are content."""
    dates = {n for n, p in enumerate(pieces) if is_date(p.text)}
    told = [n for n, p in enumerate(pieces) if p.grid is None and n not in dates and is_sentence(p.text)]
    first, last = (told[0], told[-1]) if told else (1, len(pieces))
    return [
        piece
        for n, piece in enumerate(pieces)
        if n not in dates
        or first < n < last
        or (n > last and (piece.kind is BlockKind.ITEM or _leads_on(pieces[n - 1])))
        or (n < first and _has_fellow(piece, pieces[first:]))
    ]


def _without_contact_tables(pieces: list[Piece]) -> list[Piece]:
    """A table of nothing but whom to ask is a contact block below the text or a label; among sentences it is text."""
    last = max((n for n, p in enumerate(pieces) if p.grid is None and is_sentence(p.text)), default=0)
    return [
        piece
        for n, piece in enumerate(pieces)
        if piece.grid is None
        or not is_contact(piece.grid.text)
        or (0 < n < last and not opens_contact(pieces[n - 1].text))
    ]


def _leads_on(piece: Piece) -> bool:
    """Whether a text goes on in the next piece."""
    return piece.text.endswith(":") or not (is_sentence(piece.text) or is_date(piece.text))


def _has_fellow(piece: Piece, later: Iterable[Piece]) -> bool:
    """Whether a date is the first of several headings or terms that are dates."""
    if piece.kind is not BlockKind.HEADING and piece.tag.tag != "dt":
        return False
    return any(p.tag.tag == piece.tag.tag and is_date(p.text) for p in later)


def _before_related(pieces: list[Piece]) -> list[Piece]:
    """Below "Das könnte Sie auch interessieren" stand other releases."""
    for n, piece in enumerate(pieces):
        if n and (piece.kind in _HEADS or piece.bold) and is_related_heading(piece.text):
            return pieces[:n]
    return pieces


def _without_contacts(pieces: list[Piece]) -> list[Piece]:
    """Contact blocks: from their label to the next heading or sentence, and single lines of telephone or mail."""
    kept, inside = [], False
    contacts = {n for n, p in enumerate(pieces) if is_contact(p.text)}
    told = (n for n, p in enumerate(pieces) if n not in contacts and p.grid is None and is_sentence(p.text))
    last = max(told, default=0)
    for n, piece in enumerate(pieces):
        if opens_contact(piece.text) and piece.kind is not BlockKind.ITEM:
            inside = True
            continue
        contact = n in contacts
        if inside and (contact or not (is_sentence(piece.text) or piece.kind in _HEADS)):
            continue
        inside = False
        if not contact or piece.kind is BlockKind.ITEM or (n < last and is_hours(piece.text)):
            kept.append(piece)
    return kept


def _without_repeats(pieces: list[Piece]) -> list[Piece]:
    """A teaser that the text begins with again, and paragraphs that a template prints twice."""
    kept: list[Piece] = []
    seen: set[str] = set()
    for n, piece in enumerate(pieces):
        if len(piece.text) >= _LONG:
            again = n + 1 < len(pieces) and pieces[n + 1].text.startswith(piece.text)
            if again or piece.text in seen:
                continue
            seen.add(piece.text)
        kept.append(piece)
    return kept


def _without_kicker(pieces: list[Piece]) -> list[Piece]:
    """A short first line without a stop, above sentences, is a subtitle; a salutation ends in a comma and stays.

    A bold one is the first of several headings where more of its form stand below.
    """
    if len(pieces) < 2:
        return pieces
    first = pieces[0]
    if _is_bold_heading(first) and any(_is_bold_heading(p) and p.tag.tag == first.tag.tag for p in pieces[1:]):
        return pieces
    label = first.kind is BlockKind.PARAGRAPH and len(first.text) <= _KICKER
    if label and not is_sentence(first.text) and not first.text.endswith(",") and is_sentence(pieces[1].text):
        return pieces[1:]
    return pieces


def _as_heading(piece: Piece) -> Piece:
    """A short bold paragraph without a full stop is a heading that nobody marked as one."""
    if not _is_bold_heading(piece):
        return piece
    return replace(piece, kind=BlockKind.HEADING if piece.kind is BlockKind.PARAGRAPH else BlockKind.BOX_HEADING)


def _is_bold_heading(piece: Piece) -> bool:
    short = piece.bold and len(piece.text) <= _BOLD_HEADING and not piece.text.endswith((".", "!", ":", ",", ";"))
    return short and piece.kind in (BlockKind.PARAGRAPH, BlockKind.BOX)
