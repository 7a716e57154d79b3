"""What the commands say, in German."""

from __future__ import annotations

COMMANDS = {
    # commands/common.py
    "Error:": "Fehler:",
    "The database {file} belongs to another user: run relay as root, or as that user.": (
        "Die Datenbank {file} gehört einem anderen Benutzer: Rufen Sie relay als root oder als dieser Benutzer auf."
    ),
    # commands/check.py
    "configuration": "Konfiguration",
    "database": "Datenbank",
    "token": "Token",
    "source {id}": "Quelle {id}",
    "channel {id}": "Kanal {id}",
    "All is well.": "Alles in Ordnung.",
    "Something is wrong, see above.": "Etwas stimmt nicht, siehe oben.",
    "{file} will be made at the first start": "{file} wird beim ersten Start angelegt",
    "there is no folder {folder}": "den Ordner {folder} gibt es nicht",
    "systemd makes the folder {folder} at the first start": "systemd legt den Ordner {folder} beim ersten Start an",
    "there is one (Telegram was not asked)": "ist vorhanden (Telegram wurde nicht gefragt)",
    "the bot is {name}": "der Bot heißt {name}",
    "it answers 304 to a first question": "der Server antwortet schon auf die erste Anfrage mit 304",
    "a feed without entries, at present": "ein Feed, zurzeit ohne Einträge",
    "{count} entries ({version}), on top: {title}": "{count} Einträge ({version}), zuoberst: {title}",
    "{says}. It could be read, but:\n{problems}": "{says}. Der Feed ist lesbar, aber:\n{problems}",
    "the bot may not post in {title}: make it an administrator of the channel, with the right to post": (
        "der Bot darf in {title} nichts veröffentlichen: Machen Sie ihn zum Administrator des Kanals, mit dem Recht, "
        "Nachrichten zu veröffentlichen"
    ),
    "{title} ({chat}); a group for comments is linked, which somebody has to watch": (
        "{title} ({chat}); eine Gruppe für Kommentare ist verknüpft, die jemand im Blick haben muss"
    ),
    "{title} ({chat}), the bot may post": "{title} ({chat}), der Bot darf veröffentlichen",
    # commands/demo.py
    "The end. Nothing is left behind.": "Ende. Es bleibt nichts zurück.",
    "{url}  <- open this": "{url}  <- bitte öffnen",
    "is starting": "startet",
    "A new release every {seconds:g} seconds. Ctrl-C ends it.": (
        "Alle {seconds:g} Sekunden eine neue Pressemitteilung. Strg-C beendet die Vorführung."
    ),
    "That was the last release. Ctrl-C ends it.": (
        "Das war die letzte Pressemitteilung. Strg-C beendet die Vorführung."
    ),
    "{posts} posts, {corrected} of them corrected.": "Beiträge: {posts}, davon korrigiert: {corrected}.",
    "Port {port} is taken, or not allowed: name another one, or leave out --port.": (
        "Port {port} ist belegt oder nicht erlaubt: Nennen Sie einen anderen, oder lassen Sie --port weg."
    ),
    "relay did not start: {why}": "relay ist nicht gestartet: {why}",
    "relay did not come to an end within {seconds:g} s": "relay ist nach {seconds:g} s noch nicht fertig",
    # commands/holds.py
    "Nothing waits for you.": "Nichts wartet auf Sie.",
    "There is no database yet: {file}": "Es gibt noch keine Datenbank: {file}",
    "Posts that go out: {count}": "Beiträge, die nun veröffentlicht werden: {count}",
    "Posts discarded: {count}": "Verworfene Beiträge: {count}",
    "Not on hold: {ids}": "Nicht unter den zurückgehaltenen Beiträgen: {ids}",
    # commands/preview.py
    "Name one thing to look at: a web address, --page FILE or --feed FILE.": (
        "Nennen Sie genau eines: eine Webadresse, --page DATEI oder --feed DATEI."
    ),
    "{address} is not a web address (https://...). For a saved page there is --page FILE.": (
        "{address} ist keine Webadresse (https://...). Für eine gespeicherte Seite gibt es --page DATEI."
    ),
    "There is no source {id} in the configuration.": "In der Konfiguration gibt es keine Quelle {id}.",
    "There is no channel {id} in the configuration.": "In der Konfiguration gibt es keinen Kanal {id}.",
    "{style} is not a style: teaser, full or link.": (
        "{style} ist keine Darstellung; möglich sind teaser, full und link."
    ),
    "--url {address}: that is not a web address (https://...).": "--url {address}: Das ist keine Webadresse (https://...).",
    "{what} is a feed: what it brings is shown by --feed {what}": (
        "{what} ist ein Feed: Was er bringt, zeigt --feed {what}"
    ),
    "{file} is no page: it has signs in it that no text has": (
        "{file} ist keine Seite: Darin stehen Zeichen, die kein Text hat"
    ),
    "relay will read the page for this one; without it, it would look like this": (
        "relay liest dafür noch die Seite; so sähe es ohne sie aus"
    ),
    "Preview of the page {url}": "Vorschau der Seite {url}",
    'style = "{style}" has no teaser, so there is nothing to explain': (
        'style = "{style}" hat keinen Teaser, also gibt es nichts zu erklären'
    ),
    "not all of its entries can be read: {lost}": "nicht alle Einträge sind lesbar: {lost}",
    "Preview": "Vorschau",
    "This is how it would look in the channel. Nothing of it has been posted.": (
        "So würde es im Kanal aussehen. Veröffentlicht ist davon nichts."
    ),
    "as configured": "so eingestellt",
    "Not easy to read for everybody:": "Nicht für alle gut zu lesen:",
    "picture without description": "Bild ohne Beschreibung",
    "Written: {file}": "Geschrieben: {file}",
    "{file} cannot be written: {why}.": "{file} kann nicht geschrieben werden: {why}.",
    "Messages: {count}; characters: {units}": "Nachrichten: {count}; Zeichen: {units}",
    "Teaser and link": "Kurztext mit Link",
    "Full text": "Voller Text",
    "Full text, rich": "Voller Text, gegliedert",
    "Title and link": "Titel mit Link",
    "Nothing would be posted: {why}": "Es würde nichts veröffentlicht: {why}",
    "Teaser: {used} characters; text: {sentences} sentences, {units} characters": (
        "Teaser: {used} Zeichen; Text: {sentences} Sätze, {units} Zeichen"
    ),
    # commands/status.py
    "relay runs (process {process}).": "relay läuft (Prozess {process}).",
    "relay does not run.": "relay läuft nicht.",
    "Test: all posts go to the test chat.": "Test: Alle Beiträge gehen in den Testchat.",
    "Source": "Quelle",
    "Channel": "Kanal",
    "last read": "zuletzt gelesen",
    "last new release": "letzte neue Pressemitteilung",
    "next": "nächste Abfrage",
    "last post": "letzter Beitrag",
    "waits until": "wartet bis",
    "problem": "Problem",
    "{sent} posted, {pending} waiting, {held} on hold": (
        "{sent} veröffentlicht, {pending} in der Warteschlange, {held} zurückgehalten"
    ),
    "see `relay holds`": "siehe `relay holds`",
}
