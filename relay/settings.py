"""Settings that stages need, as plain values, without the file they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import StrEnum

PAGE_ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.1"
"""What is asked for when the page of a release is asked for."""


@dataclass(frozen=True, slots=True)
class Adaptive:
    """Within what a source's own rhythm decides when it is asked."""

    requests: float
    """A day."""
    shortest: float
    """Seconds between two requests; also the next one."""
    longest: float
    zone: tzinfo
    """In which the source has its habits."""


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """One configured source."""

    id: str
    url: str
    channels: tuple[str, ...]
    interval: float
    """Seconds."""
    backfill: int = 0
    flood_limit: int = 5
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    category_hashtags: tuple[str, ...] = ()
    """Categories of the feed that become hashtags, in any case; no others do."""
    grace: float = 0.0
    """Seconds between first sight and post, in which early corrections go unseen."""
    host_aliases: tuple[str, ...] = ()
    """Further names of the website's host: addresses that differ only in these are one."""
    selector: str = ""
    """CSS selector of the article on its page; empty: found by itself."""
    kind: str = "feed"
    """``feed``, ``listing`` (a page that lists releases) or ``sitemap``."""
    item: str = ""
    """CSS selector of an entry of the listing page; this and the next four also serve the page that is audited."""
    link: str = ""
    """Within the item, as are the others; empty: found by itself."""
    title: str = ""
    date: str = ""
    summary: str = ""
    """Empty: the listing's own few words are not read."""
    path: str = ""
    """How the paths of a sitemap's releases begin; ``*`` stands for anything."""
    audit: str = ""
    """Address of the listing page that `relay audit` compares with what was posted; empty: none."""
    adaptive: Adaptive | None = None
    """None: asked every `interval`."""
    websub: bool = False
    """Whether its hub, if it names one, may tell when it is to be asked at once."""

    @property
    def shortest(self) -> float:
        """Seconds between two requests where most are wanted."""
        return self.adaptive.shortest if self.adaptive else self.interval


class Style(StrEnum):
    """How much of a release a channel brings."""

    TEASER = "teaser"
    FULL = "full"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Look:
    """How posts look in one channel."""

    style: Style = Style.TEASER
    teaser_length: int = 350
    """Characters the reader sees."""
    link: str = "button"
    """``button`` below the message or ``text`` at its end."""
    media: str = "on"
    """``on``, ``credited`` (no picture without its credit) or ``off``."""
    pictures: str = "first"
    """``first``, or ``all``: up to ten, as an album, which has no button: `link` is ``text`` then."""
    picture_description: bool = False
    """Whether a line says what the picture shows, for those who do not see it."""
    files: str = "link"
    """``link``: each has a line in the post; ``send``: those that can be are messages of their own; or ``off``."""
    silent: bool = False
    language: str = "de"
    zone: tzinfo = UTC
    """Of the readers."""
    correction_line: str = "off"
    """``first`` or ``last``: a corrected post says so in its first or last line; ``off``: it does not."""
    source_line: str = ""
    """Whose release it is, below the text: "Quelle: Landkreis Musterland"."""
    date: bool = False
    """Whether the day of publication stands there."""
    rich: bool = False
    """Whether a full text is a rich message, which old apps do not show."""
    link_preview: str = "off"
    """``on``: Telegram shows a preview of the release's page, and of no other; ``off``: of none."""
    template: str = ""
    """How the parts are put around the text (`relay.render.layout`); empty: as relay has it."""
