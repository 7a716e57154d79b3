"""Two hundred real feeds, if they are there."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from relay.errors import ParseError
from relay.feed.parse import parse
from relay.model import Fetched

CORPUS = Path(__file__).resolve().parents[2] / "../shared/corpus/feeds"
ROWS = list(csv.DictReader((CORPUS / "manifest.csv").read_text("utf-8").splitlines())) if CORPUS.is_dir() else []
pytestmark = pytest.mark.skipif(not ROWS, reason="the corpus is not beside this repository")

BROKEN_OFF = "a feed that is broken before its first entry ends"
NO_FEEDS = {
    "feed-rs_rss_2.0_invalid_1.xml": BROKEN_OFF,
    "feedjira_DuplicateContentAtomFeed.xml": "an HTML page instead of a feed",  # a page that wraps one
    "feedparser_encoding-bozo_invalid-bytes-with-bom.xml": BROKEN_OFF,
    "feedparser_illformed-aaa_illformed.xml": BROKEN_OFF,
    "feedparser_illformed-rss_empty_document.xml": "neither XML nor JSON",
    "feedparser_illformed-rss_incomplete_cdata.xml": BROKEN_OFF,
    "feedparser_illformed-undeclared_namespace.xml": BROKEN_OFF,
    "podsearch_blog.hna.de.xml": "an HTML page instead of a feed",
    "podsearch_podcast.wdr.de-lindenstrasse.xml": "an empty answer",
    "reader_unknown.json": "JSON that is not a JSON Feed",
}
NO_VERSION = {"feed-rs_xml_iso8859.xml"}
# The manifest counts with regular expressions; here it counts wrong, or an entry is left out for a reason.
ENTRIES = {
    "feed-rs_jsonfeed_elastic_1.1.json": 3,  # minified
    "miniflux_no_encoding_ISO-8859-1.xml": 9,  # one has nothing but a date
    "podsearch_olafbathke.de-feed-olaf-bathke-talk-audio-podcast-deutsch.xml": 9,  # breaks off in the tenth
    "simplepie_feed-utf16be.xml": 1,
    "simplepie_feed-utf16le.xml": 1,
}
# Text that is wrong in the file itself, or in an encoding that nothing names.
SPOILT_AT_THE_SOURCE = {
    "feedparser_chardet-shiftjis.xml",
    "feedreader_AtomSpecialCharacters.xml",
    "podsearch_cms-mit-typo3.de-TYPO3-Podcast-RSS.250.0.html.xml",
}
MOJIBAKE = ("Ã¼", "Ã¶", "Ã¤", "ÃŸ", "â€ž", "\ufffd")


def feed(name: str) -> Fetched:
    return Fetched("https://www.landkreis-musterland.example/feeds/presse", (CORPUS / name).read_bytes())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_a_real_feed_is_read(row: dict[str, str]) -> None:
    name = row["file"]
    if name in NO_FEEDS:
        with pytest.raises(ParseError) as caught:
            parse(feed(name))
        assert str(caught.value).startswith(NO_FEEDS[name])
        return

    result = parse(feed(name))

    assert len(result.entries) == ENTRIES.get(name, int(row["entries"]))
    assert result.version or name in NO_VERSION
    for entry in result.entries:
        assert entry.url == "" or entry.url.startswith(("http://", "https://"))
        assert all(medium.url.startswith(("http://", "https://")) for medium in entry.media)
        assert entry.title == " ".join(entry.title.split())
    if "mojibake" not in row["special"] and name not in SPOILT_AT_THE_SOURCE:
        text = " ".join(f"{entry.title} {entry.summary} {entry.content}" for entry in result.entries)
        assert not [wrong for wrong in MOJIBAKE if wrong in text]


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["special"] and "German weekday" in row["special"]], ids=lambda row: row["file"]
)
def test_german_dates_are_read(row: dict[str, str]) -> None:
    assert all(entry.published for entry in parse(feed(row["file"])).entries)


@pytest.mark.parametrize("folder", ["sequence-karlsruhe", "sequence-polizei", "sequence-salzkotten"])
def test_identities_in_a_series_of_snapshots_are_whole_and_unique(folder: str) -> None:
    newest = max(row["file"] for row in ROWS if row["file"].startswith(folder))
    entries = parse(feed(newest)).entries

    assert len({entry.guid for entry in entries}) == len(entries)
    assert all(entry.guid and entry.url and entry.title and (entry.published or entry.updated) for entry in entries)
