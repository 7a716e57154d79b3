"""German for what goes wrong with websites, feeds and pages; see `relay.german`."""

from __future__ import annotations

WEBSITE = {
    # sources/http.py
    "{url} asks for a password (401): use an address that is open to the public": (
        "{url} verlangt ein Passwort (401): Verwenden Sie eine öffentliche Adresse"
    ),
    "{url} is closed to relay (403): ask the website's operator to let its User-Agent in": (
        "{url} ist für relay gesperrt (403): Bitten Sie den Betreiber der Website, den User-Agent von relay zuzulassen"
    ),
    "{url} does not exist (404): look up on the website whether it was moved or withdrawn": (
        "{url} gibt es nicht (404): Sehen Sie auf der Website nach, ob die Seite verschoben oder zurückgezogen wurde"
    ),
    "{url} was removed for good (410): look up its new address on the website": (
        "{url} wurde endgültig entfernt (410): Suchen Sie die neue Adresse auf der Website"
    ),
    "{url} is behind a Cloudflare challenge, which only browsers pass: ask the operator to exempt it": (
        "{url} liegt hinter einer Cloudflare-Prüfung, die nur Browser bestehen: Bitten Sie den Betreiber um eine "
        "Ausnahme für diese Adresse"
    ),
    "{host} asks for fewer requests (429)": "{host} bittet um weniger Anfragen (429)",
    "{host} has trouble ({status})": "{host} hat eine Störung ({status})",
    "{url} gives no content, but status {status}": "{url} liefert keinen Inhalt, sondern den Status {status}",
    "{host} does not answer in full within {seconds:g} s": (
        "{host} antwortet nicht innerhalb von {seconds:g} s vollständig"
    ),
    "{url} redirects in a circle": "{url} leitet im Kreis weiter",
    "{url} redirects more than {redirects} times": "{url} leitet mehr als {redirects}-mal weiter",
    "{url} is larger than the {limit} bytes that are allowed": "{url} ist größer als die erlaubten {limit} Bytes",
    "{url} arrives damaged: it cannot be decompressed": (
        "{url} kommt beschädigt an: Die Daten lassen sich nicht entpacken"
    ),
    "{url} is empty": "{url} ist leer",
    '{url} is compressed with "{coding}", which was not asked for': (
        "{url} ist mit „{coding}“ komprimiert, obwohl nicht darum gebeten wurde"
    ),
    "{url} is not an address that can be asked": "{url} ist keine Adresse, die abgefragt werden kann",
    "{host} answers with headers that are too long or not HTTP": (
        "{host} antwortet mit zu langen Kopfzeilen oder nicht mit HTTP"
    ),
    "{host} broke off in the middle of its answer": "{host} hat mitten in der Antwort abgebrochen",
    "{host} broke off the connection without an answer": "{host} hat die Verbindung ohne Antwort abgebrochen",
    "port {port} of {host} is not one that websites use (exceptions: fetch.allow_networks)": (
        "Port {port} von {host} ist keiner, den Websites benutzen (Ausnahmen: fetch.allow_networks)"
    ),
    "{host} has the address {address}, which is not public (exceptions: fetch.allow_networks)": (
        "{host} hat die Adresse {address}, die nicht öffentlich ist (Ausnahmen: fetch.allow_networks)"
    ),
    "the certificate of {host} has expired": "das Zertifikat von {host} ist abgelaufen",
    "the certificate of {host} is not valid yet, or this machine's clock is wrong": (
        "das Zertifikat von {host} gilt noch nicht, oder die Uhr dieses Rechners geht falsch"
    ),
    "the certificate of {host} is one for other names": "das Zertifikat von {host} gilt für andere Namen",
    "the certificate of {host} is self-signed: no authority known here vouches for it": (
        "das Zertifikat von {host} ist selbst ausgestellt: Keine hier bekannte Stelle bürgt dafür"
    ),
    "the certificate of {host} has an unknown issuer: an intermediate certificate is not sent with it, or nobody knows "
    "who made it": (
        "das Zertifikat von {host} hat einen unbekannten Aussteller: Ein Zwischenzertifikat wird nicht mitgeschickt, "
        "oder niemand kennt, wer es ausgestellt hat"
    ),
    "{host} shows an invalid certificate: {reason}": "{host} zeigt ein ungültiges Zertifikat: {reason}",
    "{host} does not manage an encrypted connection: {reason}": (
        "mit {host} kommt keine verschlüsselte Verbindung zustande: {reason}"
    ),
    "the name {host} leads nowhere: DNS knows no address for it": (
        "der Name {host} führt ins Leere: Im DNS steht keine Adresse dazu"
    ),
    "no reason given": "ohne Angabe von Gründen",
    "{host} takes no connection: {reason}": "{host} nimmt keine Verbindung an: {reason}",
    "none of its addresses answers": "keine seiner Adressen antwortet",
    # sources/guard.py
    "the address is not a URL": "die Adresse ist keine URL",
    "{url} redirects to something that is not a URL": "{url} leitet zu etwas weiter, das keine URL ist",
    "{url} redirects from https to unprotected http ({target}), which is not followed": (
        "{url} leitet von https auf ungeschütztes http weiter ({target}); dem wird nicht gefolgt"
    ),
    "only addresses that begin with http:// or https:// are fetched": (
        "es werden nur Adressen abgefragt, die mit http:// oder https:// beginnen"
    ),
    "the address has no host that could be asked": "die Adresse nennt keinen Server, der abgefragt werden könnte",
    "the address of {host} contains a user name or password, which are not sent: use a public address": (
        "die Adresse von {host} enthält Benutzername oder Passwort, die nicht gesendet werden: Verwenden Sie eine "
        "öffentliche Adresse"
    ),
    # sources/pictures.py, ingest.py
    "the server answers 304 although nothing was known of the picture": (
        "der Server antwortet mit 304, obwohl das Bild noch nicht bekannt war"
    ),
    "relay itself failed ({why}); the log says how": (
        "in relay selbst ist ein Fehler aufgetreten ({why}), Näheres steht im Protokoll"
    ),
    "{url} answers 304 although nothing was known of it": (
        "{url} antwortet mit 304, obwohl die Seite noch nicht bekannt war"
    ),
}

