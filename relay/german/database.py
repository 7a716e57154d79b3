"""German for what is said of the database: its file, its disk, and who else works with it; see `relay.german`."""

from __future__ import annotations

DATABASE = {
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
