"""Text that stands on a page of a release and is not the release. Each rule has its reason."""

from __future__ import annotations

import re
from collections.abc import Collection

from relay.article.clean import letters
from relay.article.page.share import asks_to_share

_HEAD = 400
"""Characters a rule looks at: boilerplate is short, and hostile text is not searched from end to end."""

_MONTH = r"(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)"
_WEEKDAY = r"(?:(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Mo|Di|Mi|Do|Fr|Sa|So)\.?,?\s+)"
_DATE = rf"(?:{_WEEKDAY}?(?:den\s+)?\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})\s?(?:\d{{4}}|\d{{2}})?)"
_TIME = r"(?:\s*[,–—|-]?\s*(?:um\s+)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*Uhr)?)"
_WHEN = rf"{_DATE}{_TIME}?"
_RELEASE = r"(?:Presse|Medien)(?:mitteilung|meldung|information|info|dienst|notiz)(?:en)?"


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(patterns) + r")\s*", re.IGNORECASE)


_NUMBER_LINE = _whole(
    rf"[(\[]?\s*(?:{_RELEASE}|PM)\s*(?:Nr\.?|Nummer)?\s*:?\s*\d+\s?[a-z]?(?:\s?[/-]\s?\d{{2,4}})?(?:[\s,–-]*(?:vom)?\s*{_WHEN})?\s*[)\]]?\.?",
    rf"[(\[]?\s*{_RELEASE}\s*(?:,|–|-|vom|:)?\s*(?:vom\s+)?{_WHEN}\s*[)\]]?",
    rf"(?:(?:Amtliche\s+)?{_RELEASE}|Aktuelles|Meldung|Nachricht|Bekanntmachung)(?:\s+(?:des|der)\s+[^.]{{3,60}})?",
    r"Nr\.\s*\d+\s*/\s*\d{2,4}",
)
_OWN_DATE = _whole(
    rf"{_WHEN}(?:\s*[|·–-]\s*.{{0,60}})?",
    rf"[(\[]?(?:Stand|Datum)\s*(?:am|vom)?\s*:?\s*{_WHEN}.{{0,160}}",
    r"(?:Thema|Themen)\s*:\s*.{0,120}",
)
"""Next to the headline the release's own; among its sentences that of a meeting or of a state of things."""
_DATE_LINE = _whole(
    rf"(?:Veröffentlicht|Erstellt|Eingestellt|Publiziert|Aktualisiert|Letzte\s+(?:Aktualisierung|Änderung)|Zuletzt\s+(?:geändert|aktualisiert|verändert)"
    rf"|Meldung\s+vom|Artikel\s+vom|Nachricht\s+vom|Mitteilung\s+vom|Beitrag\s+vom)"
    rf"\b\s*(?:am|vom)?\s*:?\s*{_WHEN}.{{0,160}}",
    r"(?:Von|Autor(?:/?:?\*?in)?|Autor(?:in)?|Verfasser(?:in)?|Redaktion|erstellt\s+von|Kategorien?|Rubrik|Ressort|Schlagwort[e]?|Schlagwörter|Tags)"
    r"\s*:\s*.{0,120}",
    r"erstellt\s+von\s+.{0,160}",
    r"(?:Schlagworte|Schlagwörter|Tags|Kategorien)\s+.{0,120}",
    r"Lese(?:zeit|dauer)\s*:?\s*.{0,40}|(?:ca\.\s?|etwa\s+|rund\s+)?\d{1,3}\s?Min(?:\.|uten?)?\s+Lese(?:zeit|dauer)",
)
_MARKS = r"[-–—+*#=_ ]{0,8}"
_OF_RELEASE = r"(?:\s+(?:der|des)\s+(?:(?:Presse|Medien)?(?i:mitteilung|meldung|information)|Textes|Berichts))"
_PRINT = r"(?:(?:Ab|Nach)druck|Veröffentlichung)"
_OF_PRESS = r"(?:Verwendung|(?:Text|Foto|Bild)(?:e|er|s)?)"
_SAMPLE = (
    r"Beleg(?:(?:exemplare?|stücke?|links?)\b[^.!?]{0,40}|e?(?:\s+an\s+[^.!?]{1,40})?)"
    r"\s+(?:(?:wird|werden)\s+)?(?:erbeten|gebeten)"
)
"""What the press is asked for; "Belege für den Antrag" the citizen."""
_PRESS_HINT = _whole(
    r"Sperrfrist\b.{0,160}",
    r"[(\[]?Es\s+gilt\s+das\s+gesprochene\s+Wort[.!]?[)\]]?",
    r"Lage\s+Nr\.\s*\d+.{0,80}",
    r"[(\[]?\*?\s*(?:pm|red|ots|lkm|dpa)(?:\s*/\s*\w{2,4})*\s*[)\]]?|\([a-zäöü]{2,4}(?:/\w{2,4})*\)",
    r"\*\s*pm\s*:.{0,200}",
    r"Original-Content\s+von\b.{0,200}",
    rf"{_PRINT}\b[^.!?]{{0,60}}\b(?:honorarfrei\b[^.!?]{{0,80}}|{_SAMPLE})[.!]?|{_OF_PRESS}\b[^.!?]{{0,60}}\bhonorarfrei\b[^.!?]{{0,80}}[.!]?",
    rf"(?:{_PRINT}(?:\s+(?!der|des|von|in|im)\w+){{0,3}}|(?:Ab|Nach)druck\b[^.!?]{{0,60}})\s+kostenfrei(?:\s*[,;–-]\s*{_SAMPLE}|\s+(?:bei|unter|mit)\s+(?:Angabe|Nennung|Quelle)[^.!?]{{0,60}})?[.!]?",
    rf"(?:Um\s+)?(?:Ein(?:en?)?\s+)?{_SAMPLE}[.!]?|(?:Zeichen(?:zahl)?|Anschläge)\s*(?:\([^()]{{1,30}}\)\s*)?:\s*\d[\d.]{{2,7}}",
    r"(?:-{2,}|#{2,}|\*{2,}|_{2,}|[-–—*•·|]+|\*(?:\s\*){1,8})",
    rf"[(\[]?{_MARKS}(?:Ende|Schluss){_OF_RELEASE}?{_MARKS}[)\]]?",
)
_SIGN_OFF = re.compile(
    rf"(?<=[.!?“”\"»)])\s*(?:[(\[]?{_MARKS}(?:Ende|Schluss){_OF_RELEASE}{_MARKS}[)\]]?"
    r"|[(\[]?[-–—+*#=]{1,5}\s?Ende\s?[-–—+*#=]{1,5}[)\]]?|[(\[]Ende[)\]]|\([a-zäöü]{2,4}(?:/[a-zäöü]{2,4})*\))$"
)
"""How a release ends for the press: "- Ende der Pressemitteilung -", "+++ Ende +++", the letters of who wrote it."""
_TO_PRESS = re.compile(
    r"(?:(?:Hinweise?|Anmerkung(?:en)?|Information(?:en)?|Service|Bitte)\s+(?:für|an)\s+(?:die\s+|alle\s+)?|Achtung,?\s+|Für\s+(?:die\s+)?(?=Redaktionen?\s*:))"
    r"(?:Redaktion(?:en)?|Lokalredaktion(?:en)?|Medien(?!kompetenz|bildung)\w*|Presse\w*|Journalist\w*|Kolleg\w+\s+der\s+Presse)\b",
    re.IGNORECASE,
)
"""What is said to the press and not to the citizen: where pictures can be had, when there is an interview."""
_SHOWN_THERE = r"(?:Karten?|Videos?|Inhalte?s?|Beitrags|Beiträge|Podcasts?)"
_TO_LOAD = (
    rf"(?:(?:Zum|Mit\s+dem|Beim)\s+(?:Anzeigen|Laden|Abspielen|Ansehen|Aufruf(?:en)?)\s+(?:der|des|dieser|dieses)\s+{_SHOWN_THERE}"
    rf"|Um\s+(?:die|das|diese|dieses|den|diesen)\s+{_SHOWN_THERE}\s+(?:anzu|abzu|zu\s)\w+,?)"
)
"""How the placeholder of a map or film begins that is loaded from elsewhere."""
_SITE = _whole(
    r"(?:Direkt\s+)?(?:zum|zur)\s+(?:Inhalt|Hauptinhalt|Hauptnavigation|Navigation|Menü|Seitenanfang|Suche)(?:\s+springen)?",
    r"Sprung\s+zum\s+.{0,40}",
    r"(?:Sie\s+(?:sind|befinden\s+sich)\s+hier|Sie\s+lesen\s+gerade)\b.{0,200}",
    r"Seiteninhalt|Inhaltsbereich|Artikelaktionen|Hauptinhalt",
    r"(?:Diesen?\s+(?:Artikel|Beitrag|Seite)\s+)?(?:Seite|Artikel|Beitrag|Meldung|Diese\s+Seite)?\s*(?:teilen|drucken|empfehlen|weiterempfehlen|versenden|vorlesen(?:\s+lassen)?|merken)(?:\s+(?:mit|auf|per|über)\b.{0,40})?\s*:?",
    r"(?:twittern|tweeten|mailen|weitersagen)"
    r"|(?:Per|Über|Via|Mit)\s+(?:WhatsApp|Threema|Signal|Telegram)\s+(?:ver)?senden|Teilen\s+Sie\s+(?:diesen?|den|die)\s+(?:Seite|Artikel|Beitrag|Meldung)[^.!?]{0,60}[.!]?"
    r"|(?:(?:Diese\s+)?(?:Seite|Artikel|Beitrag|Meldung|Pressemitteilung)\s+)?als\s+PDF(?:\s+(?:herunterladen|öffnen|erzeugen|erstellen|drucken|anzeigen))?|PDF\s+(?:erstellen|erzeugen|drucken)",
    r"(?:Seite\s+)?(?:Drucken|Druck-?version|Druckansicht|PDF-Version|Vorlesen|Anhören|Empfehlen|Teilen)(?:\s*[|·/,]\s*\w[\w-]{2,20}){0,6}",
    r"(?:Facebook|X|Twitter|WhatsApp|E-Mail|LinkedIn|XING|Instagram|Telegram|Mastodon|Threema|Link\s+kopieren)(?:\s*[|·/,]?\s*(?:Facebook|X|Twitter|WhatsApp|E-Mail|LinkedIn|XING|Instagram|Telegram|Mastodon|Threema))*",
    r"[\[(]?\s*(?:Fenster|Seite)\s+schließen\s*[\])]?",
    r"(?:nach\s+(?:ganz\s+)?oben|(?:zum\s+)?Seitenanfang|zum\s+Anfang(?:\s+der\s+Seite)?)(?:\s+(?:springen|scrollen))?|Zur\s+(?:Startseite|Übersicht(?:\s+aller\s+\w{3,30})?)",
    r"(?:Barrierefreie|Mobile|Vereinfachte)\s+Ansicht|Schriftgröße\s*:?\s*[A+\s-]{1,12}|(?:Schrift(?:größe)?|Kontrast)\s+(?:ändern|anpassen|vergrößern|verkleinern|erhöhen|umschalten)",
    r"(?:Diese\s+)?Seite\s+(?:auf|in)\s+\w{3,30}(?:\s+Sprache)?\s+(?:anzeigen|lesen|übersetzen)",
    r"[«‹<←]*\s*(?:zurück|Zurück\s+(?:zur|zum|zu)\b[^.:!?]{0,60}|Alle\s+(?:Meldungen|Pressemitteilungen|Beiträge|Nachrichten)(?:\s+anzeigen)?)",
    r"(?:Vorheriger?|Nächster?|Vorherige|Nächste|Voriger|Weiterer?)\s+(?:Beitrag|Artikel|Meldung|Nachricht|Seite)\b.{0,120}",
    r"(?:\(?\s*)?(?:weiterlesen|mehr\s+lesen|weiter\s+lesen|mehr\s+erfahren|mehr|weiter|details)\s*(?:\.{3}|…|»|›|→|>)*\s*\)?",
    r"Der\s+Beitrag\s+.{1,300}\s+erschien\s+zuerst\s+auf\b.{0,200}",
    r"(?:Ihr|Dein)\s+Browser\s+unterstützt\b.{0,120}",
    r"(?:Video|Audio|Karte|Inhalt)\s+(?:laden|abspielen|anzeigen|starten|anhören|ansehen)",
    r"Beim\s+Laden\s+(?:des|der)\s+(?:Videos?|Karte|Inhalts|Inhalte)\b.{0,250}",
    r"\[\s*(?:…|\.{3})\s*\]",
    r"(?:War|Waren)\s+(?:dies(?:e|er|es)?|die|der)\s+(?:\w+\s+)?(?:Seite|Information(?:en)?|Inhalte?|Artikel|Beitrag|Meldung)\b[^.!?]{0,40}\b(?:hilfreich|nützlich)\s?\?",
    r"Ja\s?[|/]?\s?Nein|(?:\d{1,4}|Keine)\s+Kommentare?(?:\s+vorhanden)?|Kommentare?\s*[(:]\s*\d{1,4}\s*\)?|Kommentar\s+(?:schreiben|verfassen|hinterlassen|abgeben)|Schreiben\s+Sie\s+(?:den\s+ersten|einen)\s+Kommentar[.!]?",
    r"Melden\s+Sie\s+sich\s+an,\s+um\s+(?:einen\s+Kommentar|Kommentare)\s+zu\s+\w+[.!]?",
    r"Gefällt\s+mir\s*:?\s*\d{1,5}|Bild\s+\d{1,3}\s*(?:von|/)\s*\d{1,3}|(?:Dokument|Artikel|Seiten)-?\s?(?:Nr\.|Nummer|ID)\s*:?\s*\d+",
    r"(?:Artikel|Beitrag|Meldung|Text|Seite)\s+(?:an|vor)(?:hören|lesen)\s+\d{1,2}:\d{2}(?:\s+Min(?:\.|uten))?",
    r"(?:Video|Audio|Podcast)\s*:\s*[^.!?]{1,160}\(\d{1,2}:\d{2}(?:\s+(?:Min|Std)\.|\s+Minuten)?\)",
    r"The\s+post\s+.{1,300}\s+(?:appeared\s+first|first\s+appeared)\s+on\b.{0,200}",
    rf"Druckdatum\s*:?\s*{_WHEN}|(?:Diese\s+(?:Seite|Meldung)|Dieser\s+(?:Artikel|Beitrag))\s+wurde\s+(?:zuletzt\s+)?am\s+{_WHEN}\s+(?:zuletzt\s+)?(?:geändert|aktualisiert|bearbeitet|verändert)\.?",
    r"(?:Hinweis\s*:\s*|Achtung\s*:\s*)?Dies(?:e|er)\s+(?:Meldung|Artikel|Beitrag|Nachricht|Pressemitteilung)\s+ist\s+(?:bereits\s+)?(?:älter\s+als\s+\w+\s+(?:Jahre?|Monate?|Tage)|möglicherweise\s+veraltet|archiviert|nicht\s+mehr\s+aktuell)\b[^.!?]{0,120}[.!]?",
    rf"{_TO_LOAD}\s[^!?]{{0,120}}\b(?:externe[nr]?\s+Inhalte?|Datenschutz\w*|Dritte|Drittanbieter\w*)\b.{{0,200}}",
    r"Impressum|Datenschutz(?:erklärung)?|(?:Erklärung\s+zur\s+)?Barrierefreiheit|Sitemap|Leichte\s+Sprache|Gebärdensprache|Startseite",
)
_ADDRESS = _whole(r"[^.!?]{0,80}:\s*https?://\S+")
_COOKIE = re.compile(
    r"\bCookies?\b.{0,200}\b(?:Website|Seiten?|Gerät|Nutzung|Einwilligung|akzeptier\w+|gesetzt|stimmen|verwendet|Reichweitenmessung)\b"
    r"|\b(?:Alle\s+akzeptieren|Nur\s+notwendige)\b",
    re.IGNORECASE,
)
_FORMAT = _whole(r".{0,160}\(\s*(?:PDF|DOCX?|XLSX?|ZIP|JPE?G|MP3|MP4|ODT)\b[^)]{0,40}\)")
"""As `_ADDRESS`, begins with anything, and so is only asked where its bracket is in the text."""
_DOWNLOAD = _whole(
    r"(?:Download|Downloads|Pressemitteilung\s+herunterladen|Herunterladen|Datei(?:en)?\s+herunterladen|Dokumente|Anlagen?)\s*:?(?:\s.{0,120}\.(?:pdf|docx?|zip))?",
    r"(?:PDF|Download|Datei)\s*:\s*.{0,160}",
)
_LINE = _whole(*(one.pattern for one in (_NUMBER_LINE, _OWN_DATE, _DATE_LINE, _PRESS_HINT, _SITE, _DOWNLOAD)))
"""All that begin with words of their own, at once."""
_SIZED = _whole(
    r".{0,160}\(\s*\d{1,4}(?:[.,]\d{1,2})?\s?[KMG]i?B\s*\)",
    r"[^.!?]{0,160}[,|–-]\s?(?:PDF|DOCX?|XLSX?|ZIP|JPE?G|MP3|MP4|ODT)(?:-Datei)?\s?[,|–-]\s?\d{1,4}(?:[.,]\d{1,2})?\s?[KMG]i?B",
)
"""The name of a file with its size."""
_SIZES = ("KB", "MB", "GB", "iB", "kB")
_BUTTON = re.compile(r"\S.{0,160}(?<!zum )(?<!beim )(?<!Zum )(?<!das )Herunterladen")
"""The name of a file and the button beside it, as WordPress prints them."""
_PLACED = r"\(?(?:[Vv]\.?\s?[lr]\b|[Vv]on\s+(?:links|rechts)|[Vv](?:orne?|ordere)\b|[Hh]intere?\b)"
"""How a caption begins to say who is who: "v. l. n. r.", "von links"."""
_WORKS = r"(?:Symbol|Archiv|Beispiel|Serien)(?:foto|bild|grafik)(?:er|s)?"
_CREDIT = (
    r"(?:(?:Texte?\s?(?:[/&+]|und)\s?)?(?:Fotos?|Bild(?:er)?)(?:\s?(?:[/&+]|und)\s?(?:Text|Grafik|Quelle|Montage|Repro))?"
    r"|(?:Bild|Foto)(?:quellen?|nachweise?|rechte|autor(?:in)?|credits?|montage|graf(?:in)?)|Credits?|Grafik(?:en)?|Karte|Repro|Copyright"
    rf"|{_WORKS}|Visualisierung|Illustration|Quelle)"
)
_CREDIT_WORDS = ("oto", "ild", "rafik", "Quelle", "Credit", "Karte", "Repro", "Visualisierung", "Illustration")
"""One of them is in each label with a colon."""
_LABELLED = rf"(?:{_CREDIT}\s*[:©](?!\s*{_PLACED})|{_WORKS}\s*[/|(–-]|Copyright\s+(?=[(©\dA-ZÄÖÜ])|©|\([cC]\)\s)"
_NAMES = r"\s*[^\s.!?][^.!?]{0,80}(?:\.\s?[^.!?\s][^.!?]{0,40}){0,4}"
_CREDIT_TAIL = re.compile(
    rf"(?:^|(?<=[.!?)(\[/|–-])|(?<=[.!?)(\[/|–-] )|(?<= )(?=Fotos?\s?[:©]|{_WORKS}\s?[:©/]|©|\([cC]\) ))"
    rf"[(\[]?({_LABELLED}{_NAMES}[)\].]{{0,3}})$"
)
_CREDIT_MARK = re.compile(r"(?:foto|bild|grafik)(?:er|s)?\s?[/|(–-]")
_CREDIT_ONLY = re.compile(rf"{_LABELLED}\s*.{{1,120}}")
_NO_NAME = ("Symbolfoto", "Symbolbild")
_SHOWN = re.compile(
    rf"(?:(?:Auf\s+dem|Im|Unser|Zum)\s+)?(?:(?:Gruppen|Presse)?(?:[Ff]oto|[Bb]ild)(?:s|er)?)\s*:?\s*{_PLACED}"
    r"|(?:Bildunterschrift|Bildunterzeile|Bildtext|BU|Zum\s+(?:Bild|Foto))\s*:"
)
"""The label of a caption that names people: "Foto (v. l. n. r.): ..."."""
_SHORTENED = re.compile(r"(?:(?:^|[\s.(/])\w|\b(?:jun|sen|jr|Gr|St|Co|Dr|Chr))\.$")
"""A full stop that belongs to its word: "e. V.", "i. Gr.", "Max M."."""
_PAIRS = (("(", ")"), ("[", "]"))