READING = {
    # feed/parse.py
    "an empty answer instead of a feed": "eine leere Antwort statt eines Feeds",
    "{kind} instead of a feed": "{kind} statt eines Feeds",
    "{kind} instead of a feed: “{title}”": "{kind} statt eines Feeds: „{title}“",
    # feed/pages.py
    "a Cloudflare challenge page": "eine Cloudflare-Prüfseite",
    "a page that keeps programs out": "eine Seite, die Programme aussperrt,",
    "a login page": "eine Anmeldeseite",
    "a maintenance page": "eine Wartungsseite",
    "an error page": "eine Fehlerseite",
    "an HTML page instead of a feed": "eine HTML-Seite statt eines Feeds",
    "an HTML page instead of a feed: “{title}”": "eine HTML-Seite statt eines Feeds: „{title}“",
    # feed/parse.py
    "a PDF": "ein PDF",
    "a picture": "ein Bild",
    "a ZIP file": "eine ZIP-Datei",
    "compressed data": "komprimierte Daten",
    "a damaged feed that cannot be read: {error}": "ein beschädigter, nicht lesbarer Feed: {error}",
    "a feed that is broken before its first entry ends: {error}": (
        "ein Feed, der vor dem Ende seines ersten Eintrags fehlerhaft ist: {error}"
    ),
    "XML that is no feed: its root element is <{root}>": "XML, das kein Feed ist: Das Wurzelelement ist <{root}>",
    "neither XML nor JSON, but “{text}”": "weder XML noch JSON, sondern „{text}“",
    # feed/repair.py
    "a feed with too many {what}": "ein Feed mit zu vielen {what}",
    "tags": "Tags",
    "entities": "Entitys",
    "namespaces": "Namensräumen",
    "categories": "Kategorien",
    "base addresses": "Basisadressen",
    "line breaks": "Zeilenumbrüchen",
    "attributes": "Attributen",
    "entries": "Einträgen",
    "a feed that declares XML entities": "ein Feed, der XML-Entitys deklariert",
    # feed/jsonfeed.py
    "JSON that is nested too deeply instead of a feed": "zu tief verschachteltes JSON statt eines Feeds",
    "broken JSON instead of a feed: {error}": "fehlerhaftes JSON statt eines Feeds: {error}",
    "JSON that is not a JSON Feed": "JSON, das kein JSON Feed ist",
    # article/extract.py, article/page/body.py
    "no text of a release was found on {url}": "auf {url} wurde kein Text einer Pressemitteilung gefunden",
    "{url} is a PDF, not a page": "{url} ist ein PDF, keine Webseite",
    "{url} is no HTML page": "{url} ist keine HTML-Seite",
    "the selector {selector!r} cannot be read": "der Selektor {selector!r} ist nicht lesbar",
    "the selector {selector!r} matches nothing on {url}": "der Selektor {selector!r} trifft auf {url} nichts",
    # article/media.py
    "it is not a picture that can be shown (JPEG, PNG, GIF, WebP, AVIF)": (
        "das ist kein Bild, das gezeigt werden kann (JPEG, PNG, GIF, WebP, AVIF)"
    ),
    "it is no file that can be sent (PDF, MP4, MP3, M4A, OGG with Opus)": (
        "die Datei lässt sich nicht senden (nur PDF, MP4, MP3, M4A und OGG mit Opus)"
    ),
    "the picture is damaged ({why})": "das Bild ist beschädigt ({why})",
    "the picture is too large (more than {millions} million pixels)": (
        "das Bild ist zu groß (mehr als {millions} Millionen Bildpunkte)"
    ),
    "the picture is too large ({width} x {height})": "das Bild ist zu groß ({width} x {height})",
    "the picture is too small ({width} x {height})": "das Bild ist zu klein ({width} x {height})",
    "the picture is too narrow ({width} x {height})": "das Bild ist zu schmal ({width} x {height})",
}

