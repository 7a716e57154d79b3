"""What the keys of a ``[[source]]`` must be like, beyond their type: CSS selectors, and keys that fit its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic_core import PydanticCustomError

from relay.errors import Text

LISTING_KEYS = ("item", "link", "title", "date", "summary")
"""Selectors that read a listing page."""


def css_selector(value: object) -> object:
    """A CSS selector; raises PydanticCustomError for what is none."""
    if not isinstance(value, str) or not value.strip():
        return value
    # Late: it brings Beautiful Soup, and few configurations have selectors.
    from soupsieve import SelectorSyntaxError, compile  # noqa: A004, PLC0415 - see above

    try:
        compile(value)
    except SelectorSyntaxError as error:
        raise PydanticCustomError("selector", "", {"column": error.col or 1}) from None
    except (ValueError, NotImplementedError, TypeError):
        raise PydanticCustomError("selector", "", {"column": 1}) from None
    return value.strip()


def path_pattern(value: object) -> object:
    """The beginning of a path, ``/presse/``; raises PydanticCustomError for anything else."""
    if isinstance(value, str) and value and not value.startswith(("/", "*")):
        raise PydanticCustomError("path", "")
    return value


def misfits(source: Mapping[str, object]) -> Iterator[tuple[str, Text]]:
    """Keys of a source that are missing, or have no meaning for its kind, and what to say about them."""
    kind, audited = source["kind"], bool(source["audit"])
    given = [key for key in LISTING_KEYS if source[key]]
    if kind == "listing" and not source["item"]:
        yield (
            "item",
            Text('kind = "listing" needs item, the CSS selector of one entry of the list (see relay discover)'),
        )
    elif kind != "listing" and given and not audited:
        for key in given:
            facts = {"key": key, "kind": kind}
            yield key, Text('kind = "{kind}" has no {key}: it belongs to kind = "listing", or to audit', facts)
    elif kind != "listing" and given and not source["item"]:
        yield given[0], Text("{key} needs item, the CSS selector of one entry of the list", {"key": given[0]})
    if kind != "sitemap" and source["path"]:
        yield "path", Text('kind = "{kind}" has no path: it belongs to kind = "sitemap"', {"kind": kind})
