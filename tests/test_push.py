"""The daemon's WebSub side: it listens, asks, goes on when it cannot, and `relay status` tells how it is."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from relay import push
from relay.app import open_store, web
from relay.commands.status import status
from relay.config import Config, load_config
from relay.errors import StoreError, Text
from relay.ingest import Ingest
from relay.push import websub_office
from relay.state import SourceState
from relay.store.subscriptions import Subscriptions
from relay.timing import now
from relay.websub.subscription import Phase, Subscription
from tests.websub.hub import open_hub

CONFIG = """
language = "en"
database = "relay.db"
[fetch]
host_gap = "0s"
allow_networks = ["127.0.0.0/8"]
{websub}
[[source]]
id = "presse"
url = "{url}"
channels = ["main"]
[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""
FEED = "https://www.landkreis-musterland.example/presse.rss"


def configured(folder: Path, url: str = FEED, port: int | None = 8470) -> Config:
    websub = f'[websub]\ncallback = "http://127.0.0.1:{port}/websub"\nlisten = "127.0.0.1:{port}"' if port else ""
    path = folder / "config.toml"
    path.write_text(CONFIG.format(websub=websub, url=url), encoding="utf-8")
    return load_config(path)


async def until(reached: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not reached():  # noqa: ASYNC110 - what is waited for sets no event
            await asyncio.sleep(0.005)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(push, "LOOK", 0.01)
    monkeypatch.setattr(push, "TRY_AGAIN", 0.01)


class FakePoller:
    def __init__(self) -> None:
        self.called: list[str] = []

    def soon(self, source: str) -> None:
        self.called.append(source)


async def test_a_hub_calls_a_relay_that_runs_as_soon_as_its_port_is_free(
    tmp_path: Path, quick: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    taken = socket.create_server(("127.0.0.1", 0))
    async with open_hub() as hub:
        config = configured(tmp_path, f"{hub.base}/presse.xml", taken.getsockname()[1])
        async with web(config) as fetcher, open_store(config.database_path()) as store:
            ingest = Ingest(
                fetcher=fetcher, store=store.sources, clock=now, dice=lambda: 0.0, zone=config.zone, obey_hints=True
            )
            app: Any = SimpleNamespace(config=config, store=store, fetcher=fetcher, ingest=ingest)
            poller: Any = FakePoller()
            async with websub_office(app, poller):
                await until(lambda: "nothing can listen" in caplog.text)
                (source,) = config.sources
                await ingest.poll(source, SourceState())
                taken.close()
                await until(lambda: hub.answers)
                assert hub.answers == [(200, hub.challenge)]
                assert await hub.distribute() == 202
                assert poller.called == ["presse"]
            assert ingest.heard is None
            (one,) = await Subscriptions(store.database).all()
            assert one.active(now())
    assert caplog.text.count("nothing can listen") == 1


async def test_without_a_callback_nothing_listens_and_nothing_is_heard(tmp_path: Path) -> None:
    ingest = SimpleNamespace(heard=None)
    app: Any = SimpleNamespace(config=configured(tmp_path, port=None), ingest=ingest)
    poller: Any = FakePoller()
    async with websub_office(app, poller):
        assert ingest.heard is None


@pytest.mark.parametrize(
    ("error", "told"), [(StoreError("The disk is full."), "disk"), (ValueError("oh"), "itself failed")]
)
async def test_a_look_that_fails_is_told_and_the_next_one_comes(
    quick: None, caplog: pytest.LogCaptureFixture, error: Exception, told: str
) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1
        raise error

    office: Any = SimpleNamespace(look=look)
    task = asyncio.create_task(push._look(office))
    await until(lambda: looks > 2)
    task.cancel()
    assert told in caplog.text


# --- relay status -----------------------------------------------------------------------------------------------------

NEW = Subscription(
    id="kennung",
    secret="geheim",
    source="presse",
    callback="http://127.0.0.1:8470/websub",
    topic=f"{FEED}?key=topic-secret",
    hub="https://hub.example/?key=hub-secret",
    due=now(),
)
ACTIVE = replace(NEW, phase=Phase.ACTIVE, until=now() + timedelta(days=3))


def seen(folder: Path, capsys: pytest.CaptureFixture[str], *subscriptions: Subscription) -> tuple[str, Any]:
    """What `relay status` shows, and the same as JSON."""
    config = configured(folder)

    async def write() -> None:
        async with open_store(config.database_path()) as store:
            for one in subscriptions:
                await Subscriptions(store.database).save(one)

    asyncio.run(write())
    assert status(config.path, as_json=False) == 0
    text = capsys.readouterr().out
    status(config.path, as_json=True)
    return text, json.loads(capsys.readouterr().out)


def test_status_shows_until_when_a_subscription_is_active_and_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, report = seen(tmp_path, capsys, ACTIVE, replace(NEW, id="alt", phase=Phase.LEAVING))
    assert "push: active until " in text
    shown = report["sources"][0]["push"]
    assert (shown["state"], shown["hub"], shown["topic"]) == ("active", "https://hub.example/", FEED)
    for secret in ("kennung", "geheim", "-secret"):
        assert secret not in text + json.dumps(report)


@pytest.mark.parametrize(
    ("one", "state", "told"),
    [
        (replace(NEW, phase=Phase.ASKED, problem=Text("the hub does not ask back")), "asked", "asked for"),
        (replace(NEW, phase=Phase.DENIED, problem=Text("the hub refuses without a reason")), "denied", "refused"),
        (replace(ACTIVE, until=now()), "asked", "asked for"),
        (replace(ACTIVE, callback="https://frueher.example/"), "none", "the source names no hub, or was not read yet"),
    ],
)
def test_status_shows_what_else_a_subscription_may_be(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], one: Subscription, state: str, told: str
) -> None:
    text, report = seen(tmp_path, capsys, one)
    assert f"push: {told}" in text
    assert report["sources"][0]["push"]["state"] == state
    if one.problem and state != "none":
        assert f"problem: {one.problem}" in text


def test_status_says_nothing_of_it_where_it_is_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    config = configured(tmp_path, port=None)

    async def make() -> None:
        async with open_store(config.database_path()):
            pass

    asyncio.run(make())
    status(config.path, as_json=False)
    assert "push" not in capsys.readouterr().out
