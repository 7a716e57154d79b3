"""On which line of a TOML text a key stands: the standard library's parser does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"([^"]+)"|'([^']+)'|([A-Za-z0-9_-]+))\s*=""")


def line_of(text: str, path: tuple[str | int, ...]) -> int | None:
    """Line (from 1) of the key or table at `path`, the nearest table around it, or None.

    `path` is as pydantic gives it: ``("source", 1, "interval")`` is the key of the second ``[[source]]``.
    """
    table: tuple[str | int, ...] = ()
    counts: dict[str, int] = {}
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            name = header[2].strip("\"' ")
            if header[1] == "[[":
                counts[name] = counts.get(name, -1) + 1
                table = (name, counts[name])
            else:
                table = (name,)
            here: tuple[str | int, ...] = table
        elif key := _KEY.match(line):
            here = (*table, next(group for group in key.groups() if group))
        else:
            continue
        if path[: len(here)] == here and (best is None or len(here) > best[0]):
            best = (len(here), number)
    return best[1] if best else None
