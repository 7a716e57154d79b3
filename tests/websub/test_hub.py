"""A subscriber and a hub that plays all roles of WebSub, over HTTP on 127.0.0.1; only the time is made up."""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from relay.errors import StoreError
from relay.language import tell
from relay.model import Fetched
from relay.press.notices import Scope, conditions
from relay.press.source_notices import over
from relay.settings import SourceSpec
from relay.sources.guard import AddressGuard
from relay.sources.http import Fetcher, FetchLimits
from relay.store.database import Database, open_database
from relay.store.notices import Notices
from relay.store.subscriptions import Subscriptions
from relay.websub.office import Office
from relay.websub.server import listening
from relay.websub.signature import METHODS
from relay.websub.subscription import Phase, Subscription
from tests.fakes import SetClock, source
from tests.websub.hub import Hub, open_hub


class Late:
    """Stands for an office that is opened when it is known where it can be called."""

    office: Office

    def __getattr__(self, name: str) -> Any:
        return getattr(self.office, name)


@dataclass
class Street:
    """relay at one end, publisher and hub at the other."""

    hub: Hub
    web: Fetcher
    database: Database
    clock: SetClock
    late: Late
    callback: str
    called: list[str] = field(default_factory=list)

    @property
    def office(self) -> Office:
        return self.late.office

    @property
    def store(self) -> Subscriptions:
        return Subscriptions(self.database)

    async def start(self, *sources: SourceSpec, callback: str = "") -> None:
        """Start relay (anew)."""
        self.late.office = Office(
            sources or (self.source(),),
            callback=callback or self.callback,
            client=self.web,
            store=self.store,
            clock=self.clock,
            dice=lambda: 0.0,
            random=lambda: secrets.token_urlsafe(24),
            soon=self.called.append,
        )
        await self.office.load()

    def source(self, **more: Any) -> SourceSpec:
        return source(url=f"{self.hub.base}/presse.xml", websub=True, **more)

    async def read(self) -> None:
        """The source is polled."""
        one = self.source()
        fetched = await self.web.get(one.url)
        assert isinstance(fetched, Fetched)
        self.office.heard(one, fetched)

    async def look(self, after: float = 0.0) -> None:
        """Time passes, what is due is done, and what the hub asks back later is asked."""
        self.clock.pass_by(after)
        await self.office.look()
        await self.office.settle()
        await self.hub.done()

    async def subscribe(self) -> None:
        await self.read()
        await self.look()

    async def one(self) -> Subscription:
        (one,) = await self.store.all()
        return one

    async def active(self) -> bool:
        return (await self.one()).active(self.clock())


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    async with lay(tmp_path) as one:
        yield one


@asynccontextmanager
async def lay(folder: Path, *, inside: bool = False) -> AsyncIterator[Street]:
    """`inside`: the guard lets nobody ask 127.0.0.1."""
    clock, late = SetClock(), Late()
    guard = AddressGuard(() if inside else (ip_network("127.0.0.0/8"),))
    limits = FetchLimits(timeout=5.0, host_gap=0.0)
    async with (
        open_hub() as hub,
        Fetcher(guard=guard, limits=limits, user_agent="relay/0", clock=clock) as web,
        open_database(folder / "relay.db") as database,
        listening("127.0.0.1:0", late, limit=10_000) as where,
    ):
        assert where
        callback = f"http://127.0.0.1:{where[1]}/websub"
        one = Street(hub, web, database, clock, late, callback)
        await one.start()
        yield one
        await one.office.cancel()


# --- how it goes ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asks_back", ["first", "later"])
async def test_a_source_whose_feed_names_a_hub_is_subscribed_to(street: Street, asks_back: str) -> None:
    street.hub.asks_back = asks_back
    await street.subscribe()
    (form,) = street.hub.requests
    assert form["hub.mode"] == "subscribe"
    assert form["hub.topic"] == street.hub.topic
    assert form["hub.callback"].startswith(f"{street.callback}/")
    assert len(form["hub.secret"]) < 200
    assert street.hub.answers == [(200, street.hub.challenge)]
    assert (await street.one()).until == street.clock() + timedelta(days=10)
    assert await street.active()


async def test_headers_of_the_publisher_are_enough(street: Street) -> None:
    street.hub.publish("<ttl>5</ttl>")
    street.hub.feed_headers = {"Link": f'<{street.hub.url}>; rel="hub", <{street.hub.topic}>; rel="self"'}
    await street.subscribe()
    assert await street.active()


async def test_a_source_without_a_hub_is_left_alone(street: Street) -> None:
    street.hub.publish("<ttl>5</ttl>")
    await street.subscribe()
    assert street.hub.requests == []


