"""The dateline before the first sentence."""

from __future__ import annotations

import pytest

from relay.article.sentences.dateline import dateline

SENTENCE = "Die K 17 ist ab Montag für alle Fahrzeuge gesperrt."


@pytest.mark.parametrize(
    "line",
    [
        "Musterland – ",
        "Musterland –",
        "Bad Orlau - ",
        "Ahrenfels. ",
        "AHRENFELS. ",
        "AHRENFELS/HOHENBACH. ",
        "Landkreis Musterland. ",
        "Ahrenfels(pm). ",
        "Ahrenfels (ots) – ",
        "Ahrenfels / Hohenbach (lkm): ",
        "Ahrenfels, 7. Mai 2025 ",
        "Ahrenfels, 07.05.2025 – ",
        "Kaltenborn an der Wetsch – ",
        "(pm/red) ",
        "(ots) – ",
        "(kas) ",
        "(kas/pm) – ",
        "Ahrenfels (kas) ",
        "Bad Orlau (pm/kas). ",
    ],
)
def test_this_is_a_dateline(line: str) -> None:
    assert dateline(line + SENTENCE) == line


@pytest.mark.parametrize(
    "word", ["Neubau", "Führungen", "Formular", "Digital", "Besitz", "Blaulicht", "Erleben", "Stau"]
)
def test_a_word_with_a_full_stop_that_does_not_end_as_places_do_is_none(word: str) -> None:
    assert dateline(f"{word}. Landrätin Erika Beispiel hat am Montag die Brücke freigegeben.") == ""


@pytest.mark.parametrize("line", ["Musterstadt. ", "Bad Orlau. ", "Landkreis Musterland. ", "Nieder-Steinau. "])
def test_a_place_with_a_full_stop_is_one_whatever_begins_the_sentence(line: str) -> None:
    sentence = "Landrätin Erika Beispiel hat am Montag die neue Brücke freigegeben."
    assert dateline(line + sentence) == line


@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        "",
        "Musterland",
        f"Danke. {SENTENCE}",
        f"Achtung! {SENTENCE}",
        "Montag, 24. März 2025 Die Sperrung beginnt um acht Uhr morgens.",
        "Der Landkreis – Die Zahlen steigen seit drei Jahren an.",
        "Bad Orlau – Perle des Orletals – feiert am Samstag sein Fest.",
        "Ahrenfels – Hohenbach und zurück.",
        "Hannelore Dietz leitet seit 1996 den Besuchsdienst.",
        "Dr. Jonas Wirth ist seit dem 1. Januar neuer Leiter des Amtes.",
        "PM 21.08.2026, PP Unterland / Tatdatum 20.08.26 / Tatort: nicht näher mitgeteilt",
        "Vom 2. bis 22. Juni sammeln alle im Landkreis wieder Kilometer.",
        "Anmeldung erforderlich. Die Plätze sind wie immer knapp bemessen.",
        "Applaus. Landrätin Erika Beispiel hat am Montag die neue Brücke freigegeben.",
        "Feierabend. Landrätin Erika Beispiel hat am Montag die Brücke freigegeben.",
        "Die Grippe (kurz) Influenza genannt breitet sich im Landkreis aus.",
        "Vorhang auf. Landrätin Erika Beispiel hat am Montag das Theater eröffnet.",
    ],
)
def test_this_is_none(text: str) -> None:
    assert dateline(text) == ""