_CONTACT_LABEL = re.compile(
    r"(?:(?:Presse|Medien|Ihr(?:e)?\s+)?-?\s?(?:Kontakt|Ansprechpartner(?:in|innen)?|Ansprechperson(?:en)?|Ansprechpartner[:*/]-?in(?:nen)?)"
    r"|Pressekontakt|Medienkontakt|Pressestelle|Pressesprecher(?:in)?|Herausgeber(?:in)?|Impressum|Anschrift|V\.?\s?i\.?\s?S\.?\s?d\.?\s?P\.?"
    r"|(?:Presse-?|Medien-?|Journalistische\s+)?(?:Rück|An)fragen(?:\s+(?:bitte|von\s+\w+|der\s+Presse|der\s+Medien))*\s*(?:an|unter|bei|:)"
    r"|Rückfragehinweis|Weitere\s+(?:Auskünfte|Informationen)\s+(?:erteilt|gibt)\s+(?:die\s+)?Presse\w*|Noch\s+Fragen\?"
    r"|Kontakt\s+für\s+(?:die\s+)?(?:Presse|Medien|Journalist\w*)|Für\s+Rückfragen\b|Nachfragen\s+(?:bitte\s+)?an)"
    r"[^.!?]{0,60}?(?::|$|\s)",
    re.IGNORECASE,
)
_POINTER = _whole(
    r"(?:(?:Weitere|Nähere|Mehr|Alle|Zusätzliche)\s+(?:Informationen|Infos|Details|Auskünfte)(?:\s+(?!gibt|finde|steh|sind|erh)[^.:!?]{1,60})?"
    r"|Infos?|Informationen|Internet|Web(?:seite|site)?|Links?|Online|Homepage)\s*(?::|unter:?|im\s+Internet:?|auf:?)?\s*(?:https?://|www\.)\S+",
)
"""A label and an address: it says nothing, and where it leads is said by the release's own page."""
_HOURS = re.compile(r"(?:Sprech|Öffnungs|Service|Geschäfts)zeiten\s*:.{0,200}", re.IGNORECASE)
_REACH = re.compile(
    r"(?:\b(?:Tel(?:efon)?|Fon|Fax|Telefax|Mobil|Handy|E-?Mail|Mail|Internet|Web)\b\.?\s*:?\s*[\w(+@/]|(?<![\w.+-])[\w.+-]++(?:@|\(at\))[\w-]+\.\w)",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:Das\s+könnte\s+(?:Sie|dich|Euch)\s+auch\s+interessieren|(?:Ähnliche|Weitere|Verwandte|Neueste|Aktuelle|Letzte|Andere|Mehr)\s+"
    r"(?:\w+\s+)?(?:Pressemitteilungen|Pressemeldungen|Meldungen|Beiträge|Artikel|Nachrichten|News|Mitteilungen|Themen|Hinweise\s+zu\s+dieser\s+Seite)"
    r"|Mehr\s+zum\s+Thema|Auch\s+interessant|(?:Ebenfalls\s+interessant(?:\s+für\s+Sie)?|Passend\s+(?:dazu|zum\s+Thema))(?=$)|Lesen\s+Sie\s+auch|Meistgelesen\w*|Meist\s+gelesen|Aktuell|Zum\s+Thema|Siehe\s+auch|Teilen\s+mit"
    r"|Verwandte\s+(?:Themen|Links)|Weiterführende\s+(?:Links|Informationen)|Links\s+zum\s+Thema|Weitere\s+Links)\b.{0,60}",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:ist|sind|wird|werden|hat|haben|kann|können|soll|sollen|muss|müssen|darf|dürfen"
    r"|(?!ge(?!h|l)|(?:mit|seit|nicht|nichts|jetzt|statt|anstatt|laut|samt|gesamt|dort|erst|zuerst|fast|gut|zuletzt|bekannt)\b)[a-zäöüß]{3,}t)\b"
)
"""A finite verb of the present, most often: captions tell of what was, mostly without any."""
_DAY = re.compile(rf"\b\d{{1,2}}\.\s?(?:\d{{1,2}}\.|{_MONTH})|\b\d{{1,2}}(?:[.:]\d{{2}})?\s+Uhr\b")
_PICTURE_LABEL = re.compile(r"(?:Fotos?|Bild|Symbol|Archiv|Grafik|Repro|Illustration|Visualisierung)", re.IGNORECASE)
_OF_SITE = re.compile(
    r"\b(?:JavaScript|Browser|Cookies?|Newsletter|abonnier\w+|folgen\s+Sie\s+uns|Teilen\s+Sie\s+(?:dies|den|die))",
    re.IGNORECASE,
)
_CLOSED_EARLY = re.compile(r"^[^(\[]*[)\]]\s*\w")
"""The bracket of a credit closes and the sentence around it goes on."""
_STATEMENT_WORDS = 6
_STOPS = (".", "!", "?", "…", ":")
_CLOSERS = ')]“”"«»’‘'
_LONG_CONTACT = 240
_LABEL = 60
_SENTENCE_WORDS = 8
_LINE_WORDS = 20
_GLANCE = 20
"""Characters that tell nearly any text from a title."""


