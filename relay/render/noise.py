"""What of a post changes without the release changing: counters, time stamps, white space, addresses' tracking. Pure.

Only what stands by itself is noise, as a paragraph or as the last line: "Die Sperrung dauert bis 14:05 Uhr" is news.
Which quotation marks, apostrophes and dashes are used is noise; that there is one is not.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from itertools import accumulate

from relay.article.clean import squeeze
from relay.feed.links import clean_link
from relay.feed.picture_links import picture_address
from relay.model import Block, Post
from relay.render.tables import row_lines

_LINE = 200
"""Characters of the longest line that can be noise; hostile text is not searched from end to end."""

_MONTH = (
    r"(?:Jan(?:uar|uary)?|Feb(?:ruar|ruary)?|März|Mrz|March|Apr(?:il)?|Mai|May|Juni?|June|Juli?|July|Aug(?:ust)?"
    r"|Sept?(?:ember)?|O[kc]t(?:ober)?|Nov(?:ember)?|De[zc](?:ember)?)\b\.?"
)
_WEEKDAY = r"(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Sonnabend|Mo|Di|Mi|Do|Fr|Sa|So)\b\.?,?\s"
_DAY = (
    rf"(?:(?:{_WEEKDAY})?(?:den\s)?\d{{1,2}}\.?\s?{_MONTH}(?:\s\d{{4}})?"
    rf"|(?:{_WEEKDAY})?(?:den\s)?\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?\d{{4}}|\s?\d\d)?"
    rf"|\d{{4}}-\d\d-\d\d|{_MONTH}\s\d{{4}}|heute|gestern|today|yesterday)"
)
_HOUR = r"(?:\d{1,2}(?:[:.]\d\d){1,2}(?:\s?Uhr)?|\d{1,2}\sUhr)"
# "Vor 50 Jahren" is a headline.
_AGO = (
    r"(?:vor\s(?:ca\.\s|etwa\s|rund\s)?(?:\d+|eine[rm]|wenigen)\s"
    r"(?:Sek(?:unden?|\.)?|Min(?:uten?|\.)?|Std\.?|Stunden?|Tag(?:en)?|Wochen?)"
    r"|\d+\s(?:seconds?|minutes?|hours?|days?)\sago|gerade\seben|just\snow)"
)
_WHEN = rf"(?:{_DAY}(?:[\s,–—|-]+(?:um\s|at\s)?{_HOUR})?|{_AGO}|{_HOUR})"
_CHANGED = r"(?:aktualisiert|geändert|verändert|bearbeitet)"
_STAMP = (
    rf"(?:(?:Stand|Zuletzt\s{_CHANGED}|Letzte\s(?:Aktualisierung|Änderung|Bearbeitung)|Aktualisiert|Aktualisierung"
    rf"|Last\s(?:updated?|modified|changed))\s?:?\s(?:(?:am|vom|um|on)\s)?{_WHEN}"
    # Without "zuletzt" it may be an appointment that was moved, so it takes the "am".
    rf"|(?:Geändert|Bearbeitet|Veröffentlicht|Erstellt|Abgerufen|Published|Updated)\s"
    rf"(?:(?:am|on)\s{_DAY}(?:[\s,–—|-]+(?:um\s|at\s)?{_HOUR})?|{_AGO})|{_AGO})"
)
_NUMBER = r"\d[\d.,']*"
_COUNTED = r"(?:Seitenaufrufe|Aufrufe|Zugriffe|Klicks|Views|Likes|Kommentare?|Comments?)"
_READ = r"(?:gelesen|aufgerufen|angesehen|angeklickt|geteilt|gedruckt)"
_COUNTER = (
    rf"(?:{_COUNTED}\s?:?\s{_NUMBER}|{_NUMBER}\s{_COUNTED}|{_READ}\s?:?\s{_NUMBER}(?:[\s-]?mal|\s?x)?"
    rf"|(?:Diese[rs]?\s(?:Artikel|Beitrag|Seite|Meldung|Text|(?:Presse|Medien)mitteilung)\swurde\s)?"
    rf"(?:bisher\s|bereits\s|schon\s)?{_NUMBER}[\s-]?mal\s{_READ})"
)
_MINUTES = rf"(?:(?:ca\.|etwa|rund)\s)?{_NUMBER}\s?Min(?:uten?|\.)?"
_READING = rf"(?:(?:Lesezeit|Lesedauer|Reading\stime)\s?:?\s{_MINUTES}|{_MINUTES}\s(?:Lesezeit|Lesedauer))"
# Atomic, as what was read as one piece is not tried as another: that takes hours in a line of many.
_PIECE = rf"(?>{_STAMP}|{_COUNTER}|{_READING})"
_NOISE = rf"[(\[]?{_PIECE}(?:\s?[|·•–—/,;-]?\s?{_PIECE}){{0,8}}+[)\]]?\.?"
_WHOLE = re.compile(_NOISE, re.IGNORECASE)
_LAST_LINE = re.compile(rf"(?<=[.!?…)\]”“\"«»])\s{_NOISE}$", re.IGNORECASE)

_MARKS = str.maketrans(
    {
        **dict.fromkeys("„“”‟«»″", '"'),
        **dict.fromkeys("‚‘’‛‹›′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
    }
)


def essence(post: Post) -> str:
    """Digest (hex) of what the post says: title, text, pictures and files, without what is noise.

    Link, hashtags and date of publication are not part of it.
    """
    said = [
        same(post.title),
        [[block.kind.value, same(block.text)] for block in telling(post.blocks)],
        [[picture_address(one.url), *map(same, (one.alt, one.caption, one.credit))] for one in post.pictures],
        [[clean_link(one.url), same(one.title), one.type] for one in post.attachments],
    ]
    return hashlib.blake2b(json.dumps(said).encode("ascii"), digest_size=16).hexdigest()


def same(text: str) -> str:
    """A text as it is compared: equal for texts that differ in white space and in the kinds of their marks."""
    return squeeze(text).translate(_MARKS)


def telling(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks that say something, in single spaces: without time stamps and counters that stand by themselves.

    The rows of a table are its sentences.
    """
    blocks = tuple(replace(block, sentences=row_lines(block)) if block.rows else block for block in blocks)
    squeezed = [replace(block, sentences=tuple(filter(None, map(squeeze, block.sentences)))) for block in blocks]
    kept = [block for block in squeezed if block.sentences and not _is_noise(block.text)]
    return (*kept[:-1], *map(_without_last_line, kept[-1:]))


def _is_noise(text: str) -> bool:
    return len(text) <= _LINE and bool(_WHOLE.fullmatch(text))


def _without_last_line(block: Block) -> Block:
    """The last block may end with a stamp, where the website has no paragraph of its own for it."""
    text = block.text
    found = _LAST_LINE.search(text, max(len(text) - _LINE, 0))
    if not found:
        return block
    # Each with the blank behind it.
    ends = accumulate(len(sentence) + 1 for sentence in block.sentences)
    count = next((count for count, end in enumerate(ends, 1) if end == found.start() + 1), 0)
    return replace(block, sentences=block.sentences[:count] or (text[: found.start()],))
