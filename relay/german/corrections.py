"""German for corrections and withdrawals; see `relay.german`."""

from __future__ import annotations

CORRECTIONS = {
    # render/changes.py
    "Headline so far: {text}": "Überschrift bisher: {text}",
    "Headline now: {text}": "Überschrift jetzt: {text}",
    "The text is divided into other paragraphs.": "Der Text ist anders in Absätze gegliedert.",
    "Picture removed: {name}": "Bild entfernt: {name}",
    "New picture: {name}": "Neues Bild: {name}",
    "Picture with another description or credit: {name}": "Bild mit geänderter Beschreibung oder Quelle: {name}",
    "The pictures are in another order.": "Die Bilder stehen in anderer Reihenfolge.",
    "File removed: {name}": "Datei entfernt: {name}",
    "New file: {name}": "Neue Datei: {name}",
    "New address: {url}": "Neue Adresse: {url}",
    "… further changes: {count}": "… weitere Änderungen: {count}",
    # store/letters.py
    "Corrected: {post}\n\n{changes}": "Korrigiert: {post}\n\n{changes}",
    # press/notices.py, press/editors.py: many releases that are gone at once
    "{gone} of {count} releases of the source {source} that relay looked for are gone from the website. That looks "
    "like a website that moved or is being worked on, not like withdrawals, so relay does not ask about each.\n\n"
    "{titles}\n\nTheir posts stand. Were some of them withdrawn? On the command line: relay withdraw": (
        "{gone} von {count} Pressemitteilungen der Quelle {source}, nach denen relay gesehen hat, sind nicht mehr auf "
        "der Website. Das sieht nach einem Umzug der Website oder nach Arbeiten an ihr aus, nicht nach zurückgezogenen "
        "Pressemitteilungen; daher fragt relay nicht nach jeder einzelnen.\n\n{titles}\n\nDie Beiträge stehen noch. "
        "Wurden einige davon zurückgezogen? Auf der Kommandozeile: relay withdraw"
    ),
    "Leave all posts": "Alle Beiträge stehen lassen",
    "The releases of the source {source} are no longer missing from the website.": (
        "Die Pressemitteilungen der Quelle {source} fehlen nicht mehr auf der Website."
    ),
    "posts that stay: {count}": "Beiträge, die stehen bleiben: {count}",
    # delivery/posting.py
    "a message of it is to be seen no more, but Telegram neither deletes nor replaces it ({why}). Delete it by hand in "
    "the channel, then publish this here: nothing is posted twice": (
        "eine Nachricht davon soll nicht mehr zu sehen sein, aber Telegram löscht und ersetzt sie nicht ({why}). "
        "Löschen Sie sie von Hand im Kanal und geben Sie den Beitrag dann hier frei: Es erscheint nichts doppelt"
    ),
    "what a voice message says cannot be replaced": "was eine Sprachnachricht sagt, lässt sich nicht ersetzen",
    # delivery/intent.py
    "the release was withdrawn, but nobody knows where all of it stands: Telegram did not answer when it was posted. "
    "Look in the channel and delete by hand what you find of it, then publish this here: nothing is posted": (
        "die Pressemitteilung wurde zurückgezogen, aber es ist unklar, wo sie überall steht: Telegram hat beim "
        "Veröffentlichen nicht geantwortet. Sehen Sie im Kanal nach, löschen Sie von Hand, was Sie davon finden, und "
        "geben Sie den Beitrag dann hier frei: Es wird nichts veröffentlicht"
    ),
    # ingestion/withdrawals.py, store/withdrawals.py
    "its page says that it was withdrawn": "auf ihrer Seite steht, dass sie zurückgezogen wurde",
    "the release was withdrawn ({who})": "die Pressemitteilung wurde zurückgezogen ({who})",
    # commands/withdraw.py
    "No release is gone from the website.": "Keine Pressemitteilung ist von der Website verschwunden.",
    "\nWithdraw the posts: relay withdraw ID... They stay: relay withdraw --keep ID... (or all)": (
        "\nBeiträge zurückziehen: relay withdraw NUMMER... Stehen lassen: relay withdraw --keep NUMMER... (oder all)"
    ),
    "{source}: {gone} of {count} releases that relay looked for are gone. That looks like a website that moved or is "
    "being worked on.\n": (
        "{source}: {gone} von {count} Pressemitteilungen, nach denen relay gesehen hat, sind verschwunden. Das sieht "
        "nach einem Umzug der Website oder nach Arbeiten an ihr aus.\n"
    ),
    "Posts that are withdrawn: {count}": "Beiträge, die zurückgezogen werden: {count}",
    "{channel}: relay deletes the posts, or edits those too old for that into a notice.": (
        "{channel}: relay löscht die Beiträge; wo das nach so langer Zeit nicht mehr geht, ändert es sie in einen "
        "Hinweis."
    ),
    "{channel}: relay edits the posts into a notice.": "{channel}: relay ändert die Beiträge in einen Hinweis.",
    "Releases whose posts stay: {count}": "Pressemitteilungen, deren Beiträge stehen bleiben: {count}",
    "relay knows no such release: {what}": "relay kennt keine solche Pressemitteilung: {what}",
}
