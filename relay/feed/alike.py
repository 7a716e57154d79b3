"""Whether two entries are one release although guid and link differ. Pure.

Title and day must agree; then the text decides, and only where it leaves no doubt: the same words but for typing
errors. Titles come back ("Blutspendetermine", "Öffentliche Bekanntmachung"), and so do texts in which but a place or a
number differs, so nothing is one because it is almost the same. What cannot be told is left to a person.
"""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta, tzinfo
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
BRIEFLY_UNLIKE = 0.3
"""The same for shorter texts."""
OTHER_TITLE = 60.0
"""Percent of the letters in common below which a title was not corrected, but is another one."""
FEW_DAYS = timedelta(days=2)
"""How far apart the dates of two versions of one release are at most."""
ADDED = 2
"""Words that may be put before or after a title that stays ("PM:", "(Update)")."""

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


def resembles(new: Likeness, old: Likeness, zone: tzinfo, *, absent: bool, left: bool) -> Alike:
    """Whether a new entry is a known release whose title was corrected, and with it guid and link.

    `absent` says that the old entry is no longer in this feed, `left` that it was there at the last poll. Certain is
    only a long text that is the same but for typing errors, under a title that is, where the old entry has gone.
    """
    if new.published and old.published:
        if abs(new.published - old.published) > FEW_DAYS:
            return Alike.OTHER
    elif not left:
        return Alike.OTHER
    texts, title = _texts(new.text, old.text), _corrected_title(old.title, new.title)
    if texts in (_Texts.EQUAL, _Texts.TYPOS):
        if absent:
            return Alike.SAME if title else Alike.DOUBT
        return Alike.DOUBT if title and _same_day(new.published, old.published, zone) else Alike.OTHER
    return Alike.DOUBT if left and title and texts is not _Texts.UNLIKE else Alike.OTHER


def reads_alike(one: Likeness, other: Likeness) -> bool:
    """Whether two long texts are the same, but for typing errors."""
    return _texts(one.text, other.text) in (_Texts.EQUAL, _Texts.TYPOS)


def says_the_same(one: Likeness, other: Likeness, zone: tzinfo) -> bool:
    """Whether title, day and words are the same, be they few or none: two releases may well be."""
    key = title_key(one.title)
    if key is None or key != title_key(other.title) or (one.published is None) != (other.published is None):
        return False
    if one.published and not _same_day(one.published, other.published, zone):
        return False
    return _texts(one.text, other.text) in (_Texts.EQUAL, _Texts.BRIEF, _Texts.EMPTY)


def used_again(old: Likeness, new: Likeness, zone: tzinfo, *, page: bool | None) -> Alike:
    """Whether an entry under the guid of a known release is that release, or another one to which the guid was given.

    `page` says whether it stands at the page of the old one; None if that cannot be told. At the same page it is
    another one only if title, day and nearly all words are others: a release may be written anew.
    """
    texts = _texts(old.text, new.text)
    other_day = not _same_day(old.published, new.published, zone)
    if texts in (_Texts.EQUAL, _Texts.TYPOS):
        return Alike.SAME
    if fuzz.ratio(old.title.casefold(), new.title.casefold()) >= OTHER_TITLE:
        recurring = page is False and other_day and texts is _Texts.UNLIKE
        return Alike.DOUBT if recurring else Alike.SAME
    dated = old.published is not None and new.published is not None
    if page is not False:
        unlike = texts is _Texts.UNLIKE or (dated and _briefly_unlike(old.text, new.text))
        if not (other_day and unlike):
            return Alike.SAME
        return Alike.OTHER if page else Alike.DOUBT
    if dated:
        return Alike.DOUBT if old.published == new.published else Alike.OTHER
    return Alike.OTHER if texts is _Texts.UNLIKE else Alike.DOUBT


def _same_day(one: datetime | None, other: datetime | None, zone: tzinfo) -> bool:
    if one is None or other is None:
        return False
    return one.astimezone(zone).date() == other.astimezone(zone).date()


def _corrected_title(old: str, new: str) -> bool:
    """Whether only the spelling of a title differs, or a word or two were put before or after it, without numbers."""
    words, others = _WORD.findall(old.casefold()), _WORD.findall(new.casefold())
    if len(words) == len(others):
        return bool(words) and _only_typos(words, others)
    short, long = sorted((words, others), key=len)
    more = len(long) - len(short)
    if not short or more > ADDED:
        return False
    added = long[:more] if long[more:] == short else long[-more:] if long[:-more] == short else None
    return added is not None and not any(map(str.isdigit, "".join(added)))


def _briefly_unlike(one: str, other: str) -> bool:
    words, others = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    return bool(words and others) and Indel.normalized_similarity(words, others) < BRIEFLY_UNLIKE


def _texts(one: str, other: str) -> _Texts:
    """Compare two texts by their words; the longer one is cut, for feeds bring longer and shorter beginnings."""
    words, others = _WORD.findall(one.casefold()), _WORD.findall(other.casefold())
    if words == others:
        return _Texts.EMPTY if not words else _Texts.EQUAL if len(words) >= ENOUGH else _Texts.BRIEF
    length = min(len(words), len(others))
    if length < ENOUGH:
        return _Texts.UNCLEAR
    # In an order of its own, so that it does not matter which of the two is asked about.
    words, others = sorted((words[:length], others[:length]))
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
