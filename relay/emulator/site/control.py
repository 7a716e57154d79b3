"""Drives the sample website over HTTP, for a demo that runs in another process. Answers to this machine alone.

GET  /_control            the state: what is published, what is left to publish, which failures wait
POST /_control/publish    {"slug": ..., "highlight": ...}: a draft, the next one where none is named
POST /_control/correct    {"slug": ..., "title": ..., "old": ..., "new": ...}
POST /_control/withdraw   {"slug": ..., "status": 410}
POST /_control/plan       {"kind": "status", "code": 503, "headers": {...}, "path": ..., "times": 1}
POST /_control/heal       {}: forget the planned failures
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from relay.emulator.site.failures import FailurePlan, failure_from_json
from relay.emulator.site.office import PressOffice
from relay.emulator.site.release import Release

FEEDS = ("/presse.rss", "/aktuelles.atom", "/feed.json")


@dataclass(frozen=True, slots=True)
class Desk:
    """What can be driven."""

    office: PressOffice
    failures: FailurePlan
    url: Callable[[], str]
    """The address of the website, known once it was started."""


Verb = Callable[[Desk, dict[str, Any]], Mapping[str, Any]]


def control_routes(desk: Desk) -> list[web.RouteDef]:
    """Return the routes that drive the website."""

    async def state(request: web.Request) -> web.Response:
        _from_this_machine(request)
        return _json(_state(desk))

    verbs: dict[str, Verb] = {
        "publish": _publish,
        "correct": _correct,
        "withdraw": _withdraw,
        "plan": _plan,
        "heal": _heal,
    }
    posts = [web.post(f"/_control/{name}", _handler(desk, verb)) for name, verb in verbs.items()]
    return [web.get("/_control", state), *posts]


def _handler(desk: Desk, verb: Verb) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        _from_this_machine(request)
        try:
            return _json(verb(desk, await _body(request)))
        except LookupError as exc:
            return _json({"error": str(exc.args[0])}, status=404)
        except (TypeError, ValueError) as exc:
            return _json({"error": str(exc)}, status=400)

    return handle


def _publish(desk: Desk, order: dict[str, Any]) -> Mapping[str, Any]:
    _only(order, slug=str, highlight=bool)
    drafts = {draft.slug: draft for draft in desk.office.drafts}
    if not drafts:
        raise LookupError("no draft is left")
    slug = order.get("slug", next(iter(drafts)))
    if slug not in drafts:
        raise LookupError(f"no draft is called {slug}")
    draft = drafts[slug]
    release = desk.office.publish(replace(draft, highlight=order.get("highlight", draft.highlight)))
    return _release(desk, release)


def _correct(desk: Desk, order: dict[str, Any]) -> Mapping[str, Any]:
    _only(order, slug=str, title=str, old=str, new=str)
    slug = order.get("slug", "")
    release = desk.office.correct(slug, title=order.get("title"), old=order.get("old"), new=order.get("new"))
    return _release(desk, release)


def _withdraw(desk: Desk, order: dict[str, Any]) -> Mapping[str, Any]:
    _only(order, slug=str, status=int)
    desk.office.withdraw(order.get("slug", ""), status=order.get("status", 410))
    return _state(desk)


def _plan(desk: Desk, order: dict[str, Any]) -> Mapping[str, Any]:
    place: dict[str, Any] = {name: order.pop(name) for name in ("path", "times") if name in order}
    _only(place, path=str, times=int)
    failure = failure_from_json(str(order.pop("kind", "")), order)
    desk.failures.add(failure, path=place.get("path"), times=place.get("times", 1))
    return _state(desk)


def _heal(desk: Desk, order: dict[str, Any]) -> Mapping[str, Any]:
    _only(order)
    desk.failures.clear()
    return _state(desk)


def _state(desk: Desk) -> Mapping[str, Any]:
    planned = desk.failures.planned
    return {
        "url": desk.url(),
        "feeds": [desk.url() + path for path in FEEDS],
        "published": [_release(desk, release) for release in desk.office.releases],
        "drafts": [draft.slug for draft in desk.office.drafts],
        "planned": [{"failure": repr(plan.failure), "path": plan.path, "times": plan.times} for plan in planned],
    }


def _release(desk: Desk, release: Release) -> Mapping[str, Any]:
    return {
        "slug": release.slug,
        "title": release.title,
        "url": desk.url() + release.path,
        "number": release.label,
        "highlight": release.highlight,
        "published": release.date.isoformat(),
        "updated": release.updated.isoformat() if release.updated else None,
    }


def _only(order: Mapping[str, Any], **allowed: type) -> None:
    for name, value in order.items():
        if name not in allowed or not isinstance(value, allowed[name]):
            raise ValueError(f"{name}={value!r} is not understood, known are: {', '.join(allowed) or 'none'}")


async def _body(request: web.Request) -> dict[str, Any]:
    # A web page of somebody else can make a browser post forms and plain text to this address, but not JSON.
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="send application/json")
    order = await request.json()
    if not isinstance(order, dict):
        raise TypeError("send a JSON object")
    return order


def _from_this_machine(request: web.Request) -> None:
    if request.remote is None or not ipaddress.ip_address(request.remote).is_loopback:
        raise web.HTTPForbidden(text="only from this machine")


def _json(data: Mapping[str, Any], *, status: int = 200) -> web.Response:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return web.json_response(text=text, status=status)
