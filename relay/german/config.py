"""German for what is wrong with a configuration; see `relay.german`."""

from __future__ import annotations

CONFIGURATION = {
    # config.py
    "No configuration found: neither {first} nor {second} is there. Name the file with --config.": (
        "Keine Konfiguration gefunden: Weder {first} noch {second} ist vorhanden. Nennen Sie die Datei mit --config."
    ),
    "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8.": (
        "{file} ist kein Text in UTF-8 (Byte {byte}). Speichern Sie die Datei als UTF-8."
    ),
    "{file} cannot be read: {why}.": "{file} kann nicht gelesen werden: {why}.",
    "{file}: at least one [[source]] and one [[channel]] are needed.": (
        "{file}: Mindestens eine Quelle [[source]] und ein Kanal [[channel]] sind nötig."
    ),
    "[telegram] token_file must name a file; it holds the token itself.": (
        "[telegram] token_file muss eine Datei nennen; dort steht das Token selbst."
    ),
    "There is no Telegram token. Get one from @BotFather, write it into a file that only relay can read, and "
    'name the file in {file}: [telegram] token_file = "..." (or set $RELAY_TELEGRAM_TOKEN, or the systemd '
    "credential telegram-token).": (
        "Es fehlt das Telegram-Token. Sie erhalten es von @BotFather; schreiben Sie es in eine Datei, die nur relay "
        'lesen kann, und nennen Sie diese Datei in {file}: [telegram] token_file = "..." (oder setzen Sie '
        "$RELAY_TELEGRAM_TOKEN oder das systemd-Credential telegram-token)."
    ),
    "What stands in {place} is not a Telegram token (123456789:ABC...).": (
        "Was in {place} steht, ist kein Telegram-Token (123456789:ABC...)."
    ),
    "The token file {file} cannot be read: {why}.": "Die Token-Datei {file} kann nicht gelesen werden: {why}.",
    'the id "{id}" is given twice': "die id „{id}“ ist doppelt vergeben",
    'there is no channel with the id "{id}"{hint}': "es gibt keinen Kanal mit der id „{id}“{hint}",
    'mode = "test" needs [telegram] test_chat': 'zu mode = "test" gehört [telegram] test_chat',
    # keys/problems.py
    "{file}, line {line}: {key}: {what}": "{file}, Zeile {line}: {key}: {what}",
    "{file}, line {line}, column {column}: this is not valid TOML: {why}": (
        "{file}, Zeile {line}, Spalte {column}: Das ist kein gültiges TOML: {why}"
    ),
    "Cannot declare {what} twice": "{what} steht schon weiter oben",
    "Duplicate inline table key {what}": "{what} steht hier doppelt",
    "Illegal character {what}": "das Zeichen {what} ist hier nicht erlaubt (fehlt ein Anführungszeichen?)",
    "Found invalid character {what}": "das Zeichen {what} ist hier nicht erlaubt",
    "{file} is not valid TOML: {why}": "{file} ist kein gültiges TOML: {why}",
    "there is no such key{hint}": "diesen Schlüssel gibt es nicht{hint}",
    '; did you mean "{name}"?': "; meinten Sie „{name}“?",
    "there is no such key here: it belongs into {tables}": "diesen Schlüssel gibt es hier nicht: Er gehört in {tables}",
    "{value} must be true or false, without quotation marks": (
        "{value} muss true (ja) oder false (nein) sein, ohne Anführungszeichen"
    ),
    "{value} must be a whole number, without quotation marks": (
        "{value} muss eine ganze Zahl sein, ohne Anführungszeichen"
    ),
    "{value} is no hashtag: it needs a letter": "{value} ist kein Hashtag: Es fehlt ein Buchstabe",
    "{value} is not valid: {why}": "{value} ist nicht gültig: {why}",
    "this key is missing": "dieser Schlüssel fehlt",
    '{value} is not a time span: write "30s", "5m", "1h" or a number of seconds': (
        '{value} ist keine Zeitspanne: Schreiben Sie "30s", "5m", "1h" oder eine Zahl von Sekunden'
    ),
    '{value} is not a size: write "500KB", "10MB" or a number of bytes': (
        '{value} ist keine Größe: Schreiben Sie "500KB", "10MB" oder eine Zahl von Bytes'
    ),
    '{value} is not a chat: write "@name_of_the_channel" or its number (-100...)': (
        '{value} ist kein Chat: Schreiben Sie "@name_des_kanals" oder seine Nummer (-100...)'
    ),
    '{value} is not a web address: write "https://..."': '{value} ist keine Webadresse: Schreiben Sie "https://..."',
    '{value} is not a time zone: write "Europe/Berlin"': '{value} ist keine Zeitzone: Schreiben Sie "Europe/Berlin"',
    "{value} must be one line of text": "{value} muss eine einzige Zeile Text sein",
    "{value} is not possible here; possible: {expected}": "{value} ist hier nicht möglich; möglich: {expected}",
    "{value} must be true or false": "{value} muss true (ja) oder false (nein) sein",
    "{value} must be text in quotation marks": "{value} muss Text in Anführungszeichen sein",
    "{value} must be a whole number": "{value} muss eine ganze Zahl sein",
    '{value} must be a list: ["...", "..."]': '{value} muss eine Liste sein: ["...", "..."]',
    "this must be a table: write [{table}]": "das muss eine Tabelle sein: Schreiben Sie [{table}]",
    "this must be a list of tables: write [[{table}]]": (
        "das muss eine Liste von Tabellen sein: Schreiben Sie [[{table}]]"
    ),
    "this list must not be empty": "diese Liste darf nicht leer sein",
    "{value} is too small: at least {ge}": "{value} ist zu klein: mindestens {ge}",
    "{value} is too large: at most {le}": "{value} ist zu groß: höchstens {le}",
    "{value} is not possible here: use letters, digits and _ . -": (
        "{value} ist hier nicht möglich: Verwenden Sie Buchstaben ohne Umlaute, Ziffern und _ . -"
    ),
    'one of the addresses is none: write "mailtos://user:password@mail.example.de?to=..."': (
        'eine der Adressen ist keine: Schreiben Sie "mailtos://benutzer:passwort@mail.example.de?to=..."'
    ),
    "this is a channel; what the editors are told must never be public": (
        "das ist ein Kanal; was der Redaktion mitgeteilt wird, darf nie öffentlich sein"
    ),
    '{value} is not a network: write "127.0.0.0/8"': '{value} ist kein Netz: Schreiben Sie "127.0.0.0/8"',
}

