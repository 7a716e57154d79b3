"""Templates of posts: a small part of Jinja that can neither run for long nor write anything unescaped. Pure.

What is possible is a list (variables, if, or, a few filters); without loops, calls and arithmetic, what a template
makes is hardly longer than itself and its values. https://jinja.palletsprojects.com/en/stable/templates/
"""

from __future__ import annotations

import difflib
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from relay.errors import Text
from relay.render.tags import MARK, SAID, SLOT, Misprint

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.lexer import Token
    from jinja2.sandbox import SandboxedEnvironment

LONGEST = 4000
"""Characters: as many as a message has."""
TEXT = "text"
"""The variable whose place is taken by the text."""
_FILTERS = ("default", "length", "lower", "trim")
_VALUES = ("Name", "Const", "Filter", "Keyword", "Concat", "Compare", "Operand", "And", "Or", "Not", "CondExpr")
_NODES = frozenset(("Template", "Output", "TemplateData", "If", *_VALUES))
_WRITTEN = {
    "Add": "+",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "Call": "(...)",
    "CallBlock": "{% call %}",
    "Dict": "{...}",
    "Div": "/",
    "FilterBlock": "{% filter %}",
    "FloorDiv": "//",
    "FromImport": "{% from %}",
    "Getattr": ".",
    "Getitem": "[...]",
    "List": "[...]",
    "Mod": "%",
    "Mul": "*",
    "Neg": "-",
    "Pos": "+",
    "Pow": "**",
    "ScopedEvalContextModifier": "{% autoescape %}",
    "Sub": "-",
    "Test": "is",
    "Tuple": "(...)",
}
"""How a template writes what is not possible; other things are written as they are called."""
_FILE = "<template>"
_NO_CHARACTERS = str.maketrans({SLOT: "", MARK: "", SAID: ""})
_LONGEST_TAG = 80
"""Characters of a tag that are told with what is wrong with it."""


def fill(source: str, values: Mapping[str, str]) -> str:
    """The template with these values, escaped, its tags marked (`relay.render.tags`). Raises `Misprint`."""
    template = _compiled(source, tuple(values))
    clean = {name: value.translate(_NO_CHARACTERS) for name, value in values.items()}
    try:
        return template.render({**clean, TEXT: SLOT})
    except Exception as error:
        frames = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
        line = (frames or [1])[-1] or 1
        if isinstance(error, TypeError):
            raise Misprint(
                "each variable is text: compare it with text in quotation marks, or its length with a number", line=line
            ) from error
        # Not what it says: that may quote the values with which the template is tried.
        raise Misprint("the template fails: {why}", line=line, why=type(error).__name__) from error


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
    from jinja2.ext import Extension  # noqa: PLC0415 - as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 - as above

    class OwnLines(Extension):
        """Instead of Jinja's trim_blocks, which also takes the line end from behind words and a condition."""

        def filter_stream(self, stream: Iterable[Token]) -> Iterable[Token]:
            return _without_block_lines(stream)

    environment = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, extensions=[OwnLines])
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.globals.clear()
    return environment


def _without_block_lines(stream: Iterable[Token]) -> Iterator[Token]:
    """A line that holds nothing but block tags and comments leaves no line behind; every other one keeps its end."""
    from jinja2.lexer import TOKEN_DATA, TOKEN_VARIABLE_BEGIN, Token  # noqa: PLC0415 - as above

    bare = True
    """Whether there is nothing else in the line so far."""
    for token in stream:
        if token.type == TOKEN_DATA:
            first, *others = token.value.split("\n")
            bare = bare and not first.strip()
            if bare and others:
                yield Token(token.lineno + 1, TOKEN_DATA, "\n".join(others))
            else:
                yield token
            bare = not others[-1].strip() if others else bare
        else:
            bare = bare and token.type != TOKEN_VARIABLE_BEGIN
            yield token


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
            what = _WRITTEN.get(kind, f"{{% {kind.lower()} %}}")
            raise Misprint("this is not possible in a template: {what}", line=node.lineno, what=what)
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
    """Put a mark before each < that the template itself writes: its line, and how the template writes the tag."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    for output in tree.find_all(nodes.Output):
        for number, data in enumerate(output.nodes):
            if isinstance(data, nodes.TemplateData):
                data.data = _marked(data, output.nodes[number + 1 :])


def _marked(data: nodes.TemplateData, following: Sequence[nodes.Node]) -> str:
    first, *rest = data.data.split("<")
    line, marked = data.lineno + first.count("\n"), [first]
    for number, part in enumerate(rest, 1):
        said = _tag(part, following if number == len(rest) else ())
        marked.append(f"{MARK}{line};{said}{SAID}<{part}")
        line += part.count("\n")
    return "".join(marked)


def _tag(begun: str, following: Sequence[nodes.Node]) -> str:
    """What stands between < and > in the template: the names of variables, not what they stand for."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    said = begun
    for node in following:
        if ">" in said or len(said) > _LONGEST_TAG:
            break
        if isinstance(node, nodes.TemplateData):
            said += node.data.partition("<")[0]
        else:
            name = next((one.name for one in (node, *node.find_all(nodes.Name)) if isinstance(one, nodes.Name)), "...")
            said += f"{{{{ {name} }}}}"
    said = " ".join(said.partition(">")[0].split())
    return said if len(said) <= _LONGEST_TAG else f"{said[:_LONGEST_TAG]}..."
