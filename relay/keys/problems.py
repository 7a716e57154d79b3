"""What is wrong with a configuration, told so that an administrator can mend it: file, line, key, and the right word.

Values are shown, as they help to find the place, but never what looks like a token.
"""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Iterable, Iterator
from datetime import date, time
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from relay.errors import Text
from relay.keys.lines import line_of
from relay.logs import masked

Key = tuple[str | int, ...]
"""Where a value stands: ``("source", 1, "interval")`` is in the second ``[[source]]``."""

SECRET: Key = ("alerts", "urls")
"""What is never shown: the addresses hold passwords."""
_PLACE = re.compile(r"(.*) \(at line (\d+), column (\d+)\)", re.DOTALL)
_SHOWN = 60
_SURELY = 0.8
"""How near (difflib) a key is to one of its own table that is rather mistyped than misplaced."""
_TOKENS = {"token", "bot_token", "telegram_token", "api_token", "api_key"}
_SPAN = re.compile(r"\s*\d+(?:\.\d+)?\s*(?:ms|s|min|m|h|d)\s*", re.ASCII)
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t\.me|telegram\.me)/(?:s/)?(?P<kind>c/|\+|joinchat/)?(?P<name>[A-Za-z0-9_-]+)(?:/\d*)*/?"
)
"""To a chat (https://core.telegram.org/api/links): by its name, its number (c/), or an invitation."""
_PARSER_FORMS = (
    "Cannot declare {what} twice",
    "Duplicate inline table key {what}",
    "Illegal character {what}",
    "Found invalid character {what}",
)
"""What Python's TOML parser says with a fact in it."""

_WHAT = {
    "missing": "this key is missing",
    "duration": '{value} is not a time span: write "30s", "5m", "1h" or a number of seconds',
    "size": '{value} is not a size: write "500KB", "10MB" or a number of bytes',
    "chat": '{value} is not a chat: write "@name_of_the_channel" or its number (-100...)',
    "web_address": '{value} is not a web address: write "https://..."',
    "timezone": '{value} is not a time zone: write "Europe/Berlin"',
    "one_line": "{value} must be one line of text",
    "literal_error": "{value} is not possible here; possible: {expected}",
    "enum": "{value} is not possible here; possible: {expected}",
    "bool_type": "{value} must be true or false",
    "bool_parsing": "{value} must be true or false",
    "string_type": "{value} must be text in quotation marks",
    "int_type": "{value} must be a whole number",
    "int_parsing": "{value} must be a whole number",
    "int_from_float": "{value} must be a whole number",
    "int_parsing_size": "{value} must be a whole number",
    "finite_number": "{value} must be a whole number",
    "tuple_type": '{value} must be a list: ["...", "..."]',
    "table": "this must be a table: write [{table}]",
    "tables": "this must be a list of tables: write [[{table}]]",
    "too_short": "this list must not be empty",
    "file_name": "{value} is not the name of a file",
    "hashtag": "{value} is no hashtag: it needs a letter",
    "rich_preview": "a rich message has no preview of a page: leave link_preview out, or rich",
    "greater_than_equal": "{value} is too small: at least {ge}",
    "string_too_long": "{value} is too long: at most {max_length} characters",
    "less_than_equal": "{value} is too large: at most {le}",
    "string_pattern_mismatch": "{value} is not possible here: use letters, digits and _ . -",
    "alert_address": 'one of the addresses is none: write "mailtos://user:password@mail.example.de?to=..."',
    "rich": 'only a full text can be a rich message: write style = "full" as well',
    "selector": "{value} is not a CSS selector: look at character {column}",
    "path": '{value} is not the beginning of a path: write "/presse/"',
    "callback": '{value} is not an address for hubs: write "https://...", without ? and #',
    "listen": '{value} is not a place to listen at: write "127.0.0.1:8470" or "unix:/run/relay/websub.sock"',
    "network": '{value} is not a network: write "127.0.0.0/8"',
    "endpoint": '{value} is not an endpoint: write "https://.../v1", without ?, # and password',
}
"""By pydantic's names of errors, and our own."""
_UNQUOTED = {
    "bool_type": "{value} must be true or false, without quotation marks",
    "int_type": "{value} must be a whole number, without quotation marks",
}
_VALUES = {"", "true", "false"}
"""What is left of a right value, but for digits."""


