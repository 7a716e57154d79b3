"""Everything that relay says to a person has its German, with the same facts in it, and no German is left over.

The messages are found in the source by `ast`: the first argument of whatever makes a `Text`, with the names and tables
that it is taken from.
"""

from __future__ import annotations

import ast
import os
import string
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.errors import ConfigError, ParseError, RelayError, SourceError, Text
from relay.german.config import SYNTAX, SYSTEM
from relay.german.words import GERMAN
from relay.language import guess_language, tell

PACKAGE = Path(__file__).resolve().parents[1] / "relay"
SAYING = {"Text", "said"}
FROM_OUTSIDE = {
    "config.py": {"error.strerror or '?'"},
    "keys/layout.py": {"error.strerror or '?'"},
    "keys/problems.py": {"said"},
    "commands/common.py": {"text", "value", "error"},
    "commands/audit.py": {"line.reason", "one.problem"},
    "commands/discover.py": {"line", "one", "sample.problem"},
    "commands/holds.py": {"one.reason or ''"},
    "commands/optional.py": {"error"},
    "commands/preview.py": {"error.text.message", "problem"},
    "commands/preview_reading.py": {"error.strerror or '?'"},
    "commands/preview_terminal.py": {"problem", "told"},
    "commands/preview_page.py": {"error.strerror or '?'", "problem"},
    "commands/check.py": {"one.what", "one.says", "one.place"},
    "commands/check_web.py": {"error.strerror or '?'"},
    "commands/releases.py": {"_state(line)", "line.reason"},
    "commands/status.py": {"problem", "source['web_team']"},
    "deliver.py": {"error.text.message"},
    "errors.py": {"message"},
    "channels/telegram_errors.py": {"os.strerror(error.errno)"},
    "delivery/posting.py": {"error.text.message"},
    "sources/http_errors.py": {"os.strerror(why.errno)"},
    "keys/summary.py": {"error.strerror or '?'"},
    "summary/client.py": {"os.strerror(error.os_error.errno)"},
    "store/backup.py": {"why"},
    "store/codec.py": {"stored['message']"},
    "store/lock.py": {"error.strerror or '?'"},
    "store/restore.py": {"error.strerror or '?'"},
    "store/tryout.py": {"error.strerror or '?'"},
}
"""Arguments that hold what was found elsewhere, or what another program says."""


@dataclass
class Found:
    """What a file says, by its lines, and what could not be read from the source."""

    messages: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All that is in a file, in whatever order: walked once, as that takes long."""
    return tuple(ast.walk(tree))


def errors_of_ours(trees: dict[Path, ast.Module]) -> set[str]:
    """Names of RelayError and its heirs, wherever they are defined."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for tree in trees.values()
        for node in nodes(tree)
        if isinstance(node, ast.ClassDef)
    }
    ours = {"RelayError"}
    while more := {name for name, parents in bases.items() if parents & ours} - ours:
        ours |= more
    return ours


def values(node: ast.expr, tree: ast.Module) -> list[str] | None:
    """The texts that an expression can be; None if the source does not show them."""
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.IfExp(body=yes, orelse=no):
            return together([yes, no], tree)
        case ast.Dict(values=texts) | ast.Tuple(elts=texts):
            return together(texts, tree)
        case ast.Subscript(value=ast.Name() as table):
            return values(table, tree)
        case ast.Call(func=ast.Attribute(value=ast.Name() as table, attr="get"), args=[_, otherwise]):
            return together([table, otherwise], tree)
        case ast.Name(id=name):
            return together(assigned(name, tree), tree)
        case _:
            return None


def together(nodes: list[ast.expr], tree: ast.Module) -> list[str] | None:
    found = [values(node, tree) for node in nodes]
    return None if not found or None in found else [text for texts in found if texts for text in texts]


def assigned(name: str, tree: ast.Module) -> list[ast.expr]:
    """What a file assigns to a name, in loops over tuples too."""
    found: list[ast.expr] = []
    for node in nodes(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                found.append(value)
            case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value) if target == name:
                found.append(value)
            case ast.For(target=ast.Name(id=target), iter=rows) if target == name:
                found.append(rows)
            case ast.For(target=ast.Tuple(elts=targets), iter=table):
                for place, one in enumerate(targets):
                    if isinstance(one, ast.Name) and one.id == name:
                        found += [row[place] for row in rows_of(table, tree)]
    return found


