"""Credits as a press office would write them, however the website does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.model import Picture
from relay.render.credits import credits_of, is_credited

AGENCY = "M. Muster/Agentur"


def line(*said: str, language: str = "de") -> str:
    return credits_of((Picture(f"https://a.example/{n}.jpg", credit=one) for n, one in enumerate(said)), language)


@pytest.mark.parametrize(
    ("credit", "said"),
    [
        ("Foto: E. Beispiel", "Foto: E. Beispiel"),
        ("E. Beispiel", "Foto: E. Beispiel"),
        ("privat", "Foto: privat"),
        ("(Foto: E. Beispiel)", "Foto: E. Beispiel"),
        ("[E. Beispiel]", "Foto: E. Beispiel"),
        ("FOTO: E. Beispiel", "Foto: E. Beispiel"),
        ("Foto : E. Beispiel", "Foto: E. Beispiel"),
        ("Foto – E. Beispiel", "Foto: E. Beispiel"),
        ("Fotos: E. Beispiel, A. Muster", "Fotos: E. Beispiel, A. Muster"),
        ("Foto(s): E. Beispiel", "Foto: E. Beispiel"),
        ("Foto: Foto: E. Beispiel", "Foto: E. Beispiel"),
        ("Foto: Fotos: Foto E. Beispiel", "Foto: Foto E. Beispiel"),
        ("© E. Beispiel", "© E. Beispiel"),
        ("(c) E. Beispiel (Kreis)", "© E. Beispiel (Kreis)"),
        ("Copyright: E. Beispiel", "© E. Beispiel"),
        ("Copyright © E. Beispiel", "© E. Beispiel"),
        ("Foto: Copyright E. Beispiel", "Foto: © E. Beispiel"),
        ("© Foto: E. Beispiel", "Foto: © E. Beispiel"),
        ("Symbolbild: Agentur", "Symbolbild: Agentur"),
        ("Symbolfoto/Agentur", "Symbolfoto: Agentur"),
        ("Symbolfoto | Agentur", "Symbolfoto: Agentur"),
        ("Symbolfoto: Foto: Agentur", "Symbolfoto: Agentur"),
        ("Foto: Symbolbild", "Symbolbild"),
        ("SYMBOLFOTO", "Symbolfoto"),
        ("Grafik: Landkreis Musterland", "Grafik: Landkreis Musterland"),
        ("Foto: Grafik: Landkreis", "Grafik: Landkreis"),
        ("Foto/Grafik: Landkreis", "Foto/Grafik: Landkreis"),
        ("Drohnenaufnahme: E. Beispiel", "Drohnenaufnahme: E. Beispiel"),
        ("Bildquelle: Landkreis", "Bildquelle: Landkreis"),
        ("Bildnachweis: Foto: Landkreis", "Foto: Landkreis"),
        ("Foto Landkreis Musterland", "Foto Landkreis Musterland"),
        ("Fotografin E. Beispiel", "Fotografin E. Beispiel"),
        ("Courtesy of E. Beispiel", "Courtesy of E. Beispiel"),
        ("Fotostudio Beispiel", "Foto: Fotostudio Beispiel"),
        ("Kartenhaus GmbH", "Foto: Kartenhaus GmbH"),
        ("Bildagentur Beispiel", "Foto: Bildagentur Beispiel"),
        ("Quellenhof", "Foto: Quellenhof"),
        ("Foto-Beispiel, Neukirch", "Foto: Foto-Beispiel, Neukirch"),
        ("", ""),
        ("Foto:", ""),
        ("©", ""),
        ("Bildquelle", ""),
    ],
)
def test_a_credit_says_once_what_it_is_of_and_by_whom(credit: str, said: str) -> None:
    assert line(credit) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Foto: E. Beispiel", "A. Muster", ""), "Fotos: E. Beispiel, A. Muster"),
        (("Foto: E. Beispiel", "E. Beispiel", "© E. Beispiel"), "Fotos: E. Beispiel"),
        (("Foto: E. Beispiel", ""), "Foto: E. Beispiel"),
        (("Foto: E. Beispiel", "Foto: © E. Beispiel"), "Fotos: E. Beispiel"),
        (("© E. Beispiel", "© A. Muster"), "© E. Beispiel, A. Muster"),
        (("Foto: E. Beispiel", "Grafik: Landkreis"), "Foto: E. Beispiel; Grafik: Landkreis"),
        (("Symbolfoto", "Foto: E. Beispiel"), "Symbolfoto; Foto: E. Beispiel"),
        (("Symbolfoto", f"Symbolfoto/{AGENCY}"), f"Symbolfoto: {AGENCY}"),
        (("Foto: E. Beispiel, Landkreis", "A. Muster"), "Fotos: E. Beispiel, Landkreis; A. Muster"),
        (("Foto E. Beispiel", "Foto A. Muster"), "Foto E. Beispiel, Foto A. Muster"),
    ],
)
def test_several_credits_are_one_line(given: tuple[str, ...], said: str) -> None:
    assert line(*given) == said


def test_a_channel_in_english_says_photo() -> None:
    assert line("E. Beispiel", "Foto: A. Muster", language="en") == "Photos: E. Beispiel, A. Muster"
    assert line("Photo: E. Beispiel", language="de") == "Foto: E. Beispiel"


@pytest.mark.parametrize("nobody", ["", "Symbolfoto", "Foto:", "©", "Archivbild:", "(Symbolbild)", "Foto: Grafik"])
def test_without_a_name_nobody_is_credited(nobody: str) -> None:
    assert not is_credited(Picture("https://a.example/a.jpg", credit=nobody))
    assert is_credited(Picture("https://a.example/a.jpg", credit=f"{nobody} E. Beispiel"))


@given(st.lists(st.text("FotosBild: ©()/,Ab-", max_size=30), max_size=4))
def test_of_any_credits_no_kind_is_said_twice_and_no_letter_of_a_name_is_lost(given: list[str]) -> None:
    said = line(*given)

    assert "Foto: Foto:" not in said
    assert "Foto: Fotos:" not in said
    assert all(char in said for one in given for char in one if char in "A")


@pytest.mark.parametrize("credit", ["Foto: " * 20_000, "foto" * 20_000, "(" * 50_000, "-" * 50_000, "Foto / " * 20_000])
def test_hostile_credits_take_no_time(credit: str) -> None:
    assert line(credit) is not None
