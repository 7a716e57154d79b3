"""A database that is older than its channel: seen before anything is posted, told in plain words, and taken over."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from relay import app
from relay.ahead import Looks
from relay.app import App, holding, open_app
from relay.commands import common
from relay.config import load_config, telegram_token
from relay.delivery import outcome
from relay.delivery.intent import Intent
from relay.emulator.site.failures import Status
from relay.emulator.telegram.emulator import Failure
from relay.errors import ConfigError
from relay.render.markup import fingerprint_of_text
from relay.store.instance import restored
from relay.timing import now
from tests.end_to_end.conftest import CHAT, Finished, World, _invoke, world

__all__ = ["world"]
EDITORS = -1009
EDITED = f"editors_chat = {EDITORS}"


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What relay waits after a failure of a channel is not what these tests are about."""
    monkeypatch.setattr(outcome, "BACK_OFF", (0.1, 1.0))
    for module in (outcome, app):
        monkeypatch.setattr(module, "SETTLE", 0.2)


@pytest.fixture
def seeing(world: World) -> World:
    """With an editors' chat."""
    world.telegram.add_channel(EDITORS, title="Pressestelle", type="supergroup")
    world.configure(telegram=EDITED, channel='style = "link"')
    return world


def keep(world: World) -> Path:
    """A copy of the database, as an administrator makes one while nothing runs."""
    return Path(shutil.copy(world.folder / "relay.db", world.folder / "kept.db"))


def put_back(world: World, *, elsewhere: bool = False) -> None:
    """The copy in the place of the database, on the same machine or on another, which has no lock file."""
    for file in world.folder.glob("relay.db*"):
        if file.suffix != ".lock" or elsewhere:
            file.unlink()
    shutil.copy(world.folder / "kept.db", world.folder / "relay.db")


async def older(world: World, posts: int = 1, *, elsewhere: bool = False) -> list[str]:
    """A channel with a post that the database knows, and some that were posted since; the titles of all."""
    await once(world)
    titles = world.publish()
    await once(world)
    keep(world)
    titles += world.publish(posts)
    await once(world)
    assert world.titles == titles
    put_back(world, elsewhere=elsewhere)
    return titles


async def once(world: World) -> Finished:
    """`relay once`, of which the sources are due whenever they were asked last."""
    if (world.folder / "relay.db").exists():
        with closing(sqlite3.connect(world.folder / "relay.db")) as raw:
            raw.execute("UPDATE sources SET polled = NULL")
            raw.commit()
    return await asyncio.to_thread(_invoke, ["once", "--config", str(world.config)], world.environ)


def words(ended: Finished) -> str:
    return " ".join(ended.log.split())


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_copy_that_was_put_back_posts_nothing_and_says_what_to_do(seeing: World, elsewhere: bool) -> None:
    titles = await older(seeing, elsewhere=elsewhere)
    seeing.publish()
    ended = await once(seeing)
    assert ended.code == 2, "which systemd does not start again"
    assert "The channel main has a post that the database" in words(ended)
    assert titles[1] in words(ended)
    assert "run `relay adopt`" in words(ended)
    seeing.config.write_text(seeing.config.read_text("utf-8").replace('"en"', '"de"'), "utf-8")
    assert "rufen Sie `relay adopt` auf" in words(await once(seeing))
    common.speak("en")
    assert seeing.titles == titles
    assert seeing.telegram.messages(EDITORS) == [], "the copies were taken away"


async def test_what_the_channel_has_is_taken_over_and_corrected_and_the_rest_is_posted(seeing: World) -> None:
    seeing.configure(telegram=EDITED)
    titles = await older(seeing)
    seeing.publish()
    draft = next(one for one in seeing.site.releases if one.title == titles[1])

    adopted = await seeing.relay("adopt", "--json")
    assert adopted.code == 0
    assert [(one["title"], one["matched"]) for one in adopted.json["adopted"]] == [(titles[1], True)]
    assert adopted.json["held"] == 0
    assert seeing.titles == titles, "to adopt is not to post"
    kinds = [post["kind"] for post in seeing.posts]

    assert (await once(seeing)).code == 0
    assert seeing.titles[:2] == titles
    assert len(seeing.posts) == 3
    kinds.append(seeing.posts[2]["kind"])
    assert kinds[1] == "photo"

    seeing.site.correct(draft.slug, title="Berichtigt")
    assert (await once(seeing)).code == 0
    assert seeing.titles[1] == "Berichtigt"
    assert [post["kind"] for post in seeing.posts] == kinds
    again = await seeing.relay("adopt")
    assert "Known from now on: 0" in again.out


