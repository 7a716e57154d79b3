"""The press releases of the sample website: their type, the invented stock, and how they are corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.resources import files
from typing import Any, Literal

BlockTag = Literal["p", "h2", "li", "blockquote", "box-h", "box"]
PictureFormat = Literal["jpeg", "png", "webp"]

SUFFIXES: Mapping[PictureFormat, str] = {"jpeg": "jpg", "png": "png", "webp": "webp"}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: plain characters, no markup."""

    tag: BlockTag
    text: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a release."""

    motif: str
    """What is painted: a key of `motifs.MOTIFS`."""
    caption: str
    """Without the credit."""
    credit: str
    alt: str
    format: PictureFormat = "jpeg"


@dataclass(frozen=True, slots=True)
class Release:
    """One press release: a draft while `published` is None."""

    slug: str
    """Names the page: ``/presse/<slug>.html``. Never changes."""
    title: str
    """Plain text."""
    blocks: tuple[Block, ...]
    title_html: str = ""
    """The headline with its markup, as some editors type it; empty where it has none."""
    picture: Picture | None = None
    views: int = 1
    """How many pictures stand there, if any."""
    document: str = ""
    """Title of a PDF that belongs to it; empty: none."""
    categories: tuple[str, ...] = ()
    contact: str = ""
    """Who answers questions."""
    highlight: bool = False
    """Also stands under "Aktuelles", and thereby in the second feed."""
    number: int = 0
    """Of the year, as in "Pressemitteilung 071/2025"; 0 until it is published."""
    published: datetime | None = None
    updated: datetime | None = None
    """When it was last corrected."""

    @property
    def date(self) -> datetime:
        """When it was published.

        Raises ValueError for a draft.
        """
        if self.published is None:
            raise ValueError(f"{self.slug} is a draft")
        return self.published

    @property
    def changed(self) -> datetime:
        """When it was last touched.

        Raises ValueError for a draft.
        """
        return self.updated or self.date

    @property
    def label(self) -> str:
        """The number as the website prints it: 071/2025."""
        return f"{self.number:03d}/{self.date.year}"

    @property
    def lead(self) -> str:
        """The first paragraph."""
        return next((block.text for block in self.blocks if block.tag == "p"), "")

    @property
    def text(self) -> str:
        """All that a reader reads below the headline, one line per block."""
        return "\n".join(block.text for block in self.blocks)

    @property
    def path(self) -> str:
        """Address of the page on the website."""
        return f"/presse/{self.slug}.html"

    @property
    def picture_path(self) -> str:
        """Address of the picture on the website; empty where there is none."""
        return f"/bilder/{self.slug}.{SUFFIXES[self.picture.format]}" if self.picture else ""

    @property
    def picture_paths(self) -> tuple[str, ...]:
        """Addresses of all its pictures."""
        stem, dot, suffix = self.picture_path.rpartition(".")
        return (self.picture_path, *(f"{stem}-{n}{dot}{suffix}" for n in range(2, self.views + 1))) if stem else ()

    @property
    def document_path(self) -> str:
        """Address of its PDF on the website; empty where there is none."""
        return f"/dateien/{self.slug}.pdf" if self.document else ""


def invented_releases() -> tuple[Release, ...]:
    """All invented releases, as drafts: first the stock of the website, then what it will publish."""
    raw = (files(__package__) / "releases.json").read_text(encoding="utf-8")
    return tuple(release_from_json(entry) for entry in json.loads(raw))


def release_from_json(entry: Mapping[str, Any]) -> Release:
    """Read one draft; raises KeyError or TypeError where a field is missing or unknown."""
    fields = dict(entry)
    picture = fields.pop("picture", None)
    return Release(
        blocks=tuple(Block(tag, text) for tag, text in fields.pop("blocks")),
        categories=tuple(fields.pop("categories", ())),
        picture=Picture(**picture) if picture else None,
        **fields,
    )


def corrected(release: Release, *, title: str | None, old: str | None, new: str | None, at: datetime) -> Release:
    """Return the release with another title, or with `old` replaced by `new` wherever it stands.

    Raises ValueError where that would change nothing.
    """
    if (old is None) != (new is None):
        raise ValueError("old and new belong together")
    changed = replace(release, title=title, title_html="") if title is not None else release
    if old is not None and new is not None:
        changed = _replaced(changed, old, new)
    if changed == release:
        raise ValueError(f"{release.slug} would not change")
    return replace(changed, updated=at)


def _replaced(release: Release, old: str, new: str) -> Release:
    picture = release.picture
    if picture is not None:
        picture = replace(picture, caption=picture.caption.replace(old, new))
    return replace(
        release,
        title=release.title.replace(old, new),
        title_html=release.title_html.replace(old, new),
        blocks=tuple(replace(block, text=block.text.replace(old, new)) for block in release.blocks),
        picture=picture,
        document=release.document.replace(old, new),
    )