@pytest.mark.parametrize("method", METHODS)
async def test_a_signed_message_has_the_source_asked_soon(street: Street, method: str) -> None:
    await street.subscribe()
    assert await street.hub.distribute(method=method) == 202
    assert street.called == ["presse"]


async def test_a_message_that_the_hub_did_not_sign_is_ignored_and_told_once(
    street: Street, caplog: pytest.LogCaptureFixture
) -> None:
    await street.subscribe()
    for signature in ("", "sha256=" + "0" * 64):
        assert await street.hub.distribute(signature=signature) == 202
    assert await street.hub.distribute(secret="geraten") == 202
    assert street.called == []
    assert caplog.text.count("did not sign") == 1
    await street.hub.distribute()
    await street.hub.distribute(signature="")
    assert caplog.text.count("did not sign") == 2


async def test_a_subscription_is_renewed_before_its_lease_ends_and_never_ceases_meanwhile(street: Street) -> None:
    await street.subscribe()
    await street.look(after=6 * 86400)
    assert len(street.hub.requests) == 1
    street.hub.asks_back = "never"
    await street.look(after=86400)
    assert len(street.hub.requests) == 2
    assert await street.active(), "the old lease still holds"
    await street.hub.ask_back()
    assert (await street.one()).until == street.clock() + timedelta(days=10)
    assert street.hub.requests[0] == street.hub.requests[1]


async def test_a_relay_that_is_started_anew_goes_on_where_it_was(street: Street) -> None:
    await street.subscribe()
    await street.start()
    await street.look()
    assert len(street.hub.requests) == 1
    await street.hub.distribute()
    assert street.called == ["presse"]
    await street.look(after=7 * 86400)
    assert len(street.hub.requests) == 2
    assert await street.active()


async def test_a_relay_that_was_stopped_for_long_subscribes_again(street: Street) -> None:
    await street.subscribe()
    await street.start()
    await street.look(after=60 * 86400)
    assert await street.active()


# --- how it ends ------------------------------------------------------------------------------------------------------


async def test_a_source_that_is_no_longer_wanted_is_unsubscribed_from(street: Street) -> None:
    await street.subscribe()
    await street.start(source(id="andere", websub=True))
    street.hub.asks_back = "never"
    await street.look()
    assert [form["hub.mode"] for form in street.hub.requests] == ["subscribe", "unsubscribe"]
    assert await street.hub.distribute() == 410
    assert (await street.hub.ask_back(mode="subscribe"))[0] == 404
    assert (await street.hub.ask_back())[0] == 200
    assert await street.store.all() == []
    assert await street.hub.distribute() == 404
    assert street.called == []


async def test_a_hub_that_does_not_say_goodbye_is_forgotten_in_the_end(street: Street) -> None:
    await street.subscribe()
    await street.start(street.source())
    await street.start(source(id="andere", websub=True))
    street.hub.asks_back = "never"
    for _ in range(6):
        await street.look(after=5 * 3600)
    assert await street.store.all() == []
    assert len(street.hub.requests) == 4


async def test_a_feed_that_moves_to_another_hub_is_followed_there_when_the_lease_is_renewed(street: Street) -> None:
    await street.subscribe()
    street.hub.publish(f'<atom:link rel="hub" href="{street.hub.url}?neu"/>')
    await street.subscribe()
    assert len(street.hub.requests) == 1
    await street.look(after=7 * 86400)
    await street.look()
    modes = [(form["hub.mode"], form["hub.topic"]) for form in street.hub.requests[1:]]
    assert sorted(modes) == [("subscribe", f"{street.hub.base}/presse.xml"), ("unsubscribe", street.hub.topic)]
    assert (await street.one()).hub == f"{street.hub.url}?neu"
    assert await street.active()


async def test_a_feed_that_names_no_hub_any_more_is_unsubscribed_from_when_the_lease_is_renewed(street: Street) -> None:
    await street.subscribe()
    street.hub.publish("<ttl>5</ttl>")
    await street.subscribe()
    await street.look(after=7 * 86400)
    await street.look()
    assert await street.store.all() == []


async def test_where_relay_is_called_at_another_address_it_subscribes_anew(street: Street) -> None:
    await street.subscribe()
    await street.start(callback=f"{street.callback}/neu")
    await street.subscribe()
    first, second = (form["hub.callback"] for form in street.hub.requests)
    assert second.startswith(f"{street.callback}/neu/")
    assert first.rpartition("/")[2] != second.rpartition("/")[2]
    assert await street.active()


# --- what hubs do -----------------------------------------------------------------------------------------------------


