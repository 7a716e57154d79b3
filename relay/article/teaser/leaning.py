"""Why a sentence does not stand by itself: it leans on another, is what somebody said, or leads to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from relay.article.german import LONGEST_SENTENCE, OPENERS, words
from relay.article.teaser.instructions import instructs
from relay.article.truth.vocabulary import stem
from relay.errors import Text

Unit = tuple[str, ...]
"""Sentences that only make sense together: those of one quotation, or the two sides of a matter."""

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
    r"|(?:Ja|Nein)[,.]|Fragen wie diese\b|Im Anschluss(?! an)\b"
    r"|(?:Die|Eine) Antwort(?:en)?(?: darauf| hierauf| lautet| gibt| geben| finde[nt]| liefer[nt]| ist\b|:)"
    r"|(?:In|An|Auf|Aus|Bei|Von|Für|Mit|Nach|Unter|Zu|Über|Um)\s(?:beiden?|diese[mnrs]?|jene[mnrs]?|ihnen|ihm|deren|dessen)\b"
    r"|D(?:er|ie|en|em)\s\d{1,3}-[Jj]ährigen?\b|[^,;:„]{2,80}?\s(?:er|sie|ihn|ihm)\b"
)
_POINTS_BACK = re.compile(
    r"([^,;:–„(]{2,100}?)\s(?:(dort|darin)|anschließend|danach|daraufhin|hinterher|zuvor"
    r"|(?<!mit )(?<!ist )(?<!sind )(?<!war )(?<!waren )dabei(?! sein| ist| sind| war)(?=[^,:.]{3}))\b(?!,)"
)
"""A place, a thing or a time that was told before, where nothing of its own sentence before it can be meant."""
_BACK = ("dort", "darin", "dabei", "anschließend", "danach", "daraufhin", "hinterher", "zuvor")
"""One of them is in what `_POINTS_BACK` finds."""
_PLACE = re.compile(
    r"\b(?:[Ii]n|[Ii]m|[Ii]ns|[Aa]n|[Aa]m|[Aa]uf|[Bb]ei|[Bb]eim|[Nn]ach|[Zz]um|[Zz]ur|[Zz]wischen)\s(?:[a-zäöüß]{2,20}\s){0,2}"
    r"(?!(?i:\w*(?:tag|woche|ende|jahr|ferien|zeit|sommer|winter|monat)(?:e?[ns]|e)?\b)|Uhr\b|Januar|Februar|März|April|Mai\b|Juni|Juli"
    r"|August|September|Oktober|November|Dezember)[A-ZÄÖÜ]"
)
"""What "dort" may mean in a sentence that names a place before; a time is none."""
_COMPARED = re.compile(r"(?:nie|als|wie|schon|sich|kurz|der|wer|[Jj]ahre?s?|Tage?s?|Monate?s?|Woche|Nacht|Abend)$")
"""Behind these "zuvor" says when, or how much, by itself."""
_TURNS_FIRST = re.compile(
    r"(?:Doch|Aber|Jedoch|Allerdings|Dennoch|Trotzdem|Hingegen|Dagegen|Demgegenüber|Gleichwohl|Nichtsdestotrotz|Vielmehr"
    r"|Andr?e?rerseits|Auf der anderen Seite|Zum anderen|Im Gegensatz dazu|Stattdessen)\b"
)
_AGAINST = ("jedoch", "allerdings", "dagegen", "hingegen", "trotzdem", "dennoch", "gleichwohl")
"""Words of the other side: one of them is in what the next rule finds."""
_TURNS = re.compile(
    r"(?!Trotz\b|Obwohl\b|Obgleich\b|Ungeachtet\b|Auch wenn\b)[^,;:–„(]{2,80}?\s"
    r"(?<!aber )(?<!und )(?<!oder )(?<!nicht )(?<!höchstens )(?<!mindestens )(?<!Wer )"
    rf"(?:{'|'.join(_AGAINST)})\b(?!, (?:dass|wenn)\b)"
)
"""The other side of what was told before, though not in the first word: "Die Ausgaben wachsen jedoch"."""
_OPENS_SIDES = (
    (re.compile(r"(?<!\bund )\b[Zz]war\b"), re.compile(r"\b(?:aber|doch|sondern)\b")),
    (
        re.compile(r"\b(?:[Ee]inerseits|[Aa]uf der einen Seite)\b"),
        re.compile(r"\b(?:[Aa]ndr?e?rerseits|[Aa]uf der anderen)\b"),
    ),
    (re.compile(r"\b[Zz]um einen\b(?! oder\b)"), re.compile(r"\b(?:[Zz]um (?:anderen|zweiten)|[Zz]weitens)\b")),
    (
        re.compile(r"\b[Nn]icht nur\b"),
        re.compile(r"\b(?:sondern|auch|ebenso|genauso|gleichermaßen|vielmehr|aber)\b"),
    ),
)
"""What opens the first of two sides of a matter, and what tells that the second is in the same sentence."""
_SIDES = ("zwar", "Zwar", "inerseits", "um einen ", "der einen Seite", "icht nur")
"""One of them is in what opens."""
_OF_SOMEBODY = re.compile(
    r"(?:In|Zu|Unter|Aus|Auf|An|Bei|Neben)\s(?:seine|ihre)[nmrs]?\s[A-ZÄÖÜ]\w{1,40}\s"
    r"(?:f(?:iel|äll|all)\w{0,2}|gehör\w{1,3}|zähl\w{1,3}|entst[aeä]nd\w{0,2}|steh(?:t|en)|stand(?:en)?)\b"
)
"""Whose it is stands before, for what falls into it is the subject: "In seine Amtszeit fiel der Bau der Schule"."""
_CARRIES_ON = re.compile(r"(?!vhs\b)[a-zäöü]{2}(?!\w*[A-ZÄÖÜ.])")
"""What a salutation began goes on with a small letter."""
_KNOWN = re.compile(
    r"(?:Der|Die|Das)\s(?:Veranstaltung|Termine?|Aktion|Projekt|Antrag|Anträge|Maßnahmen?|Arbeiten|Sperrung|Umleitung|Umweg"
    r"|Auszeichnung|Kosten|Ergebnis|Ursache|Gebot|Verbot|Regelung|Vorschrift|Frist|Feier|Bescheid|Angebot)\b"
)
"""What these are has been said before, except in the first sentence."""
_ROLE = re.compile(
    r"(?:Der|Die|Das)\s(?:[a-zäöü]{2,20}e\s)?(?:Maler|Künstler|Autor|Schriftsteller|Musiker|Sänger|Fotograf|Bildhauer|Regisseur"
    r"|Schauspieler|Dichter|Referent|Dozent|Preisträger|Gewinner|Sieger|Jubilar|Kandidat|Fahrer|Täter|Frau|Mann|Junge|Mädchen"
    r"|Paar|Geehrte|Verstorbene|Verletzte|Vermisste|Tote|Beschuldigte|Verdächtige)(?:in)?\b(?!\s(?:[A-ZÄÖÜ]|de[rs]\b))"
)
"""Who this is has been said before, as its name has not."""
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

_NUMBERED = re.compile(r"[A-ZÄÖÜ][\w-]{0,30}\s(\d{1,3}\w?)\b(?![.:]\d| Uhr)")
"""What a heading names with its number: "Linie 12 (Musterhausen – Neudorf)", "K 48", "Bauabschnitt 2"."""
_LONGEST_NAME = 5
"""Words of a heading that only names somebody or something."""
_LEAST_OF_NOUN = 4
_ASPECTS = words(
    """
    Anmeldung Hintergrund Termine Termin Kosten Kontakt Programm Ablauf Informationen Voraussetzungen Bewerbung
    Antrag Anfahrt Umleitung Verkehr Sperrung Führungen Öffnungszeiten Eintritt Karten Fahrkarten Tickets Hinweise
    Fristen Frist Förderung Zeitplan Ort Treffpunkt Teilnahme Preise Preis Ausblick Ergebnisse Ergebnis Ziele Ziel
    Ursache Ursachen Maßnahmen Tipps Beratung Fazit Zahlen Fakten Umfang Finanzierung Bauablauf Folgen Dank Stimmen
    Regeln Verhalten
    """
)
"""Headings of what is told further of the same thing: what stands below needs none of them."""
_LONGEST_FRAGMENT = 120
_WORD = re.compile(r"[^\W\d_][\w-]*")
_OWN_CONDITION = re.compile(r"(?:Wer|Wenn|Falls|Sofern|Sobald)\b")
"""A sentence that says itself when or for whom it holds."""
_OWN_SUBJECT = re.compile(
    r"(?:Der|Die|Das|Eine?|Alle|Jede[rs]?)\s(?:[\d.]+\s|[a-zäöüß]+\s){0,2}[A-ZÄÖÜ][\w*:-]{3,}\s[a-zäöü]"
)
"""One that says itself of what it speaks: "Die Gebühr steigt", not "Je Monat sind es"."""
_CLOSED = words(
    """
    der die das den dem des ein eine einen einem einer und oder bzw sowie bis zu zum zur ab am im in an auf aus bei
    beim mit nach von vom vor für durch um über unter pro je per ca rund etwa nur auch alle allen jede jeder jedes
    jeweils täglich werktags montags dienstags mittwochs donnerstags freitags samstags sonntags
    """
)
"""What is neither subject nor verb: "Anmeldung bis 3. Mai." is understood without a verb, "Bis 3. Mai." is not."""

_BELOW = Text("it leans on the heading above it")
_FRAGMENT = Text("no sentence, only a part of one")
_LEANS = Text("it leans on a sentence that is missing")
_ANNOUNCES = Text("it announces what does not follow")
_BREAKS_OFF = Text("the sentence breaks off")
_NO_SPEAKER = Text("a quotation whose speaker is missing")
_ONE_SIDE = Text("it tells one side of a matter and the other is missing")
_TALK = Text("a quotation: it says what somebody thinks of the news")


def leans(unit: Unit) -> Text | None:
    """That it needs the sentence before it: "Dies ...", "Am Montag kam er ...", "Auch ..."; None where it does not."""
    first = unit[0][:LONGEST_SENTENCE]
    back = any(map(first.__contains__, _BACK)) and _points_at_nothing(first)
    other = _LEANING.match(first) or back or turns(first) or _OF_SOMEBODY.match(first) or _is_reported(first)
    return _LEANS if other else None


def _points_at_nothing(sentence: str) -> bool:
    """Whether "dort", "danach" or the like stands where the sentence has told of no place and no deed before it."""
    found = _POINTS_BACK.match(sentence)
    if not found or " und " in f"{found[1]} " or _COMPARED.search(found[1]):
        return False
    return not (found[2] and _PLACE.search(found[1]))


def turns(sentence: str) -> bool:
    """Whether it tells the other side of what was said before: "Doch ...", "Die Ausgaben wachsen jedoch ..."."""
    first = sentence[:LONGEST_SENTENCE]
    if _TURNS_FIRST.match(first):
        return True
    return any(map(first.__contains__, _AGAINST)) and "dafür" not in first and bool(_TURNS.match(first))


def tells_one_side(sentence: str) -> bool:
    """Whether it tells only the first of two sides of a matter: "Zwar steigen die Einnahmen um 12 Millionen Euro."."""
    said = sentence[:LONGEST_SENTENCE]
    if not any(map(said.__contains__, _SIDES)) or said.startswith(("„", "»", '"')):
        return False
    for opens, closes in _OPENS_SIDES:
        if found := opens.search(said):
            rest = said[found.end() :]
            return not (closes.search(rest) or any(map(rest.__contains__, _AGAINST)))
    return False


def _is_reported(sentence: str) -> bool:
    """Whether it is what somebody said, in indirect speech, and does not say who: "Man habe alles geprüft."."""
    said = sentence[:LONGEST_SENTENCE].partition("„")[0].rstrip(".!").replace(",", "").split()
    return not _INDIRECT.isdisjoint(said) and not _NAMES_SPEAKER.search(sentence)


def no_opening(units: Sequence[Unit], n: int) -> Text | None:
    """Why a teaser may not begin with it: it leans on something before it, is talk, or leads to nothing."""
    if _CARRIES_ON.match(units[n][0]) or (n and points_back(units[n])):
        return _LEANS
    return leans(units[n]) or no_news(units[n])


def no_news(unit: Unit) -> Text | None:
    """Why it may not stand in a teaser at all: it leads to what does not follow, or is talk that is no order."""
    if unit[-1].endswith(("…", "...")):
        return _BREAKS_OFF
    if unit[-1].endswith(":"):
        return _ANNOUNCES
    if len(unit) == 1 and tells_one_side(unit[0]):
        return _ONE_SIDE
    if len(unit) == 1 and _is_fragment(unit[0]):
        return _FRAGMENT
    if not is_talk(text := " ".join(unit)) or goes_on(unit):
        return None
    if not _SPEAKER.search(_SAID.sub(" ", text)):
        return _NO_SPEAKER
    return None if instructs(text) else _TALK


def leans_on_heading(heading: str, unit: Unit, *, first: bool, parallel: bool) -> Text | None:
    """That it is not understood without the heading above it, as it does not name again what that is about.

    So it is with the `first` one below a question, and with all below the name of a line, a road or, in a release that
    falls into `parallel` parts, of any thing.
    """
    text = " ".join(unit)
    if instructs(text):
        return None
    if (number := _NUMBERED.match(heading)) and heading.split(maxsplit=1)[0] not in OPENERS:
        return None if re.search(rf"\b{number[1]}\b", text) else _BELOW
    asks = first and heading.endswith("?") and not (_OWN_CONDITION.match(text) or _OWN_SUBJECT.match(text))
    if asks or (parallel and is_name(heading)):
        small = text.casefold()
        return None if any(stem(noun) in small for noun in _nouns(heading)) else _BELOW
    return None


def is_name(heading: str) -> bool:
    """Whether a heading only names a thing, a place or somebody, each of which is news of its own."""
    said = heading.split()
    small = [word for word in said if word[0].islower()]
    short = 0 < len(said) <= _LONGEST_NAME and heading[-1] not in "?!:."
    return short and _CLOSED.issuperset(small) and _ASPECTS.isdisjoint(said)


def _nouns(heading: str) -> list[str]:
    said = (word.strip(".,?!()„“") for word in heading.split())
    return [word for word in said if word[:1].isupper() and len(word) >= _LEAST_OF_NOUN and word not in OPENERS]


def _is_fragment(sentence: str) -> bool:
    """Whether it has no word that may be a verb, nor a subject: "Bis zum 31. Januar.", "Alle Musikerinnen."."""
    if len(sentence) > _LONGEST_FRAGMENT or ":" in sentence or sentence.partition(" ")[0].lower() not in _CLOSED:
        return False
    return all(word[0].isupper() or word in _CLOSED for word in _WORD.findall(sentence))


def goes_on(unit: Unit) -> bool:
    """Whether it begins with a quotation that is over before the last sentence: this is the release's own."""
    before = "".join(unit[:-1])
    return "„" in before and before.count("„") <= before.count("“") + before.count("”") and not is_talk(unit[-1])


def points_back(unit: Unit) -> bool:
    """Whether it leans on what stands before it, or names somebody or something as known already."""
    return leans(unit) is not None or bool(_KNOWN.match(unit[0]) or _ROLE.match(unit[0]))


def is_talk(text: str) -> bool:
    """Whether it is what somebody said, the speaker first or last, and not a name or a motto in quotation marks."""
    return bool(_QUOTED.match(text) and not _NAMED.match(text)) or bool(": " in text and _SPEAKS.match(text))
