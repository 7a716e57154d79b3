"""What people read, in their language. English is in the code; German is in `relay.german.words`."""

from __future__ import annotations

import os
from collections.abc import Mapping

from relay.errors import RelayError, Text
from relay.german.words import GERMAN


def tell(said: Text | RelayError | str, language: str) -> str:
    """A sentence in a language (``de`` or ``en``), its facts told in it as well."""
    text = said.text if isinstance(said, RelayError) else said
    if isinstance(text, str):
        return GERMAN.get(text, text) if language == "de" else text
    message = GERMAN.get(text.message, text.message) if language == "de" else text.message
    if not text.facts:
        return message
    return message.format(**{name: _fact(fact, language) for name, fact in text.facts.items()})


def _fact(fact: object, language: str) -> object:
    match fact:
        case Text() | RelayError():
            return tell(fact, language)
        case tuple():
            return "\n".join(str(_fact(one, language)) for one in fact)
        case _:
            return fact


def guess_language(environ: Mapping[str, str] = os.environ) -> str:
    """The language to speak before a configuration says which (LC_ALL, LC_MESSAGES, LANG: locale(7))."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(name):
            return "de" if environ[name].startswith("de") else "en"
    return "en"
