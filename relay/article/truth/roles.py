"""Which part each noun and number plays in a sentence: who pays whom, from what to what, what is not. Pure.

German tells it by prepositions, by order, and by articles that are often the same in several cases. So two sentences
are only said to give the same parts where each noun and number stands behind the same preposition, those behind none
in the same order (subject and objects), a genitive behind its noun, and "nicht" or "nur" before the same word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from relay.article.german import OPENERS, WEEKDAYS, words
from relay.article.truth.claims import Claim, Kind
from relay.article.truth.vocabulary import Vocabulary, Word

_ONE = {
    "zum": "zu", "zur": "zu", "im": "in", "ins": "in", "am": "an", "ans": "an", "vom": "von", "beim": "bei",
    "aufs": "auf", "fürs": "für",
}  # fmt: skip
_PREPOSITIONS = words(
    "ab an auf aus bei bis durch entlang für gegen gegenüber hinter in mit nach neben ohne seit statt trotz um unter "
    "von vor wegen während zu zwischen über außer je pro per laut gemäß innerhalb außerhalb anstelle aufgrund infolge "
    "dank samt nebst als wie"
)
_ARTICLES = words(
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner keines ihr ihre ihren "
    "ihrem ihrer ihres sein seine seinen seinem seiner seines unser unsere unseren unserem unserer unseres"
)
_GENITIVE = words("der des eines einer ihrer ihres seiner seines unserer unseres")
_TOGETHER = words("und oder sowie bis")
_ENDS = words(
    "ist sind sei seien war waren wird werden wurde wurden werde hat haben hatte hatten habe bleibt bleiben blieb muss "
    "müssen darf dürfen kann können soll sollen will wollen sofort heute morgen gestern sich er sie es man wir nicht"
)
"""Small words that no preposition reaches over."""
_SCOPE = re.compile(
    r"(?:nicht|nichts|nie|niemals|niemand\w*|kein(?:e[nrms]?|esfalls|eswegs)?|weder|kaum|nur|lediglich|ausschließlich|allein"
    r"|noch|schon|erst|bereits|auch|sogar|mehr|weniger|fast|wieder)"
)
_SHORTEST = 4
"""Letters by which the words behind "nicht" or "nur" are compared."""


@dataclass(frozen=True)
class Role:
    """A noun, road or number, or what "nicht" and the like belong to, and by what its part is known."""

    text: str
    """The noun as it stands there; a claim in its one form, with its unit."""
    start: int
    before: str = ""
    """Its preposition, in one form; empty: subject, object or genitive."""
    head: str = ""
    """Of a genitive the noun before it."""
    scope: str = ""
    """Of "nicht" and the like the word it stands before, else the one behind which it ends the part."""
    noun: bool = True

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """By which it is known again, inflected."""
        return Vocabulary([self.text])


@dataclass
class _State:
    """What has been read last."""

    before: str = ""
    last: Role | None = None
    end: int = -1
    article: str = ""
    joined: bool = False


def roles(text: str, said: Sequence[Word], stated: Sequence[Claim]) -> Iterator[Role]:
    """Those of a part of a sentence, in order; `text` is all of the sentence, in which both have their places."""
    state = _State()
    tokens: list[Word | Claim] = sorted((*said, *stated), key=lambda one: one.start)
    for token in tokens:
        if isinstance(token, Word) and _is_small(token):
            _read(state, token.text.lower())
            continue
        end = token.end if isinstance(token, Claim) else token.start + len(token.text)
        if _is_time(token):
            state.before, state.last, state.end = "", None, end
            continue
        state.last = _noun(state, text, token)
        state.before, state.article, state.joined, state.end = "", "", False, end
        yield state.last
    yield from _scopes(tokens)


def keeps_roles(part: Sequence[Role], release: Sequence[Role]) -> bool:
    """Whether all that a part names plays the same part in the release's."""
    place = -1
    for role in part:
        if role.scope:
            if not any(_same_scope(role, other) for other in release):
                return False
            continue
        known = [n for n, other in enumerate(release) if _same(role.text, other)]
        alike = [n for n in known if release[n].before == role.before and _same_head(role, release[n])]
        ordered = not (role.before or role.head)
        alike = [n for n in alike if n > place or not ordered]
        if known and not alike:
            return False
        if alike and ordered:
            place = alike[0]
    return True


def _is_small(word: Word) -> bool:
    return not word.capital or (word.opens and word.text in OPENERS)


def _is_time(token: Word | Claim) -> bool:
    """Days and hours have bounds instead (`Claim.bound`)."""
    if isinstance(token, Word):
        return token.text in WEEKDAYS
    return token.kind in (Kind.DATE, Kind.TIME)


def _read(state: _State, small: str) -> None:
    """A word that is no noun: a preposition reaches to the next noun, over articles and adjectives."""
    small = _ONE.get(small, small)
    if small in _TOGETHER and state.last is not None:
        state.joined = True
    elif small in _PREPOSITIONS:
        state.before, state.joined, state.last = small, False, None
    elif small in _ARTICLES:
        state.article = small
    else:
        state.last, state.joined = None, False
        if small in _ENDS:
            state.before = ""


def _noun(state: _State, text: str, token: Word | Claim) -> Role:
    named = token.text if isinstance(token, Word) else f"{token.value} {token.unit}".strip()
    before, head, last = state.before, "", state.last
    if last is not None:
        gap = text[state.end : token.start]
        if state.joined or not gap.strip() or (gap.strip() == "," and not before):
            before = before or last.before
        elif state.article in _GENITIVE and not before and "," not in gap:
            head = last.text
    return Role(named, token.start, before, head, noun=isinstance(token, Word))


def _scopes(tokens: Sequence[Word | Claim]) -> Iterator[Role]:
    heavy = [one for one in tokens if isinstance(one, Claim) or not _is_light(one.text.lower())]
    for n, one in enumerate(heavy):
        if isinstance(one, Word) and _SCOPE.fullmatch(one.text.lower()):
            reached = heavy[n + 1 : n + 2] or heavy[max(0, n - 1) : n]
            yield Role(_negation(one.text.lower()), one.start, scope=_short(reached[0]) if reached else "-")


def _is_light(small: str) -> bool:
    return _ONE.get(small, small) in _PREPOSITIONS or (small in _ARTICLES and not small.startswith("kein"))


def _negation(small: str) -> str:
    return "kein" if small.startswith("kein") else small


def _short(token: Word | Claim) -> str:
    return token.value if isinstance(token, Claim) else token.text.lower()[: max(_SHORTEST, len(token.text) - 2)]


def _same(text: str, other: Role) -> bool:
    if other.scope or not text:
        return False
    return text == other.text or (other.noun and other.vocabulary.has(Word(text, 0)))


def _same_head(role: Role, other: Role) -> bool:
    if not role.head or not other.head:
        return role.head == other.head
    return role.head == other.head or Vocabulary([other.head]).has(Word(role.head, 0))


def _same_scope(role: Role, other: Role) -> bool:
    if role.text != other.text or not other.scope:
        return False
    short, long = sorted((role.scope, other.scope), key=len)
    return long.startswith(short)
