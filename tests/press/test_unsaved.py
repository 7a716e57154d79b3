"""People are told once when the regular backup fails or is no longer made, and once when it is made again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from relay.errors import Text
from relay.language import tell
from relay.press.notices import Kind, Saying, Scope, conditions, due
from relay.press.telling import Backups, Facts, Told
from relay.press.unsaved import UNSAVED, unsaved

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SCOPE = Scope(frozenset(), frozenset(), zone=UTC)


def said(backups: Backups, now: datetime, told: dict[str, Told]) -> list[Saying]:
    """What is said at a look; `told` remembers it as the store does."""
    facts = Facts(backups=backups)
    found = due(conditions(facts, SCOPE, now), told, facts, SCOPE, now)
    for one in found.sayings:
        if one.kind is Kind.OVER:
            del told[one.told.key]
        else:
            told[one.told.key] = replace(one.told, message=1)
    return list(found.sayings)


def test_who_makes_no_regular_backup_hears_nothing() -> None:
    assert unsaved(None, UTC, NOW) is None


def test_a_backup_of_late_is_no_news() -> None:
    assert unsaved(Backups(NOW - UNSAVED, None), UTC, NOW) is None


def test_a_backup_that_is_no_longer_made_is_told_once_and_when_it_is_made_again() -> None:
    told: dict[str, Told] = {}
    old = Backups(NOW - UNSAVED - timedelta(minutes=1), None)
    (first,) = said(old, NOW, told)
    assert str(first.text) == (
        "The database is not backed up: it was not even tried; see whether relay-backup.timer is on\n"
        "Last backup: 27.02.2026 08:59"
    )
    for day in range(1, 30):
        assert said(old, NOW + timedelta(days=day), told) == []
    (over,) = said(Backups(NOW + timedelta(days=30), None), NOW + timedelta(days=30), told)
    assert (over.kind, str(over.text)) == (Kind.OVER, "The database is backed up again.")
    assert told == {}


def test_a_backup_that_fails_is_told_at_once_with_the_reason() -> None:
    full = Text("The disk that holds the folder {folder} is full.", {"folder": "/backups"})
    (first,) = said(Backups(None, full), NOW, {})
    assert tell(first.text, "de") == (
        "Die Datenbank wird nicht gesichert: Der Datenträger mit dem Ordner /backups ist voll.\n"
        "Letzte Sicherung: noch nie"
    )