async def test_what_was_taken_over_has_its_own_link_and_the_time_at_which_it_was_posted(seeing: World) -> None:
    await older(seeing)
    number, stored = seeing.posts[1]["message_id"], seeing.telegram._world.chats[CHAT].messages
    stored[number] = replace(stored[number], date=stored[number].date - 86_400)
    await seeing.relay("adopt")
    lines = (await seeing.relay("status", "--releases", "--json")).json["releases"]
    posted = [line for line in lines if line["link"]]
    assert len(posted) == 2
    for line in posted:
        number = int(line["link"].removeprefix("https://t.me/landkreis_musterland/"))
        place = [post["message_id"] for post in seeing.posts].index(number)
        assert line["title"] == seeing.titles[place]
        # What relay posted itself has the time of its own clock.
        assert abs(datetime.fromisoformat(line["sent"]).timestamp() - seeing.posts[place]["date"]) < 60
    ledger = [json.loads(line) for line in (await seeing.relay("ledger", "export")).out.splitlines()]
    assert abs(datetime.fromisoformat(ledger[-1]["time"]) - now()) < timedelta(minutes=5), "it was found just now"


async def test_a_post_of_several_messages_is_taken_over_whole(seeing: World) -> None:
    seeing.configure(telegram=EDITED, channel='style = "full"')
    await once(seeing)
    long = next(draft for draft in seeing.site.drafts if len(draft.text) > 5000)
    seeing.publish()
    await once(seeing)
    keep(seeing)
    seeing.site.publish(long)
    await once(seeing)
    before = [post["message_id"] for post in seeing.posts]
    assert len(before) > 2
    put_back(seeing)

    adopted = (await seeing.relay("adopt", "--json")).json["adopted"]
    assert [one["title"] for one in adopted] == [long.title], "not the first line of its last message"
    lines = (await seeing.relay("status", "--releases", "--json")).json["releases"]
    first = before[seeing.titles.index(long.title)]
    link = next(line["link"] for line in lines if line["title"] == long.title)
    assert link.endswith(f"/{first}"), "that of its first message"
    seeing.site.correct(long.slug, title="Berichtigt")
    assert (await once(seeing)).code == 0
    assert [post["message_id"] for post in seeing.posts] == before
    assert "Berichtigt" in seeing.titles


async def test_where_a_post_belongs_to_no_known_release_what_waits_is_held(seeing: World) -> None:
    titles = await older(seeing)
    gone = next(one for one in seeing.site.releases if one.title == titles[1])
    seeing.site.withdraw(gone.slug)
    (new,) = seeing.publish()

    adopted = await seeing.relay("adopt")
    assert "Waiting for you: 1" in adopted.out
    assert (await once(seeing)).code == 0
    assert seeing.titles == titles
    (hold,) = (await seeing.relay("holds", "--json")).json["holds"]
    assert hold["title"] == new
    assert "it may be one of them" in hold["reason"]
    await seeing.relay("holds", "release", "--all")
    await once(seeing)
    assert seeing.titles == [*titles, new]


async def test_human_posts_on_top_are_no_alarm(seeing: World) -> None:
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    for text in ("Bürgerservice heute geschlossen", "https://www.landkreis-musterland.example/"):
        seeing.telegram.post_as_human(CHAT, text)
    titles += seeing.publish()
    assert (await once(seeing)).code == 0
    assert seeing.titles[0] == titles[0]
    assert seeing.titles[-1] == titles[1]


@pytest.mark.parametrize("restored", [False, True])
async def test_posts_whose_link_stands_in_the_text_are_known_for_a_relays(seeing: World, restored: bool) -> None:
    seeing.configure(telegram=EDITED, channel='link = "text"')
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    keep(seeing)
    assert (await seeing.relay("backup", str(seeing.folder / "b.db"))).code == 0
    for _ in range(2):
        titles += seeing.publish()
        await once(seeing)
    if restored:
        assert (await seeing.relay("restore", str(seeing.folder / "b.db"))).code == 0
    else:
        put_back(seeing)

    (finding,) = [one for one in (await seeing.relay("check", "--json")).json["findings"] if not one["well"]]
    assert "has 2 posts that the database" in finding["says"]
    assert (await once(seeing)).code == 2
    assert seeing.titles == titles
    adopted = (await seeing.relay("adopt", "--json")).json["adopted"]
    assert [(one["title"], one["matched"]) for one in adopted] == [(title, True) for title in titles[1:]]
    assert (await once(seeing)).code == 0
    assert seeing.titles == titles
    gone = next(one for one in seeing.site.releases if one.title == titles[2])
    seeing.site.correct(gone.slug, title="Berichtigt")
    await once(seeing)
    assert seeing.titles == [*titles[:2], "Berichtigt"]


