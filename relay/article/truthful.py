"""Whether a summary that somebody else wrote (a language model) may be posted in a release's name. Pure.

Whoever is not believed is refused: then the teaser is made of the release's own sentences. A sentence that stands in
the release word for word is held to what such a teaser is: it opens as a lead should, stands behind its own
predecessor if it leans on it, and is no talk. Any other may shorten one sentence of the release and begin with another
of its phrases, and little else:

- every date, time, road and number is one of the release's, with its unit, weekday and bound ("ab", "bis",
  "höchstens"), and belongs to the words around it at least as well as any other of its kind does (no amounts are
  swapped);
- every capitalised word is one of the release's: noun, name or place, inflected at most; two in a row stand together
  in the release (no first name gets another surname);
- a negation stands where the release has one, and nothing turned into its opposite;
- one sentence of the release, outside of quotations, upholds each of its parts (`relay.article.truth.upheld`), and
  each noun keeps its part in it (`relay.article.truth.roles`);
- most of its words are the release's.

Every quotation is one of the release's, word for word. The whole is as long as allowed, of whole sentences, in the
release's language, without markup, links, hashtags, emoji, greetings or talk about itself.

What this cannot see: that a phrase goes with another noun of the sentence than before ("der Unfall mit dem Auto"),
what was left out beside denials, conditions and words of manner (an adjective, a place, a cause, what the next sentence
restricts), whom "er" or "sie" mean within a sentence, irony, a relative day of the release that is over when the post
is read, and names that differ in an inflected ending alone ("Hein", "Heine").
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

from relay.article.german import LONGEST_SENTENCE, words
from relay.article.sentences.dateline import dateline
from relay.article.sentences.splitting import split_sentences
from relay.article.teaser.candidates import quotations
from relay.article.teaser.leaning import leans, no_news, no_opening
from relay.article.truth.claims import Claim, Kind, claims, masked
from relay.article.truth.clauses import clauses, fits_worse, negated, of_another
from relay.article.truth.upheld import sentence_of, unheld
from relay.article.truth.vocabulary import Vocabulary, stem, words_of
from relay.errors import Text
from relay.model import Block

_PLAIN = frozenset(" .,;:!?…()–—-„“”\"‚‘’'»«/%€§&+°²³ ")
"""Beside letters and digits. Stars, hashes, brackets, bars and the like are markup."""
_LETTERS = frozenset(string.ascii_letters + string.digits + "äöüÄÖÜßẞ")
"""Others have to be the release's: a Cyrillic "а" looks like an "a"."""
_ADDRESS = re.compile(r"://|^\W*www\.|@|\w\.(?:de|com|org|net|eu|info|example)\b", re.IGNORECASE)
"""In a word, between spaces."""
_GENDERED = re.compile(r"[^\W\d_]{3,}[*:_]in(?:nen)?\b")
_ENDED = re.compile(r"[.!?][“”\"«»’‘)]?$")
_QUOTED = re.compile(r"„([^“”\"„]*)[“”\"]|“([^”“]*)”|»([^«»]*)«|«([^«»]*)»|\"([^\"]*)\"|‚([^‘’‚]*)[‘’]")
_OPEN = re.compile(r"[„“”\"»«]")
_TALK = re.compile(
    r"(?:(?:hier|nachfolgend|im folgenden|anbei)\s(?:ist|sind|kommt|folgt|finden|eine?)\b|(?:kurz)?zusammenfassung\b"
    r"|gerne?\b[,!:]?|(?:natürlich|selbstverständlich|klar)[,!]|hallo\b|guten\s(?:tag|morgen|abend)|lieber?\s"
    r"|sehr\sgeehrte|als\s(?:ki|sprachmodell)\b|(?:in\sder|die|laut)\s(?:pressemitteilung|meldung|text|artikel)\b"
    r"|teaser\b|tl;?dr|text\b|antwort\b|ausgabe\b)",
    re.IGNORECASE,
)
_GERMAN = words(
    "der die das den dem des ein eine einen einem einer und oder ist sind war wird werden wurde wurden hat haben "
    "im am zum zur vom beim mit für auf aus von bei nach über unter ab bis um an zu nicht auch sich als wie wer "
    "es sie er kann können soll"
)
_ENGLISH = words(
    "the and of to is are was were will be has have with for on at from by this that it its as not or an into all "
    "can their"
)
_OPPOSITES = (
    ("gesperrt", "geöffnet"), ("gesperrt", "offen"), ("geschlossen", "geöffnet"), ("geschlossen", "offen"),
    ("kostenlos", "kostenpflichtig"), ("kostenfrei", "kostenpflichtig"), ("steigt", "sinkt"), ("steigen", "sinken"),
    ("gestiegen", "gesunken"), ("erhöht", "gesenkt"), ("mehr", "weniger"), ("erlaubt", "verboten"),
    ("früher", "später"),
    ("mindestens", "höchstens"), ("vormittags", "nachmittags"), ("begonnen", "beendet"), ("angenommen", "abgelehnt"),
    ("links", "rechts"), ("nördlich", "südlich"), ("östlich", "westlich"), ("größer", "kleiner"), ("länger", "kürzer"),
    ("beginnt", "endet"), ("zulässig", "untersagt"), ("freiwillig", "verpflichtend"),
)  # fmt: skip
_FEWEST_WORDS = 4
_SUPPORT = 0.6
"""The share of a sentence's words of some length that has to be the release's."""
_LONG_WORD = 5
_UNTRUE = "it says {what}, which the release does not"


