"""German for websites without a feed, `relay discover` and `relay audit`; see `relay.german`."""

from __future__ import annotations

DISCOVER = {
    # keys/problems.py, keys/source.py
    "{value} is not a CSS selector: look at character {column}": (
        "{value} ist kein CSS-Selektor: Sehen Sie sich das Zeichen {column} an"
    ),
    '{value} is not the beginning of a path: write "/presse/"': (
        '{value} ist kein Anfang eines Pfades: Schreiben Sie "/presse/"'
    ),
    'kind = "listing" needs item, the CSS selector of one entry of the list (see relay discover)': (
        'kind = "listing" braucht item, den CSS-Selektor eines Eintrags der Liste (siehe relay discover)'
    ),
    'kind = "{kind}" has no {key}: it belongs to kind = "listing", or to audit': (
        'kind = "{kind}" hat kein {key}: Es gehört zu kind = "listing" oder zu audit'
    ),
    "{key} needs item, the CSS selector of one entry of the list": (
        "{key} braucht item, den CSS-Selektor eines Eintrags der Liste"
    ),
    'kind = "{kind}" has no path: it belongs to kind = "sitemap"': (
        'kind = "{kind}" hat kein path: Es gehört zu kind = "sitemap"'
    ),
    # feed/listing.py
    "the listing matched nothing today (item = “{selector}”): has the website been rebuilt?": (
        "die Liste enthält heute nichts, was zu item = „{selector}“ passt: Wurde die Website umgebaut?"
    ),
    "the listing matched nothing today (item = “{selector}”): has the website been rebuilt? The page is titled "
    "“{title}”": (
        "die Liste enthält heute nichts, was zu item = „{selector}“ passt: Wurde die Website umgebaut? Die Seite trägt "
        "den Titel „{title}“"
    ),
    "the listing matched {count} entries today (item = “{selector}”), but none of them has a link: has the "
    "website been rebuilt?": (
        "zu item = „{selector}“ passen heute {count} Einträge der Liste, aber keiner hat einen Link: Wurde die Website "
        "umgebaut?"
    ),
    "Entries of the listing without a link were left out: {count} of {all}.": (
        "Einträge der Liste ohne Link wurden ausgelassen: {count} von {all}."
    ),
    "The listing shows no dates any more (date = “{selector}”): has the website been rebuilt?": (
        "Die Liste zeigt kein Datum mehr (date = „{selector}“): Wurde die Website umgebaut?"
    ),
    # feed/sitemap.py, ingestion/reading.py
    "no sitemap, but <{root}>": "keine Sitemap, sondern <{root}>",
    "{url} is no sitemap": "{url} ist keine Sitemap",
    "{url} is damaged: it cannot be unpacked": "{url} ist beschädigt: Die Datei lässt sich nicht entpacken",
    "the sitemap lists {count} addresses, but none below {path}: has the website been rebuilt?": (
        "die Sitemap nennt {count} Adressen, aber keine unter {path}: Wurde die Website umgebaut?"
    ),
    "The sitemap gives all pages the same lastmod, which therefore says nothing.": (
        "Die Sitemap nennt für alle Seiten dasselbe lastmod; es sagt daher nichts aus."
    ),
    "{url} is an index of sitemaps within another one: name it itself as url": (
        "{url} ist ein Verzeichnis von Sitemaps in einem anderen: Tragen Sie diese Adresse selbst als url ein"
    ),
    # ingest.py
    "only its page tells what it is, and that cannot be read: {why}": (
        "nur ihre Seite sagt, worum es geht, und die ist nicht lesbar: {why}"
    ),
    # discover/
    "{url} was not asked any more: enough was asked of this website": (
        "{url} wurde nicht mehr abgefragt: Diese Website wurde genug gefragt"
    ),
    "look at the releases above: relay is not sure that these are the press releases": (
        "Sehen Sie sich die Beiträge oben an: relay ist nicht sicher, ob das die Pressemitteilungen sind"
    ),
    "only pages below this path are releases": "nur Seiten unter diesem Pfad sind Pressemitteilungen",
    'path = "/presse/" would take only the pages below that path': (
        'path = "/presse/" nähme nur die Seiten unter diesem Pfad'
    ),
    "for `relay audit`: what this page lists and relay does not know is missing": (
        "für `relay audit`: was diese Seite nennt und relay nicht kennt, fehlt"
    ),
    "this address is not encrypted: if the website can do https, write https here": (
        "diese Adresse ist unverschlüsselt: Kann die Website https, schreiben Sie hier https"
    ),
    "link and title of an entry are found by themselves; if they are wrong: CSS selectors within item": (
        "link und title eines Eintrags findet relay selbst; sind sie falsch: CSS-Selektoren innerhalb von item"
    ),
    'no dates were found; if the page shows some: date = "CSS selector within item"': (
        'kein Datum gefunden; zeigt die Seite eines: date = "CSS-Selektor innerhalb von item"'
    ),
    # commands/discover.py
    "Nothing was found on {url} that relay can read: no feed, no list of releases, no sitemap of them.\n"
    "Open the website in a browser, go to the page that lists the press releases, and name that one: relay discover "
    "ADDRESS.\nIf that page is the one you named, it may build its list with JavaScript only: ask the website's "
    "operator for an RSS feed.": (
        "Auf {url} war nichts zu finden, was relay lesen kann: kein Feed, keine Liste von Pressemitteilungen, keine "
        "Sitemap davon.\nÖffnen Sie die Website im Browser, gehen Sie zu der Seite mit den Pressemitteilungen und "
        "nennen Sie diese: relay discover ADRESSE.\nHaben Sie diese Seite schon genannt, baut sie ihre Liste "
        "vielleicht nur mit JavaScript auf: Bitten Sie den Betreiber der Website um einen RSS-Feed."
    ),
    "Request {count} of at most {most}: {url}": "Anfrage {count} von höchstens {most}: {url}",
    "{url}, made with {system}; requests: {requests}": "{url}, erstellt mit {system}; Anfragen: {requests}",
    "{url}; requests: {requests}": "{url}; Anfragen: {requests}",
    "Feeds": "Feeds",
    "Sitemaps": "Sitemaps",
    "Pages that list releases": "Seiten, die Pressemitteilungen auflisten",
    "What the latest releases would look like": "So sähen die neuesten Pressemitteilungen aus",
    "For config.toml": "Für config.toml",
    "{count} pages below {path}": "{count} Seiten unter {path}",
    "{title}; entries: {count}, newest: {newest}": "{title}; Einträge: {count}, neuester: {newest}",
    "{percent} % of them stand on the press page": "{percent} % davon stehen auf der Presseseite",
    "entries: {count}, with a date: {dated}, each of them “{item}”": (
        "Einträge: {count}, mit Datum: {dated}, jeder davon „{item}“"
    ),
    # commands/audit.py
    "relay has never seen it": "relay hat sie nie gesehen",
    "waits for a person (relay holds)": "wartet auf einen Menschen (relay holds)",
    "is about to be posted": "wird gleich veröffentlicht",
    "not posted": "nicht veröffentlicht",
    "posted": "veröffentlicht",
    "include or exclude sorts it out": "include oder exclude sortiert sie aus",
    'No page to compare with is configured: write audit = "https://..." (the page of the website that lists '
    "the press releases) into the [[source]].": (
        'Es ist keine Seite zum Vergleichen angegeben: Schreiben Sie audit = "https://..." (die Seite der Website, die '
        "die Pressemitteilungen auflistet) in die [[source]]."
    ),
    "no list of releases was found on {url}: name its entries with item": (
        "auf {url} war keine Liste von Pressemitteilungen zu finden: Benennen Sie ihre Einträge mit item"
    ),
    "The page lists {count} releases; {posted} of them were posted.": (
        "Die Seite nennt {count} Pressemitteilungen; davon wurden {posted} veröffentlicht."
    ),
    "Nothing is missing.": "Es fehlt nichts.",
}
