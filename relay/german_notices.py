"""German for what the editors and the alert addresses are told (see `relay.german`)."""

from __future__ import annotations

NOTICES = {
    # notices.py
    "never": "noch nie",
    "The source {id} cannot be read: {problem}\nLast read: {last}": (
        "Die Quelle {id} ist nicht lesbar: {problem}\nZuletzt gelesen: {last}"
    ),
    "The source {id} can be read again.": "Die Quelle {id} ist wieder lesbar.",
    "The channel {id} takes no posts: {problem}\nNothing is lost; waiting to go out: {count}": (
        "Der Kanal {id} nimmt keine Beiträge an: {problem}\nEs geht nichts verloren; in der Warteschlange: {count}"
    ),
    "The channel {id} takes posts again; waiting to go out: {count}": (
        "Der Kanal {id} nimmt wieder Beiträge an; in der Warteschlange: {count}"
    ),
    "A release of the source {source} waits for you: {reason}\n\n{title}\n\nOn the command line: relay holds": (
        "Eine Pressemitteilung der Quelle {source} wartet auf Sie: {reason}\n\n{title}\n\n"
        "Auf der Befehlszeile: relay holds"
    ),
    "{count} releases of the source {source} wait for you: {reason}\n\n{titles}\n\nOn the command line: relay holds": (
        "{count} Pressemitteilungen der Quelle {source} warten auf Sie: {reason}\n\n{titles}\n\n"
        "Auf der Befehlszeile: relay holds"
    ),
    "and {count} more": "und {count} weitere",
    "Nothing of the source {source} waits for you any more: {reason}": (
        "Von der Quelle {source} wartet nichts mehr auf Sie: {reason}"
    ),
    'The release "{title}" is no longer on the website: {reason}\n{url}\n\nIts posts still stand:\n{links}': (
        "Die Pressemitteilung „{title}“ ist nicht mehr auf der Website: {reason}\n{url}\n\n"
        "Ihre Beiträge stehen noch da:\n{links}"
    ),
    'There is nothing to decide any more about the release "{title}".': (
        "Zur Pressemitteilung „{title}“ ist nichts mehr zu entscheiden."
    ),
    "Publish": "Veröffentlichen",
    "Discard": "Verwerfen",
    "Publish these {count}": "Diese {count} veröffentlichen",
    "Absorb as known": "Als bekannt übernehmen",
    "Publish the newest {count}": "Die neuesten {count} veröffentlichen",
    "Withdraw the post": "Beitrag zurückziehen",
    "Leave it": "Stehen lassen",
    # notifier.py
    "Still so:\n{text}": "Weiterhin:\n{text}",
    "relay: {what}": "relay: {what}",
    "relay: {count} notices": "relay: {count} Hinweise",
    # editors.py
    "This is not allowed here.": "Das ist hier nicht erlaubt.",
    "relay does not know this button.": "relay kennt diese Schaltfläche nicht.",
    "already decided": "bereits entschieden",
    "the post is withdrawn": "der Beitrag wird zurückgezogen",
    "the post stays": "der Beitrag bleibt stehen",
    "to be posted: {count}": "zur Veröffentlichung: {count}",
    "discarded: {count}": "verworfen: {count}",
    "absorbed as known: {count}": "als bekannt übernommen: {count}",
    "{posted}; {absorbed}": "{posted}; {absorbed}",
    "Decided at {time}: {what}": "Entschieden um {time} Uhr: {what}",
    # channels/telegram_editors.py
    "somebody else reads what the bot is told of: {why}": (
        "jemand anderes liest mit, was dem Bot mitgeteilt wird: {why}"
    ),
    "Telegram does not tell the bot anything: it does not know getUpdates": (
        "Telegram teilt dem Bot nichts mit: getUpdates ist dort unbekannt"
    ),
    # alerts.py
    "no alert address took the message": "keine der Adressen unter [alerts] hat die Nachricht angenommen",
}
