"""German for what the editors and the alert addresses are told (see `relay.german`)."""

from __future__ import annotations

NOTICES = {
    # press/notices.py
    "never": "noch nie",
    "The database is backed up again.": "Die Datenbank wird wieder gesichert.",
    # press/unsaved.py
    "The database is not backed up: {problem}\nLast backup: {last}": (
        "Die Datenbank wird nicht gesichert: {problem}\nLetzte Sicherung: {last}"
    ),
    "it was not even tried; see whether relay-backup.timer is on": (
        "es wurde nicht einmal versucht; sehen Sie nach, ob relay-backup.timer eingeschaltet ist"
    ),
    # press/notices.py
    "The source {id} cannot be read: {problem}\nLast read: {last}": (
        "Die Quelle {id} ist nicht lesbar: {problem}\nZuletzt gelesen: {last}"
    ),
    "The source {id} can be read again.": "Die Quelle {id} ist wieder lesbar.",
    "The source {id} can be read, but not all of its entries:\n{lost}\nThe others are published as ever. relay looks "
    "at it again whenever the website changes something there.": (
        "Die Quelle {id} ist lesbar, aber nicht jeder ihrer Einträge:\n{lost}\nDie übrigen werden veröffentlicht wie "
        "immer. relay sieht wieder nach, sobald die Website dort etwas ändert."
    ),
    "All entries of the source {id} can be read again.": "Alle Einträge der Quelle {id} sind wieder lesbar.",
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
    "The buttons in the editors' chat do nothing: {problem}\nPosting goes on. Give relay a bot of its own, or "
    "end the other program (or its webhook). Until then: relay holds, on the command line.": (
        "Die Knöpfe im Chat der Redaktion sind zurzeit ohne Wirkung: {problem}\nVeröffentlicht wird weiterhin. "
        "Geben Sie relay einen eigenen Bot, oder beenden Sie das andere Programm (oder dessen Webhook). Bis dahin: "
        "relay holds auf der Befehlszeile."
    ),
    "The buttons in the editors' chat work again.": "Die Knöpfe im Chat der Redaktion wirken wieder.",
    "The group {before} became a supergroup and has the number {after} now. relay goes along with it; please write "
    "the new number into the configuration.": (
        "Die Gruppe {before} wurde zur Supergruppe und hat nun die Nummer {after}. relay stellt sich darauf ein; bitte "
        "tragen Sie die neue Nummer in die Konfiguration ein."
    ),
    "the editors": "die Redaktion",
    "the administrator": "die Administration",
    "Decided on {day} at {time} by {who}: {what}": "Entschieden am {day} um {time} Uhr durch {who}: {what}",
    "Publish": "Veröffentlichen",
    "Discard": "Verwerfen",
    "Publish these {count}": "Diese {count} veröffentlichen",
    "Absorb as known": "Als bekannt übernehmen",
    "Publish the newest {count}": "Die neuesten {count} veröffentlichen",
    "Withdraw the post": "Beitrag zurückziehen",
    "Leave it": "Stehen lassen",
    # press/office.py
    "it may not post there any more": "er darf dort nichts mehr veröffentlichen",
    # press/notifier.py
    "There is nothing to decide here any more.": "Hier ist nichts mehr zu entscheiden.",
    "Still so:\n{text}": "Weiterhin:\n{text}",
    "relay: {what}": "relay: {what}",
    "relay: {count} notices": "relay: {count} Hinweise",
    # press/editors.py
    "This is not allowed here.": "Das ist hier nicht erlaubt.",
    "relay does not know this button.": "relay kennt diesen Knopf nicht.",
    "already decided": "bereits entschieden",
    "the post is withdrawn": "der Beitrag wird zurückgezogen",
    "the post stays": "der Beitrag bleibt stehen",
    "to be posted: {count}": "zur Veröffentlichung: {count}",
    "discarded: {count}": "verworfen: {count}",
    "absorbed as known: {count}": "als bekannt übernommen: {count}",
    "{one}; {other}": "{one}; {other}",
    # channels/telegram_editors.py
    "somebody else reads what the bot is told of: {why}": (
        "jemand anderes liest mit, was dem Bot mitgeteilt wird: {why}"
    ),
    "Telegram does not tell the bot anything: it does not know getUpdates": (
        "Telegram teilt dem Bot nichts mit: getUpdates ist dort unbekannt"
    ),
    # press/alerts.py
    "the alert address no. {place} took nothing": "die Adresse Nr. {place} unter [alerts] hat nichts angenommen",
    "the address no. {place} is none that apprise understands (it is not shown, as it may hold a password)": (
        "die Adresse Nr. {place} ist keine, die apprise versteht (sie wird nicht angezeigt, da sie ein Passwort "
        "enthalten kann)"
    ),
}
