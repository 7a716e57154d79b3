"""Values to and from the text of a column.

Unknown fields of a newer relay are ignored and missing ones take their defaults, so rows outlive versions of relay.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from relay.delivery.intent import Intent
from relay.errors import Text
from relay.model import Entry, Post, Receipt
from relay.state import Moved, Wishes

T = TypeVar("T")


class Codec(Generic[T]):
    """JSON of one type of our values."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)

    def dump(self, value: T) -> str:
        """The value as JSON, the same for equal values; what has its default is left out."""
        return self._adapter.dump_json(value, exclude_defaults=True).decode()

    def load(self, text: str) -> T:
        """The value back again."""
        return self._adapter.validate_json(text)


POST = Codec(Post)
ENTRY = Codec(Entry)
RECEIPT = Codec(Receipt)
INTENT = Codec(Intent)
MOVED = Codec(Moved)
WISHES = Codec(Wishes)


def dump_text(text: Text | None) -> str:
    """A sentence for a person, to be told later in whatever language."""
    # In ASCII: what a server said may hold characters that have no UTF-8.
    return json.dumps(_nested(text)) if text else ""


def load_text(stored: str) -> Text | None:
    """The sentence back again."""
    return _text(json.loads(stored)) if stored else None


def _nested(fact: object) -> object:
    match fact:
        case Text(message, facts):
            return {"message": message, "facts": {name: _nested(one) for name, one in facts.items()}}
        case tuple():
            return [_nested(one) for one in fact]
        case str() | int() | float():
            return fact
        case _:
            return str(fact)


def _text(stored: dict[str, Any]) -> Text:
    return Text(stored["message"], {name: _fact(one) for name, one in stored["facts"].items()})


def _fact(stored: Any) -> object:
    match stored:
        case {"message": _, "facts": _}:
            return _text(stored)
        case list():
            return tuple(_fact(one) for one in stored)
        case _:
            return stored


def moment(seconds: float | None) -> datetime | None:
    """A stored time as an aware one."""
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None


def stamp(time: datetime | None) -> float | None:
    """A time to be stored."""
    return time.timestamp() if time else None
