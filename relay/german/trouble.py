"""German for what is said of a database that cannot be written, and of posts that are never answered or taken away."""

from __future__ import annotations

TROUBLE = {
    # press/outage.py
    "relay can write to its database again. What waited goes out now.": (
        "relay kann wieder in seine Datenbank schreiben. Was gewartet hat, wird jetzt veröffentlicht."
    ),
    "relay cannot write anything down: {problem}\nUntil it can, it posts nothing; what the website brings in the "
    "meantime is posted afterwards.": (
        "relay kann nichts mehr aufschreiben: {problem}\nBis das behoben ist, wird nichts veröffentlicht; was die "
        "Website in der Zwischenzeit bringt, folgt danach."
    ),
    # store/tryout.py
    "Nothing can be written beside the database {file}: {why}.": (
        "Neben der Datenbank {file} lässt sich nichts schreiben: {why}."
    ),
    # deliver.py
    "Telegram answers, but never to this post: {why}": ("Telegram antwortet, nur auf diesen Beitrag nicht: {why}"),
    "Telegram did not answer": "Telegram hat nicht geantwortet",
    # delivery/posting.py
    "it is to be corrected, but a message of it is not in the channel any more, or cannot be changed: somebody may "
    "have deleted it ({why}). If you publish it, what is missing is posted anew": (
        "der Beitrag soll korrigiert werden, aber eine Nachricht davon steht nicht mehr im Kanal oder lässt sich nicht "
        "ändern: Vielleicht hat sie jemand gelöscht ({why}). Wenn Sie ihn veröffentlichen, wird neu gesendet, was fehlt"
    ),
    # ahead.py
    "The channel {channel} has a post that the database {file} knows nothing of: {title}. It is an older copy; relay "
    "posts nothing, or it would be there twice. Bring back the newest database, or run `relay adopt`: it takes what "
    "the channel has for posted.": (
        "Im Kanal {channel} steht ein Beitrag, von dem die Datenbank {file} nichts weiß: {title}. Sie ist eine ältere "
        "Kopie; relay veröffentlicht nichts, sonst stünde er doppelt da. Spielen Sie die neueste Datenbank zurück, "
        "oder rufen Sie `relay adopt` auf: Was im Kanal steht, gilt dann als veröffentlicht."
    ),
    # commands/holds.py
    "No post has such a number: {number}": "Kein Beitrag hat eine solche Nummer: {number}",
    # press/notices.py
    "{text}\nMake the bot an administrator of the channel, with the right to post messages; then relay goes on "
    "by itself. If the channel has another name or number now, write that into the configuration.": (
        "{text}\nMachen Sie den Bot im Kanal zum Administrator mit dem Recht, Nachrichten zu veröffentlichen; dann "
        "macht relay von selbst weiter. Hat der Kanal jetzt einen anderen Namen oder eine andere Nummer, tragen Sie "
        "das in die Konfiguration ein."
    ),
    # ingestion/withdrawals.py
    "its page is not there any more (404)": "ihre Seite gibt es nicht mehr (404)",
    "its page was removed for good (410)": "ihre Seite wurde endgültig entfernt (410)",
}
