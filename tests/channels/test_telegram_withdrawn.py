"""A photo that was taken back is no longer to be seen in the channel, over real HTTP against a strict server."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import Image

from relay.article.media import BLANK_SIZE, prepare
from relay.channels.telegram import TelegramBot
from relay.delivery.intent import Delivery, Intent
from relay.delivery.message import Message, Rendered
from relay.delivery.posting import Poster
from relay.delivery.uploads import BLANK, PictureFile
from relay.emulator.telegram.emulator import Failure, TelegramEmulator
from relay.errors import Rejected, Text, TryLater
from relay.model import NotModified, Picture, Post, Receipt
from relay.render.withdrawn import notice
from relay.settings import Look
from relay.sources.pictures import WebPictures
from tests.fakes import FakeSite, superseded_notice

CHAT = -1001000000001
DAY = 86400.0
PHOTO = Picture("https://www.landkreis-musterland.example/brücke.jpg")
WORDS = Message(html="<b>Sperrung</b>", plain="Sperrung")
WITH_PHOTO = Message(html="<b>Sperrung</b>", plain="Sperrung", picture=PHOTO)
NOTICE = notice(Post("Sperrung", "", ()), Look(), at=datetime(2026, 3, 2, 9, tzinfo=UTC))
SAYS = "Sperrung\n\nDiese Meldung wurde am 2. März 2026 zurückgezogen."

pytestmark = pytest.mark.asyncio(loop_scope="module")


def green() -> PictureFile:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(out, "PNG")
    return prepare(out.getvalue())


class Photos(WebPictures):
    """The release's photo, and whatever relay makes itself."""

    async def load(self, picture: Picture) -> PictureFile:
        return green() if picture == PHOTO else await super().load(picture)


class Case:
    """A channel, and what brings posts into it."""

    def __init__(self, server: TelegramEmulator, bot: TelegramBot) -> None:
        self.server = server
        self.written: list[Receipt] = []
        self.poster = Poster(
            "main",
            channel=bot.channel(CHAT),
            pictures=Photos(FakeSite()),
            superseded=superseded_notice,
            intend=self._intend,
            write_down=self._write_down,
            tell_lacks=self._tell_lacks,
            wait_for_slot=self._no_wait,
        )

    async def _intend(self, _delivery: Delivery, _intent: Intent) -> None:
        return None

    async def _write_down(self, _delivery: Delivery, receipt: Receipt) -> None:
        self.written.append(receipt)

    async def _tell_lacks(self, _delivery: Delivery, lacks: Sequence[Text]) -> None:
        assert lacks

    async def _no_wait(self) -> None:
        return None

    def delivery(self, receipt: Receipt | None = None) -> Delivery:
        return Delivery(1, 1, "main", Post("Sperrung", "", ()), 1, receipt=receipt)

    async def post(self, *messages: Message) -> Delivery:
        return self.delivery(await self.poster.bring(self.delivery(), Rendered(messages)))

    @property
    def standing(self) -> list[dict[str, Any]]:
        return self.server.messages(CHAT)

    @property
    def shown(self) -> list[tuple[str, bool]]:
        """What the messages say, and whether the photo is still to be seen."""
        return [
            (one.get("caption") or one["text"], bool(one.get("photo")) and one["photo"][-1]["width"] == 80)
            for one in self.standing
        ]


@pytest.fixture
def case(server: TelegramEmulator, bot: TelegramBot) -> Case:
    server._world.chats.clear()
    server.calls.clear()
    assert not server.planned
    server.add_channel(CHAT, title="Landkreis Musterland", username="landkreis_musterland")
    return Case(server, bot)


async def test_the_photo_of_a_withdrawn_release_gives_way_to_a_picture_of_nothing(case: Case) -> None:
    delivery = await case.post(WITH_PHOTO)
    assert case.shown == [("Sperrung", True)]
    receipt = await case.poster.replace_all(delivery, NOTICE)

    assert case.shown == [(SAYS, False)]
    (size,) = {(one["width"], one["height"]) for one in case.standing[0]["photo"][-1:]}
    assert size == BLANK_SIZE
    assert receipt.messages[0].picture == BLANK.url
    assert [call.method for call in case.server.calls] == ["sendPhoto", "editMessageMedia"]


