"""Which releases warn of a danger, and which of their sentences tell readers what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from relay.article.german import LONGEST_SENTENCE, words


def _any(text: str) -> str:
    return f"(?:{'|'.join(sorted(words(text)))})"


_ACT = _any(
    """
    meiden gemieden verlassen schließen geschlossen halten gehalten suchen gesucht bleiben sichern gesichert kochen
    gekocht trinken getrunken verwenden verwendet nutzen genutzt benutzen benutzt betreten befahren baden schwimmen
    berühren berührt fassen gefasst füttern gefüttert grillen rauchen entzünden entzündet zünden melden gemeldet
    wählen rufen gerufen räumen geräumt waschen gewaschen schalten geschaltet lüften öffnen stallen stallt gestallt
    sperren leinen geleint stellen gestellt entsorgen entsorgt essen gegessen verzehren verzehrt bringen gebracht
    zurückgeben umfahren weichen parken verzichten verzichtet beachten entfernen entfernt gießen entnehmen entnommen
    informieren achten fahren gefahren lassen isolieren
    """
)
"""What people are told to do or to leave, as it stands at the end of an order; most also behind a prefix."""
_TO_ACT = rf"(?:\bzu \w{{0,12}}{_ACT}\b|\b[a-zäöü]{{2,8}}zu{_ACT}\b)"
_NO_IMPERATIVE = _any(
    """
    haben sind können wollen möchten sollten müssen wissen finden erfahren erhalten erreichen sehen werden waren
    hatten bekommen dürfen denn wenn erleben freuen genießen bewerben besuchen folgen lesen
    """
)
_IMPERATIVE = re.compile(rf"(?:^|[:;–,] „?|\b[Bb]itte )(?!(?i:{_NO_IMPERATIVE}) )\w{{2,20}}n Sie\b")
_LAST_WORD = re.compile(rf"\w{{0,12}}{_ACT}[.!]?")
_SUBJECT = re.compile(r"(?:Die|Der|Das|Alle|Viele|Einige|Beide|Wir|Sie|Es|Er|Ab|Im|In|Am|Von|Seit|Wegen)\b")
_MODALS = _any(
    """
    ist sind war waren wird werden wurde wurden worden hat haben hatte hatten können konnte konnten sollen sollte
    sollten wollen wollten müssen mussten dürfen durften möchten
    """
)
_FINITE = re.compile(
    rf"\b(?:{_MODALS}|(?!{_any('bitte heute letzte weite erste dritte rechte')})[a-zäöüß]{{3,}}te[nt]?"
    rf"|(?!\w{{0,8}}ge|{_any('nicht mit seit jetzt fest dort sonst unbedingt gut dicht')}\b)[a-zäöüß]{{2,}}t)\b"
)
"""A verb of a statement, most often: the infinitive of an order has none beside it."""
_MUST = re.compile(rf"\b(?:müssen|muss|soll|sollen|sollten?|dürfen|darf)\b.{{1,200}}?{_ACT}\b")
_MAY = re.compile(r"\b(?:dürfen|darf)\b")
_DUTIES = ("muss", "müssen", "soll", "dürfen", "darf")
"""One of them is in what `_MUST` finds."""
_NOT = re.compile(r"\b(?:nicht|nur|kein\w*|weder|[Nn]iemand|keinesfalls)\b")
_HAS_TO = re.compile(rf"\b(?:ist|sind|bleibt|bleiben)\b.{{1,200}}?{_TO_ACT}")
_ASK = _any(
    """
    bittet bitten rät raten empfiehlt empfehlen appelliert fordert fordern ruft rufen gebeten aufgefordert aufgerufen
    angehalten
    """
)
_ASKED = re.compile(rf"\b(?:{_ASK}|warnt davor)\b.{{1,200}}?{_TO_ACT}")
_ADVISES = _any(
    "bittet bitten rät raten empfiehlt empfehlen appelliert appellieren gebeten empfohlen geraten aufgerufen"
)
_ADVISED = re.compile(rf"[^,;:„]{{2,160}}?\b(?:{_ADVISES}\b|r(?:uft|ufen)\b[^,;:„]{{1,160}}?\bauf\b)")
_OF_ADVICE = ("bitte", "rät", "raten", "mpf", "appell", "gebeten", "ruf")
"""One of them is in what `_ADVISED` finds."""
_TO_NOBODY = re.compile(
    r"\b(?:um|für) (?:\w+ ){0,2}(?:Verständnis|Entschuldigung|Verzeihung|Geduld|Nachsicht|Beachtung|Veröffentlichung)\b"
    r"|\bzu (?:entschuldigen|berücksichtigen)\b|\b(?:hatten?|waren?|wurden?|worden)\b"
    r"|\w*(?:ausschuss|[Aa]usschüsse|[Kk]reistag|[Kk]ommission|[Ff]raktion|[Bb]eirat|[Ll]andesregierung|[Bb]undesregierung)"
    r"|\bBund\b|\b(?:das|vom|dem|ans) Land\b|\bJury\b"
)
"""Courtesy, what was asked before, and what councils and governments ask of each other: no reader is to act."""
_FORBIDDEN = re.compile(
    r"\b(?:[Vv]erboten|verbietet|[Uu]ntersagt|[Tt]abu|sperrt"
    r"|(?:[Nn]icht|weder) (?:mehr )?(?:gestattet|erlaubt|zulässig))\b"
)
_BANS = ("erboten", "erbietet", "ntersagt", "abu", "sperrt", "gestattet", "erlaubt", "zulässig")
"""One of them is in what `_FORBIDDEN` finds."""
_RULE = r"(?:verbot|gebot|pflicht|sperre)\b"
_RULES = ("verbot", "gebot", "pflicht", "sperre", "ordnet")
"""One of them is in what `_IN_FORCE` finds."""
_GIVEN = _any("gilt gelten besteht bestehen erlassen erlässt verhängt angeordnet ordnet ausgesprochen")
_IN_FORCE = re.compile(
    rf"\b{_GIVEN}\b.{{0,200}}?\b\w*{_RULE}|\b\w+{_RULE}.{{0,200}}?\b{_GIVEN}\b|\bordnet\b.{{1,200}}\ban\b"
)
_TOLD_BEFORE = re.compile(r"\b(?:waren|hatten?)\b.{1,200}?\b(?:worden|gebeten|aufgefordert|geraten|empfohlen)\b")
"""What was asked of people in the time before: "Die Anwohner waren gebeten worden, ..."."""
_OF_NO_DUTY = ("muss", "müssen", "kein", " nicht mehr", " nicht länger")
"""One of them is in what the next rule finds."""
_NO_DUTY = re.compile(
    rf"\b(?:müssen|muss)\b.{{0,120}}?\bnicht\b(?: (?:mehr|länger)\b|.{{0,60}}? werden\b)|\bkeine? \w*{_RULE}"
    r"|\b(?:gilt|gelten|besteht|bestehen) nicht (?:mehr|länger)\b"
)

_SHELTERS = words(
    """
    Notunterk Notquartier Sammelstelle Sammelpunkt Betreuungsstelle Betreuungsplatz Evakuierungszentrum Anlaufstelle
    Notfalltreffpunkt Wasserausgabe Ausgabestelle Schutzraum Schutzräum
    """
)

_DANGERS = {
    "warn": r"\bwarnung\b|warn(?:t|en|stufe)\b",
    "gefahr": r"(?<![a-zäöü])gefahr(?!st|g)|gefahr\b|lebensgefahr",
    "keime": r"keime\b",
    "seuche": r"seuche\b",
    "sturm": r"(?<!an)sturm(?!t)",
    "brand": r"brand(?:gefahr)?\b",
    "feuer": r"\bfeuer\b",
    "rauch": r"\brauch(?:gas|wolke|säule)?\b|rauchentwicklung",
    "gas": r"gas(?:austritt|leck)|chlorgas",
    "gefahrstoff": r"gefahrstoff(?:unfall|austritt)",
    "hitze": r"hitze(?:welle|warnung)",
}
"""Words of dangers that are others' parts as well, each with how it is meant."""
_ALWAYS = words(
    """
    unwetter vorsicht achtung gefährlich abkoch bakterien legionellen verunreinig verkeim geflügelpest vogelgrippe
    schweinepest tollwut stallpflicht aufstallung bombe blindgänger evakuier orkan gewitter starkregen hochwasser
    überflut überschwemm glatteis eisregen explosion rückruf blaualgen giftig stromausfall meiden
    """
)
_MEANT = {word: re.compile(meant) for word, meant in _DANGERS.items()}
_TRIED = re.compile(r"Warntag|Probe(?:alarm|warnung)|Sirenenprobe|Probe (?:der|aller) Sirenen")
"""Where an alarm is tried nobody is to act. A "Probe" of water or sausage is a sample."""
_OF_THIS_RELEASE = re.compile(
    r"(?<![Kk]eine )(?<![Bb]ei einer )(?<![Aa]us)(?<![Vv]er)[Üü]bung(?:en)?\b|[Vv]ortr(?:ag|äge)\b"
    r"|Sirenen\b.{1,60}\bzur Probe\b"
)
"""What a release is about where its title or first sentence names it: danger is taught or played."""
_PASSED = re.compile(
    r"\bnach\s(?:(?:de[mnr]|einem|einer|[a-zäöü]{4,20}e[mnr])\s){0,3}(?:[\wäöü-]{0,20}"
    r"(?:unwetter|sturm|orkan|gewitter|hochwasser|flut|starkregen|überschwemmung|überflutung|brand|feuer|explosion|stromausfall))"
    r"(?:e[sn]?|s|en)?\b",
    re.IGNORECASE,
)
"""A danger that is over: "Nach dem Unwetter: ..." """