def refusal(summary: str, *, title: str, blocks: Sequence[Block], length: int) -> Text | None:
    """Why a summary of at most `length` characters must not be posted for this release; None if it may be."""
    if wrong := _form(summary, length):
        return wrong
    release = _Release(title, blocks)
    if wrong := _strange(summary, release):
        return wrong
    sentences = split_sentences(summary)
    place, before, previous = 0, -1, -1
    while place < len(sentences):
        n, count = release.unit_at(sentences, place, before)
        wrong = _out_of_place(release, n, previous, place) if n >= 0 else _reworded(sentences[place], release)
        if wrong:
            return wrong
        place, previous, before = place + count, n, max(n, before)
    return None


def _reworded(sentence: str, release: _Release) -> Text | None:
    """Why a sentence that is not the release's own must not stand there."""
    begins = sentence[:1].isupper() or sentence[:1].isdigit() or _OPEN.match(sentence)
    if not begins or not _ENDED.search(sentence):
        return Text("it has sentences that are not whole")
    for check in (_claims, _nouns, _sense, _support, _upheld):
        if wrong := check(sentence, release):
            return wrong
    return leans((sentence,))


def _out_of_place(release: _Release, n: int, previous: int, place: int) -> Text | None:
    """Why a unit of the release must not stand there; `previous` is the one before it in the summary, -1 if none."""
    units = release.units
    if n == 0 and place == 0:
        return None
    if place == 0:
        return no_opening(units, n)
    if previous == n - 1:
        return no_news(units[n])
    return leans(units[n]) or no_news(units[n])


class _Release:
    """What a summary is held against."""

    def __init__(self, title: str, blocks: Sequence[Block]) -> None:
        sentences = [title, *(sentence for block in blocks for sentence in block.sentences)]
        # What no person wrote upholds nothing.
        read = [one for one in sentences if len(one) <= LONGEST_SENTENCE]
        self.text = "\n".join([title, *(block.text for block in blocks)])
        self.verbatim = {one for one in sentences[1:] if _ENDED.search(one)}
        found = [unit for block in blocks for unit in quotations(block.sentences)]
        self.units = [unit for unit in found if _ENDED.search(unit[-1])]
        alone = (title, *(unit[0] for unit in found if len(unit) == 1))
        self.sentences = [sentence_of(one) for one in alone if len(one) <= LONGEST_SENTENCE]
        stated = [claims(one) for one in read]
        self.claims = [*chain.from_iterable(stated)]
        self.clauses = [clause for one in read for clause in clauses(one)]
        self.words = Vocabulary([*map(masked, read, stated)])
        self.quoted = [_squeezed(one) for block in [title, *(b.text for b in blocks)] for one in _quotations(block)]

    def unit_at(self, sentences: Sequence[str], place: int, after: int) -> tuple[int, int]:
        """The number of the unit that a summary repeats there, behind those before, and its length; else -1 and 1."""
        first = sentences[place][len(dateline(sentences[place])) :]
        for n in range(after + 1, len(self.units)):
            unit = self.units[n]
            if first == unit[0] and tuple(sentences[place + 1 : place + len(unit)]) == unit[1:]:
                return n, len(unit)
        return -1, 1


def _form(summary: str, length: int) -> Text | None:
    if not summary:
        return Text("it is empty")
    if len(summary) > length:
        return Text("it has {count} characters instead of at most {length}", {"count": len(summary), "length": length})
    if summary != summary.strip() or "\n" in summary or "\r" in summary:
        return Text("it is no single paragraph")
    if summary.endswith(("…", "...", ":")):
        return Text("it breaks off")
    if len(summary.split()) < _FEWEST_WORDS:
        return Text("it is no sentence")
    return None