def is_furniture(text: str) -> bool:
    """Whether the text is a line of the site or of the press office: number, date, menu, sharing, cookies, labels."""
    return is_press_note(text) or is_site_line(text)


def is_site_line(text: str) -> bool:
    """Whether the text is furniture, but for notes to the press."""
    if len(text) > _HEAD:
        return False
    if "Herunterladen" in text and _BUTTON.fullmatch(text):
        return True
    if "B" in text and any(map(text.__contains__, _SIZES)) and _SIZED.fullmatch(text):
        return True
    if ("(" in text and _FORMAT.fullmatch(text)) or ("://" in text and _ADDRESS.fullmatch(text)):
        return True
    # "[ Seite drucken ]", "(mehr)", "↑ Nach oben"
    if _LINE.fullmatch(text) or ((bare := text.strip("[]() ↑↓▲▴")) != text and _LINE.fullmatch(bare)):
        return True
    small = text.lower()  # the searches for these are slow, and each has one of these words
    if asks_to_share(text):
        return True
    return ("cookie" in small or "akzeptieren" in small or "notwendige" in small) and bool(_COOKIE.search(text))


def is_press_note(text: str) -> bool:
    """Whether the text is for the press and not for the citizen: "Hinweis für die Redaktionen: ..."."""
    return bool(_TO_PRESS.match(text))


