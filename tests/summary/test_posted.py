"""From the language model to the channel and the ledger: which short text is posted, and what a correction does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC
from functools import partial
from pathlib import Path

import pytest

from relay.delivery.message import Rendered
from relay.ingest import Ingest
from relay.ingestion.summaries import Summaries
from relay.model import Block, Post
from relay.render.noise import essence
from relay.render.telegram import render
from relay.settings import Look, Style
from relay.store.codec import POST
from relay.store.database import Database
from relay.store.ledger import Chain, records
from relay.store.overview import release_lines
from relay.store.posts import save
from relay.store.sources import Sources
from tests.desk import open_desk
from tests.fakes import START, paragraphs
from tests.office import BRIDGE, OLD, Office
from tests.summary.liar import BLOCKS, TITLE, TRUE

POST_WITH = Post(TITLE, "https://www.landkreis-musterland.example/bruecke", BLOCKS, summary=TRUE)


def shown(post: Post, look: Look) -> tuple[str, str]:
    rendered = render(post, look)
    assert isinstance(rendered, Rendered)
    return "\n".join(message.plain for message in rendered.messages), rendered.summary


def test_a_summary_that_fits_is_what_the_channel_shows() -> None:
    words, author = shown(POST_WITH, Look())
    assert TRUE in words
    assert author == "llm"


@pytest.mark.parametrize("look", [Look(teaser_length=len(TRUE) - 1), Look(teaser_length=120)])
def test_one_that_does_not_fit_gives_way_to_the_releases_own_sentences(look: Look) -> None:
    words, author = shown(POST_WITH, look)
    assert TRUE not in words
    assert author == "extractive"
    assert any(sentence in words for block in BLOCKS for sentence in block.sentences)


def test_without_a_summary_the_teaser_is_what_it_was() -> None:
    assert shown(replace(POST_WITH, summary=""), Look())[1] == "extractive"


@pytest.mark.parametrize("style", [Style.FULL, Style.LINK])
def test_a_look_without_teaser_shows_no_summary_and_names_nobody(style: Style) -> None:
    words, author = shown(POST_WITH, Look(style=style))
    assert TRUE not in words
    assert author == ""


def test_what_a_post_says_does_not_depend_on_its_summary() -> None:
    assert essence(POST_WITH) == essence(replace(POST_WITH, summary=""))


def test_a_post_of_an_older_relay_is_read_without_a_summary() -> None:
    stored = POST.dump(replace(POST_WITH, summary="")).replace(',"summary":""', "")
    assert '"summary"' not in stored
    assert POST.load(stored).summary == ""
    assert POST.load(POST.dump(POST_WITH)) == POST_WITH


# --- from the website -------------------------------------------------------------------------------------------------


class Model:
    """Says of every release that its first sentence is its summary."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, title: str, blocks: Sequence[Block], length: int) -> str:
        self.asked.append(title)
        return blocks[0].sentences[0]


class Newsroom(Office):
    """An office whose releases are summed up by a model, in one life."""

    def work_with(self, model: Model) -> Newsroom:
        found = Summaries(model, lengths={"presse": 350}, timeout=5, clock=self.clock)
        self.made = Ingest(
            fetcher=self.site,
            store=Sources(self.database),
            clock=self.clock,
            dice=lambda: 0.5,
            zone=UTC,
            obey_hints=True,
            summaries=found,
        )
        return self

    @property
    def ingest(self) -> Ingest:
        return self.made


async def test_the_model_is_asked_once_about_what_is_posted_and_its_words_are_kept(database: Database) -> None:
    model = Model()
    office = Newsroom(database).work_with(model)
    await office.first_sight(OLD)
    office.site.page(BRIDGE, *paragraphs("die Brücke"))
    office.site.feed(BRIDGE, OLD)
    await office.poll()
    (post,) = await office.posts()
    assert model.asked == [BRIDGE.title]
    assert post.summary == paragraphs("die Brücke")[0].partition(". ")[0] + "."


async def test_a_correction_asks_anew_and_noise_does_not_change_what_stands(database: Database) -> None:
    model = Model()
    office = Newsroom(database).work_with(model)
    await office.first_sight(OLD)
    for text in ("Aufrufe: 1", "Aufrufe: 2"):
        office.site.page(BRIDGE, *paragraphs("die Brücke"), text)
        office.site.feed(replace(BRIDGE, text=text), OLD)
        await office.poll()
        await office.send_all()
    (before,) = await office.posts()
    assert await office.due() == []
    office.site.page(BRIDGE, *paragraphs("den Tunnel"))
    office.site.feed(replace(BRIDGE, text="anders"), OLD)
    await office.poll()
    (after,) = await office.due()
    assert "Brücke" in before.summary
    assert "Tunnel" in after.summary


async def test_another_hashtag_leaves_the_summary_that_stands(database: Database) -> None:
    await Newsroom(database).work_with(Model()).first_sight(OLD)
    post = replace(POST_WITH, essence=essence(POST_WITH))
    await save(database, 1, post, START)
    await save(database, 1, replace(post, hashtags=("Verkehr",), summary="Anders."), START)
    row = await database.row("SELECT body FROM posts WHERE release = 1")
    assert row is not None
    stored = POST.load(row["body"])
    assert stored.hashtags == ("Verkehr",)
    assert stored.summary == TRUE


async def test_which_short_text_was_posted_stands_in_the_ledger_and_in_the_list_of_releases(tmp_path: Path) -> None:
    async with open_desk(tmp_path / "relay.db") as desk:
        desk.render = partial(render, look=Look())
        desk.deliver = desk.new_deliver()
        await desk.bring("bruecke", "Die Brücke ist gesperrt.")
        await desk.database.change("UPDATE posts SET body = ?", POST.dump(POST_WITH))
        await desk.work()
        await desk.bring("wald", "Der Wald ist gesperrt.")
        await desk.work()
        facts = {
            record.detail["title"]: record.detail.get("summary")
            async for record, _ in records(desk.database, Chain())
            if record.event == "posted"
        }
        lines = await release_lines(desk.database, 10)
    assert sorted(filter(None, facts.values())) == ["extractive", "llm"]
    assert {line.title: line.summary for line in lines} == facts
