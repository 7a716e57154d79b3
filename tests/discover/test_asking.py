"""A search asks the web politely: each address once, and no more than so many."""

from __future__ import annotations

from typing import Any

import pytest

from relay.discover.asking import REQUESTS, Asking
from relay.errors import Disallowed, SourceError
from relay.model import Fetched, NotModified


class FakeWeb:
    """Answers everything but what lies below /weg, and admits nothing below /zu."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.slowed: list[tuple[str, float]] = []

    async def get(self, url: str, **_: Any) -> Fetched | NotModified:
        self.asked.append(url)
        if "/weg" in url:
            raise SourceError("{url} does not exist (404)", url=url)
        return Fetched(url=url, body=b"x")

    def slow(self, url: str, seconds: float) -> None:
        self.slowed.append((url, seconds))


async def admit(url: str) -> None:
    if "/zu" in url:
        raise Disallowed("closed", permanent=True)


async def test_each_address_is_asked_for_once_whatever_the_answer_was() -> None:
    web, told = FakeWeb(), []
    asking = Asking(web, lambda count, url: told.append((count, url)))
    for _ in range(2):
        assert await asking.get("https://a.example/") == Fetched(url="https://a.example/", body=b"x")
        with pytest.raises(SourceError, match="404"):
            await asking.get("https://a.example/weg")
    assert web.asked == ["https://a.example/", "https://a.example/weg"]
    assert told == [(1, "https://a.example/"), (2, "https://a.example/weg")]


async def test_what_is_not_admitted_is_neither_asked_for_nor_counted() -> None:
    web = FakeWeb()
    asking = Asking(web)
    with pytest.raises(Disallowed, match="zu was not looked at: closed"):
        await asking.get("https://a.example/zu", admit=admit)
    assert (web.asked, asking.count) == ([], 0)


async def test_after_so_many_requests_no_more_are_made() -> None:
    web = FakeWeb()
    asking = Asking(web)
    for number in range(REQUESTS):
        await asking.get(f"https://a.example/{number}", admit=admit)
    with pytest.raises(SourceError, match="enough was asked"):
        await asking.get("https://a.example/more", admit=admit)
    assert (len(web.asked), asking.count) == (REQUESTS, REQUESTS)


def test_a_delay_that_a_website_wants_is_handed_on() -> None:
    web = FakeWeb()
    Asking(web).slow("https://a.example/", 3.0)
    assert web.slowed == [("https://a.example/", 3.0)]
