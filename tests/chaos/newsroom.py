"""A press office whose every paragraph bears a mark: the channel itself shows what is missing or there twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.site.release import Block, Picture, Release

_TOPICS = ("Brückenbau", "Schwimmbad", "Kreistag", "Musikschule", "Radweg", "Abfallkalender", "Ehrenamt", "Bibliothek")
_PLACES = ("Musterstadt", "Neudorf", "Altenhain", "Steinfurt", "Wiesental", "Lindenau", "Bergheim")
_PICTURE = Picture("wiese", caption="Blick über das Tal", credit="Landkreis Musterland", alt="Eine Wiese")
_SENTENCE = "Unter dem Zeichen {mark} berichtet die Verwaltung über {topic} in {place}, Abschnitt {part}. "
_FILLER = "Die Arbeiten gehen wie geplant voran, und alle Beteiligten treffen sich in der kommenden Woche wieder. "


def mark(number: int, part: int, version: int) -> str:
    """What stands in one part (0: the title) of one version of a release."""
    return f"Z{number}-{part}-{version}"


@dataclass
class News:
    """A release as readers are to see it."""

    number: int
    parts: int
    """The title counts."""
    version: int = 1
    pictures: int = 0
    withdrawn: bool = False
    removed: bool = False
    """Whether a person deleted it by hand."""

    @property
    def slug(self) -> str:
        return f"meldung-{self.number}"

    @property
    def marks(self) -> list[str]:
        shown = 0 if self.removed else 1 if self.withdrawn else self.parts
        return [mark(self.number, part, self.version) for part in range(shown)]


class Newsroom:
    """Publishes and corrects; knows what the channel has to show."""

    def __init__(self, site: SiteEmulator) -> None:
        self._site = site
        self.news: list[News] = []

    def short(self) -> News:
        return self._publish(paragraphs=2, fill=1)

    def picture(self) -> News:
        return self._publish(paragraphs=2, fill=1, picture=_PICTURE)

    def long(self) -> News:
        """In three messages."""
        return self._publish(paragraphs=10, fill=8)

    def gallery(self) -> News:
        """A picture, and a text that goes on below it."""
        return self._publish(paragraphs=5, fill=6, picture=_PICTURE)

    def album(self) -> News:
        """Three pictures, and a file."""
        return self._publish(paragraphs=2, fill=1, picture=_PICTURE, views=3, document=True)

    def correct(self, news: News) -> None:
        old, new = (f"-{version}" for version in (news.version, news.version + 1))
        for part in range(news.parts):
            prefix = mark(news.number, part, 0)[:-2]
            self._site.correct(news.slug, old=f"{prefix}{old} ", new=f"{prefix}{new} ")
        news.version += 1

    def _publish(
        self, *, paragraphs: int, fill: int, picture: Picture | None = None, views: int = 1, document: bool = False
    ) -> News:
        number = len(self.news) + 1
        news = News(number, paragraphs + 1 + document, pictures=views if picture else 0)
        topic, place = _TOPICS[number % len(_TOPICS)], _PLACES[number % len(_PLACES)]
        say: Callable[[int], str] = lambda part: _SENTENCE.format(  # noqa: E731
            mark=mark(number, part, 1), topic=topic, place=place, part=part
        )
        self._site.publish(
            Release(
                slug=news.slug,
                title=f"{topic}: Vorgang {mark(number, 0, 1)} in {place}",
                blocks=tuple(Block("p", (say(part) + _FILLER * fill).strip()) for part in range(1, paragraphs + 1)),
                picture=picture,
                views=views,
                document=f"Lageplan {mark(number, paragraphs + 1, 1)} zum Vorgang" if document else "",
            )
        )
        self.news.append(news)
        return news
