"""Templates of posts: a small part of Jinja that can neither run for long nor write anything unescaped. Pure.

What is possible is a list (variables, if, or, a few filters); without loops, calls and arithmetic, what a template
makes is hardly longer than itself and its values. https://jinja.palletsprojects.com/en/stable/templates/
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from relay.errors import Text
from relay.render.tags import MARK, SLOT, Misprint

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

LONGEST = 4000
"""Characters: as many as a message has."""
TEXT = "text"
"""The variable whose place is taken by the text."""
_FILTERS = ("default", "length", "lower", "trim")
_VALUES = ("Name", "Const", "Filter", "Keyword", "Concat", "Compare", "Operand", "And", "Or", "Not", "CondExpr")
_NODES = frozenset(("Template", "Output", "TemplateData", "If", *_VALUES))
_FILE = "<template>"
_NO_CHARACTERS = str.maketrans({SLOT: "", MARK: ""})


def fill(source: str, values: Mapping[str, str]) -> str:
    """The template with these values, escaped, its tags marked (`relay.render.tags`). Raises `Misprint`."""
    template = _compiled(source, tuple(values))
    clean = {name: value.translate(_NO_CHARACTERS) for name, value in values.items()}
    try:
        return template.render({**clean, TEXT: SLOT})
    except Exception as error:
        frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
        why = f"{type(error).__name__}: {error}"
        raise Misprint("the template fails: {why}", line=(frames or [1])[-1] or 1, why=why) from error


def names_in(source: str, known: tuple[str, ...]) -> frozenset[str]:
    """The variables that a template uses, of those that are known. Raises `Misprint`."""
    from jinja2 import nodes  # noqa: PLC0415 - a tenth of a second that nobody pays who has no template

    return frozenset(one.name for one in _tree(source, known).find_all(nodes.Name))


@lru_cache(maxsize=32)
def _compiled(source: str, known: tuple[str, ...]) -> Template:
    tree = _tree(source, known)
    _mark(tree)
    try:
        environment = _environment()
        code = environment.compile(tree, filename=_FILE)
        return environment.template_class.from_code(environment, code, {})
    except (SyntaxError, RecursionError, MemoryError) as error:
        raise Misprint("the template is nested too deeply") from error


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.globals.clear()
    return environment


def _tree(source: str, known: tuple[str, ...]) -> nodes.Template:
    """Raises `Misprint` for all that is not on the list."""
    from jinja2 import TemplateSyntaxError  # noqa: PLC0415 - as above

    if len(source) > LONGEST:
        raise Misprint("the template is longer than {count} characters", count=LONGEST)
    try:
        tree = _environment().parse(source.translate(_NO_CHARACTERS))
    except TemplateSyntaxError as error:
        raise Misprint("the template cannot be read: {why}", line=error.lineno, why=error.message or "?") from error
    except RecursionError as error:
        raise Misprint("the template is nested too deeply") from error
    _require_possible(tree, known)
    return tree


def _require_possible(tree: nodes.Template, known: tuple[str, ...]) -> None:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    written = {id(one) for output in tree.find_all(nodes.Output) for one in output.nodes}
    for node in tree.find_all(nodes.Node):
        kind = type(node).__name__
        if kind not in _NODES:
            raise Misprint("this is not possible in a template: {what}", line=node.lineno, what=kind)
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            hint = _hint(node.name, _FILTERS)
            raise Misprint("there is no filter {name}{hint}", line=node.lineno, name=node.name, hint=hint)
        if isinstance(node, nodes.Name) and node.name not in (*known, TEXT):
            hint = _hint(node.name, (*known, TEXT))
            raise Misprint("there is no variable {name}{hint}", line=node.lineno, name=node.name, hint=hint)
        if isinstance(node, nodes.Name) and node.name == TEXT and id(node) not in written:
            raise Misprint(
                "the variable text can only be written by itself, not be asked about or changed", line=node.lineno
            )


def _hint(name: str, names: tuple[str, ...]) -> Text | str:
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    return Text('; did you mean "{name}"?', {"name": near[0]}) if near else ""


def _mark(tree: nodes.Template) -> None:
    """Put a mark with its line before each < that the template itself writes."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    for data in tree.find_all(nodes.TemplateData):
        first, *rest = data.data.split("<")
        line, marked = data.lineno + first.count("\n"), [first]
        for part in rest:
            marked.append(f"{MARK}{line};<{part}")
            line += part.count("\n")
        data.data = "".join(marked)
