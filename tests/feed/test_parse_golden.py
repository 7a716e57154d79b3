"""Whole feeds and all that is read from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from relay.feed.parse import parse
from relay.model import Entry, EntryMedia, Fetched, ParsedFeed

FEEDS = Path(__file__).resolve().parents[1] / "data" / "feeds"
SITE = "https://www.landkreis-musterland.example"
BERLIN = ZoneInfo("Europe/Berlin")

GOLDEN = {
    "cms.xml": ParsedFeed(
        title="Landkreis Musterland – Pressemitteilungen",
        url=f"{SITE}/presse/",
        version="rss20",
        entries=(
            Entry(
                guid="pm-2025-017",
                url=f"{SITE}/presse/meldung.php?id=17&lang=de",
                title="AT&T, Wasser & Abwasser: 1 < 2",
                published=datetime(2025, 3, 5, 9, tzinfo=UTC),
                summary="<p>Der Kreis &amp; die Gemeinden pr&uuml;fen.</p>",
                content="<p>Der <b>ganze</b> Text.</p>",
                categories=("Umwelt", "Wasser & Abwasser"),
                media=(EntryMedia(f"{SITE}/bilder/wasser.jpg", "image/jpeg"),),
            ),
            Entry(
                guid=f"{SITE}/presse/18",
                url=f"{SITE}/presse/18",
                title="Wichtig: Schulausfall am Montag",
                published=datetime(2025, 10, 20, 8, tzinfo=UTC),
                summary="<p>Doppelt maskiert</p>",
            ),
            Entry(guid="19", url="", title="Ohne alles & doch da"),
            Entry(
                guid=f"{SITE}/presse/20",
                url="",
                title="Verdächtig",
                published=datetime(2025, 10, 19, 22, tzinfo=UTC),
                updated=datetime(2025, 10, 19, 22, tzinfo=UTC),
            ),
        ),
    ),
    "city.atom": ParsedFeed(
        title="Kreis & Gemeinden",
        url=f"{SITE}/aktuelles",
        version="atom10",
        entries=(
            Entry(
                guid=f"{SITE}/aktuelles/meldung/1",
                url=f"{SITE}/aktuelles/meldung-1.html",
                title="Brücke wieder offen",
                published=datetime(2025, 3, 1, 8, tzinfo=UTC),
                updated=datetime(2025, 3, 2, 8, tzinfo=UTC),
                summary="Unter 5 &lt; 10 Tonnen &amp; frei",
                content="<p>Die Brücke &amp; der Weg.</p>",
                categories=("Kreisstraße 17", "Verkehr"),
                media=(EntryMedia(f"{SITE}/aktuelles/plan.pdf", "application/pdf", "Plan der Brücke"),),
            ),
            Entry(
                guid=f"{SITE}/nur-ein-name",
                url="",
                title="Ein Name ist kein Link",
                updated=datetime(2025, 3, 2, 7, tzinfo=UTC),
                content="<p>Erster Absatz &amp; mehr.</p>\n<p>Zweiter Absatz.</p>",
            ),
        ),
    ),
    "office.rdf": ParsedFeed(
        title="Veterinäramt",
        url="https://amt.landkreis-musterland.example/",
        version="rss10",
        entries=(
            Entry(
                guid="https://amt.landkreis-musterland.example/a",
                url="https://amt.landkreis-musterland.example/a",
                title="Geflügelpest: Stallpflicht",
                published=datetime(2025, 1, 2, 2, 4, 5, tzinfo=UTC),
                updated=datetime(2025, 1, 2, 2, 4, 5, tzinfo=UTC),
                summary="Kurz <i>gefasst</i>",
                categories=("Tiere",),
            ),
        ),
    ),
    "pictures.xml": ParsedFeed(
        title="Bilder",
        url=f"{SITE}/",
        version="rss20",
        entries=(
            Entry(
                guid="",
                url=f"{SITE}/spatenstich",
                title="Spatenstich",
                summary="Der Neubau beginnt.",
                media=(EntryMedia(f"{SITE}/b/spaten.jpg", "image/jpeg", "Drei Spaten im Sand", "Erika Beispiel"),),
            ),
            Entry(
                guid="",
                url=f"{SITE}/bau",
                title="Baufortschritt",
                summary="Es geht voran.",
                media=(EntryMedia(f"{SITE}/b/bau-1200.jpg", "image/*", "Rohbau", "Landkreis Musterland"),),
            ),
            Entry(
                guid="",
                url=f"{SITE}/film",
                title="Film",
                summary="Zum Ansehen.",
                media=(
                    EntryMedia(f"{SITE}/v/film.mp4", "video/mp4", "", "Max Muster"),
                    EntryMedia(f"{SITE}/v/film.jpg", "image/*", "", "Max Muster"),
                ),
            ),
        ),
    ),
    "county.json": ParsedFeed(
        title="Kreis & Gemeinden",
        url=f"{SITE}/",
        version="json11",
        entries=(
            Entry(
                guid="7",
                url=f"{SITE}/presse/7",
                title="Impftermine",
                published=datetime(2025, 3, 1, 8, tzinfo=UTC),
                content="<p>Ab 5 &lt; 10 Jahren.</p>\n<p>Bitte Ausweis mitbringen.</p>",
                categories=("Gesundheit",),
                media=(
                    EntryMedia(f"{SITE}/b/impfung.jpg", "image/*"),
                    EntryMedia(f"{SITE}/f/plan.pdf", "application/pdf", "Terminplan"),
                ),
            ),
            Entry(
                guid=f"{SITE}/presse/8",
                url=f"{SITE}/presse/8",
                title="",
                content="<p>Nur HTML</p>",
            ),
        ),
    ),
}


PROBLEMS = {
    "cms.xml": [
        "Dates that cannot be read: 1, the first of them “demnächst”.",
        "Entries without a link: 2 of 4.",
        "Entries without a date: 1 of 4.",
    ],
    "city.atom": [
        "Entries without a link: 1 of 2.",
    ],
    "pictures.xml": [
        "Entries without a date: 3 of 3.",
    ],
    "county.json": [
        "Item 1 has an attachment that is no object.",
        "Item 2 is no object and was left out.",
        'Item 3 has no text in "title", but true or false.',
        "Entries without a date: 1 of 2.",
        "Entries without a title: 1 of 2.",
    ],
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_feed_is_read_as_it_is_meant(name: str) -> None:
    fetched = Fetched(url=f"{SITE}/feeds/{name}", body=(FEEDS / name).read_bytes())

    feed = parse(fetched, BERLIN)

    assert replace(feed, problems=()) == GOLDEN[name]
    assert [str(problem) for problem in feed.problems] == PROBLEMS.get(name, [])
