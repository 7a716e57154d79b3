"""The line that names who made the pictures of a post. Pure.

Websites name them in many ways: "Foto: E. Beispiel", "E. Beispiel", "© E. Beispiel", "Symbolfoto/Agentur". What kind of
picture it is and who made it are told apart, so that nothing is said twice and several are named in one breath.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from relay.model import Picture
from relay.render.markup import clean, visible

_PHOTO = {"de": ("Foto", "Fotos"), "en": ("Photo", "Photos")}
_RIGHTS = "©"
_HEADS = (
    r"(?:fotos?|foto\(s\)|photos?|bild(?:er)?|aufnahmen?|grafik(?:en)?|graphics?|karten?|repro|visualisierung(?:en)?"
    r"|illustration(?:en|s)?|zeichnung(?:en)?|montagen?|collagen?|screenshots?|rendering|quellen?|nachweise?|rechte"
    r"|credits?|pictures?|images?|courtesy(?: of)?|fotograf(?:in|ie)?|urheber(?:in)?)"
)
_WORD = rf"[\w-]{{0,20}}{_HEADS}"
"""German puts what it is at the end: "Drohnenfoto", "Symbolbild", "Bildquelle"."""
_KIND = re.compile(
    rf"({_WORD}(?:\s?[/&]\s?{_WORD}|\s(?:und|and)\s{_WORD})?)(?:\s*[:|/]\s*|\s+[–-]\s+|\s*\Z)", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright\b)[\s:]*", re.IGNORECASE)
_SAYS_IT_ITSELF = re.compile(rf"(?:symbol|archiv|luft|drohnen|info)?{_HEADS}\s", re.IGNORECASE)
"""As a sentence does, or the name of a studio: "Foto Meier", "Fotografin E. Beispiel", "Courtesy of E. Beispiel"."""
_PHOTOS = frozenset(("foto", "fotos", "foto(s)", "photo", "photos"))
_SEVERAL = frozenset(("fotos", "photos"))
_SOURCE = re.compile(
    r"(?:bild|foto|photo)?(?:quellen?|nachweise?|rechte|credits?|graf(?:in|ie)?)|bild(?:er)?|pictures?|images?"
    r"|urheber(?:in)?|courtesy(?: of)?",
    re.IGNORECASE,
)
"""What says no more than that it is a picture."""
_MOST_KINDS = 4
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class _Credit:
    """What kind of picture, and by whom; without a kind, the words of the website say it themselves."""

    kind: str
    name: str

    @property
    def key(self) -> str:
        """Equal for those that are named in one breath."""
        return _PHOTO["en"][0] if self.kind.casefold() in _PHOTOS else self.kind.casefold()

    @property
    def who(self) -> str:
        """Equal for the same person."""
        return self.name.removeprefix(_RIGHTS).strip().casefold()


@dataclass(slots=True)
class _Group:
    """Pictures of one kind."""

    kind: str
    several: bool = False
    names: dict[str, str] = field(default_factory=dict)


def is_credited(picture: Picture) -> bool:
    """Whether somebody is named: "Symbolfoto" alone names nobody."""
    return visible(_parted(picture.credit).name)


def credits_of(pictures: Iterable[Picture], language: str) -> str:
    """All credits, each once: "Fotos: E. Beispiel, A. Muster; Grafik: Landkreis". Empty if there are none."""
    groups: dict[str, _Group] = {}
    for picture in pictures:
        one = _parted(picture.credit)
        if not (visible(one.name) or _says_what(one.kind)):
            continue
        group = groups.setdefault(one.key, _Group(one.kind))
        group.several = group.several or bool(group.names) or one.kind.casefold() in _SEVERAL
        group.names.setdefault(one.who, one.name)
    if (photos := groups.get(_PHOTO["en"][0])) and (rights := groups.get(_RIGHTS)):
        rights.names = {who: name for who, name in rights.names.items() if who not in photos.names}
    return "; ".join(filter(None, (_told(group, language) for group in groups.values())))


def _told(group: _Group, language: str) -> str:
    names = [name for name in group.names.values() if name]
    said = ("; " if any("," in name for name in names) else ", ").join(names)
    if group.kind.casefold() in _PHOTOS:
        return f"{_PHOTO[language][group.several]}: {said}"
    if group.kind == _RIGHTS or not group.kind:
        return f"{group.kind} {said}".strip() if said else ""
    kind = group.kind.capitalize() if group.kind.isupper() or group.kind.islower() else group.kind
    return f"{kind}: {said}" if said else kind


def _parted(credit: str) -> _Credit:
    rest = clean(credit).strip()
    if inside := _BRACKETS.fullmatch(rest):
        rest = (inside[1] or inside[2] or "").strip()
    kinds: list[str] = []
    while len(kinds) < _MOST_KINDS and (found := _COPYRIGHT.match(rest) or _KIND.match(rest)):
        kinds.append(found[1] if found.re is _KIND else _RIGHTS)
        rest = rest[found.end() :]
    if not kinds:
        return _Credit("" if _SAYS_IT_ITSELF.match(rest) else _PHOTO["de"][0], rest)
    kind = min(kinds, key=_rank)
    return _Credit(kind, f"{_RIGHTS} {rest}" if rest and _RIGHTS in kinds and kind != _RIGHTS else rest)


def _rank(kind: str) -> int:
    """Of several words for a picture the one counts that says most: of "Foto: Grafik" the second."""
    return next(rank for rank, fits in enumerate(_ranks(kind)) if fits)


def _ranks(kind: str) -> Iterator[bool]:
    yield _says_what(kind)
    yield kind.casefold() in _PHOTOS
    yield kind != _RIGHTS
    yield True


def _says_what(kind: str) -> bool:
    """Whether it is worth saying though nobody is named: "Symbolfoto" is, "Foto" is not."""
    return bool(kind) and kind != _RIGHTS and kind.casefold() not in _PHOTOS and not _SOURCE.fullmatch(kind)
