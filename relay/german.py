"""German for what people read: the English of the code on the left, its German on the right, by the file that says it.

Facts keep their {names}. What follows a colon or stands in a list begins with a small letter, as in English.
"""

from __future__ import annotations

from relay.german_check import CHECK
from relay.german_config import CONFIGURATION, SYNTAX, SYSTEM
from relay.german_corrections import CORRECTIONS
from relay.german_delivery import DELIVERY
from relay.german_discover import DISCOVER
from relay.german_identity import IDENTITY
from relay.german_ledger import LEDGER
from relay.german_manners import MANNERS
from relay.german_notices import NOTICES
from relay.german_rhythm import RHYTHM
from relay.german_sources import PROBLEMS, READING, WEBSITE
from relay.german_websub import WEBSUB

_COMMANDS = {
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

_DELIVERY = {
    # app.py
    # deliver.py
    "relay is stopping; the rest follows when it is back": "relay wird beendet; der Rest folgt, wenn es wieder läuft",
    # channels/telegram.py
    "it gives no reason": "ohne Begründung",
    # store/deliveries.py
    # deliver.py
    "relay itself failed; the log says how": "in relay selbst ist ein Fehler aufgetreten, Näheres steht im Protokoll",
    "nobody knows whether it was posted: {why}": "es ist unklar, ob der Beitrag veröffentlicht wurde: {why}",
    # channels/telegram.py
    "Telegram wants a pause of {seconds:g} s": "Telegram verlangt eine Pause von {seconds:g} s",
    "Telegram wants a pause: {why}": "Telegram verlangt eine Pause: {why}",
    "Telegram does not know the token (any more): get a new one from @BotFather": (
        "Telegram kennt das Token nicht (mehr): Holen Sie bei @BotFather ein neues"
    ),
    "Telegram does not know the token or the method: check the token and api_base": (
        "Telegram kennt das Token oder die Methode nicht: Prüfen Sie das Token und api_base"
    ),
    "Telegram refuses the bot: {why}": "Telegram weist den Bot ab: {why}",
    "Telegram refuses the message: {why}": "Telegram nimmt die Nachricht nicht an: {why}",
    "Telegram finds the message too large": "die Nachricht ist für Telegram zu groß",
    "Telegram reports an error of its own: {why}": "Telegram meldet eine eigene Störung: {why}",
    "Telegram's answer cannot be read ({why})": "die Antwort von Telegram ist nicht lesbar ({why})",
    "Telegram cannot be reached ({why})": "Telegram ist nicht erreichbar ({why})",
    "Telegram did not answer ({why})": "Telegram hat nicht geantwortet ({why})",
    # render/telegram.py
    "it has neither a title nor a text": "sie hat weder Überschrift noch Text",
    # store/deliveries.py, store/sources.py
    "a person decided so": "so wurde es von Hand entschieden",
    "it was there before relay first read the source": (
        "sie stand schon dort, bevor relay die Quelle zum ersten Mal gelesen hat"
    ),
    "too many new releases at once": "zu viele neue Pressemitteilungen auf einmal",
}

_DATABASE = {
    # store/database.py
    "The database {file} is locked by another program.": (
        "Die Datenbank {file} wird von einem anderen Programm gesperrt."
    ),
    "The database {file} cannot be written: check its owner and its folder's.": (
        "In die Datenbank {file} kann nicht geschrieben werden: Prüfen Sie, wem sie und ihr Ordner gehören."
    ),
    "The database {file} cannot be opened: check that its folder is there and belongs to the user that relay "
    "runs as.": (
        "Die Datenbank {file} kann nicht geöffnet werden: Prüfen Sie, ob es ihren Ordner gibt und ob er dem Benutzer "
        "gehört, unter dem relay läuft."
    ),
    "The disk that holds the database {file} is full.": "Der Datenträger mit der Datenbank {file} ist voll.",
    "The disk that holds the database {file} reports an error, or the file is damaged: {why}.": (
        "Der Datenträger mit der Datenbank {file} meldet einen Fehler, oder die Datei ist beschädigt: {why}."
    ),
    "The database {file} is damaged: {why}. Restore a backup.": (
        "Die Datenbank {file} ist beschädigt: {why}. Spielen Sie eine Sicherung ein."
    ),
    "{count} broken references": "Verweise, die ins Leere führen: {count}",
    "{file} is not a database. Restore a backup, or name another file in the configuration.": (
        "{file} ist keine Datenbank. Spielen Sie eine Sicherung ein, oder nennen Sie in der Konfiguration eine andere "
        "Datei."
    ),
    "{file} belongs to another program. Name another file in the configuration.": (
        "{file} gehört zu einem anderen Programm. Nennen Sie in der Konfiguration eine andere Datei."
    ),
    "The database {file} was made by a newer relay (version {version}, this one knows {known}). "
    "Install that relay again, or restore an older backup.": (
        "Die Datenbank {file} stammt von einem neueren relay (Version {version}, dieses kennt {known}). Installieren "
        "Sie das neuere relay wieder, oder spielen Sie eine ältere Sicherung ein."
    ),
    "The database {file} is not set up yet: start relay once.": (
        "Die Datenbank {file} ist noch nicht eingerichtet: Starten Sie relay einmal."
    ),
    # store/lock.py
    "The disk that holds the database {file} reports an error: {why}.": (
        "Der Datenträger mit der Datenbank {file} meldet einen Fehler: {why}."
    ),
    "Another relay (process {process}) works with the database {file}.": (
        "Ein anderes relay (Prozess {process}) arbeitet schon mit der Datenbank {file}."
    ),
}

GERMAN: dict[str, str] = {
    **_COMMANDS,
    **CHECK,
    **CONFIGURATION,
    **CORRECTIONS,
    **DELIVERY,
    **DISCOVER,
    **_DELIVERY,
    **_DATABASE,
    **IDENTITY,
    **LEDGER,
    **MANNERS,
    **NOTICES,
    **RHYTHM,
    **WEBSUB,
    **WEBSITE,
    **READING,
    **PROBLEMS,
    **SYSTEM,
    **SYNTAX,
}
