"""Listing pages and sitemaps as sources: from the website to the store."""

from __future__ import annotations

from relay.ingest import REREAD_AFTER
from relay.model import Validators, Verdict
from relay.settings import SourceSpec
from tests.fakes import SITE, Item, paragraphs
from tests.office import Office, text

PAGE, MAP, INDEX = f"{SITE}/presse/", f"{SITE}/karte.xml", f"{SITE}/sitemap.xml"
LISTING = SourceSpec("presse", PAGE, ("main",), 300.0, kind="listing", item="li.n", date="b")
SITEMAP = SourceSpec("presse", MAP, ("main",), 300.0, kind="sitemap", path="/presse/")
OLD, NEW = Item("alt", "Was schon da war"), Item("neu", "Die neue Brücke")


def listing(office: Office, *items: Item, title: str = "", etag: str | None = None) -> None:
    inside = "".join(
        f'<li class="n"><b>1.3.2026</b> <a href="{one.url}">{title or one.title}</a> <a href="{one.url}">mehr</a></li>'
        for one in items
    )
    office.site.serve(PAGE, f"<html><title>Presse</title><ul>{inside}</ul></html>", "text/html", etag=etag)


def sitemap(office: Office, *items: Item, lastmod: str = "2026-03-01", url: str = MAP, etag: str | None = None) -> None:
    inside = "".join(f"<url><loc>{one.url}</loc><lastmod>{lastmod}</lastmod></url>" for one in items)
    office.site.serve(
        url, f"<urlset>{inside}<url><loc>{SITE}/kontakt</loc></url></urlset>", "application/xml", etag=etag
    )


def index(office: Office, *children: str, dated: bool) -> None:
    inside = "".join(
        f"<sitemap><loc>{one}</loc>{'<lastmod>2026-03-01</lastmod>' * dated}</sitemap>" for one in children
    )
    office.site.serve(INDEX, f"<sitemapindex>{inside}</sitemapindex>", "application/xml", etag='"i"')


# --- listing ----------------------------------------------------------------------------------------------------------


async def test_what_a_listing_shows_anew_is_posted_with_what_its_page_says(office: Office) -> None:
    listing(office, OLD)
    assert (await office.poll(LISTING)).verdicts == (Verdict.BASELINE,)
    listing(office, NEW, OLD)
    office.site.page(NEW, *paragraphs("die Brücke"))

    assert (await office.poll(LISTING)).verdicts == (Verdict.NEW,)

    (post,) = await office.due()
    assert (post.title, post.url) == ("Die neue Brücke", NEW.url)
    assert text(post) == "\n".join(paragraphs("die Brücke"))


async def test_another_title_in_the_list_is_a_correction_and_no_other_release(office: Office) -> None:
    listing(office, OLD)
    await office.poll(LISTING)
    office.site.page(NEW, *paragraphs("die Brücke"))
    listing(office, NEW, OLD)
    await office.poll(LISTING)
    await office.send_all()
    listing(office, NEW, OLD, title="Die neue Brücke ist fertig")
    listing(office, Item("neu", "Die neue Brücke ist fertig"), OLD)

    assert (await office.poll(LISTING)).verdicts == (Verdict.CHANGED,)
    assert await office.titles() == ["Die neue Brücke ist fertig"]


async def test_a_listing_that_matches_nothing_is_a_problem_and_forgets_nothing(office: Office) -> None:
    listing(office, OLD)
    before = (await office.poll(LISTING)).state
    office.site.serve(PAGE, "<html><title>Neue Seite</title><p>Wir haben umgebaut</p></html>", "text/html")

    polled = await office.poll(LISTING)

    assert polled.state.problem is not None
    assert "has the website been rebuilt" in str(polled.state.problem)
    assert (polled.state.failures, polled.state.listed) == (1, before.listed)


async def test_an_unchanged_listing_costs_one_conditional_request(office: Office) -> None:
    listing(office, OLD, etag='"a"')
    await office.poll(LISTING)
    await office.poll(LISTING)
    assert office.site.asked[-1].validators == Validators('"a"')
    assert len(office.site.asked) == 2


# --- sitemap ----------------------------------------------------------------------------------------------------------


async def post_from_sitemap(office: Office) -> None:
    """The release that is new in a sitemap stands in the channels."""
    sitemap(office, OLD)
    await office.poll(SITEMAP)
    sitemap(office, NEW, OLD)
    office.site.page(NEW, *paragraphs("die Brücke"))
    await office.poll(SITEMAP)
    await office.send_all()


