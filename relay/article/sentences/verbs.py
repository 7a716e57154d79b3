"""Whether a clause has a finite verb, and whether another one begins: a main clause has one (as far as words tell)."""

from __future__ import annotations

import re
from itertools import pairwise

from relay.article.german import AFTER_VERB, ALWAYS_SUBORDINATING, FINITE, SUBORDINATING, words

JOINS = frozenset(("und", "oder", "sowie", "bzw."))
_SUBJECT_WORDS = 6
"""Words before the verb of a main clause, at most, where it is looked for."""
_QUOTED = re.compile(r"„[^„“”]*[“”]")
_RESTART = re.compile(r"[:;–—„»] ?")
_CLAUSE = re.compile(r"[,.;:!?()–—„“»«] ?|$")
_RELATIVE = re.compile(
    r"[^,.;:!?()–—„“»«]*, (?:[a-zäöüß]+ )?(?:d(?:ie|er|as|en|em|eren|enen|essen)|welche[rsmn]?|wo) "
    r"[^,.;:!?]*, ([\w-]+) ([\w-]+)"
)
"""A clause parted from its verb by a relative one, and the two words that follow: "Kinder, die kommen, melden sich"."""
_MAYBE_VERB = re.compile(r"^[a-zäöüß]{2,}(?:en|t|te|ten|ern|eln)$")
_NO_VERB = words("mit seit nicht den einen keinen zwischen gegen wegen neben unten")
_PRONOUNS = words("sich sie es er wir man")


def begins_a_clause(text: str) -> bool:
    """Whether what a text begins with has a finite verb where a main clause has it."""
    following = text[: _CLAUSE.search(text).start()].split(" ")  # type: ignore[union-attr] # "$" is found
    if relative := _RELATIVE.match(text):
        verb, after = relative.groups()
        return verb in FINITE or (after in AFTER_VERB and _may_be_verb(verb))
    # The last word of a clause is the verb of a subordinate one, or a participle's: "die Busse parken dürfen".
    if len(following) > 2 and following[2] in AFTER_VERB and _may_be_verb(following[1]):
        return True
    # A pronoun right behind it is its subject: "Seit 2020 lehrt sie".
    if any(
        after in _PRONOUNS and before not in JOINS and _may_be_verb(word)
        for before, word, after in zip(following[1:3], following[2:4], following[3:5], strict=False)
    ):
        return True
    if following[1:2] == ["Sie"] and _may_be_verb(following[0].lower()):
        return True
    return any(
        word in FINITE and before not in JOINS and after not in JOINS
        for before, word, after in zip(following, following[1:_SUBJECT_WORDS], following[2:], strict=False)
    )


def has_verb(text: str, within: str = "") -> bool:
    """Whether the last clause of a text has a finite verb already; it begins after the last of `within`."""
    text = _RESTART.split(_QUOTED.sub("", text))[-1]
    if within:
        # "am 3., 4. und 5." is no border of clauses.
        text = text.replace(".,", ".").rpartition(within)[2]
    parts = text.split(" ")
    found = "Sie" in parts[1:2]
    for before, word in pairwise(["", *parts]):
        if word in ALWAYS_SUBORDINATING or (before.endswith(",") and word in SUBORDINATING):
            found = False
        elif _may_be_verb(word.rstrip(",")):
            found = True
    return found


def _may_be_verb(word: str) -> bool:
    return word in FINITE or (_MAYBE_VERB.match(word) is not None and word not in _NO_VERB)
