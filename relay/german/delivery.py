"""German for what is said of posts that may be out, of holds, and of databases that are older than the channel."""

from __future__ import annotations

DELIVERY = {
    "Telegram did not answer; relay waits before it sends the message once more": (
        "Telegram hat nicht geantwortet; relay wartet, bevor es die Nachricht noch einmal sendet"
    ),
    "the Bot API server does not know rich messages": "der Bot-API-Server kennt keine Nachrichten mit rich = true",
    # press/lacks.py, delivery/loading.py, delivery/posting.py
    'Posted otherwise than meant: "{title}": {lacks}': "Anders veröffentlicht als vorgesehen: „{title}“: {lacks}",
    "without a picture ({why})": "ohne ein Bild ({why})",
    "with a link instead of a file ({why})": "mit einem Link statt einer Datei ({why})",
    "{url}: {why}": "{url}: {why}",
    "without its picture ({why})": "ohne Bild ({why})",
    "without its file ({why})": "ohne die Datei ({why})",
    "without pictures that came later ({count})": "ohne {count} Bilder, die später kamen: Ein Album wächst nicht",
    "without its button ({why})": "ohne Knopf ({why})",
    "without bold words and links ({why})": "ohne Fettschrift und Links im Text ({why})",
    "in classic messages instead of a rich one ({why})": "in einfachen Nachrichten statt einer mit rich = true ({why})",
    "Telegram never answers to it": "Telegram antwortet darauf nicht",
    # ahead.py
    "The channel {channel} has {count} posts that the database {file} knows nothing of, the first of them: {title}. "
    "It is an older copy; relay posts nothing, or they would be there twice. Bring back the newest database, or run "
    "`relay adopt`: it takes what the channel has for posted.": (
        "Im Kanal {channel} stehen {count} Beiträge, von denen die Datenbank {file} nichts weiß, der erste davon: "
        "{title}. Sie ist eine ältere Kopie; relay veröffentlicht nichts, sonst stünden sie doppelt da. Spielen Sie "
        "die neueste Datenbank zurück, oder rufen Sie `relay adopt` auf: Was im Kanal steht, gilt dann als "
        "veröffentlicht."
    ),
    "The database {file} is a backup that was brought back, and without [telegram] editors_chat relay cannot see what "
    "was posted since. Run `relay adopt`: what is new on the website then waits for you (`relay holds`).": (
        "Die Datenbank {file} ist eine zurückgespielte Sicherung, und ohne [telegram] editors_chat sieht relay nicht, "
        "was seitdem veröffentlicht wurde. Rufen Sie `relay adopt` auf: Was auf der Website neu ist, wartet dann auf "
        "Sie (`relay holds`)."
    ),
    "The database {file} is a backup that was brought back, and relay cannot see what was posted since into the "
    "channel {channel}: {why}. Run `relay adopt`: what is new on the website then waits for you (`relay holds`).": (
        "Die Datenbank {file} ist eine zurückgespielte Sicherung, und relay sieht nicht, was seitdem im Kanal "
        "{channel} veröffentlicht wurde: {why}. Rufen Sie `relay adopt` auf: Was auf der Website neu ist, wartet dann "
        "auf Sie (`relay holds`)."
    ),
    "the channel has a message that reads the same, and relay does not know who posted it": (
        "im Kanal steht eine gleichlautende Nachricht, und relay weiß nicht, von wem sie stammt"
    ),
    "it knows no post of the channel yet": "sie kennt noch keinen Beitrag des Kanals",
    "the channel has posts whose release relay does not know: it may be one of them": (
        "im Kanal stehen Beiträge, deren Pressemitteilung relay nicht kennt: Er kann einer davon sein"
    ),
    # commands/check.py
    "database and channel {id}": "Datenbank und Kanal {id}",
    "nothing is in the channel that the database does not know": (
        "im Kanal steht nichts, was die Datenbank nicht kennt"
    ),
    # app.py, store/database.py
    "Another relay, {holder}, works with the database {file}.": (
        "Ein anderes relay, {holder}, arbeitet mit der Datenbank {file}."
    ),
    "Another relay, {holder}, has taken over the database {file}.": (
        "Ein anderes relay, {holder}, hat die Datenbank {file} übernommen."
    ),
    "chat of channel {id}": "Chat des Kanals {id}",
    "it is the same chat as that of the channel {other}: both post there, in turn": (
        "es ist derselbe Chat wie der des Kanals {other}: Beide veröffentlichen dort, abwechselnd"
    ),
    # channels/telegram_witness.py, errors.py
    "relay finds no message at all in the channel, so it cannot see where its posts begin": (
        "relay findet im Kanal keine einzige Nachricht und sieht daher nicht, wo seine Beiträge beginnen"
    ),
    "the channel forbids forwarding, so relay cannot see what stands there": (
        "der Kanal verbietet das Weiterleiten, daher sieht relay nicht, was dort steht"
    ),
    "the editors' chat cannot be reached: {why}": "der Chat der Redaktion ist nicht erreichbar: {why}",
    # commands/adopt.py
    "Known from now on: {count}": "Von nun an bekannt: {count}",
    "Waiting for you: {count}; see `relay holds`": "Warten auf Sie: {count}; siehe `relay holds`",
    "The source {id} could not be read; run `relay adopt` again.": (
        "Die Quelle {id} war nicht lesbar; rufen Sie `relay adopt` noch einmal auf."
    ),
    # commands/holds.py
    "\nLet them go out: relay holds release ID... (or --all, or --newest N). Known already, under other names: relay "
    "holds absorb ID... Not to be posted: relay holds discard ID...": (
        "\nVeröffentlichen: relay holds release NUMMER... (oder --all, oder --newest ANZAHL). Schon bekannt, nur unter "
        "anderem Namen: relay holds absorb NUMMER... Verwerfen: relay holds discard NUMMER..."
    ),
    "Name the posts by their numbers, or say --all, or --newest and how many.": (
        "Nennen Sie die Nummern der Beiträge, oder --all, oder --newest mit einer Anzahl."
    ),
    "Posts known already, not posted: {count}": "Schon bekannt, nicht veröffentlicht: {count}",
    # delivery/findout.py, delivery/posting.py
    "Telegram took it, and will publish it later": "Telegram hat ihn angenommen und veröffentlicht ihn später",
    "nobody knows whether it was posted, it is sent again: {why}": (
        "es ist unklar, ob der Beitrag veröffentlicht wurde; er wird noch einmal gesendet: {why}"
    ),
    "there is no editors' chat to find it out with": "ohne Chat der Redaktion lässt es sich nicht herausfinden",
    "it is not in the channel, and is sent now": "er steht nicht im Kanal und wird jetzt gesendet",
    # store/*.py
    "it waited when the backup was made that was brought back: it may have been posted since": (
        "er wartete, als die zurückgespielte Sicherung entstand: Seitdem kann er veröffentlicht worden sein"
    ),
    "it stood in the channel already": "er stand schon im Kanal",
    "a person decided that it is known already": "jemand hat entschieden, dass er schon bekannt ist",
    "it was withdrawn": "er wurde zurückgezogen",
    # deliver.py
    "relay is stopping; the rest follows when it is back": "relay wird beendet; der Rest folgt, wenn es wieder läuft",
    # channels/telegram.py
    "it gives no reason": "ohne Begründung",
    # deliver.py
    "relay itself failed; the log says how": "in relay selbst ist ein Fehler aufgetreten, Näheres steht im Protokoll",
    "nobody knows whether it was posted: {why}": "es ist unklar, ob der Beitrag veröffentlicht wurde: {why}",
    # delivery/intent.py
    "it was sent twice, Telegram answered neither time, and relay cannot look whether it is there: it may stand in the "
    "channel twice. Look there: discard this if it does, publish it if it does not": (
        "er wurde zweimal gesendet, Telegram hat beide Male nicht geantwortet, und relay kann nicht nachsehen: "
        "Womöglich steht er doppelt im Kanal. Sehen Sie dort nach: Steht er da, verwerfen Sie ihn hier, sonst "
        "veröffentlichen Sie ihn"
    ),
    # channels/telegram.py
    "Telegram refuses rich messages: {why}": "Telegram nimmt Nachrichten mit rich = true nicht an: {why}",
    "Telegram wants a pause of {seconds:g} s": "Telegram verlangt eine Pause von {seconds:g} s",
    "Telegram wants a pause: {why}": "Telegram verlangt eine Pause: {why}",
    "Telegram does not know the token (any more): get a new one from @BotFather": (
        "Telegram kennt das Token nicht (mehr): Holen Sie bei @BotFather ein neues"
    ),
    "Telegram does not know the token or the method: check the token and api_base": (
        "Telegram kennt das Token oder die Methode nicht: Prüfen Sie das Token und api_base"
    ),
    "Telegram refuses the bot: {why}": "Telegram weist den Bot ab: {why}",
    "Telegram refuses the message: {why}": "Telegram nimmt die Nachricht nicht an: {why}",
    "Telegram refuses a picture of an album: {why}": "Telegram nimmt ein Bild eines Albums nicht an: {why}",
    "Telegram finds the message too large": "die Nachricht ist für Telegram zu groß",
    "Telegram reports an error of its own: {why}": "Telegram meldet eine eigene Störung: {why}",
    "Telegram's answer cannot be read ({why})": "die Antwort von Telegram ist nicht lesbar ({why})",
    "Telegram cannot be reached ({why})": "Telegram ist nicht erreichbar ({why})",
    "Telegram did not answer ({why})": "Telegram hat nicht geantwortet ({why})",
    # render/telegram.py
    "it has neither a title nor a text": "sie hat weder Überschrift noch Text",
    # store/deliveries.py, store/sources.py
    "a person decided so": "so wurde es von Hand entschieden",
    "it was there before relay first read the source": (
        "sie stand schon dort, bevor relay die Quelle zum ersten Mal gelesen hat"
    ),
    "too many new releases at once": "zu viele neue Pressemitteilungen auf einmal",
}
