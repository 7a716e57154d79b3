"""Whether the description of a picture (alt) tells those who do not see it anything. Pure."""

from __future__ import annotations

import re

from relay.article.clean import letters
from relay.model import Picture
from relay.render.markup import clean, visible

_PREFIX = r"(?:(?:symbol|titel|teaser|vorschau|beispiel|artikel|presse|archiv|beitrags|header|platzhalter)-?)?"
_PHOTO = rf"{_PREFIX}(?:fotos?|photos?)"
_KIND = (
    rf"(?:{_PHOTO}|{_PREFIX}(?:bild(?:er|datei)?|grafik|images?|pictures?)|aufnahme|abbildung|abb|illustration|img"
    "|placeholder)"
)
_NOTHING = re.compile(
    rf"(?:(?:das|ein|eine|kein|the|an?|no) )?(?:{_KIND}|platzhalter|ohne titel|untitled|alternativtext|alt"
    r"|bildbeschreibung)\W{0,5}(?:(?:nr\.? ?)?\d{1,4}(?: (?:von|of) \d{1,3})?)?\W{0,5}",
    re.IGNORECASE,
)
"""That it is a picture, and perhaps which."""
_LABEL = re.compile(rf"\W{{0,3}}{_KIND}\s?[:/|]\s{{0,3}}", re.IGNORECASE)
_MADE_BY = re.compile(
    rf"\W{{0,3}}(?:{_PHOTO}|fotograf(?:in)?|(?:bild|foto)?(?:quelle|nachweis|rechte)n?|(?:photo ?)?credits?)"
    r"\s?[:/|]\s{0,3}",
    re.IGNORECASE,
)
_RIGHTS = re.compile(r"\W{0,3}(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_NO_NAME = (
    r"(?!(?:Da[sm]|De[rnm]|Die|Eine?[nmrs]?|Zwei|Drei|Vier|Mehrere|Viele|Blick|Ansicht|Im|In|Am|An|Auf|Bei|Beim|Vor|Von"
    r"|Mit|Nach|The|A|At|On|Two)\b)"
)
_NAME = re.compile(
    rf"{_NO_NAME}(?:(?:[A-ZÄÖÜ][\w'’-]{{0,30}}\.?|von|van|de|der|zu)[ /,]{{1,3}}){{1,5}}"
    r"[A-ZÄÖÜ][\w'’-]{0,30}\W{0,3}"
    r"|dpa\b.{0,60}"
)
"""As a person or an office is named: several words, each with a capital."""


def describes(picture: Picture, title: str) -> bool:
    """Whether its alt says what it shows, and not that it is a picture, who made it, or what the release is called."""
    alt = clean(picture.alt).strip()
    if not visible(alt) or _NOTHING.fullmatch(alt) or _RIGHTS.match(alt):
        return False
    if (by := _MADE_BY.match(alt)) and _NAME.fullmatch(alt, by.end()):
        return False
    return letters(_unlabelled(alt)) not in {"", letters(title), letters(_unlabelled(clean(picture.credit)))}


def _unlabelled(text: str) -> str:
    label = _LABEL.match(text) or _MADE_BY.match(text)
    return text[label.end() :] if label else text