def problems_of(error: ValidationError, path: Path, text: str, model: type[BaseModel]) -> tuple[Text, ...]:
    """What pydantic found wrong with the values of the file at `path` with this `text`, one sentence a key."""
    seen: dict[Key, ErrorDetails] = {}
    for detail in error.errors():
        # A union reports an error for each of its members.
        seen.setdefault(_key(detail["loc"]), detail)
    return tuple(at(path, text, key, _what(key, detail, model)) for key, detail in seen.items())


def syntax_problem(path: Path, error: tomllib.TOMLDecodeError) -> Text:
    """What the TOML parser stumbled over. Its text has the place, its fields do only from Python 3.14 on."""
    found = _PLACE.fullmatch(str(error))
    if not found:
        return Text("{file} is not valid TOML: {why}", {"file": str(path), "why": _why(str(error))})
    return Text(
        "{file}, line {line}, column {column}: this is not valid TOML: {why}",
        {"file": str(path), "line": int(found[2]), "column": int(found[3]), "why": _why(found[1])},
    )


def at(path: Path, text: str, key: Key, what: Text, *, line: int | None = None) -> Text:
    """The sentence with the place that it is about: the key's, or a line within its value."""
    return Text(
        "{file}, line {line}: {key}: {what}",
        {"file": str(path), "line": line or line_of(text, key) or 1, "key": masked(_written(key)), "what": what},
    )


def unknown_key(key: Key, model: type[BaseModel]) -> Text:
    """That there is no such key, and which one may be meant."""
    if str(key[-1]).lower() in _TOKENS:
        return Text(
            "a token does not belong into this file, which more people may read: write it into a file of its own and "
            'name that with [telegram] token_file = "...", or set $RELAY_TELEGRAM_TOKEN, or the systemd credential '
            "telegram-token"
        )
    here = _names(key[:-1], model)
    typo = difflib.get_close_matches(str(key[-1]).lower(), here, n=1, cutoff=_SURELY)
    if not typo and (elsewhere := ", ".join(_tables_with(str(key[-1]), model))):
        return Text("there is no such key here: it belongs into {tables}", {"tables": elsewhere})
    return Text("there is no such key{hint}", {"hint": hint(str(key[-1]), here)})


def hint(name: str, names: Iterable[str]) -> Text | str:
    """The nearest of the right names, as the rest of a sentence; empty if none is near."""
    near = difflib.get_close_matches(name.lower(), list(names), n=1, cutoff=0.5)
    return Text('; did you mean "{name}"?', {"name": near[0]}) if near else ""


def _why(message: str) -> Text:
    """The parser's own words, taken apart where a fact stands in them, so that they can be told in German."""
    said = masked(message).removesuffix(" (at end of document)")
    for form in _PARSER_FORMS:
        before, after = form.split("{what}")
        if said.startswith(before) and said.endswith(after):
            return Text(form, {"what": said[len(before) : len(said) - len(after)].strip("(),")})
    return Text(said)


def _key(loc: tuple[int | str, ...]) -> Key:
    """The key's path without what pydantic adds for members of unions and items of lists."""
    names = 3 if len(loc) > 1 and isinstance(loc[1], int) else 2
    return loc[:names]


def _written(key: Key) -> str:
    """The key as the administrator knows it: ``[[source]] 2, interval``."""
    match key:
        case (str(table), int(index)):
            return f"[[{table}]] {index + 1}"
        case (str(table), int(index), name):
            return f"[[{table}]] {index + 1}, {name}"
        case (str(table), str(name)):
            return f"[{table}] {name}"
        case _:
            return ".".join(map(str, key))


