"""Words by which press releases are told from what else stands on a German administration's website. Pure."""

from __future__ import annotations

import re

_GOOD = (
    (
        6,
        r"presse-?(?:mitteilung|meldung|information|info|release|dienst|archiv)|medien-?(?:mitteilung|information|info|meldung)",
    ),
    (5, r"(?<![a-zäöüß])presse(?!nt)|press-?releases?|pressreleases?"),
    (2, r"aktuell|meldung|nachricht|neuigkeit|mitteilung(?!sblatt)"),
    (2, r"(?<![a-z])news(?!letter)|medien(?:raum|service|portal)"),
)
_BAD = (
    (-8, r"comment|kommentar|diskussion|forum"),
    (-7, r"stellen|karriere|jobs?(?![a-z])|ausbildung|vergabe|ausschreibung"),
    (-7, r"veranstalt|termin|kalender|calendar|events?(?![a-z])"),
    (-5, r"bekanntmach|amtsblatt|amtlich|sitzung|gremien|ratsinfo|mitteilungsblatt"),
    (-4, r"newsletter|podcast|facebook|instagram|video|galerie|foto|blog|abfall|müll|verkehr|baustelle"),
    (-3, r"archiv(?:iert)?(?![a-z])|category|kategorie|author|/tag/"),
)
_RULES = tuple((points, re.compile(pattern, re.IGNORECASE)) for points, pattern in (*_GOOD, *_BAD))


def press_points(*texts: str) -> int:
    """How much titles, addresses and link texts speak for press releases; below zero: for something else."""
    text = " ".join(texts)
    return sum(points for points, pattern in _RULES if pattern.search(text))


def names_press(text: str) -> bool:
    """Whether a text names press releases outright."""
    return bool(_RULES[0][1].search(text) or _RULES[1][1].search(text))
