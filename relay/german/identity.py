"""German for what is said of releases that may be known already, are too many, or wait; see `relay.german`."""

from __future__ import annotations

IDENTITY = {
    # errors.py
    "another source recorded {title} in the meantime": (
        "eine andere Quelle hat {title} in der Zwischenzeit schon aufgenommen"
    ),
    # ingest.py
    "other sources bring the same releases at the same time: the next poll sorts it out": (
        "andere Quellen bringen gleichzeitig dieselben Pressemitteilungen: Die nächste Abfrage klärt es"
    ),
    "its page was gone before it was posted": "ihre Seite war verschwunden, bevor sie veröffentlicht wurde",
    # feed/decide.py
    "its date lies in the future: {day}": "ihr Datum liegt in der Zukunft: {day}",
    "it stands at the address of another release, {title}, but reads quite differently": (
        "sie steht unter der Adresse einer anderen Pressemitteilung ({title}), lautet aber ganz anders"
    ),
    "it has the identifier of another release, {title}, but reads quite differently": (
        "sie trägt die Kennung einer anderen Pressemitteilung ({title}), lautet aber ganz anders"
    ),
    'the website says "{word}"': "auf der Website steht „{word}“",
    "it may be the release that was posted as {title} on {day}": (
        "es könnte die Pressemitteilung sein, die am {day} als {title} veröffentlicht wurde"
    ),
    "it may be the release {title}, which is known already": (
        "es könnte die Pressemitteilung {title} sein, die schon bekannt ist"
    ),
    # feed/flood.py
    "too many new releases at once: {count} of {entries} entries\n{facts}": (
        "zu viele neue Pressemitteilungen auf einmal: {count} von {entries} Einträgen\n{facts}"
    ),
    "nothing is left in the feed of what was there before; new: {count} of {entries} entries\n{facts}": (
        "von dem, was bisher in der Quelle stand, ist nichts mehr da; neu: {count} von {entries} Einträgen\n{facts}"
    ),
    "most entries have new addresses or identifiers, and these were not recognised: {count} of {entries}\n{facts}": (
        "die meisten Einträge haben neue Adressen oder Kennungen, und diese hier wurden nicht wiedererkannt: "
        "{count} von {entries}\n{facts}"
    ),
    # feed/order.py
    "it has no date, and came into sight behind older ones when another entry went: it may be old": (
        "sie hat kein Datum und rückte hinter älteren nach, als ein anderer Eintrag verschwand: "
        "Sie ist vielleicht nicht neu"
    ),
    # feed/renamed.py
    "The entries of {source} have other identifiers or addresses each time it is read. relay tells them by title, "
    "day and text, so nothing is lost. For the web team: an entry needs a guid (id) that stays.": (
        "Die Einträge von {source} haben bei jeder Abfrage andere Kennungen oder Adressen. relay erkennt sie an Titel, "
        "Tag und Text wieder; es geht also nichts verloren. Für das Web-Team: Ein Eintrag braucht eine guid (id), die "
        "bleibt."
    ),
    "The entries of {source} have other addresses each time it is read: the parameter {names} changes. relay tells "
    "them by title, day and text, so nothing is lost. For the web team: an entry needs a guid (id) that stays.": (
        "Die Einträge von {source} haben bei jeder Abfrage andere Adressen: Der Parameter {names} wechselt. relay "
        "erkennt sie an Titel, Tag und Text wieder; es geht also nichts verloren. Für das Web-Team: Ein Eintrag "
        "braucht eine guid (id), die bleibt."
    ),
    "the identifiers of {count} of {entries} entries are new": (
        "die Kennungen von {count} der {entries} Einträge sind neu"
    ),
    "their addresses moved from {before} to {after}": "ihre Adressen sind von {before} nach {after} umgezogen",
    "known already, as far as can be seen: {count}": "davon anscheinend schon bekannt: {count}",
    "nothing else is known of them": "mehr ist darüber nicht bekannt",
    "much older than the newest release, of {day}; new entries: {count}": (
        "viel älter als die neueste Pressemitteilung (vom {day}); neue Einträge: {count}"
    ),
    "{count} entries of {source} have new addresses or identifiers. They were recognised as known: "
    "none of them was posted again.": (
        "{count} Einträge der Quelle {source} haben neue Adressen oder Kennungen. Sie wurden als bekannt erkannt: "
        "Keiner davon wurde erneut veröffentlicht."
    ),
    # store/posts.py
    "The website changes {title} back and forth. What stands in the channels is corrected again tomorrow at the "
    "earliest, or once it reads differently.": (
        "Die Website ändert {title} hin und her. Was in den Kanälen steht, wird frühestens morgen wieder angepasst – "
        "oder sobald die Pressemitteilung noch anders lautet."
    ),
    # store/sources.py
    "it is doubtful whether it is to be posted": "es ist zweifelhaft, ob sie veröffentlicht werden soll",
    # store/vanishing.py
    "it is no longer in the feed": "sie steht nicht mehr im Feed",
}