async def test_a_post_that_was_withdrawn_since_is_not_posted_again(seeing: World) -> None:
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    keep(seeing)
    (gone,) = seeing.publish()
    await once(seeing)
    link = f"https://t.me/landkreis_musterland/{seeing.posts[1]['message_id']}"
    assert (await seeing.relay("withdraw", link)).code == 0
    await once(seeing)
    notice = seeing.posts[1]
    assert "reply_markup" not in notice
    put_back(seeing)

    ended = await once(seeing)
    assert (ended.code, gone in words(ended)) == (2, True)
    adopted = (await seeing.relay("adopt", "--json")).json
    assert [(one["title"], one["matched"]) for one in adopted["adopted"]] == [(gone, True)]
    assert adopted["held"] == 0
    draft = next(one for one in seeing.site.releases if one.title == gone)
    seeing.site.correct(draft.slug, title="Berichtigt")
    titles += [gone, *seeing.publish()]
    assert (await once(seeing)).code == 0
    assert seeing.titles == titles
    assert seeing.posts[1] == notice, "nor is it brought back by a correction"


async def test_a_notice_of_a_release_that_nobody_knows_makes_what_waits_wait_for_a_person(seeing: World) -> None:
    await once(seeing)
    seeing.publish()
    await once(seeing)
    seeing.telegram.post_as_human(CHAT, "Ein alter Titel\n\nThis release was withdrawn on 3 May 2031.")
    assert (await once(seeing)).code == 2
    (new,) = seeing.publish()
    adopted = (await seeing.relay("adopt", "--json")).json
    assert [(one["title"], one["url"], one["matched"]) for one in adopted["adopted"]] == [
        ("Ein alter Titel", "", False)
    ]
    assert adopted["held"] == 1
    assert (await once(seeing)).code == 0
    assert new not in seeing.titles


