"""German for what is said of WebSub; see `relay.german`."""

from __future__ import annotations

WEBSUB = {
    # keys/problems.py, keys/websub.py
    '{value} is not an address for hubs: write "https://...", without ? and #': (
        '{value} ist keine Adresse für Hubs: Schreiben Sie "https://...", ohne ? und #'
    ),
    '{value} is not a place to listen at: write "127.0.0.1:8470" or "unix:/run/relay/websub.sock"': (
        '{value} ist kein Ort, an dem relay lauschen kann: Schreiben Sie "127.0.0.1:8470" oder '
        '"unix:/run/relay/websub.sock"'
    ),
    "this needs [websub] callback, the address at which hubs reach relay": (
        "dazu gehört [websub] callback, die Adresse, unter der Hubs relay erreichen"
    ),
    # websub/subscription.py
    'the hub refuses: "{reason}"': "der Hub lehnt ab: „{reason}“",
    "the hub refuses without a reason": "der Hub lehnt ab, ohne einen Grund zu nennen",
    "its messages are not signed as was agreed, so they are ignored": (
        "seine Nachrichten sind nicht wie vereinbart signiert und werden deshalb nicht beachtet"
    ),
    # press/source_notices.py
    "The hub {hub} does not tell relay what is new in the source {id}: {problem}\n"
    "Nothing is lost: the source is asked as often as ever, so its news come a little later.": (
        "Der Hub {hub} meldet relay nicht, was in der Quelle {id} neu ist: {problem}\n"
        "Es geht nichts verloren: Die Quelle wird so oft abgefragt wie immer, ihre Neuigkeiten kommen nur etwas später."
    ),
    "There is no trouble any more with the hub of the source {id}.": (
        "Mit dem Hub der Quelle {id} ist wieder alles in Ordnung."
    ),
    "the hub does not ask back": "der Hub fragt nicht zurück: Ist callback von außen erreichbar?",
    # commands/status.py
    "push": "Sofortmeldung",
    "active until {until}": "aktiv bis {until}",
    "asked for": "angefragt",
    "refused": "abgelehnt",
    "the source names no hub, or was not read yet": ("die Quelle nennt keinen Hub oder wurde noch nicht gelesen"),
}