def without_sign_off(text: str) -> str:
    """The last paragraph of a release without what ends it for the press, and the letters of its author."""
    return text[: found.start()] if (found := _SIGN_OFF.search(text, max(0, len(text) - _LABEL))) else text


def is_date(text: str) -> bool:
    """Whether the text is a date, a state ("Stand: …") or a topic alone: furniture only next to the headline."""
    return len(text) <= _HEAD and bool(_OWN_DATE.fullmatch(text))


def is_hours(text: str) -> bool:
    """Whether the text is a line of opening hours: furniture only in a contact block or below the text."""
    return ":" in text and bool(_HOURS.fullmatch(text))


def _names_site(text: str) -> bool:
    """Whether an address may stand in a text: the search for one is slow."""
    return "//" in text or "w." in text or "W." in text


def tells_readers(text: str) -> bool:
    """Whether the text of a box holds a whole sentence and is no contact, no hint of the site, no sharing."""
    said = is_sentence(text) and not text.endswith(("…", ":")) and len(text.split()) >= _STATEMENT_WORDS
    return said and not (
        is_furniture(text)
        or is_contact(text)
        or is_related_heading(text)
        or bool(_CONTACT_LABEL.match(text) or _OF_SITE.search(text))
    )


def leads_somewhere(text: str) -> bool:
    """Whether the text names a telephone or a mailbox."""
    return bool(_REACH.search(text))


