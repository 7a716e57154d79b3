"""The few tags of a template, made into markup. Pure.

A tag counts only where the template itself wrote it (`MARK`), so nothing that stands in a value can become one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from relay.errors import ConfigError
from relay.render.addresses import is_web_address
from relay.render.markup import Bold, Italic, Link, Markup, Quote, to_plain, visible

SLOT = "\ufdd0"
"""Where the text goes. This and the next two are no characters (Unicode 23.7), so no text needs them."""
MARK = "\ufdd1"
"""Stands before a tag of the template, followed by its line, a semicolon, and how the template writes it."""
SAID = "\ufdd2"
"""Ends that."""
_TAG = re.compile(rf"{MARK}(\d+);([^{SAID}]*){SAID}<([^<>{MARK}]*)>")
_CLOSING = re.compile(r"/\s*(\w+)\s*")
_OPENING = re.compile(r"""([A-Za-z][\w-]*)\s*(?:href\s*=\s*(?:"([^"]*)"|'([^']*)')\s*)?""")
_SPACE = re.compile(r"[ \t\n]+")
_KINDS = {"b": Bold, "strong": Bold, "i": Italic, "em": Italic, "blockquote": Quote, "a": Link}
POSSIBLE = '<b> <i> <blockquote> <a href="...">'


class Misprint(ConfigError):
    """What is wrong with a template. `line` is its own, from 1."""

    def __init__(self, message: str, *, line: int = 1, **facts: object) -> None:
        super().__init__(message, **facts)
        self.line = line


