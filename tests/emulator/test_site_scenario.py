"""The demo's story, and the texts it is told with."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import pytest
from PIL import Image

from relay.emulator.scenario import play
from relay.emulator.site.emulator import SiteEmulator
from relay.emulator.site.pictures import SCENES, paint
from relay.emulator.site.release import Picture, Release, invented_releases

RELEASES = invented_releases()


def new_site() -> SiteEmulator:
    return SiteEmulator(clock=lambda: datetime(2025, 3, 14, tzinfo=UTC))


async def test_three_releases_come_and_then_a_correction() -> None:
    site, lines = new_site(), list[str]()
    drafts = site.drafts
    await play(site, pause=0, say=lines.append, stop_after=3)
    assert [release.slug for release in reversed(site.releases[:3])] == [draft.slug for draft in drafts[:3]]
    assert lines[0] == f"neue Meldung „{drafts[0].title}“"
    assert lines[1] == f"neue Meldung „{drafts[1].title}“ (auch unter „Aktuelles“)"
    assert lines[3] == f"Korrektur in „{drafts[0].title}“: 24. statt 23. März"
    assert len(lines) == 4


async def test_the_correction_keeps_the_title_and_puts_the_date_right() -> None:
    site = new_site()
    wrong = site.drafts[0]
    await play(site, pause=0, say=lambda _: None, stop_after=3)
    right = next(release for release in site.releases if release.slug == wrong.slug)
    assert right.title == wrong.title
    assert "Montag, 23. März" in wrong.text
    assert right.text == wrong.text.replace("23. März", "24. März")
    assert right.updated is not None


async def test_the_story_is_the_same_every_time_and_ends_with_the_last_draft() -> None:
    told = []
    for _ in range(2):
        site, lines = new_site(), list[str]()
        await play(site, pause=0, say=lines.append)
        assert site.drafts == ()
        told.append(lines)
    assert told[0] == told[1]
    assert len(told[0]) == len(RELEASES) - 6 + 1


# --- the texts --------------------------------------------------------------------------------------------------------


def test_there_are_enough_texts_of_all_kinds() -> None:
    drafts = new_site().drafts
    assert len(drafts) >= 14
    assert len({release.slug for release in RELEASES}) == len(RELEASES)
    assert any(len(release.text) > 5000 for release in drafts)
    assert any(release.title_html for release in drafts)
    assert any(release.picture is None for release in drafts)
    assert {release.picture.format for release in drafts if release.picture} == {"jpeg", "png", "webp"}


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.slug)
def test_a_text_is_fit_to_print(release: Release) -> None:
    assert 80 <= len(release.text.split()) <= 900
    assert re.fullmatch(r"[a-z0-9-]+", release.slug)
    assert '"' not in release.text
    assert release.text.count("„") == release.text.count("“")
    assert "  " not in release.text
    assert all(block.text == block.text.strip() and block.text for block in release.blocks)
    assert all(host.endswith(".example") for host in re.findall(r"(?:www\.|@)[\w.-]*\w", release.text))
    assert all(block.text[-1] in ".!?“)" for block in release.blocks if block.tag == "p")


@pytest.mark.parametrize(
    "release", [release for release in RELEASES if release.picture], ids=lambda release: release.slug
)
def test_a_picture_is_described_and_credited(release: Release) -> None:
    assert release.picture is not None
    assert release.picture.alt
    assert re.match(r"(Foto|Bild|Grafik): ", release.picture.credit)
    assert release.picture.caption.endswith((".", "?", "!"))


@pytest.mark.parametrize("motif", sorted(SCENES))
def test_every_motif_fills_its_picture(motif: str) -> None:
    image = Image.open(io.BytesIO(paint(Picture(motif, caption="", credit="", alt=""), motif)))
    assert image.size == (1200, 800)
    colours = image.resize((60, 40)).convert("RGB").getcolors(2400)
    assert colours is not None
    assert len(colours) > 300


def test_pictures_are_painted_the_same_way_every_time_and_differ_from_each_other() -> None:
    picture = Picture("fest", caption="", credit="", alt="")
    first = paint(picture, "eins")
    paint.cache_clear()
    assert paint(picture, "eins") == first
    assert paint(picture, "zwei") != first