def is_caption(text: str) -> bool:
    """Whether the text ends in a picture credit ("… Foto: Stadt Ahrenfels", "© …"), is one, or says who is shown."""
    if len(text) > _HEAD:
        return False
    if _SHOWN.match(text) or text.rstrip(".!") in _NO_NAME:
        return True
    if not _may_credit(text):
        return False
    match = _credit_tail(text)
    return _is_credit(text) or (match is not None and not match.group(1).startswith("Quelle"))


def split_credit(caption: str) -> tuple[str, str]:
    """Caption without its credit, and the credit as the website words it."""
    caption = caption[:1000]
    match = _credit_tail(caption)
    if match:
        return caption[: match.start()].strip().rstrip("([|/–- ").strip(), _credit_alone(match.group(1))
    return ("", caption) if _is_credit(caption) else (caption, "")


def _credit_alone(text: str) -> str:
    """A credit without the full stop and the brackets around it, with those of its own."""
    while text and ((text[-1] == "." and not _SHORTENED.search(text)) or any(_closes(text, *pair) for pair in _PAIRS)):
        text = text[:-1].rstrip()
    return text.strip()


def _closes(text: str, opening: str, closing: str) -> bool:
    return text.endswith(closing) and text.count(closing) > text.count(opening)


def _credit_tail(text: str) -> re.Match[str] | None:
    match = _CREDIT_TAIL.search(text) if _may_credit(text) else None
    if match is None or _is_statement(text[match.start(1) :]):
        return None
    return match


