"""Why a sentence does not stand by itself: it leans on another, is what somebody said, or leads to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relay.article.german import LONGEST_SENTENCE, words
from relay.article.instructions import instructs
from relay.errors import Text

Unit = tuple[str, ...]
"""Sentences that only make sense together: those of one quotation."""

_STANDS_BY_ITSELF = (
    r"(?:gilt|gelten|besteht|bestehen|gibt|drohen|droht|wird (?:empfohlen|geraten|gebeten|gewarnt|darum)"
    r"|ist (?:verboten|untersagt|nicht (?:erlaubt|gestattet)|mit))"
)
"""What "Es" at the beginning of a sentence stands before without pointing to anything."""
_LEANING = re.compile(
    rf"(?:Er|Sie|Es(?! {_STANDS_BY_ITSELF}\b)|Dies\w*|Jene\w*|Dabei|Dafür|Dagegen|Dazu|Damit|Darum|Deshalb|Deswegen"
    r"|Daher|Dann|Danach|Dadurch|Daran|Darauf|Darin|Darüber|Darunter|Davon|Davor|Demnach|Dort|Hier|Außerdem|Zudem|Auch|Ebenso|Ebenfalls|Ferner|Zusätzlich"
    r"|Aber|Doch|Denn|Jedoch|Allerdings|Dennoch|Trotzdem|Hingegen|Beide\w*|Solche\w*|Seine?[nmrs]?|Ihre?[nmrs]?|Deren|Dessen|Weitere"
    r"|Anschließend|Schließlich|Später|So|Somit|Also|Und|Oder|Letzterer?s?|Ersterer?s?|Gleiches|Ansonsten|Sonst|Nur so"
    r"|Wichtiger|Umso|Seitdem|Seither|Damals|All (?:das|dies)|Antworten? )\b"
    r"|Das (?:alles|ist|sind|war|waren|wird|hat|kann|soll|gilt|will|geht|heißt|bedeutet|zeigt|liegt"
    r"|betrifft|macht|gab|gibt)\b"
    r"|(?:In|An|Auf|Aus|Bei|Von|Für|Mit|Nach|Unter|Zu|Über)\s(?:beiden?|diese[mnrs]?|jene[mnrs]?|ihnen|ihm|deren|dessen)\b"
    r"|D(?:er|ie|en|em)\s\d{1,3}-[Jj]ährigen?\b|[^,;:„]{2,80}?\s(?:er|sie|ihn|ihm)\b"
)
_CARRIES_ON = re.compile(r"(?!vhs\b)[a-zäöü]{2}(?!\w*[A-ZÄÖÜ.])")
"""What a salutation began goes on with a small letter."""
_KNOWN = re.compile(
    r"(?:Der|Die|Das)\s(?:Veranstaltung|Termine?|Aktion|Projekt|Antrag|Anträge|Maßnahmen?|Arbeiten|Sperrung|Umleitung|Umweg"
    r"|Auszeichnung|Kosten|Ergebnis|Ursache|Gebot|Verbot|Regelung|Vorschrift|Frist|Feier|Bescheid|Angebot)\b"
)
"""What these are has been said before, except in the first sentence."""
_INDIRECT = words("sei seien habe könne müsse dürfe solle wolle werde gebe gehe komme nähmen hätten")
_NAMES_SPEAKER = re.compile(r"\b(?:dass|ob|so|laut|zufolge)\b|\b\w{3,}te?,|, \w+te? [A-ZÄÖÜ]")
"""Indirect speech that is led by its own sentence, or followed by who said so."""
_QUOTED = re.compile(r"[„»\"“]")
_SAID = re.compile(r"[„»][^“”«\"]*[“”«\"]?|\"[^\"]*\"?|“[^”]*”")
_SPEAKS = re.compile(
    r"[^„»\":]{2,160}?\b(?:sag|erklär|beton|antwort|entgegn|mein|bericht|ergänz|füg|freu|lob|dank|erläuter|unterstr[ie]"
    r"|appell|resüm|kommentier|schwärm|erinner|versicher|wünsch|hoff|kündig|würdig|bilanzier)\w{0,20}"
    r"[^„»\":]{0,80}: ?[„»\"](?=[^“”«\"]*[.!?][“”«\"]?)"
)
"""Who it is that says a whole sentence: "Eva Muster antwortete: „Das ist so.“"; "Das Motto lautet: „Los!“" is none."""
_SPEAKER = re.compile(r"[^\W\d_]{2,}")
_NAMED = re.compile(r"[„»\"][^“”«\"]{1,80}(?<![.!?,])[“”«\"](?: (?!so\b|sagt|[–—-])[^\W\d_]|:)")
"""„Großes Kino“ heißt das Konzert. „Gemeinsam stark“: Mit diesem Motto ... This is the news, and no talk of it."""

_LEANS = Text("it leans on a sentence that is missing")
_ANNOUNCES = Text("it announces what does not follow")
_BREAKS_OFF = Text("the sentence breaks off")
_NO_SPEAKER = Text("a quotation whose speaker is missing")
_TALK = Text("a quotation: it says what somebody thinks of the news")


def leans(unit: Unit) -> Text | None:
    """That it needs the sentence before it: "Dies ...", "Am Montag kam er ...", "Auch ..."; None where it does not."""
    return _LEANS if _LEANING.match(unit[0]) or _is_reported(unit[0]) else None


def _is_reported(sentence: str) -> bool:
    """Whether it is what somebody said, in indirect speech, and does not say who: "Man habe alles geprüft."."""
    said = sentence[:LONGEST_SENTENCE].partition("„")[0].rstrip(".!").replace(",", "").split()
    return not _INDIRECT.isdisjoint(said) and not _NAMES_SPEAKER.search(sentence)


def no_opening(units: Sequence[Unit], n: int) -> Text | None:
    """Why a teaser may not begin with it: it leans on something before it, is talk, or leads to nothing."""
    first = units[n][0]
    if _CARRIES_ON.match(first) or (n and _KNOWN.match(first)):
        return _LEANS
    return leans(units[n]) or no_news(units[n])


def no_news(unit: Unit) -> Text | None:
    """Why it may not stand in a teaser at all: it leads to what does not follow, or is talk that is no order."""
    if unit[-1].endswith(("…", "...")):
        return _BREAKS_OFF
    if unit[-1].endswith(":"):
        return _ANNOUNCES
    if not is_talk(text := " ".join(unit)):
        return None
    if not _SPEAKER.search(_SAID.sub(" ", text)):
        return _NO_SPEAKER
    return None if instructs(text) else _TALK


def is_talk(text: str) -> bool:
    """Whether it is what somebody said, the speaker first or last, and not a name or a motto in quotation marks."""
    return bool(_QUOTED.match(text) and not _NAMED.match(text)) or bool(": " in text and _SPEAKS.match(text))
