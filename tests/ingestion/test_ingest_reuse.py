"""From the website to the store: guids of other releases, corrected titles, what is absorbed, what goes to and fro."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from relay.model import Verdict
from relay.store.codec import load_text
from relay.store.decisions import Decisions
from tests.fakes import SITE, START, Item, paragraphs
from tests.office import OLD, Office, text
from tests.store.rows import stands

TITLES = ("Radwege im Norden", "Haushalt beschlossen", "Blutspende", "Impfaktion", "Konzert", "Jobmesse", "Tierheim")
WORDS = (
    "Die Kreisstraße wird ab Montag zwischen Ahrenfels und Birkenau voll gesperrt. Grund sind Arbeiten an der Brücke "
    "über die Lahr. Die Umleitung führt über Altdorf und Neustadt und ist ausgeschildert. Busse der Linie fahren einen "
    "Umweg. Das Bauamt rechnet mit einer Dauer von drei Wochen."
)


def item(number: int, **more: str) -> Item:
    told = f"{TITLES[number]}: dazu teilt das Amt etwas mit, das nur hier steht."
    one = Item(
        f"g{number}", TITLES[number], told, f"{SITE}/presse/{number}", START - timedelta(days=9, hours=-9 * number)
    )
    return replace(one, **more)  # type: ignore[arg-type]  # by name of the field


async def shown(office: Office, *items: Item) -> tuple[Verdict, ...]:
    """The website shows these, and their pages; what is due then is posted."""
    office.site.feed(*items)
    for one in items:
        office.site.page(one, one.text, *paragraphs(one.title))
    polled = await office.poll()
    await stands(office.database)
    return polled.verdicts


async def standing(office: Office) -> list[str]:
    """The titles of what was posted, as it stands or is to stand."""
    return [post.title for post in await office.posts()]


async def letters(office: Office) -> list[str]:
    return [str(load_text(row["text"])) for row in await office.database.rows("SELECT text FROM letters ORDER BY id")]


# --- guids ------------------------------------------------------------------------------------------------------------


def placed(newest: int) -> list[Item]:
    return [item(n, guid=f"item-{newest - n + 1}") for n in range(newest, newest - 4, -1)]


async def test_three_new_releases_in_a_row_are_posted_where_guids_are_places(office: Office) -> None:
    await shown(office, *placed(3))

    for newest in (4, 5, 6):
        assert Verdict.NEW in await shown(office, *placed(newest))
        assert (await office.poll()).verdicts == ()
    assert await standing(office) == ["Konzert", "Jobmesse", "Tierheim"]
    assert await office.database.rows("SELECT 1 FROM vanished") == []
    assert await Decisions(office.database).holds() == []
    assert len(await letters(office)) == 1


async def test_a_guid_that_is_used_for_another_release_posts_it_and_leaves_the_first_post(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, item(1), OLD)
    await shown(office, item(5, guid="g1"), OLD)

    assert await standing(office) == ["Haushalt beschlossen", "Jobmesse"]
    fixed = item(5, guid="g1", text="Die Jobmesse ist verschoben.")
    await shown(office, fixed, OLD)
    assert [text(post).startswith("Die Jobmesse ist") for post in await office.posts()] == [False, True]


async def test_the_letter_of_a_relaunch_counts_what_moved_under_its_guid_though_it_reads_otherwise_now(
    office: Office,
) -> None:
    before = [item(n) for n in range(6, 0, -1)]
    await shown(office, *before)

    await shown(office, *(replace(one, link=f"{SITE}/neu/{one.guid}") for one in before))
    await shown(office, *(replace(one, link=f"{SITE}/neu/{one.guid}", text=f"{one.text} Mehr.") for one in before))
    await shown(office, *(replace(one, link=f"{SITE}/n/{one.guid}", text=one.text * 2) for one in before))

    told = "6 entries of presse have new addresses or identifiers. They were recognised as known: none of them was "
    assert await letters(office) == [f"{told}posted again."]
    assert await standing(office) == []


async def test_a_letter_is_written_where_all_pages_moved_and_their_words_changed_at_once(office: Office) -> None:
    before = [item(n) for n in range(6, 0, -1)]
    await shown(office, *before)

    await shown(office, *(replace(one, link=f"{SITE}/n/{one.guid}", text=f"{one.text} Mehr.") for one in before))

    assert [one[:20] for one in await letters(office)] == ["6 entries of presse "]


# --- corrected titles -------------------------------------------------------------------------------------------------


def slug(title: str, said: str = WORDS) -> Item:
    """As a CMS shows it that makes guid and link of the title."""
    name = title.lower().replace(" ", "-")
    return Item(name, title, said, f"{SITE}/presse/{name}", START)


async def test_a_title_that_was_corrected_in_guid_and_link_too_corrects_its_post(office: Office) -> None:
    others = [item(n) for n in range(6)]
    await shown(office, *others)
    await shown(office, slug("Kreisstraße voll gespert"), *others)

    assert await shown(office, slug("Kreisstraße voll gesperrt"), *others) == (Verdict.JOINED,)
    (post,) = await office.posts()
    assert (post.title, post.url) == ("Kreisstraße voll gesperrt", f"{SITE}/presse/kreisstraße-voll-gesperrt")
    assert await office.database.rows("SELECT 1 FROM vanished") == []
    assert await shown(office, slug("Kreisstraße voll gesperrt"), *others) == ()


# --- what is absorbed -------------------------------------------------------------------------------------------------


async def test_after_absorbing_corrections_reach_the_post_it_looks_like(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, slug("Kreisstraße voll gesperrt"), OLD)
    anew = slug("Bauarbeiten an der Lahrbrücke")
    assert await shown(office, anew, OLD) == (Verdict.DOUBTFUL,)
    holds = await Decisions(office.database).holds()

    await Decisions(office.database).discard([one.id for one in holds], office.clock(), who="editors", absorbed=True)

    assert await shown(office, anew, OLD) == ()
    fixed = replace(anew, text=WORDS.replace("drei Wochen", "fünf Wochen"))
    assert await shown(office, fixed, OLD) == (Verdict.CHANGED,)
    first, absorbed = await office.posts()
    assert (first.title, first.url) == (fixed.title, fixed.url)
    assert "fünf Wochen" in text(first)
    assert "fünf Wochen" not in text(absorbed)
    assert await office.database.rows("SELECT 1 FROM rereads") == []
    moved = replace(fixed, guid="neu", link=f"{SITE}/neu")
    assert await shown(office, moved, OLD) == (Verdict.JOINED,)
    assert (await office.posts())[0].url == moved.url


async def test_what_looks_like_one_that_was_absorbed_joins_the_release_that_one_belongs_to(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, slug("Kreisstraße voll gesperrt"), OLD)
    await shown(office, slug("Bauarbeiten an der Lahrbrücke"), OLD)
    await shown(office, slug("Bauarbeiten vor Ort"), OLD)
    decisions = Decisions(office.database)
    for hold in await decisions.holds():
        await decisions.discard([hold.id], office.clock(), who="editors", absorbed=True)

    rows = await office.database.rows("SELECT DISTINCT release FROM entries JOIN releases ON id = release")
    assert len(rows) == 2  # that one, and the old one
    fixed = slug("Bauarbeiten vor Ort", WORDS.replace("drei", "fünf"))
    await shown(office, fixed, OLD)
    assert (await standing(office))[0] == "Bauarbeiten vor Ort"


async def test_what_looks_like_nothing_is_absorbed_by_itself_and_what_is_discarded_joins_nothing(
    office: Office,
) -> None:
    await shown(office, OLD)
    await shown(office, slug("Kreisstraße voll gesperrt"), OLD)
    await shown(office, slug("Bauarbeiten an der Lahrbrücke"), item(1, title="Gelöscht: Haushalt"), OLD)
    decisions = Decisions(office.database)
    alike, other = sorted(await decisions.holds(), key=lambda hold: "Gelöscht" in hold.title)

    await decisions.discard([other.id], office.clock(), who="editors", absorbed=True)
    await decisions.discard([alike.id], office.clock(), who="editors")

    rows = await office.database.rows("SELECT 1 FROM releases WHERE id NOT IN (SELECT release FROM entries)")
    assert rows == []


# --- to and fro -------------------------------------------------------------------------------------------------------


def version(name: str) -> Item:
    return item(1, text=f"Fassung {name} gilt: dazu steht hier, was nur {name} sagt.")


async def edits(office: Office, *names: str) -> str:
    """After which of these versions the post was edited."""
    before = await office.database.rows("SELECT revision FROM deliveries")
    made = ""
    for name in names:
        await shown(office, version(name), OLD)
        after = await office.database.rows("SELECT revision FROM deliveries")
        made += name if [r["revision"] for r in after] != [r["revision"] for r in before] else "-"
        before = after
    return made


TO_AND_FRO = "The website changes Haushalt beschlossen back and forth."


async def test_a_release_that_goes_to_and_fro_is_edited_twice_and_told_once(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, version("A"), OLD)

    assert await edits(office, "B", "A", "B", "A", "B", "A", "B", "B") == "BA------"
    assert sum(TO_AND_FRO in one for one in await letters(office)) == 1


async def test_a_third_version_is_a_correction_at_once(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, version("A"), OLD)

    assert await edits(office, "B", "A", "B", "C", "D", "D") == "BA-CD-"
    assert "nur D sagt" in text((await office.posts())[0])


async def test_after_a_day_the_post_says_what_the_website_says(office: Office) -> None:
    await shown(office, OLD)
    await shown(office, version("A"), OLD)
    assert await edits(office, "B", "A", "B", "B") == "BA--"

    office.clock.pass_by(timedelta(days=1).total_seconds())

    assert ["nur B sagt" in text(post) for post in await office.due()] == [True]
    assert await edits(office, "B") == "B"
    assert await edits(office, "A", "B") == "AB"


async def test_what_was_taken_back_before_it_was_posted_counts_for_nothing(office: Office) -> None:
    await shown(office, OLD)
    for name in "ABABABAB":
        one = version(name)
        office.site.feed(one, OLD)
        office.site.page(one, one.text, *paragraphs(one.title))
        await office.poll()

    assert ["nur B sagt" in text(post) for post in await office.due()] == [True]
    assert await letters(office) == []