def _may_credit(text: str) -> bool:
    # The rules are slow, and each of their forms has one of these marks.
    if "©" in text or "Copyright" in text or "(c)" in text or "(C)" in text:
        return True
    if ":" in text and any(map(text.__contains__, _CREDIT_WORDS)):
        return True
    return ("foto" in text or "bild" in text or "grafik" in text) and bool(_CREDIT_MARK.search(text))


def _is_credit(text: str) -> bool:
    if text.rstrip(".!") in _NO_NAME:
        return True
    return _may_credit(text) and bool(_CREDIT_ONLY.fullmatch(text)) and not _is_statement(text)


def _is_statement(text: str) -> bool:
    """Whether the text is a whole sentence with a verb; below the label of a picture only one with a day or hour."""
    said = text.endswith((".", "!", "?")) or bool(_CLOSED_EARLY.search(text))
    if not said or len(text.split()) < _STATEMENT_WORDS or not _VERB.search(text):
        return False
    return not _PICTURE_LABEL.match(text) or bool(_DAY.search(text))


def is_contact(text: str) -> bool:
    """Whether the text is a contact block or a line of one.

    Lines without a label only count when they lead somewhere (telephone, mail) and are no sentence: deadlines and
    numbers to call mostly stand in sentences, and those belong to the release.
    """
    if len(text) > _LONG_CONTACT:
        return False
    words = len(text.split())
    sentence = text.endswith((".", "!", "?")) and (
        words >= _SENTENCE_WORDS or (words >= _STATEMENT_WORDS and ":" not in text and bool(_VERB.search(text)))
    )
    if _CONTACT_LABEL.match(text):
        return not sentence or (":" in text[:_LABEL] and bool(_REACH.search(text)))
    if is_hours(text) or (_names_site(text) and _POINTER.fullmatch(text)) or text.count("·") > 1:
        return True
    return not sentence and words <= _LINE_WORDS and bool(_REACH.search(text))


def opens_contact(text: str) -> bool:
    """Whether the text is the label above a contact block: what follows is contact until a sentence comes."""
    return len(text) <= _LABEL * 2 and not text.endswith(".") and bool(_CONTACT_LABEL.match(text))


def is_related_heading(text: str) -> bool:
    """Whether the text is the heading of other releases: what stands below it is not this one."""
    label = text.rstrip(": ")
    if not _RELATED.fullmatch(label):
        return False
    if ":" in label:  # the title of another may stand behind it
        return not (_is_statement(text) and _DAY.search(text))
    # "Aktuell sind noch 20 Plätze frei."
    return not (text.endswith((".", "!")) and _VERB.search(text))


def is_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return text.rstrip(_CLOSERS).endswith(_STOPS)


def says_same(text: str, titles: Collection[str]) -> bool:
    """Whether the text only repeats one of the titles, which are given in `letters` only."""
    if len(text) > _HEAD:
        return False
    beginning = letters(text[:_GLANCE])
    if not any(title.startswith(beginning) for title in titles):
        return False
    own = letters(text)
    return bool(own) and own in titles