def _what(key: Key, detail: ErrorDetails, model: type[BaseModel]) -> Text:
    facts = {"value": "***" if key[:2] == SECRET else _shown(detail["input"]), **detail.get("ctx", {})}
    if "expected" in facts:
        facts["expected"] = ", ".join(f'"{one}"' for one in re.findall(r"'([^']*)'", str(facts["expected"])))
    kind = detail["type"]
    if kind == "chat" and (found := _LINK.fullmatch(str(detail["input"]).strip())):
        return _chat_of_link(found, facts["value"])
    if isinstance(detail["input"], str) and _SPAN.fullmatch(detail["input"]):
        facts |= {bound: span(facts[bound]) for bound in ("ge", "le") if bound in facts}
    if kind == "extra_forbidden":
        return unknown_key(key, model)
    if kind == "tuple_type" and len(key) == 1:
        return Text(_WHAT["tables"], {"table": key[0]})
    if kind in {"model_type", "model_attributes_type"}:
        return Text(_WHAT["table" if len(key) == 1 else "tables"], {"table": key[0]})
    if kind in _UNQUOTED and isinstance(detail["input"], str) and detail["input"].strip("0123456789") in _VALUES:
        return Text(_UNQUOTED[kind], facts)
    if kind in _WHAT:
        return Text(_WHAT[kind], facts)
    return Text("{value} is not valid: {why}", {**facts, "why": detail["msg"]})


def span(seconds: float) -> str:
    """A time span as it is written in the configuration: "90s", "5m", "1h"."""
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds >= length and seconds % length == 0:
            return f"{seconds / length:g}{unit}"
    return f"{seconds:g}s"


def _chat_of_link(found: re.Match[str], value: object) -> Text:
    name = found["name"]
    match found["kind"]:
        case None:
            return Text('{value} is a link: write the name, "{name}"', {"value": value, "name": f"@{name}"})
        case "c/" if name.isdigit():
            return Text("{value} is a link: write the number, {name}", {"value": value, "name": f"-100{name}"})
        case _:
            return Text(
                "{value} is an invitation, not a chat: write the number of the chat (-100...), which is at the end of "
                "the address when you open it on https://web.telegram.org/a/",
                {"value": value},
            )


def _shown(value: object) -> str:
    shown = masked(_toml(value))
    return shown if len(shown) <= _SHOWN else shown[: _SHOWN - 3] + "..."


def _toml(value: object) -> str:
    """A value as it is written in the file."""
    match value:
        case str():
            # A text of JSON (RFC 8259, 7) is one of TOML as well.
            return json.dumps(value, ensure_ascii=False)
        case bool():
            return str(value).lower()
        case list() | tuple():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}" if value else "{}"
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _tables_with(name: str, model: type[BaseModel]) -> Iterator[str]:
    """The tables of the file that have a key of this name, as they are written."""
    for table, field in model.model_fields.items():
        section = _model_in(field.annotation)
        if section and name in section.model_fields:
            yield f"[[{table}]]" if get_origin(field.annotation) is tuple else f"[{table}]"


def _names(table: Key, model: type[BaseModel]) -> list[str]:
    """The keys that a table may have: fields that are no keys are excluded from what the model shows of itself."""
    for part in table:
        if isinstance(part, str) and part in model.model_fields:
            model = _model_in(model.model_fields[part].annotation) or model
    return [name for name, field in model.model_fields.items() if not field.exclude]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if get_origin(annotation) is tuple:
        annotation = get_args(annotation)[0]
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def where(path: Path, key: Key) -> Text:
    """Where a key stands that is right as such, but leads to something that is wrong."""
    try:
        line = line_of(path.read_text(encoding="utf-8-sig"), key)
    except (OSError, UnicodeDecodeError):
        # It was there when the configuration was read.
        line = None
    return Text("{file}, line {line}: {key}", {"file": str(path), "line": line or "?", "key": _written(key)})
