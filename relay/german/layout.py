"""German for what is said of templates and of how accessible a post is; see `relay.german`."""

from __future__ import annotations

LAYOUT = {
    # keys/layout.py, keys/problems.py
    "template and template_file are one too many": "template und template_file schließen einander aus",
    "{value} is not the name of a file": "{value} ist kein Dateiname",
    'only a full text can be a rich message: write style = "full" as well': (
        'nur ein ganzer Text kann so aufbereitet werden: Schreiben Sie auch style = "full"'
    ),
    "a rich message has no preview of a page: leave link_preview out, or rich": (
        "eine aufbereitete Nachricht hat keine Vorschau einer Seite: Lassen Sie link_preview weg, oder rich"
    ),
    "{value} is too long: at most {max_length} characters": "{value} ist zu lang: höchstens {max_length} Zeichen",
    # render/tags.py
    "the tag <{tag}> is not closed: </{tag}> is missing": "<{tag}> wird nicht geschlossen: Es fehlt </{tag}>",
    "there is no > to this <; for the sign itself write &lt;": (
        "zu diesem < fehlt das >; für das Zeichen selbst schreiben Sie &lt;"
    ),
    "the tag </{tag}> closes nothing that is open": "</{tag}> schließt nichts, was offen ist",
    "<{tag}> is not possible here; possible: {expected}": "<{tag}> ist hier nicht möglich; möglich: {expected}",
    "the tag <{tag}> stands within another one": "<{tag}> steht in einem anderen der gleichen Art",
    "<{tag}> leads to no web address (https://...)": "<{tag}> führt zu keiner Webadresse (https://...)",
    "the variable text must not stand within <{tag}>": "die Variable text darf nicht innerhalb von <{tag}> stehen",
    # render/template.py
    "the template fails: {why}": "die Vorlage scheitert: {why}",
    "each variable is text: compare it with text in quotation marks, or its length with a number": (
        "jede Variable ist Text: Vergleichen Sie sie mit Text in Anführungszeichen, oder ihre Länge mit einer Zahl"
    ),
    "the template cannot be read: {why}": "die Vorlage ist nicht lesbar: {why}",
    "the template is nested too deeply": "die Vorlage ist zu tief verschachtelt",
    "the template is longer than {count} characters": "die Vorlage ist länger als {count} Zeichen",
    "this is not possible in a template: {what}": "das ist in einer Vorlage nicht möglich: {what}",
    "there is no filter {name}{hint}": "es gibt keinen Filter {name}{hint}",
    "there is no variable {name}{hint}": "es gibt keine Variable {name}{hint}",
    "the variable text can only be written by itself, not be asked about or changed": (
        "die Variable text kann nur für sich stehen; sie lässt sich weder abfragen noch verändern"
    ),
    "the filter {name} is written {shown}": "den Filter {name} schreibt man {shown}",
    "; possible: {expected}": "; möglich: {expected}",
    "an address is written out, or is the variable link and nothing else: <{tag}>": (
        "eine Adresse wird ausgeschrieben oder ist die Variable link und sonst nichts: <{tag}>"
    ),
    # render/jinja_words.py
    "{tag} is not closed: {end} is missing": "{tag} wird nicht geschlossen: Es fehlt {end}",
    "behind {sign} a name is missing": "hinter {sign} fehlt ein Name",
    "before {sign} a name is missing": "vor {sign} fehlt ein Name",
    "before {sign} the name of a variable is missing": "vor {sign} fehlt der Name einer Variablen",
    "{sign} is missing": "es fehlt {sign}",
    "{tag} belongs to nothing that is open": "{tag} gehört zu nichts, was offen ist",
    "there is no {tag}; possible: {expected}": "{tag} gibt es nicht; möglich: {expected}",
    "= does not compare: write ==": "= vergleicht nicht: Schreiben Sie ==",
    "here stands {there}, where {expected} was expected": "hier steht {there}, erwartet wird {expected}",
    "a text begins with {sign} and does not end": "ein Text beginnt mit {sign} und endet nicht",
    "{sign} does not fit here: write {variable} or {condition}": (
        "{sign} passt hier nicht: Schreiben Sie {variable} oder {condition}"
    ),
    "{sign} is not possible here": "{sign} ist hier nicht möglich",
    # render/layout.py
    'link = "text" needs the variable link in the template': (
        'zu link = "text" gehört in die Vorlage die Variable link'
    ),
    "correction_line needs the variable corrected in the template": (
        "zu correction_line gehört in die Vorlage die Variable corrected"
    ),
    "date needs the variable date in the template": "zu date gehört in die Vorlage die Variable date",
    "source_line needs the variable source in the template": "zu source_line gehört in die Vorlage die Variable source",
    "the text of the release must stand in it once: write the variable text": (
        "der Text der Pressemitteilung muss genau einmal darin stehen: Schreiben Sie die Variable text"
    ),
    "it may grow to more than {count} characters beside the text": (
        "neben dem Text kann sie auf mehr als {count} Zeichen anwachsen"
    ),
    "it has more than {count} tags": "sie hat mehr als {count} Auszeichnungen",
    "of a release without a text nothing is left: write the variable title": (
        "von einer Pressemitteilung ohne Text bleibt nichts übrig: Schreiben Sie die Variable title"
    ),
    # press/hints.py
    'Not easy to read for everybody: "{title}": {problems}': "Nicht für alle gut zu lesen: „{title}“: {problems}",
    # render/accessibility.py
    "the channel's template does not fit, so the post looks as usual: {why}": (
        "die Vorlage des Kanals passt nicht, deshalb sieht der Beitrag wie sonst aus: {why}"
    ),
    "#{tag} is read aloud as one word: begin each of its words with a capital (#LandkreisMusterland)": (
        "#{tag} wird wie ein einziges Wort vorgelesen: Beginnen Sie jedes Wort darin groß (#LandkreisMusterland)"
    ),
    "there are {count} hashtags, and each is read aloud": "es sind {count} Hashtags, und jeder wird vorgelesen",
    "there are {count} emoji, and the name of each is read aloud": (
        "es sind {count} Emoji, und von jedem wird der Name vorgelesen"
    ),
    "emoji stand before or between words, where they are read aloud: put them at the end": (
        "Emoji stehen vor oder zwischen Wörtern und werden dort mit vorgelesen: Setzen Sie sie ans Ende"
    ),
    '"{letters}" are signs that only look like letters; write "{plain}"': (
        "„{letters}“ sind Zeichen, die nur wie Buchstaben aussehen; schreiben Sie „{plain}“"
    ),
    "the picture has no description (alt) on the website": (
        "das Bild hat auf der Website keine Beschreibung (Alternativtext)"
    ),
    "pictures without a description (alt) on the website: {count} of {all}": (
        "Bilder, die auf der Website keine Beschreibung (Alternativtext) haben: {count} von {all}"
    ),
    '"{words}" does not say what the picture shows': "„{words}“ sagt nicht, was das Bild zeigt",
    'the letters "{letters}" are read aloud one by one; write "{plain}"': (
        "die Buchstaben „{letters}“ werden einzeln vorgelesen; schreiben Sie „{plain}“"
    ),
    "whole passages are written in capitals, which are hard to read and may be spelled out": (
        "ganze Sätze stehen in Großbuchstaben, die schwer zu lesen sind und mitunter buchstabiert werden"
    ),
    '"{word}" is written in capitals, which are hard to read': (
        "„{word}“ steht in Großbuchstaben, die schwer zu lesen sind"
    ),
    'the signs "{text}" are ornament, which is read aloud sign by sign': (
        "die Zeichen „{text}“ sind Zierde, die Zeichen für Zeichen vorgelesen wird"
    ),
    'the link "{text}" does not say where it leads': "der Link „{text}“ sagt nicht, wohin er führt",
    "the title is written in capitals, which are hard to read and may be spelled out": (
        "die Überschrift steht in Großbuchstaben, die schwer zu lesen sind und mitunter buchstabiert werden"
    ),
    'the line "{text}" is ornament, which is read aloud sign by sign': (
        "die Zeile „{text}“ ist Zierde, die Zeichen für Zeichen vorgelesen wird"
    ),
}
