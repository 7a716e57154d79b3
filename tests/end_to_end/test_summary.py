"""A language model sums releases up, or lies about them; what the channel and the list of releases show."""

from __future__ import annotations

import json
from typing import Any

from relay.article.sentences.splitting import split_sentences
from relay.emulator.site.release import Release
from tests.end_to_end.conftest import World
from tests.summary.liar import KEY, Liar, liar

SUMMARY = '[summary]\nkind = "llm"\nbase_url = "{url}"\nmodel = "klein"\n'


def last_words(draft: Release) -> str:
    """The last sentence of its last paragraph: no teaser of relay's own would begin with it."""
    return split_sentences(next(block.text for block in reversed(draft.blocks) if block.tag == "p"))[-1]


async def once(world: World, endpoint: Liar) -> tuple[str, dict[str, str]]:
    """Publish a draft with this endpoint; the post, and the release as it is listed."""
    world.configure(more=SUMMARY.format(url=endpoint.base_url))
    assert (await world.relay("once", RELAY_SUMMARY_KEY=KEY)).code == 0
    world.publish()
    finished = await world.relay("once", RELAY_SUMMARY_KEY=KEY)
    assert finished.code == 0
    assert KEY not in finished.log
    listed = (await world.relay("status", "--releases", "--json")).json["releases"]
    (post,) = world.posts
    return json.dumps(post, ensure_ascii=False), next(one for one in listed if one["sent"])


async def test_a_true_summary_is_posted_and_listed_as_such(world: World) -> None:
    words = last_words(world.site.drafts[0])
    async with liar(lambda one: one.says(words)) as endpoint:
        post, listed = await once(world, endpoint)
    assert len(endpoint.questions) == 1
    assert words in post
    assert listed["summary"] == "llm"


async def test_a_lie_gives_way_to_the_releases_own_sentences(world: World) -> None:
    lie = "Die Landrätin Petra Unsinn schenkt allen Menschen am 31. Dezember 4711 Euro."
    async with liar(lambda one: one.says(lie)) as endpoint:
        post, listed = await once(world, endpoint)
    assert len(endpoint.questions) == 1
    assert "Unsinn" not in post
    assert listed["summary"] == "extractive"


async def test_check_asks_the_model_and_says_where_it_is_configured(world: World) -> None:
    async with liar(lambda one: one.says("Ja.")) as endpoint:
        world.configure(more=SUMMARY.format(url=endpoint.base_url))
        (found,) = await found_of_summary(world)
        assert found["well"]
        assert endpoint.base_url in found["says"]
        assert len(endpoint.questions) == 1
    (found,) = await found_of_summary(world)
    assert not found["well"], "nobody answers there any more"
    assert "base_url" in found["place"]


async def found_of_summary(world: World) -> list[dict[str, Any]]:
    checked = await world.relay("check", "--json", RELAY_SUMMARY_KEY=KEY)
    return [one for one in checked.json["findings"] if one["what"] == "summary"]