async def test_a_denial_is_told_and_asked_again_a_day_later(street: Street, caplog: pytest.LogCaptureFixture) -> None:
    street.hub.asks_back = "never"
    await street.subscribe()
    assert await street.hub.deny("nur für Vertragspartner", topic="https://fremd.example/") == 404
    assert await street.hub.deny("nur für Vertragspartner") == 200
    assert (await street.one()).phase is Phase.DENIED
    assert 'the hub refuses: "nur für Vertragspartner"' in caplog.text
    assert (await street.hub.ask_back())[0] == 404
    await street.look(after=80_000)
    assert len(street.hub.requests) == 1
    street.hub.asks_back = "later"
    await street.look(after=10_000)
    assert await street.active()
    assert (await street.one()).problem is None


async def test_a_subscription_may_be_denied_long_after_it_was_taken(street: Street) -> None:
    await street.subscribe()
    street.clock.pass_by(3600)
    assert await street.hub.deny() == 200
    assert not await street.active()


async def test_a_hub_whose_answer_is_lost_has_taken_the_subscription_all_the_same(street: Street) -> None:
    street.hub.asks_back, street.hub.status = "first", 502
    await street.subscribe()
    assert await street.active()
    assert (await street.one()).problem is None


async def test_a_hub_to_which_our_answer_was_lost_gets_it_again(street: Street) -> None:
    await street.subscribe()
    before = await street.one()
    assert await street.hub.ask_back(lease_seconds="99") == (200, street.hub.challenge)
    assert await street.one() == before


async def test_a_hub_that_fails_is_asked_again_after_the_pause_that_it_wants(street: Street) -> None:
    street.hub.status, street.hub.headers = 503, {"Retry-After": "1800"}
    await street.subscribe()
    assert "has trouble (503)" in str((await street.one()).problem)
    await street.look(after=1700)
    assert len(street.hub.requests) == 1
    street.hub.status, street.hub.headers = 202, {}
    await street.look(after=200)
    assert await street.active()


async def test_a_hub_that_does_not_ask_back_is_a_problem_that_is_told(street: Street) -> None:
    street.hub.asks_back = "never"
    await street.subscribe()
    await street.look(after=3601)
    assert str((await street.one()).problem) == "the hub does not ask back"
    await street.hub.ask_back()
    assert (await street.one()).problem is None


@pytest.mark.parametrize("status", [307, 308])
async def test_a_hub_that_sends_a_request_on_is_followed(street: Street, status: int) -> None:
    there = f"{street.hub.base}/sent-on/{status}?to=/hub"
    street.hub.publish(f'<atom:link rel="hub" href="{there}"/>')
    await street.subscribe()
    assert len(street.hub.requests) == 1
    assert await street.active()


@pytest.mark.parametrize("status", [301, 302, 303])
async def test_a_request_is_not_repeated_where_that_was_not_asked_for(street: Street, status: int) -> None:
    street.hub.publish(f'<atom:link rel="hub" href="{street.hub.base}/sent-on/{status}?to=/hub"/>')
    await street.subscribe()
    assert street.hub.requests == []
    assert str(status) in str((await street.one()).problem)


async def test_a_hub_that_sends_requests_on_for_ever_is_given_up(street: Street) -> None:
    street.hub.publish(f'<atom:link rel="hub" href="{street.hub.base}/circle"/>')
    await street.subscribe()
    assert "redirects more than 5 times" in str((await street.one()).problem)


# --- what hostile ones do ---------------------------------------------------------------------------------------------


async def test_a_hub_inside_the_network_is_not_asked(tmp_path: Path) -> None:
    async with lay(tmp_path, inside=True) as street:
        feed = street.hub.feed.encode()
        street.office.heard(street.source(), Fetched("https://www.landkreis-musterland.example/presse.xml", feed))
        await street.look()
        assert street.hub.requests == []
        assert "127.0.0.1, which is not public" in str((await street.one()).problem)


async def test_a_hub_gets_no_yes_to_what_was_not_asked_for(street: Street) -> None:
    street.hub.asks_back = "never"
    await street.read()
    await street.office.look()
    await street.office.settle()
    form = street.hub.requests[-1]
    hub = street.hub
    for wrong in (
        {"topic": "https://fremd.example/"},
        {"mode": "unsubscribe"},
        {"mode": "publish"},
        {"mode": None},
        {"topic": None},
        {"challenge": None},
        {"challenge": ""},
    ):
        assert await hub.ask_back(**wrong) == (404, "")
    unknown = {**form, "hub.callback": form["hub.callback"][:-1] + "_-"}
    assert (await hub.ask_back(unknown))[0] == 404
    assert not await street.active()
    assert (await hub.ask_back())[0] == 200


@pytest.mark.parametrize(
    ("lease", "days"), [(None, 1), ("0", 1), ("-1", 1), ("1e9", 1), ("9" * 400, 30), ("172800", 2)]
)
async def test_a_lease_is_what_the_hub_says_within_reason(street: Street, lease: str | None, days: int) -> None:
    street.hub.lease = lease
    await street.subscribe()
    assert (await street.one()).until == street.clock() + timedelta(days=days)


