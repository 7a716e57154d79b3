"""German numbers, in digits and in words, as values that can be compared."""

from __future__ import annotations

import re
from decimal import Decimal

_UNITS = {
    "ein": 1, "eins": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
    "zehn": 10, "elf": 11, "zwölf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16,
    "siebzehn": 17, "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50, "sechzig": 60, "siebzig": 70, "achtzig": 80,
    "neunzig": 90,
}  # fmt: skip
_ORDINALS = {
    "zweit": 2, "dritt": 3, "viert": 4, "fünft": 5, "sechst": 6, "siebt": 7, "siebent": 7, "acht": 8, "neunt": 9,
    "zehnt": 10, "elft": 11, "zwölft": 12,
}  # fmt: skip
_ORDINAL = re.compile(rf"({'|'.join(_ORDINALS)})e[nrms]?")
_SCALES = {"mio": 10**6, "million": 10**6, "mrd": 10**9, "milliarde": 10**9, "tsd": 1000, "tausend": 1000}
ROMAN = {
    tens + ones: 10 * n + m
    for n, tens in enumerate(("", "x", "xx", "xxx"))
    for m, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if tens + ones
}
"""Roman numerals below 40, as lists and chapters have them."""
_THOUSANDS = re.compile(r"\d{1,3}(?:[.\s]\d{3})+(?:,\d+)?")
_DECIMAL = re.compile(r"(?!0\d+$)\d+(?:,\d+)?")
"""Else it is a code, a date or a list: "0999", "0.12", "1,2,3"."""
_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def number_in_digits(text: str) -> str:
    """The value of ``2.740``, ``17,8`` or ``300`` as a plain decimal; ``0.12``, ``0999`` and ``1,2,3`` stay."""
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"[.\s]", "", text)
    return plain(Decimal(text.replace(",", "."))) if _DECIMAL.fullmatch(text) else text


def scaled(value: str, scale: str) -> str:
    """The value times what stands behind it: ``Mio.``, ``Millionen``, ``Tsd.``; nothing if that is empty."""
    factor = next((many for name, many in _SCALES.items() if scale.casefold().startswith(name)), 1)
    if factor == 1:
        return value
    return plain(Decimal(value) * factor) if _PLAIN.fullmatch(value) else f"{value} {scale}"


def number_in_words(word: str) -> str:
    """The value of "drei", "Einundzwanzig", "dritten"; empty for what is no number. "ein" is an article."""
    word = word.casefold().replace("ss", "ß") if "dreiss" in word.casefold() else word.lower()
    if word in ("ein", "eins"):
        return ""
    if found := _ORDINAL.fullmatch(word):
        return str(_ORDINALS[found[1]])
    value = _below_a_million(word)
    return str(value) if value else ""


def _below_a_million(word: str) -> int:
    thousands, mark, rest = word.rpartition("tausend")
    if mark:
        many = _below_a_thousand(thousands) if thousands else 1
        few = _below_a_thousand(rest.removeprefix("und")) if rest else 0
        return many * 1000 + few if many and (few or not rest) else 0
    return _below_a_thousand(word)


def _below_a_thousand(word: str) -> int:
    hundreds, mark, rest = word.rpartition("hundert")
    if mark:
        many = _UNITS.get(hundreds, 0) if hundreds else 1
        few = _below_a_hundred(rest.removeprefix("und")) if rest else 0
        return many * 100 + few if many and (few or not rest) else 0
    return _below_a_hundred(word)


def _below_a_hundred(word: str) -> int:
    if word in _UNITS or word in _TENS:
        return _UNITS.get(word) or _TENS[word]
    unit, mark, ten = word.partition("und")
    return _UNITS[unit] + _TENS[ten] if mark and unit in _UNITS and ten in _TENS else 0


def plain(value: Decimal) -> str:
    """Without an exponent or zeros at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
