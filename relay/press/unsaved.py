"""Whether the database is still backed up as it regularly was. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from relay.errors import Text
from relay.press.telling import Backups

UNSAVED = timedelta(days=3)
"""How old the last regular backup may become before people are told."""


def unsaved(backups: Backups | None, zone: tzinfo | None, now: datetime) -> Text | None:
    """What is wrong with the regular backup; None if nothing is, or nobody makes one. Times are told in `zone`."""
    if backups is None or not (backups.problem or (backups.made and now - backups.made > UNSAVED)):
        return None
    last: object = f"{backups.made.astimezone(zone):%d.%m.%Y %H:%M}" if backups.made else Text("never")
    problem = backups.problem or Text("it was not even tried; see whether relay-backup.timer is on")
    return Text("The database is not backed up: {problem}\nLast backup: {last}", {"problem": problem, "last": last})
