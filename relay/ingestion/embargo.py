"""Says once which releases wait for their own date: in the log, and in a letter to the editors."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, tzinfo

from relay.errors import Text
from relay.feed import flood
from relay.feed.schedule import EMBARGO
from relay.model import Decision, Verdict
from relay.settings import SourceSpec

log = logging.getLogger(__name__)


def letter(decisions: Sequence[Decision], source: SourceSpec, now: datetime, zone: tzinfo) -> Text | None:
    """What editors are told of a poll, a relaunch (`relay.feed.flood`) included; None for nothing. Times in `zone`."""
    waiting = [line for one in decisions if (line := _line(one, now, zone))]
    for line in waiting:
        log.warning("%s: waits for its date: %s", source.id, str(line).removeprefix("• "))
    relaunch = flood.letter(decisions, source)
    if not waiting:
        return relaunch
    message = "These releases of the source {source} have a date in the future, and are posted only then:\n{releases}"
    told = Text(message, {"source": source.id, "releases": tuple(waiting)})
    return Text("{one}\n\n{other}", {"one": relaunch, "other": told}) if relaunch else told


def _line(decision: Decision, now: datetime, zone: tzinfo) -> Text | None:
    """A release that is to be posted, and when; None for one that need not wait."""
    published, known = decision.entry.published, decision.known
    if decision.verdict is not Verdict.NEW or (known and known.live) or not published or published <= now + EMBARGO:
        return None
    local = published.astimezone(zone)
    when = Text("{day}, {time}", {"day": f"{local:%d.%m.%Y}", "time": f"{local:%H:%M}"})
    return Text("• {title}: {when}", {"title": decision.entry.title or decision.entry.url, "when": when})