def warns(title: str, beginning: Sequence[Sequence[str]] = ()) -> bool:
    """Whether a release tells of a danger, so that its readers are to act on it.

    `beginning`: the sentences of its first paragraphs. Where the title names the danger as over and neither warns of
    another nor says what to do, only the first sentence can still warn.
    """
    lead = next((sentence for paragraph in beginning for sentence in paragraph), "")
    said = " ".join((title, *(sentence for paragraph in beginning for sentence in paragraph)))
    if not _is_dangerous(said) or _TRIED.search(said) or _OF_THIS_RELEASE.search(f"{title} {lead}"):
        return False
    rest = _PASSED.sub(" ", title)
    if rest != title and not (_is_dangerous(rest) or _has(rest, _RULES) or instructs(rest)):
        return _is_dangerous(_PASSED.sub(" ", lead)) or instructs(lead)
    return True


def _is_dangerous(text: str) -> bool:
    small = text.lower()
    return _has(small, _ALWAYS) or any(word in small and meant.search(small) for word, meant in _MEANT.items())


def names_a_rule(sentence: str) -> bool:
    """Whether it only says that a rule is in force ("ein Abkochgebot angeordnet"), not what it tells readers to do."""
    said = sentence[:LONGEST_SENTENCE]
    return _has(said, _RULES) and bool(_IN_FORCE.search(said)) and not _tells(said)