async def test_a_lease_of_a_second_does_not_make_relay_ask_every_second(street: Street) -> None:
    street.hub.lease = "1"
    await street.subscribe()
    for _ in range(10):
        await street.look(after=2)
    assert len(street.hub.requests) == 1


async def test_neither_id_nor_secret_is_in_the_log(street: Street, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="relay")
    street.hub.status = 500
    await street.subscribe()
    await street.hub.distribute(signature="")
    await street.hub.ask_back()
    await street.hub.deny("nein")
    assert len(caplog.records) >= 3
    one = await street.one()
    assert one.id not in caplog.text
    assert one.secret not in caplog.text


# --- what else may happen ---------------------------------------------------------------------------------------------


async def test_while_the_database_fails_a_hub_is_told_to_come_again(
    street: Street, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    street.hub.asks_back = "never"
    await street.subscribe()

    async def fail(*_: object) -> None:
        raise StoreError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(Subscriptions, "save", fail)
        assert (await street.hub.ask_back())[0] == 503
        await street.look(after=4000)
    assert "The disk is full." in caplog.text
    assert not await street.active()
    assert (await street.hub.ask_back())[0] == 200
    assert await street.active()


async def test_a_source_that_is_polled_only_is_not_looked_at(street: Street) -> None:
    await street.start(street.source())
    fetched = await street.web.get(street.source().url)
    assert isinstance(fetched, Fetched)
    street.office.heard(source(id="andere", url=street.source().url), fetched)
    await street.look()
    assert street.hub.requests == []


async def test_relay_ends_in_the_middle_of_asking_a_hub(street: Street) -> None:
    street.hub.asks_back = "first"
    await street.read()
    await street.office.look()
    await street.office.cancel()
    await street.office.told("unbekannt", signed=True)
    assert street.called == []
    await street.start()
    await street.look(after=3601)
    assert await street.active()


# --- what people are told ---------------------------------------------------------------------------------------------


async def told(street: Street, *, callback: str | None = None) -> dict[str, str]:
    scope = Scope(frozenset({"presse"}), frozenset(), callback=street.callback if callback is None else callback)
    found = conditions(await Notices(street.database).facts(), scope, street.clock())
    assert all(one.once and one.patience for one in found.values())
    return {key: tell(one.text, "de") for key, one in found.items()}


async def test_a_hub_that_refuses_is_told_and_so_is_the_end_of_it(street: Street) -> None:
    await street.subscribe()
    assert await told(street) == {}
    street.hub.asks_back = "never"
    await street.office.deny((await street.one()).id, (await street.one()).topic, "kein Platz")

    assert await told(street) == {
        "hub/presse": "Der Hub 127.0.0.1 meldet relay nicht, was in der Quelle presse neu ist: der Hub lehnt ab: „kein "
        "Platz“\nEs geht nichts verloren: Die Quelle wird so oft abgefragt wie immer, ihre Neuigkeiten kommen nur "
        "etwas später."
    }
    # Where hubs are told to call no longer, or elsewhere, nobody cares.
    assert await told(street, callback="") == {}
    street.hub.asks_back = "first"
    await street.look(after=86_401)
    assert await told(street) == {}
    assert tell(over("hub", "presse") or "", "de") == "Mit dem Hub der Quelle presse ist wieder alles in Ordnung."


async def test_a_lease_that_is_not_renewed_is_told(street: Street) -> None:
    await street.subscribe()
    street.hub.asks_back = "never"
    for _ in range(3):
        await street.look(after=5 * 86_400)
    assert "fragt nicht zurück" in (await told(street))["hub/presse"]


async def test_messages_with_a_wrong_signature_are_told_until_one_has_the_right_one(street: Street) -> None:
    await street.subscribe()
    await street.hub.distribute(signature="sha256=" + "0" * 64)
    assert "nicht wie vereinbart signiert" in (await told(street))["hub/presse"]
    await street.start()  # nothing of it is forgotten
    await street.hub.distribute(signature="")
    assert list(await told(street)) == ["hub/presse"]
    assert street.called == []
    await street.hub.distribute()
    assert await told(street) == {}
    assert street.called == ["presse"]


async def test_a_hub_that_is_left_is_nobodys_trouble(street: Street) -> None:
    await street.subscribe()
    await street.hub.distribute(signature="")
    street.hub.asks_back = "never"
    await street.start(replace(street.source(), websub=False))
    await street.look()
    assert (await street.one()).phase is Phase.LEAVING
    await street.office.told((await street.one()).id, signed=False)
    assert await told(street) == {}
