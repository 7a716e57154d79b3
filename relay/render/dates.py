"""Days and times as the readers of a channel write them. Pure."""

from __future__ import annotations

from datetime import datetime

from relay.settings import Look

_MONTHS = {
    "de": (
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_DAY = {"de": "{day}. {month}", "en": "{day} {month}"}
_MOMENT = {"de": "{day}, {time} Uhr", "en": "{day}, {time}"}


def day(at: datetime, look: Look, *, year: bool = True) -> str:
    """A day on the readers' calendar: "30. Dezember 2026" or "30 December 2026"."""
    local = at.astimezone(look.zone)
    said = _DAY[look.language].format(day=local.day, month=_MONTHS[look.language][local.month - 1])
    return f"{said} {local.year}" if year else said


def moment(at: datetime, look: Look, *, year: bool = True) -> str:
    """A moment by the readers' clock: "30. Dezember 2026, 14:05 Uhr" or "30 December 2026, 14:05"."""
    local = at.astimezone(look.zone)
    return _MOMENT[look.language].format(day=day(at, look, year=year), time=f"{local:%H:%M}")