async def test_the_title_of_what_a_sitemap_shows_comes_from_its_page(office: Office) -> None:
    sitemap(office, OLD)
    await office.poll(SITEMAP)
    sitemap(office, NEW, OLD)
    office.site.page(NEW, *paragraphs("die Brücke"))

    assert (await office.poll(SITEMAP)).verdicts == (Verdict.NEW,)

    (post,) = await office.due()
    assert (post.title, post.url) == ("Die neue Brücke", NEW.url)
    (row,) = await office.database.rows(
        "SELECT title, title_key IS NOT NULL AS keyed FROM releases WHERE url = ?", NEW.url
    )
    assert (row["title"], row["keyed"]) == ("Die neue Brücke", 1)


async def test_another_lastmod_of_the_same_page_edits_nothing(office: Office) -> None:
    await post_from_sitemap(office)
    sitemap(office, NEW, OLD, lastmod="2026-03-02")

    polled = await office.poll(SITEMAP)

    assert set(polled.verdicts) == {Verdict.CHANGED}
    assert await office.due() == []
    (row,) = await office.database.rows("SELECT title FROM releases WHERE url = ?", NEW.url)
    assert row["title"] == "Die neue Brücke"


async def test_another_lastmod_of_a_corrected_page_corrects_the_post(office: Office) -> None:
    await post_from_sitemap(office)
    sitemap(office, NEW, OLD, lastmod="2026-03-02")
    office.site.page(NEW, *paragraphs("den Tunnel"), heading="Der neue Tunnel")

    await office.poll(SITEMAP)

    assert await office.titles() == ["Der neue Tunnel"]


async def test_a_page_that_cannot_be_read_is_waited_for_as_nothing_else_has_a_title(office: Office) -> None:
    sitemap(office, OLD)
    await office.poll(SITEMAP)
    sitemap(office, NEW, OLD)
    await office.poll(SITEMAP)
    office.clock.pass_by(86400)
    assert await office.due() == []
    office.site.page(NEW, *paragraphs("die Brücke"))

    assert await office.ingest.reread([SITEMAP]) == 1
    assert await office.titles() == ["Die neue Brücke"]


async def test_a_page_that_is_given_up_waits_for_a_person_as_there_is_nothing_to_post(office: Office) -> None:
    sitemap(office, OLD)
    await office.poll(SITEMAP)
    sitemap(office, NEW, OLD)
    await office.poll(SITEMAP)
    for seconds in REREAD_AFTER:
        office.clock.pass_by(seconds)
        await office.ingest.reread([SITEMAP])

    held = await office.database.rows("SELECT reason FROM deliveries WHERE state = 'held'")
    assert ["only its page tells what it is" in row["reason"] for row in held] == [True]


async def test_the_sitemaps_of_an_index_are_read_as_one(office: Office) -> None:
    source = SourceSpec("presse", INDEX, ("main",), 300.0, kind="sitemap", path="/presse/")
    index(office, f"{SITE}/a.xml", f"{SITE}/b.xml", dated=True)
    sitemap(office, OLD, url=f"{SITE}/a.xml")
    sitemap(office, NEW, url=f"{SITE}/b.xml")

    assert (await office.poll(source)).verdicts == (Verdict.BASELINE,) * 2
    await office.poll(source)

    assert [one.url for one in office.site.asked] == [INDEX, f"{SITE}/b.xml", f"{SITE}/a.xml", INDEX]


async def test_an_index_that_does_not_say_when_its_sitemaps_changed_is_read_whole_each_time(office: Office) -> None:
    source = SourceSpec("presse", INDEX, ("main",), 300.0, kind="sitemap", path="/presse/")
    index(office, f"{SITE}/a.xml", dated=False)
    sitemap(office, OLD, url=f"{SITE}/a.xml", etag='"c"')
    await office.poll(source)
    await office.poll(source)
    assert office.site.times(f"{SITE}/a.xml") == 2


async def test_one_sitemap_of_an_index_that_fails_leaves_the_others_known(office: Office) -> None:
    source = SourceSpec("presse", INDEX, ("main",), 300.0, kind="sitemap")
    index(office, f"{SITE}/a.xml", f"{SITE}/weg.xml", dated=True)
    sitemap(office, OLD, url=f"{SITE}/a.xml")
    assert (await office.poll(source)).state.failures == 1
    index(office, INDEX, dated=True)
    assert "index of sitemaps within another one" in str((await office.poll(source)).state.problem)
