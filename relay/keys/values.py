"""Values of the configuration that more than one of its sections has, and how they are written."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Strict
from pydantic_core import PydanticCustomError

_LONGEST = 366 * 86400.0
"""Seconds; whoever writes more, or "inf", has made a mistake."""
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400}


def seconds(value: object) -> object:
    """Seconds of "5m", "30s", "1h" or a number; raises PydanticCustomError for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        found = float(value) if abs(value) <= _LONGEST else math.inf
    else:
        match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d)\s*", str(value), re.ASCII)
        found = float(match[1]) * _SECONDS[match[2]] if match else math.inf
    if not found <= _LONGEST:
        raise PydanticCustomError("duration", "")
    return found


def web_address(value: object) -> object:
    """An absolute http(s) address; raises PydanticCustomError for anything else."""
    try:
        parts = urlsplit(str(value).strip())
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise PydanticCustomError("web_address", "")
    return str(value).strip()


def file_name(value: str) -> str:
    """What may be the name of a file, also "~/..."; raises PydanticCustomError for anything else."""
    try:
        Path(value).expanduser()
    except RuntimeError:  # "~somebody", whom this machine does not know
        raise PydanticCustomError("file_name", "") from None
    if "\0" in value:
        raise PydanticCustomError("file_name", "")
    return value


def one_line(value: str) -> str:
    """A text in one line, without blanks around it; raises PydanticCustomError for anything else."""
    if not value.isprintable():
        raise PydanticCustomError("one_line", "")
    return value.strip()


def of_letters(value: str) -> str:
    """What can become a hashtag (`relay.render.parts.hashtag`); raises PydanticCustomError for anything else."""
    if not any(char.isalpha() for char in value):
        raise PydanticCustomError("hashtag", "")
    return value


FileName = Annotated[str, AfterValidator(file_name)]
Hashtag = Annotated[str, AfterValidator(of_letters)]
OneLine = Annotated[str, AfterValidator(one_line)]
Flag = Annotated[bool, Strict()]
"""true or false, and nothing that only means it."""
Whole = Annotated[int, Strict()]
"""A whole number, and no text or bool in its place."""
Seconds = Annotated[float, BeforeValidator(seconds)]
WebAddress = Annotated[str, BeforeValidator(web_address)]
