"""Templates of posts: a small part of Jinja that can neither run for long nor write anything unescaped. Pure.

What is possible is a list (variables, if, or, a few filters); without loops, calls and arithmetic, what a template
makes is hardly longer than itself and its values. https://jinja.palletsprojects.com/en/stable/templates/
"""

from __future__ import annotations

import difflib
import re
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from relay.errors import Text
from relay.render.jinja_words import unreadable
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
_TAKES = {"default": 2}
"""Values that a filter takes in brackets; the others take none."""
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
    "Scope": "{% autoescape %}",
    "Sub": "-",
    "Test": "is",
    "Tuple": "(...)",
}
"""How a template writes what is not possible; other things are written as they are called."""
_FILE = "<template>"
_NO_CHARACTERS = str.maketrans({SLOT: "", MARK: "", SAID: ""})
_LONGEST_TAG = 80
"""Characters of a tag that are told with what is wrong with it."""
_LINK = re.compile(r"""a\s+href\s*=\s*(["'])(.*)""", re.DOTALL | re.IGNORECASE)


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
    environment.filters = {name: environment.filters[name] for name in _FILTERS} | {"default": _default}
    environment.globals.clear()
    return environment


def _default(value: object, otherwise: object = "", empty: object = True, /) -> object:
    """Unlike Jinja's own, for what is empty as well, if not asked for otherwise: no variable of ours is undefined."""
    return (value or otherwise) if empty else value


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
        tree = _environment().parse(source := source.translate(_NO_CHARACTERS))
    except TemplateSyntaxError as error:
        raise unreadable(error.message or "?", error.lineno, lambda: _environment().lex(source)) from error
    except RecursionError as error:
        raise Misprint("the template is nested too deeply") from error
    _require_possible(tree, known)
    return tree


def _require_possible(tree: nodes.Template, known: tuple[str, ...]) -> None:
    from jinja2 import nodes  # noqa: PLC0415 - as above

    written = {id(one) for output in tree.find_all(nodes.Output) for one in output.nodes}
    for node, line in _with_lines(tree):
        kind = type(node).__name__
        if kind not in _NODES:
            what = _WRITTEN.get(kind, f"{{% {kind.lower()} %}}")
            raise Misprint("this is not possible in a template: {what}", line=line, what=what)
        if isinstance(node, nodes.Filter):
            _require_filter(node, line)
        if isinstance(node, nodes.Name) and node.name not in (*known, TEXT):
            hint = _hint(node.name, (*known, TEXT))
            raise Misprint("there is no variable {name}{hint}", line=line, name=node.name, hint=hint)
        if isinstance(node, nodes.Name) and node.name == TEXT and id(node) not in written:
            raise Misprint("the variable text can only be written by itself, not be asked about or changed", line=line)


def _with_lines(tree: nodes.Node) -> Iterator[tuple[nodes.Node, int]]:
    """All that a template consists of, in order, and its line: nodes that Jinja puts in itself have that of others."""
    left = [(tree, 1)]
    while left:
        node, line = left.pop()
        below = [*node.iter_child_nodes()]
        line = next((one.lineno for one in (node, *below) if one.lineno), line)
        yield node, line
        left += [(child, line) for child in reversed(below)]


def _require_filter(node: nodes.Filter, line: int) -> None:
    if node.name not in _FILTERS:
        raise Misprint("there is no filter {name}{hint}", line=line, name=node.name, hint=_hint(node.name, _FILTERS))
    if node.kwargs or node.dyn_args or node.dyn_kwargs or len(node.args) > _TAKES.get(node.name, 0):
        shown = 'default("...")' if node.name in _TAKES else node.name
        raise Misprint("the filter {name} is written {shown}", line=line, name=node.name, shown=shown)


def _hint(name: str, names: tuple[str, ...]) -> Text:
    near = difflib.get_close_matches(name.lower(), names, n=1, cutoff=0.5)
    if near:
        return Text('; did you mean "{name}"?', {"name": near[0]})
    return Text("; possible: {expected}", {"expected": ", ".join(names)})


def _mark(tree: nodes.Template) -> None:
    """Put a mark before each < that the template itself writes: its line, and how the template writes the tag."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    for output in tree.find_all(nodes.Output):
        for number, data in enumerate(output.nodes):
            if isinstance(data, nodes.TemplateData):
                data.data = _marked(data, output.nodes[number + 1 :])


def _marked(data: nodes.TemplateData, following: Sequence[nodes.Node]) -> str:
    """Raises `Misprint` for a tag that is not whole, and for an address that a value is part of."""
    first, *rest = data.data.split("<")
    line, marked = (data.lineno or 1) + first.count("\n"), [first]
    for number, part in enumerate(rest, 1):
        said, values = _tag(part, following if number == len(rest) else ())
        if ">" not in said:
            raise Misprint("there is no > to this <; for the sign itself write &lt;", line=line)
        said = " ".join(said.partition(">")[0].split())
        shown = said if len(said) <= _LONGEST_TAG else f"{said[:_LONGEST_TAG]}..."
        _require_address(said, values, shown, line)
        marked.append(f"{MARK}{line};{shown}{SAID}<{part}")
        line += part.count("\n")
    return "".join(marked)


def _tag(begun: str, following: Sequence[nodes.Node]) -> tuple[str, list[nodes.Node]]:
    """What stands between < and > in the template: the names of variables, not what they stand for; and its values."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    said, values = begun, []
    for node in following:
        if ">" in said:
            break
        if isinstance(node, nodes.TemplateData):
            said += node.data.partition("<")[0]
        else:
            name = next((one.name for one in (node, *node.find_all(nodes.Name)) if isinstance(one, nodes.Name)), "...")
            said += f"{{{{ {name} }}}}"
            values.append(node)
    return said, values


def _require_address(said: str, values: Sequence[nodes.Node], shown: str, line: int) -> None:
    """A value that is put into an address would have to be escaped as one, and may lead anywhere."""
    found = _LINK.fullmatch(said)
    if not values or not found:
        return
    alone = re.fullmatch(r"\{\{ [\w.]+ \}\}" + found[1], found[2].strip())
    if not alone or not _is_address(values[0]):
        raise Misprint(
            "an address is written out, or is the variable link and nothing else: <{tag}>", line=line, tag=shown
        )


def _is_address(node: nodes.Node | None) -> bool:
    """Whether it is the link, or an address that the template names in its place."""
    from jinja2 import nodes  # noqa: PLC0415 - as above

    match node:
        case nodes.Name():
            return node.name == "link"
        case nodes.Filter():
            return node.name == "default" and _is_address(node.node) and all(map(_is_address, node.args))
        case _:
            return isinstance(node, nodes.Const)