SYSTEM = {
    "No such file or directory": "Datei oder Ordner nicht gefunden",
    "Permission denied": "keine Berechtigung",
    "Operation not permitted": "nicht erlaubt",
    "Is a directory": "das ist ein Ordner",
    "Not a directory": "das ist kein Ordner",
    "File name too long": "der Dateiname ist zu lang",
    "Too many levels of symbolic links": "zu viele symbolische Links hintereinander",
    "Input/output error": "Ein-/Ausgabefehler des Datenträgers",
    "Too many open files": "zu viele offene Dateien",
    "Connection refused": "Verbindung abgelehnt",
    "Connection reset by peer": "die Gegenseite hat die Verbindung abgebrochen",
    "Connection timed out": "Zeitüberschreitung",
    "Read-only file system": "das Dateisystem ist schreibgeschützt",
    "Network is unreachable": "das Netz ist nicht erreichbar",
    "No route to host": "es führt kein Weg zu diesem Server",
}
"""What the operating system says (strerror(3))."""

SYNTAX = {
    "Invalid value": "hier steht kein gültiger Wert (fehlen die Anführungszeichen?)",
    "Invalid statement": "hier wird ein Schlüssel oder eine Tabelle erwartet",
    "Invalid initial character for a key part": "so kann ein Schlüssel nicht beginnen",
    "Expected '=' after a key in a key/value pair": "nach dem Schlüssel fehlt das =",
    "Expected newline or end of document after a statement": "nach dem Wert muss die Zeile enden",
    "Expected ']' at the end of a table declaration": "am Ende des Tabellennamens fehlt ]",
    "Expected ']]' at the end of an array declaration": "am Ende des Tabellennamens fehlt ]]",
    "Unclosed array": "die Liste wird nicht mit ] geschlossen",
    "Unclosed inline table": "die schließende geschweifte Klammer fehlt",
    "Unterminated string": "das schließende Anführungszeichen fehlt",
    "Cannot overwrite a value": "dieser Schlüssel steht schon weiter oben",
    "Unescaped '\\' in a string": "ein einzelner \\ ist in Anführungszeichen nicht erlaubt: Schreiben Sie \\\\",
    "Escaped character is not a Unicode scalar value": "das ist kein gültiges Zeichen",
    "Invalid hex value": "das ist keine gültige Hexadezimalzahl",
    "Invalid date or datetime": "das ist kein gültiges Datum",
}
"""What Python's TOML parser says."""
