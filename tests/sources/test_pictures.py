"""Pictures of releases: fetched politely, prepared once, never an old one for a new release."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image

from relay.errors import ParseError, SourceError
from relay.model import Attachment, Fetched, NotModified, Picture, Validators
from relay.sources.pictures import (
    ACCEPT,
    FILE_BYTES,
    KEPT,
    MAX_BYTES,
    PATIENCE,
    PAUSES,
    REMEMBERED,
    TIRED,
    WebPictures,
)
from tests.media import PDF

BRIDGE = Picture("https://www.landkreis-musterland.example/brücke.jpg", alt="Die Brücke", credit="Foto: E. Beispiel")
NOTHING_KNOWN = Validators()


def png(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(out, "PNG")
    return out.getvalue()


class FakeWeb:
    """`relay.ports.Fetcher` that answers every address alike and remembers what it was asked for."""

    def __init__(self, answer: bytes | NotModified | SourceError) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.wanted: set[tuple[str, int | None]] = set()

    async def get(
        self, url: str, *, validators: Validators = NOTHING_KNOWN, accept: str = "*/*", max_bytes: int | None = None
    ) -> Fetched | NotModified:
        assert validators == NOTHING_KNOWN
        self.asked.append(url)
        self.wanted.add((accept, max_bytes))
        if isinstance(self.answer, SourceError):
            raise self.answer
        return Fetched(url, self.answer) if isinstance(self.answer, bytes) else self.answer


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


async def test_a_picture_is_fetched_and_made_ready_for_upload() -> None:
    web = FakeWeb(png("green"))

    ready = await WebPictures(web).load(BRIDGE)

    assert (ready.width, ready.height) == (80, 60)
    assert ready.data.startswith(b"\xff\xd8\xff")
    assert web.asked == [BRIDGE.url]
    assert web.wanted == {(ACCEPT, MAX_BYTES)}


class Files(FakeWeb):
    """Has a file at some addresses, of such a width, and what goes wrong at all others."""

    def __init__(self, error: SourceError, **widths: int) -> None:
        super().__init__(error)
        self.widths = widths

    async def get(self, url: str, **more: Any) -> Fetched | NotModified:
        if width := self.widths.get(url[-5]):
            out = io.BytesIO()
            Image.new("RGB", (width, 150), "blue").save(out, "JPEG")
            self.asked.append(url)
            return Fetched(url, out.getvalue())
        return await super().get(url, **more)


GONE = SourceError("{url} answers 404", permanent=True, url="https://a.example/a.jpg")
TWO = Picture("https://a.example/a.jpg", other="https://a.example/b.jpg")


async def test_where_the_best_file_is_gone_the_other_one_is_shown() -> None:
    pictures = WebPictures(Files(GONE, b=400))

    assert (await pictures.load(TWO)).width == 400
    assert (await pictures.load(TWO)).width == 400


async def test_where_the_best_file_is_no_picture_the_other_one_is_shown() -> None:
    web = Files(GONE, a=20, b=400)

    assert (await WebPictures(web).load(TWO)).width == 400
    assert [url[-5] for url in web.asked] == ["a", "b"]


@pytest.mark.parametrize("other", [{}, {"b": 150}])
async def test_without_another_file_or_with_a_blurred_one_the_first_trouble_is_told(other: dict[str, int]) -> None:
    with pytest.raises(SourceError, match=r"a\.jpg answers 404"):
        await WebPictures(Files(GONE, **other)).load(TWO)


async def test_a_server_in_trouble_is_not_asked_for_another_file() -> None:
    clock = Clock()
    web = Files(SourceError("{url} answers 503", url="https://a.example/a.jpg"), b=400)

    with pytest.raises(SourceError, match="503"):
        await WebPictures(web, seconds=clock, sleep=clock.sleep).load(TWO)
    assert {url[-5] for url in web.asked} == {"a"}


async def test_a_second_channel_gets_the_same_picture_without_another_request() -> None:
    web = FakeWeb(png("green"))
    pictures = WebPictures(web)

    assert await pictures.load(BRIDGE) is await pictures.load(BRIDGE)
    assert len(web.asked) == 1


async def test_after_a_while_it_is_fetched_again_as_it_may_be_another_one_by_then() -> None:
    web, clock = FakeWeb(png("green")), Clock()
    pictures = WebPictures(web, seconds=clock)
    old = await pictures.load(BRIDGE)

    web.answer = png("blue")
    clock.seconds += KEPT - 1
    assert await pictures.load(BRIDGE) is old
    clock.seconds += 1
    assert await pictures.load(BRIDGE) != old
    assert await pictures.load(BRIDGE) != old
    assert len(web.asked) == 2


async def test_only_a_few_are_kept() -> None:
    web = FakeWeb(png("green"))
    pictures = WebPictures(web)
    some = [Picture(f"{BRIDGE.url}?{n}") for n in range(REMEMBERED + 1)]

    for picture in [*some, *some[1:], some[0]]:
        await pictures.load(picture)

    assert web.asked == [picture.url for picture in [*some, some[0]]]


def busy(retry_after: float | None = None) -> SourceError:
    return SourceError("{url} answers 503", url=BRIDGE.url, retry_after=retry_after)


async def test_what_comes_at_the_second_or_third_try_is_posted() -> None:
    web, clock = FakeWeb(busy()), Clock()

    async def sleep(seconds: float) -> None:
        clock.seconds += seconds
        if len(web.asked) == 2:
            web.answer = png("green")

    assert await WebPictures(web, seconds=clock, sleep=sleep).load(BRIDGE)
    assert (len(web.asked), clock.seconds) == (3, 1000.0 + sum(PAUSES))


@pytest.mark.parametrize(
    "error",
    [
        SourceError("{url} answers 404", permanent=True, url=BRIDGE.url),
        busy(retry_after=PATIENCE + 1),
        ParseError("it is a page", permanent=True),
    ],
)
async def test_what_will_not_come_soon_is_not_asked_for_again(error: SourceError) -> None:
    web, clock = FakeWeb(error), Clock()

    with pytest.raises(SourceError) as caught:
        await WebPictures(web, seconds=clock, sleep=clock.sleep).load(BRIDGE)

    assert caught.value is error
    assert (len(web.asked), clock.seconds) == (1, 1000.0)


async def test_the_pause_that_a_server_asks_for_is_kept() -> None:
    web, clock = FakeWeb(busy(retry_after=9.0)), Clock()

    with pytest.raises(SourceError):
        await WebPictures(web, seconds=clock, sleep=clock.sleep).load(BRIDGE)

    assert (len(web.asked), clock.seconds) == (3, 1018.0)


async def test_an_album_does_not_wait_for_each_of_its_pictures() -> None:
    web, clock = FakeWeb(busy()), Clock()
    pictures = WebPictures(web, seconds=clock, sleep=clock.sleep)

    for number in range(10):
        with pytest.raises(SourceError):
            await pictures.load(Picture(f"{BRIDGE.url}?id={number}"))
    assert (len(web.asked), clock.seconds) == (len(PAUSES) + 10, 1000.0 + sum(PAUSES))

    clock.seconds += TIRED
    with pytest.raises(SourceError):
        await pictures.load(BRIDGE)
    assert len(web.asked) == 2 * len(PAUSES) + 11


async def test_a_server_that_never_answers_in_time_is_not_waited_for_three_times() -> None:
    clock = Clock()

    class Slow(FakeWeb):
        async def get(self, url: str, **options: Any) -> Fetched | NotModified:
            clock.seconds += 20
            return await super().get(url, **options)

    web = Slow(busy())
    with pytest.raises(SourceError):
        await WebPictures(web, seconds=clock, sleep=clock.sleep).load(BRIDGE)

    assert len(web.asked) == 2


async def test_what_could_not_be_had_is_tried_again() -> None:
    web, clock = FakeWeb(busy()), Clock()
    pictures = WebPictures(web, seconds=clock, sleep=clock.sleep)

    with pytest.raises(SourceError, match="503"):
        await pictures.load(BRIDGE)
    web.answer = b"<!doctype html>"
    with pytest.raises(ParseError, match="not a picture"):
        await pictures.load(BRIDGE)
    web.answer = png("green")
    assert await pictures.load(BRIDGE)


async def test_a_server_that_says_unchanged_of_what_nobody_has_is_wrong() -> None:
    with pytest.raises(ParseError, match="304"):
        await WebPictures(FakeWeb(NotModified())).load(BRIDGE)


async def test_the_same_photo_at_another_address_is_not_made_ready_again() -> None:
    web = FakeWeb(png("green"))
    pictures = WebPictures(web)

    first = await pictures.load(BRIDGE)
    again = await pictures.load(replace(BRIDGE, url=f"{BRIDGE.url}?v=2"))
    for colour in range(REMEMBERED):
        web.answer = png(f"rgb({colour}, 0, 0)")
        await pictures.load(replace(BRIDGE, url=f"{BRIDGE.url}?v={colour + 3}"))
    web.answer = png("green")
    later = await pictures.load(replace(BRIDGE, url=f"{BRIDGE.url}?v=99"))

    assert again is first
    assert later is not first
    assert later == first


# --- files ------------------------------------------------------------------------------------------------------------

PLAN = Attachment("https://www.landkreis-musterland.example/plan.pdf", "Lageplan", "application/pdf")


async def test_a_file_is_fetched_within_its_own_limit_and_named_after_its_title() -> None:
    web = FakeWeb(PDF)

    file = await WebPictures(web).fetch(PLAN)

    assert (file.kind, file.name, file.data) == ("document", "Lageplan.pdf", PDF)
    assert web.wanted == {("*/*", FILE_BYTES)}


async def test_a_page_that_calls_itself_a_file_is_none() -> None:
    with pytest.raises(ParseError, match="no file that can be sent"):
        await WebPictures(FakeWeb(b"<!doctype html><title>Anmeldung</title>")).fetch(PLAN)


async def test_a_file_that_the_server_does_not_send_is_none() -> None:
    with pytest.raises(ParseError, match="304"):
        await WebPictures(FakeWeb(NotModified())).fetch(PLAN)