@dataclass(frozen=True, slots=True)
class Opening:
    """A tag begins."""

    kind: type[Bold | Italic | Quote | Link]
    line: int
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The last tag that began ends."""


@dataclass(frozen=True, slots=True)
class Gap:
    """White space: so many line ends, or else one blank."""

    lines: int

    def __str__(self) -> str:
        return "\n" * min(self.lines, 2) or " "


Token = str | Opening | Closing | Gap


@dataclass(frozen=True, slots=True)
class Piece:
    """Markup, and the white space that stood around it."""

    content: Markup
    before: str = ""
    after: str = ""
    tags: int = 0


def pieces(text: str, kept: str = "") -> tuple[Piece, ...]:
    """What a template made, parted where the text goes (`SLOT`), escaped as HTML. Raises `Misprint`.

    A link that leads nowhere is left out with its words, unless they say what is to be `kept`.
    """
    parts: list[list[Token]] = [[]]
    # All of them first: a tag that is never closed is what is wrong, not what stands in it.
    for token in _without_dead_links([*_tokens(text)], kept):
        if token == SLOT:
            _require_outside(parts[-1])
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(map(_piece, parts))


def _tokens(text: str) -> Iterator[Token]:
    """Raises `Misprint` for what is no tag, or not closed in its turn."""
    open_ones: list[Opening] = []
    end = 0
    for found in _TAG.finditer(text):
        yield from _words(text[end : found.start()])
        end = found.end()
        tag = _read(found, open_ones)
        if isinstance(tag, Opening):
            open_ones.append(tag)
        else:
            open_ones.pop()
        yield tag
    yield from _words(text[end:])
    if open_ones:
        raise Misprint(
            "the tag <{tag}> is not closed: </{tag}> is missing", line=open_ones[-1].line, tag=open_ones[-1].name
        )


def _words(text: str) -> Iterator[Token]:
    for number, part in enumerate(text.split(SLOT)):
        if number:
            yield SLOT
        said, end = html.unescape(part), 0
        for space in _SPACE.finditer(said):
            # Blanks between words are a part of these.
            if "\n" not in space[0] and space.start() > 0 and space.end() < len(said):
                continue
            if end < space.start():
                yield said[end : space.start()]
            yield Gap(space[0].count("\n"))
            end = space.end()
        if end < len(said):
            yield said[end:]


def _read(found: re.Match[str], open_ones: Sequence[Opening]) -> Opening | Closing:
    line, said, inner = int(found[1]), found[2], found[3]
    if closing := _CLOSING.fullmatch(inner):
        last = open_ones[-1].name if open_ones else ""
        if closing[1].lower() != last:
            raise Misprint("the tag </{tag}> closes nothing that is open", line=line, tag=said.strip("/ "))
        return Closing()
    opening = _OPENING.fullmatch(inner)
    name = opening[1].lower() if opening else ""
    address = next((one for one in opening.groups()[1:] if one is not None), None) if opening else None
    if not opening or name not in _KINDS or (address is not None) != (name == "a"):
        raise Misprint("<{tag}> is not possible here; possible: {expected}", line=line, tag=said, expected=POSSIBLE)
    kind = _KINDS[name]
    if any(one.kind is kind for one in open_ones):
        raise Misprint("the tag <{tag}> stands within another one", line=line, tag=name)
    url = html.unescape(address or "")
    if url and not is_web_address(url):
        raise Misprint("<{tag}> leads to no web address (https://...)", line=line, tag=said)
    return Opening(kind, line, name, url)


def _without_dead_links(tokens: Iterable[Token], kept: str) -> Iterator[Token]:
    """Links that lead nowhere are left out, as a post without a page has them, and words like "Zur Seite" with them."""
    depth = 0
    words: list[Token] = []
    for token in tokens:
        if token == SLOT or not (depth or (isinstance(token, Opening) and token.kind is Link and not token.url)):
            yield token
            continue
        depth += 1 if isinstance(token, Opening) else -1 if isinstance(token, Closing) else 0
        words.append(token)
        if not depth:
            if kept and kept.casefold() in "".join(one for one in words if isinstance(one, str)).casefold():
                yield from words[1:-1]
            words = []


def _require_outside(tokens: Sequence[Token]) -> None:
    open_ones: list[Opening] = []
    for token in tokens:
        if isinstance(token, Opening):
            open_ones.append(token)
        elif isinstance(token, Closing):
            open_ones.pop()
    if open_ones:
        last = open_ones[-1]
        raise Misprint("the variable text must not stand within <{tag}>", line=last.line, tag=last.name)


def _piece(tokens: Sequence[Token]) -> Piece:
    before, kept, after = _squeezed(tokens)
    levels: list[_Level] = [_Level()]
    tags = 0
    for token in kept:
        match token:
            case Opening():
                levels.append(_Level(token))
            case Closing():
                content, opening = tuple(levels[-1].content), levels.pop().opening
                tags += visible(to_plain(content))
                levels[-1].content.append(_wrapped(content, opening))
            case _:
                levels[-1].content.append(str(token))
    return Piece(tuple(levels[0].content), before, after, tags)


@dataclass(slots=True)
class _Level:
    """What stands within a tag so far."""

    opening: Opening | None = None
    content: list[Markup] = field(default_factory=list)


def _wrapped(content: Markup, opening: Opening | None) -> Markup:
    if opening is None or not visible(to_plain(content)):
        return content
    if opening.kind is Link:
        return Link(content, opening.url)
    return opening.kind(content)  # type: ignore[call-arg]  # all kinds but Link take content alone


def _squeezed(tokens: Sequence[Token]) -> tuple[str, list[Token], str]:
    """White space at the ends apart, and as one what stands around nothing."""
    kept: list[Token] = []
    gap: int | None = None
    before = ""
    said = False
    for token in tokens:
        if isinstance(token, Gap):
            if gap is None:
                gap = len(kept)
                kept.append(token)
            elif isinstance(other := kept[gap], Gap):
                kept[gap] = Gap(max(other.lines, token.lines))
            continue
        if isinstance(token, str):
            if gap is not None and not said:
                before = str(kept.pop(gap))
            said, gap = True, None
        kept.append(token)
    after = str(kept.pop(gap)) if gap is not None else ""
    return (before, kept, after) if said else (after, kept, after)