def instructs(sentence: str) -> bool:
    """Whether it tells readers what to do or to leave: "Meiden Sie ...", "muss abgekocht werden", "ist verboten".

    The forms are those in which German offices give orders: the imperative, the infinitive ("Fenster geschlossen
    halten"), "ist ... zu meiden", müssen, sollen and not dürfen, a request, a prohibition, a duty that is in force.
    """
    said = sentence[:LONGEST_SENTENCE]
    if said.endswith("?") or (_has(said, _OF_NO_DUTY) and _NO_DUTY.search(said)):
        return False
    if ("waren" in said or "hatte" in said) and _TOLD_BEFORE.search(said):
        return False
    return (_has(said, _RULES) and bool(_IN_FORCE.search(said))) or _tells(said)


def advises(text: str) -> bool:
    """Whether a public body advises its readers to do something, or asks it of them: "Das Gesundheitsamt rät, ..."."""
    said = text[:LONGEST_SENTENCE]
    if not _has(said, _OF_ADVICE) or said.endswith("?"):
        return False
    return bool(_ADVISED.match(said)) and not _TO_NOBODY.search(said)


_CALLS = re.compile(
    r"\b(?:such(?:t|en)|[Gg]esucht|ruf(?:t|en)\b.{1,120}\bauf|bitte(?:t|n) um"
    r"|(?:einreichen|bewerben|anmelden|melden|mitmachen|vorschlagen|teilnehmen)(?:[.!]|$))"
)
"""Titles of releases that want something of their readers: "Kreis sucht Schöffen", "Jetzt Vorschläge einreichen"."""
_ANSWERS = re.compile(
    r"(?:Interessierte|Interessenten|Bewerber\w*|Bewerbungen|Vorschläge|Anmeldungen|Hinweise"
    r"|Wer (?:Interesse|Lust) hat|Wer (?:mitmachen|helfen|teilnehmen) (?:möchte|will))\b[^„]{0,160}?"
    r"\b(?:wenden|melden|meldet|wendet|bewerben|schicken|richten|senden|nimmt|nehmen|gerichtet|geschickt|gesendet)\b"
)
"""How its readers answer that."""


def calls(title: str) -> bool:
    """Whether a release wants something of its readers, by its title: helpers, suggestions, registrations, hints."""
    return bool(_CALLS.search(title[:LONGEST_SENTENCE]))


def answers(text: str) -> bool:
    """Whether it tells how to answer such a call: "Interessierte melden sich per E-Mail an ..."."""
    return bool(_ANSWERS.match(text[:LONGEST_SENTENCE]))


def shelters(sentence: str) -> bool:
    """Whether it says where people find shelter or help: what they are told to leave for."""
    said = sentence[:LONGEST_SENTENCE]
    return _has(said, _SHELTERS) and not said.endswith("?")


def _tells(said: str) -> bool:
    if " Sie" in said and _IMPERATIVE.search(said):
        return True
    if _has(said, _BANS) and _FORBIDDEN.search(said):
        return True
    if "zu" in said and (_HAS_TO.search(said) or _ASKED.search(said)):
        return True
    if _bare(said):
        return True
    must = _has(said, _DUTIES) and bool(_MUST.search(said))
    return must and not (_MAY.search(said) and not _NOT.search(said))


def _has(said: str, marks: Iterable[str]) -> bool:
    """Whether one of the marks, without which a search finds nothing, is in a text: the searches are slow."""
    return any(map(said.__contains__, marks))


def _bare(said: str) -> bool:
    """Whether it is an infinitive alone: "Fenster geschlossen halten.", "Bitte Lüftungen abschalten!"."""
    before, _, last = said.rpartition(" ")
    if not before or said.startswith("„") or not _LAST_WORD.fullmatch(last):
        return False
    return before.startswith("Bitte ") or not (_SUBJECT.match(before) or _FINITE.search(before))
