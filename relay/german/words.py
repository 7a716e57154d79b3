"""German for what people read: the English of the code on the left, its German on the right, by the file that says it.

Facts keep their {names}. What follows a colon or stands in a list begins with a small letter, as in English.
"""

from __future__ import annotations

from relay.german.check import CHECK
from relay.german.commands import COMMANDS
from relay.german.config import CONFIGURATION, SYNTAX, SYSTEM
from relay.german.corrections import CORRECTIONS
from relay.german.delivery import DELIVERY
from relay.german.discover import DISCOVER
from relay.german.identity import IDENTITY
from relay.german.ledger import LEDGER
from relay.german.manners import MANNERS
from relay.german.notices import NOTICES
from relay.german.rhythm import RHYTHM
from relay.german.sources import PROBLEMS, READING, WEBSITE
from relay.german.trouble import TROUBLE
from relay.german.websub import WEBSUB

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
    **COMMANDS,
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
    **TROUBLE,
    **WEBSUB,
    **WEBSITE,
    **READING,
    **PROBLEMS,
    **SYSTEM,
    **SYNTAX,
}
