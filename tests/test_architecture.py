"""Who may know whom, kept by reading the source: the rules stand in the tables, the tests only look them up."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "relay"

LOW = {
    "relay.errors",
    "relay.model",
    "relay.nfc",
    "relay.settings",
    "relay.state",
    "relay.delivery.intent",
    "relay.delivery.message",
    "relay.press.telling",
    "relay.delivery.uploads",
}
PURE = {"relay.feed.*", "relay.article.*", "relay.render.*"}
PURE_DISCOVERY = {f"relay.discover.{name}" for name in ("places", "propose", "rank", "steps", "toml", "words")}
PURE_WEBSUB = {f"relay.websub.{name}" for name in ("discovery", "signature", "subscription")}
PURE_SUMMARY = {f"relay.summary.{name}" for name in ("answer", "circuit", "prompt")}
PURE_WORDS = {f"relay.press.{name}" for name in ("notices", "outage", "source_notices", "unsaved")} | {
    "relay.delivery.outcome",
    "relay.delivery.unanswered",
}
NO_EFFECTS = PURE_SUMMARY | PURE_WEBSUB | PURE | PURE_DISCOVERY | PURE_WORDS
MAY_IMPORT: dict[str, set[str]] = {
    **{f"relay.{folder}": set[str]() for folder in ("delivery", "ingestion", "keys", "press")},
    # the words of the borders
    "relay": set(),
    "relay.errors": set(),
    "relay.model": {"relay.errors"},
    "relay.delivery.intent": {"relay.errors", "relay.model"},
    "relay.delivery.message": {"relay.errors", "relay.model"},
    "relay.settings": set(),
    "relay.state": {"relay.errors", "relay.model"},
    "relay.press.telling": {"relay.errors", "relay.state"},
    "relay.ports": LOW,
    "relay.press.ports": LOW,
    # small tools
    "relay.nfc": set(),
    "relay.timing": set(),
    "relay.ticking": {"relay.timing"},
    "relay.delivery.pacing": set(),
    "relay.systemd": set(),
    "relay.logs": set(),
    "relay.keys.lines": set(),
    "relay.german.words": {"relay.german.*"},
    "relay.german*": set(),
    "relay.language": {"relay.errors", "relay.german.words"},
    "relay.keys.problems": {"relay.errors", "relay.logs", "relay.keys.lines"},
    "relay.keys.source": {"relay.errors"},
    "relay.keys.rhythm": {"relay.keys.problems", "relay.errors", "relay.settings"},
    "relay.keys.values": set(),
    "relay.keys.summary": {"relay.keys.values", "relay.errors"},
    "relay.keys.websub": {"relay.errors"},
    "relay.keys.layout": {
        *LOW,
        "relay.keys.problems",
        "relay.keys.values",
        "relay.render.layout",
        "relay.keys.lines",
    },
    "relay.config": {*LOW, "relay.keys.*", "relay.logs"},
    # the pure middle
    "relay.feed.listing": {*LOW, "relay.feed.*", "relay.article.clean", "relay.article.dom"},
    "relay.feed.row": {*LOW, "relay.feed.*", "relay.article.clean"},
    "relay.feed*": {*LOW, "relay.feed.*"},
    "relay.ingestion.articles": {*LOW, "relay.article.extract", "relay.ports", "relay.ingestion.summaries"},
    "relay.article.extract": {*LOW, "relay.article.*", "relay.feed.entities"},
    "relay.article.page.files": {*LOW, "relay.article.*", "relay.feed.links", "relay.feed.picture_links"},
    "relay.article.page.links": {*LOW, "relay.article.*", "relay.feed.links"},
    "relay.article*": {*LOW, "relay.article.*"},
    "relay.render*": {
        *LOW,
        "relay.render.*",
        "relay.article.clean",
        "relay.article.summarise",
        "relay.feed.links",
        "relay.feed.picture_links",
    },
    # the edges
    "relay.sources*": {
        *LOW,
        "relay.ports",
        "relay.sources.*",
        "relay.article.filetype",
        "relay.article.media",
        "relay.timing",
    },
    "relay.channels*": {*LOW, "relay.ports", "relay.channels.*", "relay.render.markup"},
    "relay.store*": {
        *LOW,
        "relay.ports",
        "relay.store.*",
        "relay.feed.links",
        "relay.render.changes",
        "relay.render.markup",
        "relay.websub.subscription",
    },
    "relay.summary*": {*LOW, "relay.sources.headers", "relay.summary.*", "relay.timing"},
    "relay.press.alerts": {*LOW, "relay.keys.problems"},
    # what people are told
    "relay.press.unsaved": LOW,
    "relay.press.source_notices": {*LOW, "relay.feed.health", "relay.feed.manners", "relay.feed.mend"},
    "relay.press.notices": {*LOW, "relay.press.source_notices", "relay.press.unsaved"},
    "relay.press.outage": LOW,
    "relay.press.notifier": {
        *LOW,
        "relay.language",
        "relay.press.notices",
        "relay.press.outage",
        "relay.ports",
        "relay.press.ports",
    },
    "relay.press.editors": {*LOW, "relay.language", "relay.press.notices", "relay.ports", "relay.press.ports"},
    # the drivers
    "relay.ingestion.reading": {*LOW, *PURE, "relay.ports"},
    "relay.ingestion.embargo": {*LOW, "relay.feed.flood", "relay.feed.schedule"},
    "relay.ingestion.corrections": {"relay.feed.manners", "relay.model", "relay.state"},
    "relay.ingest": {
        *LOW,
        *PURE,
        "relay.ingestion.articles",
        "relay.ingestion.corrections",
        "relay.ingestion.embargo",
        "relay.ports",
        "relay.ingestion.reading",
        "relay.ingestion.summaries",
    },
    "relay.ingestion.summaries": {*LOW, "relay.article.truthful", "relay.ports", "relay.summary.circuit"},
    "relay.discover*": {*LOW, *PURE, "relay.ingestion.articles", "relay.discover.*", "relay.ports"},
    "relay.delivery.findout": {*LOW, "relay.ports"},
    "relay.delivery.uploads": {"relay.model"},
    "relay.delivery.standing": {*LOW, "relay.feed.links"},
    "relay.delivery.loading": {
        *LOW,
        "relay.ports",
        "relay.render.markup",
        "relay.render.media",
        "relay.delivery.standing",
    },
    "relay.delivery.posting": {
        *LOW,
        "relay.delivery.loading",
        "relay.ports",
        "relay.render.markup",
        "relay.render.media",
        "relay.delivery.standing",
    },
    "relay.delivery.outcome": {"relay.errors", "relay.state"},
    "relay.delivery.unanswered": set(),
    "relay.delivery.manners": set(),
    "relay.delivery.form": {*LOW, "relay.ports", "relay.delivery.standing"},
    "relay.deliver": {
        *LOW,
        "relay.delivery.findout",
        "relay.delivery.form",
        "relay.delivery.manners",
        "relay.delivery.outcome",
        "relay.delivery.pacing",
        "relay.ports",
        "relay.delivery.posting",
        "relay.delivery.standing",
        "relay.delivery.unanswered",
    },
    "relay.poller": {
        *LOW,
        "relay.ports",
        "relay.ingest",
        "relay.feed.manners",
        "relay.feed.rhythm",
        "relay.feed.schedule",
    },
    "relay.websub.server": {"relay.errors", "relay.websub.signature"},
    "relay.websub*": {*LOW, "relay.ports", "relay.websub.*"},
    "relay.ingestion.withdrawals": {*LOW, "relay.article.withdrawn", "relay.ports", "relay.press.ports"},
    "relay.press.hints": {*LOW, "relay.render.accessibility", "relay.render.markup"},
    "relay.press.lacks": {*LOW, "relay.render.markup"},
    # what puts them together
    "relay.app": {
        *LOW,
        "relay.channels.*",
        "relay.config",
        "relay.keys.summary",
        "relay.deliver",
        "relay.press.hints",
        "relay.press.lacks",
        "relay.ingest",
        "relay.delivery.manners",
        "relay.delivery.outcome",
        "relay.ports",
        "relay.render.*",
        "relay.sources.*",
        "relay.store.*",
        "relay.ingestion.summaries",
        "relay.summary.*",
        "relay.timing",
    },
    "relay.ahead": {
        *LOW,
        "relay.app",
        "relay.config",
        "relay.deliver",
        "relay.delivery.outcome",
        "relay.feed.decide",
        "relay.feed.links",
        "relay.ports",
        "relay.render.*",
        "relay.store.*",
        "relay.timing",
    },
    "relay.press.office": {
        *LOW,
        "relay.press.alerts",
        "relay.app",
        "relay.channels.*",
        "relay.config",
        "relay.delivery.outcome",
        "relay.press.editors",
        "relay.press.notices",
        "relay.press.notifier",
        "relay.store.*",
        "relay.timing",
        "relay.ingestion.withdrawals",
    },
    "relay.push": {
        *LOW,
        "relay.app",
        "relay.poller",
        "relay.store.subscriptions",
        "relay.timing",
        "relay.websub.*",
    },
    "relay.once": {
        *LOW,
        "relay.ahead",
        "relay.app",
        "relay.config",
        "relay.deliver",
        "relay.poller",
        "relay.timing",
    },
    "relay.daemon": {
        *LOW,
        "relay.press.alerts",
        "relay.app",
        "relay.config",
        "relay.ahead",
        "relay.deliver",
        "relay.poller",
        "relay.press.office",
        "relay.push",
        "relay.store.instance",
        "relay.store.letters",
        "relay.store.lock",
        "relay.systemd",
        "relay.ticking",
        "relay.timing",
    },
    # what people call
    "relay.commands": set(),
    "relay.commands.demo": {
        *LOW,
        "relay.commands.common",
        "relay.emulator.*",
        "relay.store.*",
        "relay.timing",
    },
    "relay.commands.*": {
        *LOW,
        *PURE,
        "relay.ahead",
        "relay.press.alerts",
        "relay.poller",
        "relay.app",
        "relay.channels.*",
        "relay.commands.audit",
        "relay.commands.check_*",
        "relay.commands.common",
        "relay.commands.findings",
        "relay.commands.optional",
        "relay.commands.preview_*",
        "relay.config",
        "relay.keys.problems",
        "relay.keys.values",
        "relay.daemon",
        "relay.discover.*",
        "relay.language",
        "relay.logs",
        "relay.once",
        "relay.ports",
        "relay.ingestion.reading",
        "relay.sources.robots",
        "relay.store.*",
        "relay.summary.*",
        "relay.timing",
        "relay.websub.subscription",
    },
    "relay.cli": {"relay.errors", "relay.commands.*", "relay.store.ledger"},
    "relay.__main__": {"relay.cli"},
    # the world outside, which must not share our beliefs
    "relay.emulator*": {"relay.emulator.*"},
}
"""Modules and what of ours they may import; the first pattern that fits counts."""

THIRD_PARTIES: dict[str, set[str]] = {
    "aiogram": {"channels/telegram*.py"},
    "apprise": {"press/alerts.py"},
    "aiohttp": {
        "channels/telegram_errors.py",
        "sources/http*.py",
        "sources/names.py",
        "summary/client.py",
        "websub/server.py",
        "emulator/*/*.py",
    },
    "aiosqlite": {"store/database.py"},
    "apscheduler": {"ticking.py"},
    "bs4": {"article/*.py", "discover/*.py", "feed/listing.py", "feed/row.py"},
    "feedparser": {"feed/parse.py"},
    "jinja2": {"commands/preview_page.py", "render/template.py"},
    "lxml": {"article/page/body.py", "article/dom.py", "feed/sitemap.py", "feed/parse.py"},
    "PIL": {"article/media.py", "emulator/*/*.py"},
    "protego": {"sources/robots.py"},
    "pydantic": {
        "app.py",
        "channels/telegram.py",
        "config.py",
        "keys/*.py",
        "press/alerts.py",
        "store/codec.py",
        "summary/client.py",
    },
    "pydantic_core": {"config.py", "keys/*.py"},
    "rapidfuzz": {"feed/alike.py"},
    "rich": {"commands/common.py", "commands/audit.py", "commands/discover.py", "commands/preview_terminal.py"},
    "sentencex": {"article/sentences/splitting.py"},
    "soupsieve": {"article/page/body.py", "keys/source.py"},
    "trafilatura": {"article/page/body.py"},
    "typer": {"cli.py"},
    "yarl": {"sources/guard.py", "sources/http*.py"},
}
"""Libraries and the files that may import them."""

IMPURE = {
    "aiohttp",
    "aiogram",
    "aiosqlite",
    "asyncio",
    "concurrent",
    "os",
    "pathlib",
    "random",
    "secrets",
    "shutil",
} | {
    "socket",
    "sqlite3",
    "subprocess",
    "tempfile",
    "threading",
    "time",
    "urllib.request",
}
"""What has effects, or knows the time or chance."""

LINES, BODY = 400, 40


@dataclass(frozen=True)
class Import:
    """One import of a module by another."""

    by: str
    of: str
    line: int
    late: bool
    """Not when the module is loaded: within a function, or for types only."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = sorted(PACKAGE.rglob("*.py"))
