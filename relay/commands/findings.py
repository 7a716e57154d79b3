"""What `relay check` finds: what was looked at, how it is, and the place in the configuration that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from relay.config import Config
from relay.errors import Text
from relay.keys.problems import where

DATABASE, TOKEN = Text("database"), Text("token")
UNCERTAIN = {
    "resend": Text("the post is sent again, and may then stand in the channel twice"),
    "hold": Text("the post waits for a person (`relay holds`), and may then come late"),
}
"""What the settings mean."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    what: Text
    """``configuration``, ``database``, ``alerts``, ``summary``, ``source NAME``, ``selector of source NAME``,
    ``audit of source NAME``, ``lost answers``, ``token``, ``channel NAME``, ``chat of channel NAME``,
    ``editors' chat``, ``database and channel NAME``, ``push``: in scripts always English."""
    well: bool
    says: Text
    warning: bool = False
    """It works, but a person should know."""
    place: Text | None = None
    """File, line and key that decide it; None where nothing is to be changed there."""


def place_of(config: Config, *key: str | int) -> Text | None:
    """Where a key stands in the configuration's file; None if it is not given there."""
    given: object = config
    for part in key:
        if isinstance(part, int):
            given = given[part]  # type: ignore[index]  # a list of tables, by its place
            continue
        if part not in given.model_fields_set:  # type: ignore[attr-defined]  # a table
            return None
        given = getattr(given, part)
    return where(config.path, key)
