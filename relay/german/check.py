"""German for what `relay check` says of alerts, lost answers, the editors' chat and databases that are behind."""

from __future__ import annotations

CHECK = {
    # channels/telegram_errors.py
    "the group has become a supergroup, with a new number: write {chat} in the configuration": (
        "die Gruppe ist zur Supergruppe geworden und hat eine neue Nummer: Tragen Sie {chat} in die Konfiguration ein"
    ),
    # commands/check.py
    "alerts": "Warnungen",
    "editors' chat": "Chat der Redaktion",
    "lost answers": "verlorene Antworten",
    "the post is sent again, and may then stand in the channel twice": (
        "Der Beitrag wird noch einmal gesendet und kann dann doppelt im Kanal stehen"
    ),
    "the post waits for a person (`relay holds`), and may then come late": (
        "Der Beitrag wartet, bis jemand entscheidet (`relay holds`), und kann dann verspätet erscheinen"
    ),
    "nobody is told when something is wrong: there is neither [telegram] editors_chat nor [alerts] urls": (
        "niemand erfährt, wenn etwas nicht stimmt: Es gibt weder [telegram] editors_chat noch [alerts] urls"
    ),
    "these addresses in [alerts] urls are none that relay can write to, by their place: {places}. How they are written "
    "is told on https://github.com/caronc/apprise/wiki": (
        "an diese Adressen in [alerts] urls kann relay nicht schreiben (genannt ist ihre Stelle): {places}. Wie sie "
        "geschrieben werden, steht auf https://github.com/caronc/apprise/wiki"
    ),
    "{count} addresses (nothing was sent to them)": "Adressen: {count} (es wurde nichts an sie gesendet)",
    "there is no [telegram] editors_chat. When Telegram's answer to a post is lost, which is rare, relay cannot look "
    'whether the post is out, and uncertain = "{setting}" decides: {meaning}. With an editors\' chat relay would find '
    "it out": (
        "es gibt keinen [telegram] editors_chat. Geht die Antwort von Telegram auf einen Beitrag verloren, was selten "
        'vorkommt, kann relay nicht nachsehen, ob er veröffentlicht ist. Dann gilt uncertain = "{setting}": {meaning}. '
        "Mit einem Chat der Redaktion fände relay es heraus"
    ),
    "when Telegram's answer to a post is lost, relay looks whether the post is out, by way of the editors' chat: none "
    "is lost, and none stands there twice. Only where that cannot be seen for more than 10 minutes uncertain = "
    '"{setting}" decides: {meaning}': (
        "geht die Antwort von Telegram auf einen Beitrag verloren, sieht relay mit Hilfe des Chats der Redaktion nach, "
        "ob er veröffentlicht ist: Keiner geht verloren, keiner steht doppelt da. Nur wenn das länger als 10 Minuten "
        'nicht möglich ist, gilt uncertain = "{setting}": {meaning}'
    ),
    "{title} ({chat}) forbids forwarding, so relay cannot look whether a post is out when Telegram's answer is lost; "
    'uncertain = "{setting}" decides then: {meaning}': (
        "{title} ({chat}) verbietet das Weiterleiten, daher kann relay nicht nachsehen, ob ein Beitrag veröffentlicht "
        'ist, wenn die Antwort von Telegram verloren geht. Dann gilt uncertain = "{setting}": {meaning}'
    ),
    "Telegram knows no such chat, or the bot is not in it ({why})": (
        "Telegram kennt keinen solchen Chat, oder der Bot ist nicht darin ({why})"
    ),
    "a private one has a number only (-100...): it is at the end of the address when you open it on "
    "https://web.telegram.org/a/": (
        "Private haben nur eine Nummer (-100...), sie steht am Ende der Adresse, wenn Sie den Chat auf "
        "https://web.telegram.org/a/ öffnen"
    ),
    "{why}. Make the bot an administrator of the channel, with the right to post messages, and check chat: a public "
    "channel has an @name; {number}": (
        "{why}. Machen Sie den Bot zum Administrator des Kanals, mit dem Recht, Nachrichten zu veröffentlichen, und "
        "prüfen Sie chat: Ein öffentlicher Kanal hat einen @Namen. {number}"
    ),
    "{why}. Make the bot a member of the group, and check [telegram] editors_chat: {number}": (
        "{why}. Machen Sie den Bot zum Mitglied der Gruppe, und prüfen Sie [telegram] editors_chat. {number}"
    ),
    "{title} ({chat}) is a channel, not a group: whoever follows it could press the buttons, and so decide what is "
    "posted. Make a private group of those who may decide, add the bot, and name the group here": (
        "{title} ({chat}) ist ein Kanal, keine Gruppe: Wer ihm folgt, könnte auf die Knöpfe drücken und damit "
        "entscheiden, was veröffentlicht wird. Bilden Sie aus denen, die entscheiden dürfen, eine private Gruppe, "
        "nehmen Sie den Bot auf, und tragen Sie die Gruppe hier ein"
    ),
    "it is the channel {id} itself, where everybody reads what is meant for the press office": (
        "es ist der Kanal {id} selbst, in dem alle lesen, was für die Pressestelle bestimmt ist"
    ),
    "the bot may not write in {title}: let it": "der Bot darf in {title} nicht schreiben: Erlauben Sie es ihm",
    "{title} ({chat}) is public: anybody can read what relay tells the press office": (
        "{title} ({chat}) ist öffentlich: Jeder kann lesen, was relay der Pressestelle mitteilt"
    ),
    "{title} ({chat}), the bot may write": "{title} ({chat}), der Bot darf schreiben",
    "the next start of relay brings {file} up to date": (
        "der nächste Start von relay bringt {file} auf den neuesten Stand"
    ),
}
