"""On which line of a TOML text a key stands: the standard library's parser does not tell."""

from __future__ import annotations

import re

_NAME = r"""(?:"[^"]+"|'[^']+'|[A-Za-z0-9_-]+)"""
_NAMES = rf"({_NAME}(?:\s*\.\s*{_NAME})*)"
_HEADER = re.compile(rf"^\s*(\[\[?)\s*{_NAMES}\s*\]\]?\s*(?:#.*)?$")
_SEVERAL_LINES = re.compile(r"""\s*(\"{3}|'{3})""")
_KEY = re.compile(rf"^\s*{_NAMES}\s*=")

Path = tuple[str | int, ...]


def line_of(text: str, path: Path) -> int | None:
    """Line (from 1) of the key or table at `path`, the nearest table around it, or None.

    `path` is as pydantic gives it: ``("source", 1, "interval")`` is the key of the second ``[[source]]``.
    """
    table: Path = ()
    counts: dict[str, int] = {}
    best: tuple[int, int] | None = None
    closing = ""
    # TOML's lines end with LF only (TOML 1.0); str.splitlines() knows more ends.
    for number, line in enumerate(text.split("\n"), start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if header := _HEADER.match(line):
            first, *rest = _parts(header[2])
            if header[1] == "[[" and not rest:
                counts[first] = counts.get(first, -1) + 1
            here = table = (first, counts[first], *rest) if first in counts else (first, *rest)
        elif key := _KEY.match(line):
            here = (*table, *_parts(key[1]))
            closing = _left_open(line[key.end() :])
        else:
            continue
        # The way to what is looked for, or the first thing in it.
        depth = min(len(here), len(path))
        if here[:depth] == path[:depth] and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _left_open(value: str) -> str:
    """The quotation marks with which a text of several lines will end; empty where it ends already."""
    opening = _SEVERAL_LINES.match(value)
    return opening[1] if opening and value.count(opening[1]) == 1 else ""


def _parts(names: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, names)]
