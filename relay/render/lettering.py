"""Letters that are hard to read or to hear: signs that only look like some, capitals, spaces between them. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

from relay.errors import Text
from relay.render.markup import cut

_SHOWN = 60
_ALPHABET_SIGNS = (
    "\U0001d400-\U0001d7ff\u24b6-\u24e9\uff21-\uff3a\uff41-\uff5a\U0001f130-\U0001f149\U0001f150-\U0001f169"
    "\U0001f170-\U0001f189"
)
"""Bold, cursive, circled, wide: one by itself is a sign of its own (Ⓢ-Bahn, a variable 𝑥)."""
_SMALL = "\u0262\u026a\u0274\u0280\u028f\u0299\u029c\u029f\u02b0-\u02b8\u1d00-\u1d6a\u1d9b-\u1dbf\ua730\ua731"
"""Small capitals and raised letters: phonetic alphabets have them too, and ordinals up to two (2ⁿᵈ)."""
_STRUCK = "\u0332-\u0338"
"""Lines through or below the letter before (Unicode, Combining Diacritical Marks)."""
_FAUX = re.compile(f"[{_ALPHABET_SIGNS}]{{2,}}|[{_SMALL}]{{3,}}|(?:[^\\W_][{_STRUCK}]){{2,}}")
_SMALL_CAPITAL = "LATIN LETTER SMALL CAPITAL "
_SPACED = re.compile(r"(?<!\w)[^\W\d_](?: [^\W\d_](?!\w)){3,}+")
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|#\w+", re.IGNORECASE)
"""Where capitals may be meant; hashtags are looked at as such."""
_CAPITALS = 0.9
_LEAST_CAPITALS = 8
_LONG_WORD = 5
"""Letters from which a word in capitals is no abbreviation beside others."""
_LONGER_WORD = 8
"""And from which it is none by itself."""
_WORDS_IN_A_ROW = 4
VOWELS = frozenset("AEIOUYÄÖÜ")
_LEAST_VOWELS = 1 / 6


def letters_of(text: str) -> Iterator[Text]:
    """What is wrong with the letters of a text: faux ones, and ones with spaces between them."""
    found = _FAUX.findall(text)
    if found:
        facts = {"letters": cut("".join(found), _SHOWN), "plain": cut(_plain("".join(found)), _SHOWN)}
        yield Text('"{letters}" are signs that only look like letters; write "{plain}"', facts)
    spaced = next((one for one in _SPACED.findall(text) if not _is_list(one)), "")
    if spaced:
        facts = {"letters": cut(spaced, _SHOWN), "plain": cut(spaced.replace(" ", ""), _SHOWN)}
        yield Text('the letters "{letters}" are read aloud one by one; write "{plain}"', facts)


def capitals_in(title: str, text: str) -> Iterator[Text]:
    """What is written in capitals: the title, else a passage of the text (which has the title in it), else a word."""
    if _shouts(title):
        yield Text("the title is written in capitals, which are hard to read and may be spelled out")
        text = text.replace(" ".join(title.split()), " ")
    lines = [_words(_ADDRESS.sub(" ", line)) for line in text.split("\n")]
    if any(map(_has_passage, lines)):
        yield Text("whole passages are written in capitals, which are hard to read and may be spelled out")
        return
    if word := next((word for line in lines for word in line if _is_shouted(word)), ""):
        yield Text('"{word}" is written in capitals, which are hard to read', {"word": cut(word, _SHOWN)})


def _plain(faux: str) -> str:
    return unicodedata.normalize("NFKC", "".join(map(_base, faux)))


def _base(char: str) -> str:
    if re.match(f"[{_STRUCK}]", char):
        return ""
    name = unicodedata.name(char, "")
    rest = name.removeprefix(_SMALL_CAPITAL)
    return rest.lower() if rest != name and len(rest) == 1 else char


def _is_list(spaced: str) -> bool:
    """Whether it is the alphabet: "die Klassen A B C D"."""
    letters = spaced.split(" ")
    return all(ord(one) + 1 == ord(after) for one, after in pairwise(letters))


def _words(text: str) -> list[str]:
    """Without numbers, and names of files and places that have digits in them."""
    return [word for word in _WORD.findall(text) if word.isalpha()]


def _shouts(title: str) -> bool:
    letters = [char for char in title if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    longest = max(map(len, _words(title)), default=0)
    return (
        longest >= (_LONG_WORD if " " in title.strip() else _LONGER_WORD)
        and len(letters) >= _LEAST_CAPITALS
        and capitals >= _CAPITALS * len(letters)
    )


def _has_passage(words: list[str]) -> bool:
    """Several words in a row, and not only a list of abbreviations: "DRK, DLRG, THW, ASB"."""
    rows = [list(row) for upper, row in groupby(words, key=str.isupper) if upper]
    return any(len(row) >= _WORDS_IN_A_ROW and sum(len(word) >= _LONG_WORD for word in row) > 1 for row in rows)


def _is_shouted(word: str) -> bool:
    """Long, and to be spoken; a bank's code has a country at its fifth place (ISO 9362: GENODEFF)."""
    code = len(word) == 8 and word[4:6] == "DE"
    speakable = sum(char in VOWELS for char in word) >= _LEAST_VOWELS * len(word)
    return len(word) >= _LONGER_WORD and word.isupper() and speakable and not code
