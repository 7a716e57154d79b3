"""`relay audit`: what the website lists, held against what was posted."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from relay.cli import app
from relay.commands import common
from relay.config import load_config
from relay.store.database import open_database
from tests.discover.county import LISTINGS, RELEASES
from tests.discover.sites import HTML, feed, site_of
from tests.discover.web import Site, serving
from tests.fakes import SetClock
from tests.office import Office

DRUPAL = next(one for one in LISTINGS if one.name == "Drupal")
CONFIG = """\
language = "{language}"

[fetch]
host_gap = "0s"
allow_networks = ["127.0.0.0/8"]

[[source]]
id = "presse"
url = "{url}/rss.xml"
channels = ["main"]
audit = "{url}{path}"
{more}

[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("STATE_DIRECTORY", "RELAY_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    yield tmp_path
    common.speak("en")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving(site_of(DRUPAL)) as one:
        yield one


def configure(site: Site, *, language: str = "en", more: str = "", path: str = DRUPAL.path) -> None:
    assert not Path("relay").exists(), "not in a folder of its own"
    text = CONFIG.format(url=site.url, path=path, language=language, more=more)
    Path("config.toml").write_text(text, encoding="utf-8")


def polled(site: Site, *counts: int) -> None:
    """Poll a feed that shows so many of the releases, from the oldest on, each time."""
    asyncio.run(_polled(site, *counts))


async def _polled(site: Site, *counts: int) -> None:
    config = load_config(Path("config.toml"))
    async with open_database(config.database_path()) as database:
        office = Office(database, clock=SetClock(datetime(2026, 11, 23, 12, tzinfo=UTC)))
        for count in counts:
            first = len(RELEASES) - count
            titles = tuple(one.title for one in RELEASES)[first:]
            text = feed(DRUPAL.links[first:], titles=titles).replace("HOST", site.host)
            office.site.serve(config.sources[0].url, text, "application/rss+xml")
            await office.poll(config.sources[0])


def change(sql: str) -> None:
    async def run() -> None:
        async with open_database(Path("relay.db")) as database, database.transaction():
            await database.change(sql)

    asyncio.run(run())


def audit(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", *arguments])
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stdout + result.stderr


def fates() -> list[str]:
    code, out = audit("--json")
    shown: dict[str, Any] = json.loads(out)
    (source,) = shown["sources"]
    assert code == (0 if shown["well"] else 1)
    assert [one["title"] for one in source["releases"]] == [one.title for one in RELEASES]
    return [one["fate"] for one in source["releases"]]


def test_what_relay_has_never_seen_is_missing(site: Site) -> None:
    configure(site)
    polled(site, 3, 4, 5)
    change("UPDATE deliveries SET state = 'sent', sent = 1 WHERE state = 'pending'")

    code, out = audit()

    assert fates() == ["missing", "posted", "posted", *["not posted"] * 3]
    assert code == 1
    assert "The page lists 6 releases; 2 of them were posted." in out
    assert f"✗ 23.11.2026  {RELEASES[0].title}\n    {site.url}/node/870\n    relay has never seen it\n" in out
    assert "not posted: it was there before relay first read the source" in out.replace("\n", " ").replace("  ", "")


def test_where_all_was_posted_nothing_is_missing(site: Site) -> None:
    configure(site)
    polled(site, 3, 4, 5, 6)
    change("UPDATE deliveries SET state = 'sent', sent = 1")
    code, out = audit("presse")
    assert (code, "✓ Nothing is missing." in out) == (0, True)


def test_what_waits_for_a_person_has_to_be_looked_at_and_what_goes_out_soon_has_not(site: Site) -> None:
    configure(site)
    polled(site, 3, 4, 5, 6)
    assert fates() == [*["waiting"] * 3, *["not posted"] * 3]
    change("UPDATE deliveries SET state = 'held' WHERE state = 'pending'")
    assert fates() == [*["held"] * 3, *["not posted"] * 3]
    code, out = audit("--json")
    assert (code, len(json.loads(out)["sources"][0]["missing"])) == (1, 3)


def test_what_was_posted_and_is_being_corrected_is_posted(site: Site) -> None:
    configure(site)
    polled(site, 3, 4, 5, 6)
    change("UPDATE deliveries SET state = 'pending', sent = 1")
    assert fates() == ["posted"] * 6


def test_what_the_words_of_the_source_sort_out_is_named_and_not_missing(site: Site) -> None:
    configure(site, more='exclude = ["Radweg"]', language="de")
    polled(site, 3, 4, 5, 6)
    code, out = audit()
    assert code == 0
    assert "nicht veröffentlicht: include oder exclude sortiert sie aus" in out
    assert "✓ Es fehlt nichts." in out


def test_a_release_at_another_address_is_known_by_its_title(site: Site) -> None:
    configure(site)
    polled(site, 3, 4, 5, 6)
    kind, html = site.pages[DRUPAL.path]
    assert isinstance(html, str)
    site.pages[DRUPAL.path] = (kind, html.replace("/node/870", "/neu/870"))
    assert fates()[0] == "waiting"


def test_configured_selectors_read_the_page(site: Site) -> None:
    configure(site, more='item = ".views-row"\ndate = ".views-field-created"')
    polled(site, 6)
    assert fates() == ["not posted"] * 6


def test_a_page_that_cannot_be_read_is_a_problem_of_its_source_only(site: Site) -> None:
    configure(site, path="/weg")
    polled(site, 6)
    code, out = audit()
    assert (code, "✗" in out, "does not exist (404)" in out) == (1, True, True)
    configure(site, more='item = ".gone"')
    assert "matched nothing today" in audit()[1].replace("\n", " ")
    site.pages["/leer"] = (HTML, "<html><body><p>Leer</p></body></html>")
    configure(site, path="/leer")
    assert "no list of releases was found on" in audit()[1].replace("\n", " ")


def test_a_listing_is_compared_with_its_own_page_or_another_one(site: Site) -> None:
    configure(site)
    polled(site, 6)
    text = Path("config.toml").read_text("utf-8").replace("/rss.xml", DRUPAL.path)
    listing = text.replace('id = "presse"', 'id = "presse"\nkind = "listing"\nitem = ".views-row"')
    Path("config.toml").write_text(
        "\n".join(line for line in listing.splitlines() if "audit" not in line), encoding="utf-8"
    )
    assert fates() == ["not posted"] * 6
    # The selectors belong to the page that is polled; the other one is read without them.
    Path("config.toml").write_text(listing.replace(".views-row", ".news"), encoding="utf-8")
    assert fates() == ["not posted"] * 6


def test_the_database_is_only_read(site: Site) -> None:
    configure(site)
    polled(site, 1, 3)
    before = Path("relay.db").read_bytes()
    audit()
    assert Path("relay.db").read_bytes() == before


def test_wrong_usage_is_told(site: Site) -> None:
    configure(site)
    code, out = audit()
    assert (code, "There is no database yet" in out) == (1, True)
    code, out = audit("andere")
    assert (code, "There is no source andere" in out) == (2, True)
    Path("config.toml").write_text(
        "\n".join(line for line in Path("config.toml").read_text("utf-8").splitlines() if "audit" not in line),
        encoding="utf-8",
    )
    code, out = audit()
    assert (code, "No page to compare with is configured" in out) == (2, True)
