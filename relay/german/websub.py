"""German for what is said of WebSub; see `relay.german`."""

from __future__ import annotations

WEBSUB = {
    # config_problems.py, config_websub.py
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
    "the hub does not ask back": "der Hub fragt nicht zurück: Ist callback von außen erreichbar?",
    # commands/status.py
    "push": "Sofortmeldung",
    "active until {until}": "aktiv bis {until}",
    "asked for": "angefragt",
    "refused": "abgelehnt",
    "the source names no hub, or was not read yet": ("die Quelle nennt keinen Hub oder wurde noch nicht gelesen"),
}