def rows_of(table: ast.expr, tree: ast.Module) -> list[list[ast.expr]]:
    """The rows that a loop runs over: of a tuple of tuples, of the items of a dict, or of what bears such a name."""
    match table:
        case ast.Tuple(elts=rows):
            return [row.elts for row in rows if isinstance(row, ast.Tuple)]
        case ast.Dict(keys=keys, values=texts):
            return [[key, text] for key, text in zip(keys, texts, strict=True) if key]
        case ast.Call(func=ast.Attribute(value=ast.Name() as named, attr="items"), args=[]) | (ast.Name() as named):
            return [row for one in assigned(named.id, tree) for row in rows_of(one, tree)]
        case _:
            return []


def called(node: ast.expr) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def found_in(path: Path, tree: ast.Module, saying: set[str]) -> Found:
    found = Found()
    outside = FROM_OUTSIDE.get(path.relative_to(PACKAGE).as_posix(), set())
    for node in nodes(tree):
        if not isinstance(node, ast.Call) or called(node) not in saying or not node.args:
            continue
        where = f"{path.relative_to(PACKAGE.parent)}:{node.lineno}"
        texts = values(node.args[0], tree)
        if texts is not None:
            found.messages += [(where, text) for text in texts]
        elif ast.unparse(node.args[0]) not in outside and called(node.args[0]) not in saying:
            found.unread.append(f"{where}: {ast.unparse(node.args[0])}")
    return found


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Of all of relay but the emulator, which speaks to nobody, and the German itself."""
    return {
        path: ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"emulator", "german"} & set(path.parts)
    }


@pytest.fixture(scope="module")
def found(trees: dict[Path, ast.Module]) -> Found:
    saying = SAYING | errors_of_ours(trees)
    everything = Found()
    for path, tree in trees.items():
        one = found_in(path, tree, saying)
        everything.messages += one.messages
        everything.unread += one.unread
    return everything


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def in_words(message: str) -> bool:
    """Whether there is something to translate: "{file}" says the same in all languages."""
    return any(char.isalpha() for literal, *_ in string.Formatter().parse(message) for char in literal)


def test_the_scan_sees_every_kind_of_message(found: Found) -> None:
    """As otherwise the tests below would pass by finding nothing."""
    messages = {message for _, message in found.messages}
    assert {
        "{url} is empty",  # raised
        "the bot is {name}",  # a Text
        "{host} asks for fewer requests (429)",  # by way of a variable, chosen by a condition
        "The disk that holds the database {file} is full.",  # in a table
        "this key is missing",  # in a table
        "last new release",  # in a loop over a tuple
        "a ZIP file",  # in a loop over a table
        "base addresses",  # in a loop over the keys of a table
        "true or false",  # looked up in a table
        "something else",  # not found in a table
        "Another relay (process {process}) works with the database {file}.",  # an error defined outside of errors.py
    } <= messages
    assert len(messages) > 150


def test_every_message_can_be_read_from_the_source(found: Found) -> None:
    assert not found.unread


def test_every_message_has_its_german(found: Found) -> None:
    missing = [f"{where}: {text!r}" for where, text in found.messages if in_words(text) and text not in GERMAN]
    assert not missing, "no German for\n" + "\n".join(missing)


def test_the_german_has_the_same_facts() -> None:
    wrong = [message for message, german in GERMAN.items() if placeholders(message) != placeholders(german)]
    assert not wrong


def test_no_german_is_left_over(found: Found) -> None:
    said = {message for _, message in found.messages}
    assert not [message for message in GERMAN if message not in said | SYSTEM.keys() | SYNTAX.keys()]


def test_the_translated_words_of_the_operating_system_are_its_words() -> None:
    assert not SYSTEM.keys() - {os.strerror(number) for number in range(1, 200)}


def keywords(call: ast.Call) -> set[str] | None:
    """The names of the facts that a call gives; None if the source does not show all of them."""
    if any(keyword.arg is None for keyword in call.keywords):
        return None
    given = {keyword.arg for keyword in call.keywords if keyword.arg}
    match call.args[1:]:
        case []:
            return given
        case [ast.Dict(keys=keys)] if all(isinstance(key, ast.Constant) for key in keys):
            return given | {str(key.value) for key in keys if isinstance(key, ast.Constant)}
        case _:
            return None


def test_every_placeholder_is_given_its_fact(trees: dict[Path, ast.Module]) -> None:
    saying = SAYING | errors_of_ours(trees)
    wrong, checked = [], 0
    for path, tree in trees.items():
        for node in nodes(tree):
            if not isinstance(node, ast.Call) or called(node) not in saying or not node.args:
                continue
            facts, first = keywords(node), node.args[0]
            if facts is None or not isinstance(first, ast.Constant):
                continue
            checked += 1
            if lacking := placeholders(str(first.value)) - facts:
                wrong.append(f"{path.name}:{node.lineno}: {sorted(lacking)}")
    assert not wrong
    assert checked > 100


# --- tell -------------------------------------------------------------------------------------------------------------


def test_a_sentence_is_told_in_german_and_in_english() -> None:
    text = Text("there is no folder {folder}", {"folder": "/srv/relay"})
    assert tell(text, "en") == "there is no folder /srv/relay"
    assert tell(text, "de") == "den Ordner /srv/relay gibt es nicht"


def test_an_error_is_told_by_its_text() -> None:
    error = SourceError("{url} is empty", url="https://www.landkreis-musterland.example/")
    assert tell(error, "de") == "https://www.landkreis-musterland.example/ ist leer"
    assert str(error) == "https://www.landkreis-musterland.example/ is empty"


def test_facts_that_are_sentences_are_told_in_the_same_language() -> None:
    why = SourceError("{url} is empty", url="/a")
    text = Text("nobody knows whether it was posted: {why}", {"why": why})
    assert tell(text, "de") == "es ist unklar, ob der Beitrag veröffentlicht wurde: /a ist leer"
    assert tell(text, "en") == "nobody knows whether it was posted: /a is empty"


def test_facts_that_are_words_are_told_in_the_same_language() -> None:
    error = ParseError("a feed with too many {what}", what=Text("namespaces"))
    assert tell(error, "de") == "ein Feed mit zu vielen Namensräumen"
    assert tell(error, "en") == "a feed with too many namespaces"


def test_several_facts_become_lines() -> None:
    error = ConfigError("{problems}", problems=(Text("this key is missing"), Text("this list must not be empty")))
    assert tell(error, "de") == "dieser Schlüssel fehlt\ndiese Liste darf nicht leer sein"
    assert tell(error, "en") == str(error) == "this key is missing\nthis list must not be empty"


def test_what_has_no_german_is_told_in_english() -> None:
    """Rows of an older relay hold messages that this one no longer says."""
    assert tell(Text("something old about {what}", {"what": "feeds"}), "de") == "something old about feeds"


def test_a_plain_word_is_told_too() -> None:
    assert tell("last read", "de") == "zuletzt gelesen"
    assert tell("last read", "en") == "last read"


@settings(deadline=None)
@given(st.text(), st.sampled_from(["de", "en"]))
def test_facts_are_never_read_as_forms(fact: str, language: str) -> None:
    """A title like "{0.__class__}" is a title."""
    told = tell(Text("XML that is no feed: its root element is <{root}>", {"root": fact}), language)
    assert told.endswith(f"<{fact}>")


@settings(deadline=None)
@given(st.text())
def test_a_sentence_without_facts_is_never_read_as_a_form(message: str) -> None:
    assert tell(Text(message), "en") == message
    assert tell(RelayError("{text}", text=message), "de") == message


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "de_AT", "LANG": "en_GB"}, "de"),
        ({}, "en"),
    ],
)
def test_before_the_configuration_is_read_the_environment_names_the_language(
    environ: dict[str, str], language: str
) -> None:
    assert guess_language(environ) == language
