"""The dateline before the first sentence: "Musterland – ", "AHRENFELS/HOHENBACH. ", "Ahrenfels (ots) – "."""

from __future__ import annotations

import re

from relay.article.german import MONTHS, OPENERS, WEEKDAYS, words

_NAME = r"[A-ZÄÖÜ][\w'’.-]*[\w)]"
_PLACE = (
    rf"{_NAME}(?:(?:\s*/\s*|\s+|,\s+)(?:(?:an|am|auf|bei|der|dem|den|im|in|ob|vor|und|a\.|d\.|i\.)\s+)*{_NAME}){{0,4}}"
)
_DESK = r"\((?:[\w*/., -]{1,20})\)"
_DAY = rf",?\s+(?:den\s+)?\d{{1,2}}\.\s?(?:\d{{1,2}}\.|(?:{'|'.join(sorted(MONTHS))})\.?)\s?(?:\d{{4}})?"
_REST = r"(?=[„“\"»‚(]?[A-ZÄÖÜ0-9])"

_DESK_DASH = re.compile(rf"{_PLACE}\s?{_DESK}\s*(?:[–—:.-]|\.\s*[–—-])\s*{_REST}")
_DAY_DASH = re.compile(rf"({_PLACE})(?:\s?{_DESK})?{_DAY}(?:\s*[–—:-]\s*{_REST}|\s+(?=[„“\"»‚(]?[A-ZÄÖÜ]))")
_DASH = re.compile(rf"({_PLACE})\s+[–—-]\s*{_REST}")
_DOT = re.compile(rf"({_PLACE})\.\s+{_REST}")
_DESK_SPACE = re.compile(rf"({_PLACE})\s?\([a-zäöü]{{2,4}}(?:/\w{{2,4}})*\)\s+{_REST}")
_ONLY_DESK = re.compile(
    rf"\((?:(?i:pm|ots|red|lkm|lk|pk|pr|dpa)|[a-zäöü]{{2,4}})(?:/\w{{2,4}})*\)\s*[–—:.-]?\s*{_REST}"
)
"""An agency, or the letters of who wrote it; no sentence begins with a bracket of small letters."""
_NAME_OF_PLACE = re.compile(
    r"(?:^(?:Landkreis|Kreis|Stadt|Gemeinde|Bad)\s|\w{2}(?:stadt|stedt|burg|berg|heim|hausen|husen|dorf|bach|felde?|fels|[dghlmnrsw]au"
    r"|rode|roda|ingen|kirchen?|thal|hofen|furt|born|brunn|bronn|walde?|münster|büttel|haven|weiler|land|hain|grund|brück|scheid"
    r"|beuren|wedel|münde|zell|steina|hagen|horst))$"
)
"""How German names of places end: what stands alone before a sentence is one."""

_MARK = re.compile(r"[–—.:)-]")
"""There is none without one of these."""

_NO_PLACE = WEEKDAYS | words(
    """
    Danke Ja Nein Endlich Stimmt Richtig Falsch Schade Fehlanzeige Achtung Vorsicht Wichtig Hinweis Korrektur
    Update Neu Gratulation Glückwunsch Willkommen Warnung Entwarnung Aktion Tipp Info Termin Termine Stand Fazit
    Bilanz Anmeldung Treffpunkt Beginn Eintritt Kosten Ziel Übrigens Genau Klar Fertig Geschafft Kontakt
    Rückfragen Pressemitteilung Hintergrund Foto Bild Und Gut Super Toll Stopp Halt Schluss Frage Antwort
    """
)
_NEVER = _NO_PLACE | OPENERS
_NUMBERS = words(
    """
    Zwei Drei Vier Fünf Sechs Sieben Acht Neun Zehn Elf Zwölf Zwanzig Dreißig Vierzig Fünfzig Sechzig Siebzig Achtzig
    Neunzig Hundert Hunderte Tausend Tausende Dutzende Rund Etwa Knapp Gut Mehr Fast Insgesamt
    """
)
"""A sentence that begins with one of these has its subject still to come, so what stands before was a place."""
_LONGEST = 70
_MIN_WORDS = 5


def dateline(text: str) -> str:
    """The dateline at the beginning of a squeezed paragraph with the space after it; empty where there is none.

    Forms after the habits of German press offices: place and dash, place and dot, place with desk "(pm)", place with
    date. In doubt there is none: a sentence that keeps its dateline is right, one that lost its subject is wrong.
    """
    head = text[: _LONGEST * 2]
    if not _may_begin(head) or not _MARK.search(head, 0, _LONGEST):
        return ""
    for pattern in (_ONLY_DESK, _DESK_DASH):
        if (match := pattern.match(head)) and match.end() <= _LONGEST:
            return match.group()
    for pattern in (_DAY_DASH, _DASH, _DOT, _DESK_SPACE):
        match = pattern.match(head)
        if match and match.end() <= _LONGEST and _is_place(match.group(1)) and _goes_on(text, match, pattern):
            return match.group()
    return ""


def _may_begin(head: str) -> bool:
    """Whether the first word may be a place's, or a desk is named: most sentences begin with an article."""
    # The patterns are slow; those without a desk all ask `_is_place`.
    first = head.partition(" ")[0].replace("/", " ").replace(",", " ").partition(" ")[0]
    return first.rstrip(".") not in _NEVER or "(" in head


def _is_place(name: str) -> bool:
    parts = name.replace("/", " ").replace(",", " ").split()
    return parts[0].rstrip(".") not in _NEVER and not any(len(part) == 1 for part in parts)


def _goes_on(text: str, match: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether what follows is a sentence of its own, as after a dateline, and not the other half of one."""
    rest = text[match.end() : match.end() + 400]
    following = rest.split()
    if len(following) < _MIN_WORDS:
        return False
    first = following[0].strip('„“"»‚(')
    opens = first in OPENERS or first in _NUMBERS
    if pattern is _DASH:
        return opens or " – " not in rest.split(". ")[0]
    if pattern is _DOT:
        return opens or match.group(1).isupper() or _NAME_OF_PLACE.search(match.group(1)) is not None
    if pattern is _DESK_SPACE:
        return opens
    return True