@pytest.mark.parametrize(
    "failure", [Failure.close(processed=True), Failure.close(processed=False)], ids=["lost", "not sent"]
)
async def test_an_edit_whose_answer_was_lost_is_made_again_and_changes_nothing_more(
    case: Case, failure: Failure
) -> None:
    delivery = await case.post(WITH_PHOTO)
    case.server.plan(failure, "editMessageMedia")
    with pytest.raises(TryLater):
        await case.poster.replace_all(delivery, NOTICE)
    receipt = await case.poster.replace_all(delivery, NOTICE)
    before = len(case.server.calls)
    await case.poster.replace_all(case.delivery(receipt), NOTICE)

    assert case.shown == [(SAYS, False)]
    assert len(case.server.calls) == before  # what says so already is left alone


async def test_a_text_becomes_a_notice_without_any_picture(case: Case) -> None:
    await case.poster.replace_all(await case.post(WORDS), NOTICE)

    assert [one["kind"] for one in case.standing] == ["text"]
    assert case.shown == [(SAYS, False)]


async def test_where_posts_are_to_be_deleted_a_young_one_is_and_of_an_old_one_the_photo_goes(case: Case) -> None:
    young = await case.post(WITH_PHOTO)
    receipt = await case.poster.take_away(young, NOTICE)
    assert (case.shown, receipt.messages) == ([], ())

    old = await case.post(WITH_PHOTO)
    case.server.advance(3 * DAY)
    await case.poster.take_away(old, NOTICE)
    assert case.shown == [(SAYS, False)]


async def test_of_a_long_post_that_is_too_old_to_be_deleted_every_message_says_so(case: Case) -> None:
    delivery = await case.post(WITH_PHOTO, Message(html="Teil zwei", plain="Teil zwei"))
    case.server.advance(3 * DAY)
    await case.poster.replace_all(delivery, NOTICE)

    assert case.shown == [(SAYS, False), (SAYS, False)]


async def test_a_photo_that_the_website_took_off_a_release_leaves_its_post(case: Case) -> None:
    delivery = await case.post(WITH_PHOTO)
    receipt = await case.poster.bring(delivery, Rendered((WORDS,)))
    assert case.shown == [("Sperrung", False)]

    other = Message(html="Neu", plain="Neu")
    receipt = await case.poster.bring(case.delivery(receipt), Rendered((other,)))
    assert case.shown == [("Neu", False)]
    assert case.server.calls[-1].method == "editMessageCaption"  # nothing is uploaded twice

    await case.poster.bring(case.delivery(receipt), Rendered((WITH_PHOTO,)))
    assert case.shown == [("Sperrung", True)]


async def test_a_photo_that_cannot_be_replaced_is_no_success(case: Case) -> None:
    delivery = await case.post(WITH_PHOTO)
    case.server.plan(Failure.refusal(400, "Bad Request: IMAGE_PROCESS_FAILED"), "editMessageMedia")
    with pytest.raises(Rejected):
        await case.poster.replace_all(delivery, NOTICE)

    assert case.shown == [("Sperrung", True)]
    assert case.written[-1].messages[0].picture == PHOTO.url


async def test_markup_that_is_refused_takes_the_photo_along(case: Case) -> None:
    delivery = await case.post(WITH_PHOTO)
    case.server.plan(Failure.refusal(400, "Bad Request: can't parse entities"), "editMessageMedia")
    await case.poster.replace_all(delivery, NOTICE)

    assert case.shown == [(SAYS, False)]


async def test_the_blank_picture_is_never_asked_of_a_website() -> None:
    site = FakeSite()
    site.answers[BLANK.url] = NotModified()
    picture = await WebPictures(site).load(BLANK)

    assert site.asked == []
    with Image.open(io.BytesIO(picture.data)) as image:
        assert image.size == (picture.width, picture.height) == BLANK_SIZE
        assert max(image.size) <= 20 * min(image.size)  # Bot API, sendPhoto
        low, high = image.convert("L").getextrema()
        assert high - low <= 4  # type: ignore[operator]  # of one band