PROBLEMS = {
    # feed/text.py, feed/repair.py
    "The feed is declared as {encoding}, but it is UTF-8.": (
        "Der Feed gibt die Zeichenkodierung {encoding} an, ist aber UTF-8."
    ),
    "The feed is not valid UTF-8 and declares no other encoding that fits; umlauts may be wrong.": (
        "Der Feed ist kein gültiges UTF-8 und gibt keine andere passende Zeichenkodierung an; Umlaute können falsch "
        "sein."
    ),
    "There is text before the feed, which was skipped: “{text}”.": (
        "Vor dem Feed steht Text, der übergangen wurde: „{text}“."
    ),
    # feed/parse.py
    "The feed breaks off in the middle of its last entry, which was left out.": (
        "Der Feed bricht mitten im letzten Eintrag ab, der deshalb ausgelassen wurde."
    ),
    "The feed is not well-formed XML: {why}.": "Der Feed ist kein wohlgeformtes XML: {why}.",
    # feed/mend.py, feed/jsonfeed.py
    "Entry {number} was left out, because relay itself failed on it ({why}).": (
        "Eintrag {number} wurde ausgelassen, weil in relay selbst ein Fehler aufgetreten ist ({why})."
    ),
    "And {count} more problems with single fields.": "Und weitere Probleme mit einzelnen Feldern: {count}.",
    "The feed does not say which format it has.": "Der Feed nennt sein Format nicht.",
    "Dates that cannot be read: {count}, the first of them “{date}”.": (
        "Zeitangaben, die nicht lesbar sind: {count}, die erste davon „{date}“."
    ),
    "The feed's ttl is no number of minutes: “{text}”.": "Das ttl des Feeds ist keine Zahl von Minuten: „{text}“.",
    "Entries that say nothing at all and were left out: {count} of {all}.": (
        "Einträge, die gar nichts enthalten und ausgelassen wurden: {count} von {all}."
    ),
    "Entries without a link: {count} of {all}.": "Einträge ohne Link: {count} von {all}.",
    "Entries without a date: {count} of {all}.": "Einträge ohne Zeitangabe: {count} von {all}.",
    "Entries without a title: {count} of {all}.": "Einträge ohne Titel: {count} von {all}.",
    # feed/jsonfeed.py
    "The feed": "Der Feed",
    "Item {number}": "Eintrag {number}",
    "The JSON Feed has no list of items.": "Der JSON Feed hat keine Liste von Einträgen.",
    "{item} is no object and was left out.": "{item} ist kein Objekt und wurde ausgelassen.",
    "{owner} has an attachment that is no object.": "{owner} hat einen Anhang, der kein Objekt ist.",
    '{owner} has no text in "{key}", but {what}.': "{owner} hat in „{key}“ keinen Text, sondern {what}.",
    '{owner} has no list in "{key}", but {what}.': "{owner} hat in „{key}“ keine Liste, sondern {what}.",
    '{owner} has no date in "{key}", but “{what}”.': "{owner} hat in „{key}“ keine Zeitangabe, sondern „{what}“.",
    "an object": "ein Objekt",
    "a list": "eine Liste",
    "true or false": "wahr oder falsch",
    "a number": "eine Zahl",
    "a text": "einen Text",
    "something else": "etwas anderes",
}