def _strange(summary: str, release: _Release) -> Text | None:
    """What is no plain German text of a press office, or whatever the release's language is."""
    addresses = [word for word in summary.split() if _ADDRESS.search(word)]
    if any(word.strip("„“.,;:!?()") not in release.text for word in addresses):
        return Text("it has a link or an address that the release does not have")
    bare = " ".join(word for word in summary.split(" ") if word not in addresses)
    bare = _GENDERED.sub(lambda word: " " if word[0] in release.text else word[0], bare)
    if any(not (char in _PLAIN or char in _LETTERS or (char.isalnum() and char in release.text)) for char in bare):
        return Text("it has markup, emoji or signs that do not belong there")
    talk = _TALK.match(summary.lstrip('„"»“ '))
    if talk and not any(one.startswith(talk[0]) for one in release.verbatim):
        return Text("it talks to the reader or about itself")
    if _language(summary) != _language(release.text):
        return Text("it is not in the language of the release")
    for quotation in _quotations(summary):
        if not any(_squeezed(quotation) in one for one in release.quoted):
            return Text("it quotes what the release does not")
    if _OPEN.search(_QUOTED.sub("", summary)) and not all(one in release.verbatim for one in split_sentences(summary)):
        return Text("it has a quotation that does not end")
    return None


def _claims(sentence: str, release: _Release) -> Text | None:
    found = claims(sentence)
    for claim in found:
        said = sentence[claim.start : claim.end].strip()
        same = [one for one in release.claims if claim.same(one)]
        if not same:
            return Text(_UNTRUE, {"what": said})
        if claim.weekday and claim.weekday not in {one.weekday for one in same}:
            return Text("it gives {what} another weekday", {"what": said})
        bounds = {one.bound for one in same}
        if (claim.bound and claim.bound not in bounds) or (claim.kind is not Kind.ROAD and _unbound(claim, bounds)):
            return Text("it makes a beginning, an end or a limit of {what}, or the other way round", {"what": said})
    for clause in clauses(sentence):
        for claim in clause.claims:
            if fits_worse(claim, clause, release.clauses) or of_another(claim, clause, release.clauses):
                what = sentence[claim.start : claim.end].strip()
                return Text("it says {what} of something else", {"what": what})
    return None


def _unbound(claim: Claim, bounds: set[str]) -> bool:
    return not claim.bound and "" not in bounds


def _nouns(sentence: str, release: _Release) -> Text | None:
    words_found = words_of(masked(sentence, claims(sentence)))
    for word in words_found:
        if word.capital and not release.words.has(word):
            return Text(_UNTRUE, {"what": word.text})
    for first, second in pairwise(words_found):
        gap = sentence[first.start + len(first.text) : second.start]
        if (
            first.capital
            and second.capital
            and gap == " "
            and not first.opens
            and not release.words.pairs(first.text, second.text)
        ):
            return Text("it puts {first} and {second} together", {"first": first.text, "second": second.text})
    return None


def _sense(sentence: str, release: _Release) -> Text | None:
    for clause in clauses(sentence):
        if negated(clause, release.clauses):
            return Text("it denies what the release says, or says what the release denies")
    said = {word.text.lower() for word in words_of(sentence)}
    for pair in _OPPOSITES:
        for one, other in (pair, pair[::-1]):
            if one in said and not release.words.knows(one) and release.words.knows(other):
                return Text(_UNTRUE, {"what": one})
    for word in sorted(said):
        if not release.words.knows(word) and (
            release.words.knows(f"un{word}") or (word.startswith("un") and release.words.knows(word[2:]))
        ):
            return Text(_UNTRUE, {"what": word})
    return None


def _support(sentence: str, release: _Release) -> Text | None:
    long = [word.text for word in words_of(masked(sentence, claims(sentence))) if len(word.text) >= _LONG_WORD]
    known = sum(stem(word) in release.words.stems for word in long)
    if known < _SUPPORT * len(long):
        return Text("most of a sentence is not from the release")
    return None


def _upheld(sentence: str, release: _Release) -> Text | None:
    for part in unheld(sentence, release.sentences):
        return Text("it says {what} of something else", {"what": part})
    return None


def _language(text: str) -> str:
    """``de`` or ``en``, by the small words; ``?`` where there are none."""
    said = [word.text.lower() for word in words_of(text)]
    german, english = sum(word in _GERMAN for word in said), sum(word in _ENGLISH for word in said)
    return "?" if german == english == 0 else "de" if german >= english else "en"


def _quotations(text: str) -> Iterator[str]:
    for match in _QUOTED.finditer(text):
        yield next(group for group in match.groups() if group is not None)


def _squeezed(text: str) -> str:
    """A quotation as it is compared: whatever marks stand inside it, and without the stop at its end."""
    return re.sub(r"[„“”\"‚‘’'»«]", "'", " ".join(text.split())).strip(" ,.")
