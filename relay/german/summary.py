"""German for what is said of summaries by a language model; see `relay.german`."""

from __future__ import annotations

SUMMARY = {
    # keys/summary.py, keys/problems.py
    'kind = "llm" needs [summary] {key}': 'zu kind = "llm" gehört [summary] {key}',
    "[summary] key_file must name a file; it holds the key itself.": (
        "[summary] key_file muss eine Datei nennen; dort steht der Schlüssel selbst."
    ),
    "What stands in {place} is not a key for a language model.": (
        "Was in {place} steht, ist kein Schlüssel für ein Sprachmodell."
    ),
    "The key file {file} cannot be read: {why}.": "Die Schlüsseldatei {file} kann nicht gelesen werden: {why}.",
    '{value} is not an endpoint: write "https://.../v1", without ?, # and password': (
        '{value} ist kein Endpunkt: Schreiben Sie "https://.../v1", ohne ?, # und Passwort'
    ),
    # summary/client.py
    "the language model does not accept the key (401): check [summary] key_file": (
        "das Sprachmodell nimmt den Schlüssel nicht an (401): Prüfen Sie [summary] key_file"
    ),
    "the language model does not accept the key (403): check [summary] key_file": (
        "das Sprachmodell nimmt den Schlüssel nicht an (403): Prüfen Sie [summary] key_file"
    ),
    "the language model is not there (404): check [summary] base_url and model": (
        "das Sprachmodell ist dort nicht zu finden (404): Prüfen Sie [summary] base_url und model"
    ),
    "the language model gives no answer, but status {status}": (
        "das Sprachmodell antwortet nicht, sondern meldet Status {status}"
    ),
    "the language model has trouble ({status})": "das Sprachmodell ist gestört ({status})",
    "the language model redirects elsewhere ({status}), which is not followed": (
        "das Sprachmodell leitet anderswohin weiter ({status}), dem folgt relay nicht"
    ),
    "the language model cannot be reached: {why}": "das Sprachmodell ist nicht erreichbar: {why}",
    "no connection": "keine Verbindung",
    "the language model broke off, or answered what is no HTTP": (
        "das Sprachmodell hat die Verbindung abgebrochen oder etwas anderes als HTTP geantwortet"
    ),
    "the language model's answer is larger than {limit} bytes": (
        "die Antwort des Sprachmodells ist größer als {limit} Bytes"
    ),
    # summary/answer.py
    "the language model's answer is not JSON": "die Antwort des Sprachmodells ist kein JSON",
    "the language model did not come to its end": "das Sprachmodell ist nicht fertig geworden",
    "the language model reports an error": "das Sprachmodell meldet einen Fehler",
    "the language model's answer has another form than the chat completions API says": (
        "die Antwort des Sprachmodells hat eine andere Form, als die Chat-Completions-Schnittstelle es vorsieht"
    ),
    # summary/check.py
    "summary": "Zusammenfassungen",
    "the language model {model} answers at {url}": "das Sprachmodell {model} antwortet unter {url}",
    "the language model {model} answers at {url}, but everybody on the way can read along: use https": (
        "das Sprachmodell {model} antwortet unter {url}, aber unterwegs kann jeder mitlesen: Verwenden Sie https"
    ),
    # ingestion/summaries.py
    "the language model does not answer within {seconds:g} s": (
        "das Sprachmodell antwortet nicht innerhalb von {seconds:g} s"
    ),
    # article/truthful.py
    "it is empty": "sie ist leer",
    "it has {count} characters instead of at most {length}": "sie hat {count} Zeichen statt höchstens {length}",
    "it is no single paragraph": "sie ist kein einzelner Absatz",
    "it breaks off": "sie bricht ab",
    "it is no sentence": "sie ist kein Satz",
    "it has sentences that are not whole": "sie hat unvollständige Sätze",
    "it has a link or an address that the release does not have": (
        "sie enthält einen Link oder eine Adresse, die nicht in der Pressemitteilung steht"
    ),
    "it has markup, emoji or signs that do not belong there": (
        "sie enthält Auszeichnungen, Emojis oder Zeichen, die nicht hineingehören"
    ),
    "it talks to the reader or about itself": "sie spricht die Leser an oder von sich selbst",
    "it is not in the language of the release": "sie ist nicht in der Sprache der Pressemitteilung",
    "it quotes what the release does not": "sie zitiert, was so nicht in der Pressemitteilung steht",
    "it has a quotation that does not end": "sie enthält ein Zitat ohne Ende",
    "it says {what}, which the release does not": "darin steht „{what}“, in der Pressemitteilung nicht",
    "it gives {what} another weekday": "sie nennt zu {what} einen anderen Wochentag",
    "it makes a beginning, an end or a limit of {what}, or the other way round": (
        "sie macht aus {what} einen Anfang, ein Ende oder eine Grenze, oder umgekehrt"
    ),
    "it says {what} of something else": "sie bezieht {what} auf etwas anderes",
    "it puts {first} and {second} together": "sie stellt {first} und {second} zusammen",
    "it denies what the release says, or says what the release denies": (
        "sie verneint, was die Pressemitteilung sagt, oder umgekehrt"
    ),
    "most of a sentence is not from the release": "ein Satz stammt größtenteils nicht aus der Pressemitteilung",
}
