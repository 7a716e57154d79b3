"""German for what `relay check` and notices say of selectors, of pages in place of feeds, and of the callback."""

from __future__ import annotations

CHECK_WEB = {
    # keys/problems.py
    "{file}, line {line}: {key}": "{file}, Zeile {line}: {key}",
    "a token does not belong into this file, which more people may read: write it into a file of its own and name that "
    'with [telegram] token_file = "...", or set $RELAY_TELEGRAM_TOKEN, or the systemd credential telegram-token': (
        "ein Token gehört nicht in diese Datei, die mehr Leute lesen: Schreiben Sie es in eine eigene Datei und nennen "
        'Sie diese mit [telegram] token_file = "...", oder setzen Sie $RELAY_TELEGRAM_TOKEN oder das '
        "systemd-Credential telegram-token"
    ),
    '{value} is a link: write the name, "{name}"': '{value} ist ein Link: Schreiben Sie den Namen, "{name}"',
    "{value} is a link: write the number, {name}": "{value} ist ein Link: Schreiben Sie die Nummer, {name}",
    "{value} is an invitation, not a chat: write the number of the chat (-100...), which is at the end of the address "
    "when you open it on https://web.telegram.org/a/": (
        "{value} ist eine Einladung, kein Chat: Schreiben Sie die Nummer des Chats (-100...), sie steht am Ende der "
        "Adresse, wenn Sie ihn auf https://web.telegram.org/a/ öffnen"
    ),
    # press/source_notices.py
    "The selector of the source {id} does not fit the website (any more): {why}. Each post waits until relay gives up "
    "reading its page, and says only what the feed says. Correct selector in its [[source]], or remove it; relay check "
    "tries it.": (
        "Der Selektor der Quelle {id} passt nicht (mehr) zur Website: {why}. Jeder Beitrag wartet, bis relay es "
        "aufgibt, die Seite zu lesen, und sagt dann nur, was im Feed steht. Berichtigen Sie selector in der "
        "[[source]], oder entfernen Sie ihn; relay check probiert ihn aus."
    ),
    "The selector of the source {id} fits its pages again.": "Der Selektor der Quelle {id} passt wieder.",
    # commands/status.py
    "{why}. Posts come late and say only what the feed says": (
        "{why}. Beiträge kommen verspätet und sagen nur, was im Feed steht"
    ),
    "relay check says what to do": "relay check sagt, was zu tun ist",
    # commands/check_web.py
    "selector of source {id}": "Selektor der Quelle {id}",
    "audit of source {id}": "Vergleichsseite der Quelle {id}",
    "the newest release has no page on which it could be tried": (
        "die neueste Pressemitteilung hat keine Seite, auf der er sich ausprobieren ließe"
    ),
    "{why}. So each post comes late, and says only what the feed says: correct the selector, or remove it, and relay "
    "finds the text by itself": (
        "{why}. So kommt jeder Beitrag verspätet und sagt nur, was im Feed steht: Berichtigen Sie den Selektor, oder "
        "entfernen Sie ihn, dann findet relay den Text selbst"
    ),
    "the page of the newest release cannot be read now: {why}": (
        "die Seite der neuesten Pressemitteilung ist gerade nicht lesbar: {why}"
    ),
    "it fits {url} (paragraphs: {count})": "er passt auf {url} (Absätze: {count})",
    "the page lists {count} releases, on top: {title}": "die Seite nennt {count} Pressemitteilungen, zuoberst: {title}",
    "{why}. relay discover {url} looks for the feed; where there is none, it says how relay reads the page itself "
    '(kind = "listing")': (
        "{why}. relay discover {url} sucht den Feed; gibt es keinen, sagt es, wie relay die Seite selbst liest "
        '(kind = "listing")'
    ),
    "{callback} leads to {listen}, where relay answers as soon as it runs": (
        "{callback} führt zu {listen}; dort antwortet relay, sobald es läuft"
    ),
    "relay runs, but nothing answers at {listen} ({why}): hubs call {callback} in vain": (
        "relay läuft, aber an {listen} antwortet niemand ({why}): Hubs rufen {callback} vergeblich auf"
    ),
    "relay answers at {listen}, where {callback} has to lead": (
        "relay antwortet an {listen}; dorthin muss {callback} führen"
    ),
    # commands/optional.py
    "This needs no configuration, and goes on without the one that cannot be used:": (
        "Dies braucht keine Konfiguration und geht ohne die weiter, die nicht zu gebrauchen ist:"
    ),
    "Configuration: {file}": "Konfiguration: {file}",
    "{why}. To ask there this once: --allow-network, with its network (10.1.0.0/16)": (
        "{why}. Um es dieses eine Mal zu erlauben: --allow-network mit dem Netz (10.1.0.0/16)"
    ),
    # commands/preview.py
    "{why}. For the page of one release there is --page FILE, for a page that lists releases relay discover URL": (
        "{why}. Für die Seite einer Pressemitteilung gibt es --page DATEI, für eine Seite, die Mitteilungen auflistet, "
        "relay discover ADRESSE"
    ),
    "{url} is not asked, as only a saved file is looked at": (
        "{url} wird nicht angefragt, denn angesehen wird nur eine gespeicherte Datei"
    ),
    # commands/backup.py
    "There is no folder {folder}: make it first, or name a file (without / at the end).": (
        "Den Ordner {folder} gibt es nicht: Legen Sie ihn erst an, oder nennen Sie eine Datei (ohne / am Ende)."
    ),
    # discover/asking.py
    "{url} was not looked at: {why}": "{url} wurde nicht angesehen: {why}",
}
