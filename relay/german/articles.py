"""German for what is said of a release's page and of its teaser; see `relay.german`."""

from __future__ import annotations

ARTICLES = {
    # article/match.py
    "instead of {title} the website shows its home page, {url}": (
        "statt „{title}“ zeigt die Website ihre Startseite, {url}"
    ),
    "{url} does not show {title}, but something else (an error, a login, another release)": (
        "{url} zeigt nicht „{title}“, sondern etwas anderes (einen Fehler, eine Anmeldung, eine andere Mitteilung)"
    ),
    # commands/preview_terminal.py
    "taken ({why}): {sentence}": "genommen ({why}): {sentence}",
    "left out ({why}): {sentence}": "weggelassen ({why}): {sentence}",
    # article/summarise.py
    "the beginning": "der Anfang",
    "all of the text fits": "der ganze Text passt",
    "none of the first sentences opens as a teaser should; this is the beginning all the same": (
        "keiner der ersten Sätze beginnt, wie ein Teaser soll; dies ist immerhin der Anfang"
    ),
    "no sentence fits; this one is cut": "kein Satz passt; dieser ist gekürzt",
    "a question": "eine Frage",
    "without a full stop between them two sentences would run into each other": (
        "ohne Punkt dazwischen liefen zwei Sätze ineinander"
    ),
    "it says what to do": "sagt, was zu tun ist",
    "it leaves no room for what to do": "lässt keinen Platz für das, was zu tun ist",
    "it brings too little for how far down it stands": "bringt zu wenig dafür, wie weit unten es steht",
    "it follows closely": "folgt dicht darauf",
    "it brings {facts}": "bringt {facts}",
    "too long: {left} characters are left": "zu lang: noch {left} Zeichen frei",
    "no room beside {sentence}, which counts for more": "kein Platz neben {sentence}, was mehr zählt",
    # article/teaser/leaning.py
    "it leans on a sentence that is missing": "lehnt sich an einen Satz an, der fehlt",
    "it leans on the heading above it": "lehnt sich an die Überschrift darüber an",
    "no sentence, only a part of one": "kein Satz, nur ein Teil davon",
    "it announces what does not follow": "kündigt an, was nicht folgt",
    "the sentence breaks off": "bricht ab",
    "it tells one side of a matter and the other is missing": "sagt die eine Seite einer Sache, die andere fehlt",
    "a quotation whose speaker is missing": "ein Zitat, dessen Sprecher fehlt",
    "a quotation: it says what somebody thinks of the news": "ein Zitat: sagt, was jemand von der Nachricht hält",
    # article/teaser/candidates.py
    "it stands in the title already": "steht schon im Titel",
    "a line of the site, a caption or a contact, not the release": (
        "eine Zeile der Website, eine Bildunterschrift oder ein Kontakt, nicht die Mitteilung"
    ),
    "a salutation": "eine Anrede",
    "a question to the readers before the news": "eine Frage an die Leser vor der Nachricht",
    "a quotation before the news": "ein Zitat vor der Nachricht",
}
