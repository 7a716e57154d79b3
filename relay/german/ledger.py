"""German for the ledger, the list of releases, backup and restore."""

from __future__ import annotations

LEDGER = {
    # store/ledger.py
    "{text} is not the head of a ledger: it has to read COUNT:DIGEST, as `relay ledger verify` shows it.": (
        "{text} ist kein Stand eines Nachweisbuchs: Er lautet ANZAHL:PRÜFSUMME, so wie `relay ledger verify` ihn zeigt."
    ),
    "record {number} is missing: {next} comes next": "Eintrag {number} fehlt, als nächster kommt {next}",
    "record {number} is missing: there were {count} once": "Eintrag {number} fehlt, es gab schon einmal {count}",
    "record {number} was changed, or one before it": "Eintrag {number} wurde geändert, oder einer davor",
    "record {number} is not the one that was noted": "Eintrag {number} ist nicht der, dessen Prüfsumme notiert wurde",
    # commands/ledger.py
    "The ledger is empty.": "Das Nachweisbuch ist leer.",
    "Ledger: {count} records, whole, from {first} to {last}.": (
        "Nachweisbuch: {count} Einträge, unversehrt, vom {first} bis zum {last}."
    ),
    "Head: {head}": "Stand: {head}",
    "Ledger: {why}. Records that fit before it: {count}.": "Nachweisbuch: {why}. Unversehrte Einträge davor: {count}.",
    "{text} is not a date: write it as 2025-06-30.": "{text} ist kein Datum: Schreiben Sie es so: 2025-06-30.",
    "Records exported: {count}": "Ausgegebene Einträge: {count}",
    # commands/releases.py
    "waits": "wartet",
    "is being posted": "wird gerade veröffentlicht",
    "posted": "veröffentlicht",
    "on hold": "angehalten",
    "not posted": "nicht veröffentlicht",
    "posted, corrections wait": "veröffentlicht, eine Korrektur wartet",
    "to be withdrawn": "wird zurückgezogen",
    "withdrawn": "zurückgezogen",
    "in the test chat": "im Testkanal",
    "edits: {count}, the last one {last}": "Korrekturen: {count}, zuletzt {last}",
    "There is no release yet.": "Es gibt noch keine Pressemitteilung.",
    # commands/backup.py
    "Backup: {file} ({size} KB, releases: {count}).": "Sicherung: {file} ({size} KB, Pressemitteilungen: {count}).",
    "Deleted, as there are enough: {file}": "Gelöscht, da es genügend gibt: {file}",
    "Restored: {file} (releases: {count}, as of {polled}).": (
        "Eingespielt: {file} (Pressemitteilungen: {count}, Stand: {polled})."
    ),
    "The database of before is kept: {file}": "Die bisherige Datenbank ist aufgehoben: {file}",
    "It could not be read ({why}): whether a relay had taken over since the backup is not known.": (
        "Sie war nicht lesbar ({why}): Ob nach der Sicherung ein anderes relay übernommen hat, ist unbekannt."
    ),
    "The first start looks whether messages are in the channel that this backup does not know. If so, relay posts "
    "nothing and says what to do. To see it beforehand: relay check. Then: systemctl start relay": (
        "Der erste Start sieht nach, ob im Kanal Beiträge stehen, die diese Sicherung nicht kennt. Wenn ja, "
        "veröffentlicht relay nichts und sagt, was zu tun ist. Vorab ansehen: relay check. Danach: "
        "systemctl start relay"
    ),
    # store/backup.py
    "--keep goes with a folder: {file} is none.": "--keep gilt für einen Ordner: {file} ist keiner.",
    "--keep: at least one backup is kept.": "--keep: Mindestens eine Sicherung bleibt.",
    "{file} is not a database of relay.": "{file} ist keine Datenbank von relay.",
    "The ledger in {file} is broken: {why}.": "Das Nachweisbuch in {file} ist nicht unversehrt: {why}.",
    "The disk that holds the folder {folder} is full.": "Der Datenträger mit dem Ordner {folder} ist voll.",
    "{file} is already there and is not overwritten.": "{file} gibt es schon und wird nicht überschrieben.",
    "Another program writes {file} at this moment.": "Ein anderes Programm schreibt gerade {file}.",
    "There is no folder {folder}.": "Den Ordner {folder} gibt es nicht.",
    "{file} cannot be written: {why}.": "{file} kann nicht geschrieben werden: {why}.",
    "The backup was made, but relay cannot be told of it: {why}": (
        "Die Sicherung ist gelungen, aber relay konnte es nicht vermerken: {why}"
    ),
    # store/restore.py
    "There is no backup {file}.": "Die Sicherung {file} gibt es nicht.",
    "{file} is the database itself: name a backup of it.": (
        "{file} ist die Datenbank selbst: Nennen Sie eine Sicherung davon."
    ),
    "There is no folder {folder}: start relay once and stop it again, then restore the backup.": (
        "Den Ordner {folder} gibt es nicht: Starten Sie relay einmal, halten Sie es wieder an, und spielen Sie dann "
        "die Sicherung ein."
    ),
    "{why} Stop it first: systemctl stop relay": "{why} Halten Sie es zuerst an: systemctl stop relay",
    "{file} cannot be kept as {aside}: {why}.": "{file} kann nicht als {aside} aufgehoben werden: {why}.",
}
