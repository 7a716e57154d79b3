"""Whether two entries are one release although guid and link differ. Pure.

Title and day must agree; then the text decides, and only where it leaves no doubt: the same words but for typing
errors. Titles come back ("Blutspendetermine", "Öffentliche Bekanntmachung"), and so do texts in which but a place or a
number differs, so nothing is one because it is almost the same. What cannot be told is left to a person.
"""

from __future__ import annotations

import hashlib
import re
from datetime import tzinfo
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel, Levenshtein

from relay.feed.links import page_path
from relay.feed.text import plain
from relay.model import Entry, Likeness

EXCERPT = 400
"""Characters of the text that are kept to compare with."""
ENOUGH = 25
"""Words from which on a text can be told apart by itself; shorter ones may be a formula ("Mehr auf der Website")."""
TYPO = 60.0
"""Percent of the letters that a mistyped word shares at least with the right one."""
LEFT_OUT = 0.1
"""Part of the words that may be missing on one side, or be on the other only."""
UNLIKE = 0.5
"""Part of the words in common below which two long texts plainly are different ones."""
OTHER_TITLE = 60.0
"""Percent of the letters in common below which a title was not corrected, but is another one."""

_WORD = re.compile(r"[^\W_]+")


class Alike(StrEnum):
    """Whether two entries are one release."""

    SAME = "same"
    DOUBT = "doubt"
    OTHER = "other"


class _Texts(StrEnum):
    """How two texts compare."""

    EQUAL = "equal"
    TYPOS = "typos"
    BRIEF = "brief"
    """Equal, but short."""
    EMPTY = "empty"
    UNCLEAR = "unclear"
    UNLIKE = "unlike"


def likeness(entry: Entry, *, own_page: bool = True) -> Likeness:
    """What an entry is recognised by; `own_page` says that its link leads to no other entry's page."""
    text = plain(entry.summary) or plain(entry.content)
    if len(text) > EXCERPT:
        text = text[: EXCERPT + 1].rpartition(" ")[0] or text[:EXCERPT]
    return Likeness(entry.title, title_key(entry.title), entry.url if own_page else "", entry.published, text)


def title_key(title: str) -> bytes | None:
    """A title without case, marks and blanks, as 16 bytes; None if nothing is left."""
    folded = "".join(_WORD.findall(title.casefold()))
    return hashlib.blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16).digest() if folded else None


def compare(one: Likeness, other: Likeness, zone: tzinfo, *, together: bool) -> Alike:
    """Whether a new entry is the `other`, known one.

    `together` says that both stand in one feed now, so that neither replaced the other. Days are those of the time zone
    `zone`. Without dates nothing is certain.
    """
    key = title_key(one.title)
    if key is None or key != title_key(other.title):
        return Alike.OTHER
    if one.published is None or other.published is None:
        return _undated(_texts(one.text, other.text), together=together)
    if one.published.astimezone(zone).date() != other.published.astimezone(zone).date():
        return Alike.OTHER
    path = page_path(one.url)
    if path and path == page_path(other.url):
        return Alike.SAME
    texts = _texts(one.text, other.text)
    if together:
        return {_Texts.EQUAL: Alike.SAME, _Texts.UNLIKE: Alike.OTHER}.get(texts, Alike.DOUBT)
    if texts is _Texts.EMPTY or other.key is None:
        # Of what an older relay recorded no text is kept.
        return Alike.SAME if int(one.published.timestamp()) == int(other.published.timestamp()) else Alike.DOUBT
    return Alike.SAME if texts in (_Texts.EQUAL, _Texts.TYPOS, _Texts.BRIEF) else Alike.DOUBT


def _undated(texts: _Texts, *, together: bool) -> Alike:
    if together:
        return Alike.DOUBT if texts is _Texts.EQUAL else Alike.OTHER
    return Alike.OTHER if texts is _Texts.UNLIKE else Alike.DOUBT


def replaced(old: Likeness, new: Likeness, zone: tzinfo) -> bool:
    """Whether a page that was one release's now is another one's: other title, other day, and not the same text.

    Where one of the days is unknown, both texts must be long and plainly different ones.
    """
    if fuzz.ratio(old.title.casefold(), new.title.casefold()) >= OTHER_TITLE:
        return False
    texts = _texts(old.text, new.text)
    if old.published and new.published:
        same_day = old.published.astimezone(zone).date() == new.published.astimezone(zone).date()
        return not same_day and texts not in (_Texts.EQUAL, _Texts.TYPOS, _Texts.BRIEF)
    return texts is _Texts.UNLIKE


def _texts(one: str, other: str) -> _Texts:
    """Compare two texts by their words; the longer one is cut, for feeds bring longer and shorter beginnings."""
    words, others = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    if words == others:
        return _Texts.EMPTY if not words else _Texts.EQUAL if len(words) >= ENOUGH else _Texts.BRIEF
    length = min(len(words), len(others))
    if length < ENOUGH:
        return _Texts.UNCLEAR
    words, others = words[:length], others[:length]
    if words == others:
        return _Texts.EQUAL
    if _only_typos(words, others):
        return _Texts.TYPOS
    return _Texts.UNLIKE if Indel.normalized_similarity(words, others) < UNLIKE else _Texts.UNCLEAR


def _only_typos(words: list[str], others: list[str]) -> bool:
    """Whether only the spelling of words differs, never a number, and hardly a word is on one side only."""
    alone = 0
    for step in Levenshtein.opcodes(words, others):
        gone, come = words[step.src_start : step.src_end], others[step.dest_start : step.dest_end]
        if step.tag == "replace":
            if any(not _typo(was, now) for was, now in zip(gone, come, strict=True)):
                return False
        elif step.tag != "equal":
            if any(any(map(str.isdigit, word)) for word in (*gone, *come)):
                return False
            alone += len(gone) + len(come)
    return alone <= LEFT_OUT * len(words)


def _typo(was: str, now: str) -> bool:
    if any(map(str.isdigit, was + now)):
        return False
    return fuzz.ratio(was, now) >= TYPO