MODULES = {module_name(path) for path in FILES}


@cache
def tree(path: Path) -> ast.Module:
    """Parsed when a test wants it: every worker loads this file, few run these tests."""
    return ast.parse(path.read_text("utf-8"))


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All that is in it but the expressions: they are most of it, and hold neither an import nor a function."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.expr):
            yield child
            yield from statements(child)


def imports_in(path: Path) -> Iterator[Import]:
    name = module_name(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]

    def visit(node: ast.AST, late: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            match child:
                case ast.Import(names=names):
                    for one in names:
                        yield Import(name, one.name, child.lineno, late)
                case ast.ImportFrom(module=module, names=names, level=level):
                    above = package.split(".")[: len(package.split(".")) - level + 1] if level else []
                    base = ".".join([*above, *([module] if module else [])])
                    for one in names:
                        whole = f"{base}.{one.name}"
                        yield Import(name, whole if whole in MODULES else base, child.lineno, late)
                case ast.FunctionDef() | ast.AsyncFunctionDef():
                    yield from visit(child, True)
                case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                    yield from visit(child, True)
                case ast.stmt() | ast.ExceptHandler() | ast.match_case():
                    yield from visit(child, late)

    return visit(tree(path), False)


@cache
def imports() -> list[Import]:
    return [one for path in FILES for one in imports_in(path)]


def ours(one: Import) -> bool:
    return one.of.partition(".")[0] == "relay"


def rule(module: str) -> set[str] | None:
    return next((allowed for pattern, allowed in MAY_IMPORT.items() if fnmatch(module, pattern)), None)


def fits(name: str, patterns: set[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)


def test_the_source_is_seen() -> None:
    """As otherwise the tests below would pass by reading nothing."""
    assert len(FILES) > 60
    assert any(one.of == "relay.errors" and one.by == "relay.model" for one in imports())
    assert any(one.late and one.of == "relay.channels.telegram" for one in imports())
    assert any(one.of == "relay.feed.decide" and one.by == "relay.ingest" for one in imports())
    assert any(
        one.by == "relay.emulator.telegram.emulator" and one.of == "relay.emulator.telegram.state" for one in imports()
    )


def test_every_module_has_its_place() -> None:
    assert not [module for module in sorted(MODULES) if rule(module) is None]


def test_every_rule_is_needed() -> None:
    assert not [pattern for pattern in MAY_IMPORT if not any(fnmatch(module, pattern) for module in MODULES)]


def test_modules_know_only_whom_they_may_know() -> None:
    wrong = [
        f"{one.by}:{one.line} imports {one.of}"
        for one in imports()
        if ours(one) and one.of != "relay" and not fits(one.of, rule(one.by) or set())
    ]
    assert not wrong, "\n".join(wrong)


def test_the_emulator_knows_nothing_of_relay_and_only_the_demo_knows_it() -> None:
    assert not [one for one in imports() if one.by.startswith("relay.emulator") and ours(one) and not emulated(one.of)]
    assert {one.by for one in imports() if emulated(one.of) and not emulated(one.by)} == {"relay.commands.demo"}


def emulated(module: str) -> bool:
    return module == "relay.emulator" or module.startswith("relay.emulator.")


def test_the_middle_is_pure() -> None:
    wrong = [
        f"{one.by}:{one.line} imports {one.of}"
        for one in imports()
        if fits(one.by, NO_EFFECTS) and (one.of in IMPURE or one.of.partition(".")[0] in IMPURE)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_middle_is_handed_the_time() -> None:
    clocks = {"now", "utcnow", "today"}
    wrong = [
        f"{module_name(path)}:{node.lineno}"
        for path in FILES
        if fits(module_name(path), NO_EFFECTS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    ]
    assert not wrong


def test_libraries_are_imported_only_where_they_belong() -> None:
    wrong = []
    for one in imports():
        library = one.of.partition(".")[0]
        if library in sys.stdlib_module_names or library == "relay":
            continue
        file = one.by.removeprefix("relay.").replace(".", "/") + ".py"
        if not fits(file, THIRD_PARTIES.get(library, set())):
            wrong.append(f"{one.by}:{one.line} imports {one.of}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("library", "place"), [(library, place) for library, places in THIRD_PARTIES.items() for place in sorted(places)]
)
def test_no_library_is_allowed_where_it_is_not_used(library: str, place: str) -> None:
    using = {
        one.by.removeprefix("relay.").replace(".", "/") + ".py" for one in imports() if one.of.split(".")[0] == library
    }
    assert any(fnmatch(file, place) for file in using)


@pytest.mark.parametrize("library", ["aiogram", "relay.channels.telegram"])
def test_aiogram_is_imported_late(library: str) -> None:
    """It takes seconds, which no command pays that does not talk to Telegram."""
    early = [one for one in imports() if one.of.startswith(library) and not one.late]
    assert all(one.by.startswith("relay.channels.telegram") for one in early)


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in MODULES}
    for one in imports():
        if ours(one) and not one.late:
            graph[one.by].add(one.of)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_packages_hold_nothing_but_what_they_are_for() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        body = tree(path).body
        assert len(body) == 1, path
        assert ast.get_docstring(tree(path)), path


def test_every_folder_of_code_is_a_package() -> None:
    assert not [path for path in FILES if not (path.parent / "__init__.py").exists()]


def test_files_are_small() -> None:
    long = {}
    for path in FILES:
        lines = len(path.read_text("utf-8").splitlines())
        if lines > LINES:
            long[path.name] = lines
    assert not long


def test_functions_are_small() -> None:
    """Counted without signature and docstring."""
    long = {}
    for path in FILES:
        for node in statements(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) is not None else node.body
                lines = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if lines > BODY:
                    long[f"{module_name(path)}.{node.name}"] = lines
    assert not long
