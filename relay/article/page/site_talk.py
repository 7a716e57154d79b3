"""What a website and its press office say below a text: follow us, subscribe, ask us, go on to the next page."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import islice

from relay.article.clean import clean_text, letters
from relay.article.dom import Element, names, text_of
from relay.article.page.boilerplate import is_sentence
from relay.article.page.pieces import Piece
from relay.article.sentences.splitting import split_sentences
from relay.model import BlockKind

_LONGEST = 400
_MARKS = (
    "olgen ",
    "esuchen ",
    "ewsletter",
    "resse",
    "edien",
    "fragen",
    "#",
    "galerie",
    "trecke",
    "Foto",
    "Bild",
    "Grafik",
)
"""One of them is in each text that closes: the rules for those are slow."""
_NETWORKS = (
    r"(?:Instagram|Facebook|Twitter|X|Threads|Bluesky|Mastodon|LinkedIn|XING|YouTube|TikTok|WhatsApp|Telegram|Threema"
    r"|Social[\s-]Media|sozialen\s+(?:Medien|Netzwerken))"
)
_PHOTOS = r"(?:Presse(?:foto|bild)(?:er|s)?|(?:beigefügte|angehängte|beiliegende)[ns]?\s+(?:Foto|Bild|Grafik)(?:er|s)?)"
_CLOSING = re.compile(
    rf"(?:Folgen\s+Sie|Besuchen\s+Sie\s+uns)\s[^!?]{{0,100}}\b(?:auf|bei|in\s+den)\s[^!?]{{0,60}}\b{_NETWORKS}\b[^!?]{{0,60}}[.!]?"
    r"|(?:Alle|Sämtliche|Diese\s+und\s+(?:alle\s+)?(?:weiteren?|anderen?))\s+(?:\w+\s+)?(?:Presse|Medien)(?:mitteilungen|meldungen|informationen)"
    r"\s[^!?]{0,80}\b(?:finden\s+Sie|gibt\s+es|stehen|sind)\b[^!?]{0,140}"
    rf"|(?:(?:Das|Die|Dieses|Diese)\s+)?{_PHOTOS}\s[^!?]{{0,80}}\b(?:honorarfrei|frei\s+verwendet|Nennung\s+der\s+Quelle|Quellenangabe|Abdruck|Urheber\w*)\b[^!?]{{0,100}}"
    r"|#[^\W_][\w-]{1,40}(?:[\s,|·]+#[^\W_][\w-]{1,40})*"
    r"|(?:Bilder|Foto)galerie|Fotostrecke",
    re.IGNORECASE,
)
_NEWSLETTER = re.compile(
    r"[^!?]{0,80}\bNewsletter\b[^!?]{0,80}\b(?:abonnieren|abonniert|anmelden|bestellen|bestellt|eintragen|registrieren)\b[^!?]{0,40}[.!]?"
    r"|(?:Abonnieren|Bestellen)\s+Sie\s[^!?]{0,60}\bNewsletter\b[^!?]{0,80}",
    re.IGNORECASE,
)
_ASK = re.compile(
    r"Für\s+(?:weitere\s+)?(?:Rück|Nach)fragen\s+(?:der\s+(?:Presse|Medien)\s+)?(?:steht|stehen)\s+(?:Ihnen\s+)?(?:gern[e]?\s+)?(.{2,80})"
)
_PRESS_OFFICE = re.compile(
    r"(?:die|unsere)\s+(?:Presse|Medien)\w+\b|[^.!?]{0,60}\b(?:Pressestelle|Pressesprecher(?:in)?)\b"
)
_PERSON = re.compile(
    r"(?:Dr\.\s)?[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?\s[A-ZÄÖÜ][a-zäöüß]+(?:-[A-ZÄÖÜ][a-zäöüß]+)?\s(?:unter|per|gern)\b"
)
"""A name without an office: that of who wrote the release. Citizens are told what to ask where."""
_BUTTON_NAMES = frozenset(("btn", "button", "buttons", "cta"))
_BUTTON_WORDS = 5
_BUTTON = re.compile(
    r"(?:Zum|Zur|Zu\s+den|Jetzt|Hier|Direkt)\s.{2,60}|(?:\S{2,40}\s){1,4}[a-zäöü]{3,20}(?:en|eln|ern)|Übersicht|Zur\s+Übersicht"
    r"|(?:Nächste|Vorherige|Vorige|Ältere|Neuere)[rs]?\s\w{2,40}"
)
_ARROWS = re.compile(r"[←‹«<].{2,200}|.{2,200}[→›»>]")
_MORE = re.compile(
    r"(?<=[.!?“”\"»)])\s+((?:mehr|weiter|weiterlesen|mehr lesen|weiter lesen)\s?[.…»›→>]{0,3})$", re.IGNORECASE
)
_TOWN = re.compile(r"\d{5}\s[A-ZÄÖÜ][\w .()-]{1,40}")
_STREET = re.compile(r"[A-ZÄÖÜ][^.!?:]{2,50}\s\d{1,4}\s?[a-z]?")
_OFFICE = re.compile(
    r"(?:Landkreis|Landratsamt|Kreis(?:verwaltung|haus)?|Stadt(?:verwaltung)?|Gemeinde(?:verwaltung)?|Pressestelle)\b[^.!?:]{0,60}"
)
_MORE_TEXT = 20
_MOST_LINKS = 20
_MOST_CONTENTS = 60
_CONTENTS = ("inhalt", "inhaltsverzeichnis", "aufdieserseite", "inhaltdieserseite", "inhaltsübersicht")
_HEADS = (BlockKind.HEADING, BlockKind.BOX_HEADING)


def without_site_talk(found: Sequence[Piece], titles: Collection[str]) -> list[Piece]:
    """The pieces of a text up to the last that is none of the website's; all where there is no other.

    `titles`, in `letters`, and the text say whether newsletters are the topic of the release.
    """
    end = len(found)
    topic = -1 if any("newsletter" in title for title in titles) else _first_of_newsletters(found)
    while end and (_closes(found[end - 1], topic=topic < end - 1) or found[end - 1].kind in _HEADS):
        end -= 1
    if end > 3 and _is_address([piece.text for piece in found[end - 3 : end]]) and is_sentence(found[end - 4].text):
        end -= 3
    # What an introduction leads to is told by the release: "Hier geht es zur Anmeldung:".
    if not any(is_sentence(piece.text) for piece in found[:end]) or found[end - 1].text.endswith(":"):
        return list(found)
    return list(found[:end])


def without_contents(found: Sequence[Piece]) -> list[Piece]:
    """The pieces without a list of links to the headings below it."""
    if not any(piece.kind is BlockKind.ITEM for piece in found):
        return list(found)
    heads = {letters(piece.text) for piece in found if piece.kind in _HEADS}
    listed = [n for n, p in enumerate(found) if p.kind is BlockKind.ITEM and letters(p.text) in heads and _is_linked(p)]
    if not 1 < len(listed) <= _MOST_CONTENTS or listed[-1] - listed[0] >= len(listed):
        return list(found)
    named = listed[0] > 0 and letters(found[listed[0] - 1].text) in _CONTENTS
    gone = range(listed[0] - named, listed[-1] + 1)
    return [piece for n, piece in enumerate(found) if n not in gone]


def without_lead_on(piece: Piece) -> Piece:
    """A piece without the link "mehr" behind its last sentence."""
    end = piece.text[-_MORE_TEXT:]
    if "mehr" not in end and "eiter" not in end and "Mehr" not in end:
        return piece
    if (more := _MORE.search(piece.text, max(0, len(piece.text) - 2 * _MORE_TEXT))) is None:
        return piece
    links = list(islice(piece.tag.iter("a"), _MOST_LINKS))
    linked = bool(links) and _text(links[-1]) == more.group(1)
    return replace(piece, text=piece.text[: more.start()]) if linked else piece


def _first_of_newsletters(found: Sequence[Piece]) -> int:
    """Place of the first text that speaks of newsletters, but for headings and offers of the website."""
    texts = ((n, p.text) for n, p in enumerate(found) if "ewsletter" in p.text and p.kind not in _HEADS)
    return next((n for n, text in texts if not _NEWSLETTER.fullmatch(text)), len(found))


def _closes(piece: Piece, *, topic: bool) -> bool:
    """Whether a paragraph is nothing but talk of the website. `topic`: the release is about newsletters."""
    if piece.kind is not BlockKind.PARAGRAPH or len(piece.text) > _LONGEST:
        return False
    if _is_button(piece):
        return True
    if not any(map(piece.text.__contains__, _MARKS)):
        return False
    return all(
        _CLOSING.fullmatch(said) or _asks_writer(said) or (_NEWSLETTER.fullmatch(said) and not topic)
        for said in _lines(piece.text)
    )


def _lines(text: str) -> Sequence[str]:
    return split_sentences(text) or (text,)


def _asks_writer(text: str) -> bool:
    """Whether the press is told whom to ask, and no citizen: an office, or a number to call, is named for those."""
    asked = _ASK.match(text)
    return asked is not None and bool(_PRESS_OFFICE.match(asked.group(1)) or _PERSON.match(asked.group(1)))


def _is_button(piece: Piece) -> bool:
    """Whether a paragraph is nothing but a link that leads on, by its words or by the names of its template."""
    text = piece.text
    if is_sentence(text) or not _is_linked(piece):
        return False
    if _ARROWS.fullmatch(text):
        return True
    named = any(names(tag) & _BUTTON_NAMES for tag in (piece.tag, *islice(piece.tag.iter("a"), 1)))
    return len(text.split()) <= _BUTTON_WORDS and (named or bool(_BUTTON.fullmatch(text)))


def _is_linked(piece: Piece) -> bool:
    """Whether all text of a piece is that of links."""
    links = list(islice(piece.tag.iter("a"), _MOST_LINKS))
    return bool(links) and letters("".join(map(_text, links))) == letters(piece.text)


def _text(tag: Element) -> str:
    return clean_text(text_of(tag))


def _is_address(lines: Sequence[str]) -> bool:
    """Whether three lines are the postal address of an authority, its name above it."""
    return all(rule.fullmatch(line) for rule, line in zip((_OFFICE, _STREET, _TOWN), lines, strict=True))