async def test_a_server_that_takes_the_button_off_what_is_forwarded_leads_to_no_double(
    seeing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits and reads like a message that nobody knows waits for a person; what is new is posted."""
    from relay.channels.telegram_copies import Copies  # noqa: PLC0415 - brings aiogram, late

    whole = Copies._copy
    monkeypatch.setattr(
        Copies, "_copy", lambda self, raw, number: whole(self, {**raw, "reply_markup": None, "entities": []}, number)
    )
    titles = await older(seeing)
    (new,) = seeing.publish()
    await once(seeing)
    assert seeing.titles == [*titles, new]
    (hold,) = (await seeing.relay("holds", "--json")).json["holds"]
    assert (hold["title"], "reads the same" in hold["reason"]) == (titles[1], True)


# --- what others post -------------------------------------------------------------------------------------------------


def by_another_bot(world: World, path: str, label: str = "Mehr", text: str = "Bürgerservice geschlossen") -> int:
    """A post with a button, of which no update told relay."""
    number = world.telegram.post_as_human(CHAT, text)
    chat = world.telegram._world.chats[CHAT]
    root = world.site.feed_url.rpartition("/")[0]
    keyboard = (({"text": label, "url": f"{root}{path}"},),)
    chat.messages[number] = replace(chat.messages[number], by_bot=True, keyboard=keyboard)
    return number


async def test_a_button_of_another_bot_to_another_part_of_the_website_is_no_alarm(seeing: World) -> None:
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    number = by_another_bot(seeing, "/buergerservice/oeffnungszeiten")
    titles += seeing.publish()
    assert (await seeing.relay("check")).code == 0
    assert (await once(seeing)).code == 0
    assert [seeing.titles[0], seeing.titles[2]] == titles
    async with holding(load_config(seeing.config)) as store:
        assert (await store.deliveries.messages(CHAT))[number] is None, "it is known to be somebody else's"


async def test_a_button_of_another_bot_to_what_was_posted_is_no_alarm(seeing: World) -> None:
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    by_another_bot(seeing, _path(seeing, titles[0]))
    titles += seeing.publish()
    assert (await once(seeing)).code == 0
    assert seeing.titles[-1] == titles[1]


async def test_a_button_to_a_page_where_the_releases_are_is_an_alarm_in_whatever_words(seeing: World) -> None:
    """As an older relay may have posted it."""
    await once(seeing)
    titles = seeing.publish()
    await once(seeing)
    by_another_bot(seeing, _path(seeing, titles[0]) + "-und-mehr", "Zur Meldung")
    ended = await once(seeing)
    assert (ended.code, "has a post that" in words(ended)) == (2, True)


def _path(world: World, title: str) -> str:
    post = next(one for one, said in zip(world.posts, world.titles, strict=True) if said == title)
    return urlsplit(str(post["reply_markup"]["inline_keyboard"][0][0]["url"])).path


async def test_a_restored_backup_is_looked_at_and_goes_on_where_the_channel_is_not_ahead(seeing: World) -> None:
    await once(seeing)
    seeing.publish()
    await once(seeing)
    assert (await seeing.relay("backup", str(seeing.folder / "b.db"))).code == 0
    assert (await seeing.relay("restore", str(seeing.folder / "b.db"))).code == 0
    seeing.publish()
    assert (await once(seeing)).code == 0
    assert len(seeing.posts) == 2


async def test_a_backup_from_before_the_first_post_is_adopted_by_a_person(seeing: World) -> None:
    """There is no id to look on from."""
    await once(seeing)
    assert (await seeing.relay("backup", str(seeing.folder / "b.db"))).code == 0
    titles = seeing.publish()
    await once(seeing)
    await seeing.relay("restore", str(seeing.folder / "b.db"))

    ended = await once(seeing)
    assert (ended.code, "it knows no post of the channel yet" in words(ended)) == (2, True)
    assert "Waiting for you: 1" in (await seeing.relay("adopt")).out
    assert (await once(seeing)).code == 0
    assert seeing.titles == titles


@pytest.mark.parametrize("protected", [False, True])
async def test_where_nobody_can_look_into_the_channel_a_restored_backup_waits_for_a_person(
    world: World,
    protected: bool,
) -> None:
    if protected:
        world.telegram.add_channel(EDITORS, title="Pressestelle", type="supergroup")
        world.configure(telegram=EDITED)
        world.telegram._world.chats[CHAT].protected = True
    await once(world)
    world.publish()
    await once(world)
    assert (await world.relay("backup", str(world.folder / "b.db"))).code == 0
    titles = world.publish()
    await once(world)
    assert (await world.relay("restore", str(world.folder / "b.db"))).code == 0

    ended = await once(world)
    assert (ended.code, "Run `relay adopt`" in words(ended)) == (2, True)
    world.site.plan(Status(500), path="/presse.rss")
    unread = await world.relay("adopt")
    assert (unread.code, "run `relay adopt` again" in words(unread)) == (1, True)
    assert (await once(world)).code == 2
    adopted = await world.relay("adopt")
    assert (adopted.code, "Waiting for you: 1" in adopted.out) == (0, True)
    assert (await once(world)).code == 0
    assert (len(world.posts), world.titles[-1]) == (2, titles[0])
    assert (await world.relay("holds", "absorb", "--all")).code == 0


async def test_without_an_editors_chat_a_copy_that_was_put_back_on_the_same_machine_is_noticed(
    world: World,
) -> None:
    titles = await older(world)
    ended = await once(world)
    assert (ended.code, "Run `relay adopt`" in words(ended)) == (2, True)
    assert world.titles == titles


async def test_nothing_is_posted_before_telegram_says_what_the_channel_has(seeing: World) -> None:
    titles = await older(seeing, elsewhere=True)
    seeing.publish()
    port = int(seeing.telegram.url.rpartition(":")[2])
    await seeing.telegram.stop()
    ended = await once(seeing)
    assert ended.code == 1
    assert "main" in words(ended)
    status = (await seeing.relay("status", "--json")).json
    assert status["channels"][0]["problem"]
    await seeing.telegram.start(port=port)
    assert (await once(seeing)).code == 2
    assert seeing.titles == titles


# --- one chat by two names --------------------------------------------------------------------------------------------


@pytest.fixture
def twice(seeing: World) -> World:
    """Two channels, and one chat, which is written once as its name and once as its number."""
    more = f'[[channel]]\nid = "zwei"\nkind = "telegram"\nchat = {CHAT}\npace = "0s"\nstyle = "link"'
    seeing.configure(telegram=EDITED, more=more)
    text = seeing.config.read_text("utf-8").replace('["main"]', '["main", "zwei"]')
    seeing.config.write_text(text.replace(f"chat = {CHAT}", 'chat = "@landkreis_musterland"', 1), "utf-8")
    return seeing


async def test_two_names_of_one_chat_are_told_of_by_check(twice: World) -> None:
    findings = {one["what"]: one for one in (await twice.relay("check", "--json")).json["findings"]}
    assert findings["chat of channel zwei"]["warning"]
    assert "that of the channel main" in findings["chat of channel zwei"]["says"]
    assert "chat of channel main" not in findings


@pytest.mark.parametrize("posts", [0, 1])
async def test_channels_with_one_chat_by_two_names_wait_for_each_other(twice: World, posts: int) -> None:
    await once(twice)
    twice.publish(posts)
    await once(twice)
    before = len(twice.posts)
    twice.telegram.plan(Failure.close(processed=True), "sendMessage")
    twice.telegram.plan(Failure.close(processed=True), "sendPhoto")
    twice.publish()
    await once(twice)
    await once(twice)
    assert (before, len(twice.posts)) == (2 * posts, 2 * posts + 2)


async def test_channels_with_one_chat_by_two_names_are_adopted_together(twice: World) -> None:
    await once(twice)
    twice.publish()
    await once(twice)
    keep(twice)
    twice.publish()
    await once(twice)
    count = len(twice.posts)
    assert count == 4
    put_back(twice)
    assert (await once(twice)).code == 2
    adopted = (await twice.relay("adopt", "--json")).json["adopted"]
    assert [one["channel"] for one in adopted] == ["main", "zwei"]
    assert (await once(twice)).code == 0
    assert len(twice.posts) == count


# --- inside -----------------------------------------------------------------------------------------------------------


async def look(world: World) -> tuple[bool, set[int]]:
    """Look as a start does; whether the flag of a restored backup is gone, and the messages known to be people's."""
    config = load_config(world.config)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELAY_TELEGRAM_TOKEN", world.telegram.token)
        token = telegram_token(config)
    async with holding(config) as store, open_app(config, token, store) as app:
        await _first(app)
        known = await store.deliveries.messages(CHAT)
        return not await restored(store.database), {one for one, owner in known.items() if owner is None}


async def _first(app: App) -> None:
    await Looks(app).first()


async def test_a_message_that_is_still_to_be_found_out_is_neither_an_alarm_nor_anybody_elses(seeing: World) -> None:
    """A relay that was killed left it: it is out, and nobody wrote down its id."""
    await older(seeing, elsewhere=True)
    text = seeing.posts[1].get("text") or seeing.posts[1]["caption"]
    human = seeing.telegram.post_as_human(CHAT, "Guten Tag")
    with pytest.raises(ConfigError, match="knows nothing of"):
        await look(seeing)

    config = load_config(seeing.config)
    async with holding(config) as store:
        async with store.database.transaction() as database:
            row = await database.row("SELECT id FROM deliveries LIMIT 1")
        assert row
        await store.deliveries.intend(row["id"], Intent(fingerprint_of_text(text), 0, now()), CHAT)
    assert await look(seeing) == (True, {human})


async def test_an_editors_chat_that_cannot_be_reached_stops_nothing_but_a_restored_backup(
    seeing: World,
) -> None:
    await once(seeing)
    seeing.publish()
    await once(seeing)
    seeing.telegram.set_membership(EDITORS, "kicked")
    assert (await look(seeing))[0]

    await seeing.relay("backup", str(seeing.folder / "b.db"))
    await seeing.relay("restore", str(seeing.folder / "b.db"))
    assert not (await look(seeing))[0]
    seeing.publish()
    assert (await once(seeing)).code == 1
    assert len(seeing.posts) == 1
    seeing.telegram.set_membership(EDITORS, "member")
    assert (await once(seeing)).code == 0
    assert len(seeing.posts) == 2


async def test_a_look_that_takes_long_does_not_keep_relay_from_its_work(
    seeing: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from relay import ahead  # noqa: PLC0415 - to be impatient

    await once(seeing)
    seeing.publish()
    await once(seeing)
    monkeypatch.setattr(ahead, "PATIENCE", 0.05)

    async def slowly(*_: object) -> None:
        await asyncio.sleep(30)

    monkeypatch.setattr(ahead, "look", slowly)
    await asyncio.wait_for(look(seeing), 10)
