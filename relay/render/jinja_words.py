"""What Jinja says of a template that it cannot read, in words that can be told in German. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from relay.errors import Text
from relay.render.tags import Misprint

Lexed = Iterable[tuple[int, str, str]]
"""Line, kind and words of each part of a template (`jinja2.Environment.lex`)."""
_ENDS = {"if": "endif", "for": "endfor", "block": "endblock", "set": "endset", "filter": "endfilter", "raw": "endraw"}
_SIGNS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
}
_LEFT_OPEN = re.compile(r"Unexpected end of template\..* needs to be closed is '(\w+)'\.")
_TAG = re.compile(r"Encountered unknown tag '(\w+)'\..*")
_FOUND_FOR = re.compile(r"expected token '(.+)', got '(.+)'|unexpected '(.+)', expected '(.+)'")
_ENDED = re.compile(r"unexpected end of template, expected '(.+)'\.")
_NOTHING = re.compile(r"Expected an expression, got '(.+)'")
_SIGN = re.compile(r"unexpected (?:char )?['\"](.+)['\"](?: at \d+)?")
_UNCLOSED = {"Missing end of comment tag": ("{#", "#}"), "Missing end of raw directive": ("{% raw %}", "{% endraw %}")}


def unreadable(message: str, line: int, lex: Callable[[], Lexed]) -> Misprint:
    """The misprint of a `TemplateSyntaxError`: its message, its line (from 1), and the template in its parts."""
    if found := _LEFT_OPEN.fullmatch(message):
        line = _opening(lex(), found[1]) or line
    return Misprint("the template cannot be read: {why}", line=line, why=_why(message))


def _opening(parts: Lexed, name: str) -> int | None:
    """The line of the innermost tag of this name that is left open."""
    begun, lines = False, []
    for line, kind, words in parts:
        if kind == "block_begin":
            begun = True
        elif begun and kind == "name":
            begun = False
            if words == name:
                lines.append(line)
            elif words == _ENDS.get(name) and lines:
                lines.pop()
    return lines[-1] if lines else None


def _why(message: str) -> Text:
    tag, end = _UNCLOSED.get(message, ("", ""))
    if found := _LEFT_OPEN.fullmatch(message):
        tag, end = f"{{% {found[1]} %}}", f"{{% {_ENDS.get(found[1], 'end' + found[1])} %}}"
    if tag:
        return Text("{tag} is not closed: {end} is missing", {"tag": tag, "end": end})
    if message == "tag name expected":
        return Text("behind {sign} a name is missing", {"sign": "{%"})
    if found := _TAG.fullmatch(message):
        return _of_tag(found[1])
    if found := _FOUND_FOR.fullmatch(message):
        expected, there = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _instead(_sign(expected), _sign(there))
    if found := _ENDED.fullmatch(message):
        return Text("{sign} is missing", {"sign": _sign(found[1])})
    if found := _NOTHING.fullmatch(message):
        return Text("before {sign} the name of a variable is missing", {"sign": _sign(found[1])})
    if found := _SIGN.fullmatch(message):
        return _of_sign(found[1])
    return Text("{words}", {"words": message})


def _of_tag(name: str) -> Text:
    if name in _ENDS.values() or name in {"else", "elif"}:
        return Text("{tag} belongs to nothing that is open", {"tag": f"{{% {name} %}}"})
    return Text(
        "there is no {tag}; possible: {expected}", {"tag": f"{{% {name} %}}", "expected": "if, elif, else, endif"}
    )


def _instead(expected: str, there: str) -> Text:
    if there == "=":
        return Text("= does not compare: write ==")
    if expected == "name":
        return Text("before {sign} a name is missing", {"sign": there})
    return Text("here stands {there}, where {expected} was expected", {"there": there, "expected": expected})


def _of_sign(sign: str) -> Text:
    if sign in {'"', "'"}:
        return Text("a text begins with {sign} and does not end", {"sign": sign})
    if sign in {"{", "}", "%"}:
        facts = {"sign": sign, "variable": "{{ title }}", "condition": "{% if title %}"}
        return Text("{sign} does not fit here: write {variable} or {condition}", facts)
    return Text("{sign} is not possible here", {"sign": sign})


def _sign(name: str) -> str:
    return _SIGNS.get(name, name)
