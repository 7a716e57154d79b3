"""Whether two entries are one release although guid and link differ: only where title, day and text leave no doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed.alike import ENOUGH, EXCERPT, Alike, compare, likeness, replaced, title_key
from relay.model import Entry, Likeness
from tests.feed.memory import SITE

DAY = datetime(2026, 3, 23, 9, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
BRIDGE = (
    "Die Kreisstraße 12 zwischen Ahrenfels und Birkenau ist ab Montag, 30. März, voll gesperrt. Grund sind Arbeiten an "
    "der Brücke über die Lahr. Eine Umleitung ist ausgeschildert, Busse der Linie 35 halten nicht am Markt. Die "
    "Arbeiten dauern voraussichtlich bis Ende Mai und kosten rund 400.000 Euro."
)
FOREST = (
    "Wegen anhaltender Trockenheit gilt im ganzen Landkreis ab sofort die zweithöchste Stufe der Waldbrandgefahr. "
    "Grillen ist nur auf befestigten Plätzen erlaubt, offenes Feuer im Wald bleibt verboten. Wer Rauch bemerkt, wählt "
    "bitte die 112. Die Feuerwehren haben ihre Bereitschaft verstärkt und überwachen gefährdete Gebiete aus der Luft."
)
SAME, DOUBT, OTHER = Alike.SAME, Alike.DOUBT, Alike.OTHER


def looks(text: str = BRIDGE, title: str = "Brücke gesperrt", at: datetime | None = DAY, url: str = "") -> Likeness:
    return likeness(Entry("", url, title, published=at, summary=text))


def judged(one: Likeness, other: Likeness, *, together: bool = False) -> Alike:
    found = compare(one, other, BERLIN, together=together)
    assert compare(other, one, BERLIN, together=together) is found
    return found


# --- one release ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        BRIDGE,
        BRIDGE.replace("Kreisstraße", "Kreisstrasse").replace("voraussichtlich", "vorausichtlich"),
        BRIDGE.upper(),
        f"<p>{BRIDGE}</p>",
        BRIDGE + " Weitere Auskünfte gibt das Straßenverkehrsamt." * 20,
        BRIDGE.replace("Grund sind", "Der Grund sind"),
    ],
)
def test_with_the_same_title_and_day_the_same_words_but_for_typing_errors_are_one_release(text: str) -> None:
    assert judged(looks(), looks(text, "BRÜCKE - gesperrt!", DAY + timedelta(hours=8))) is SAME


def test_a_short_text_is_one_only_if_it_is_exactly_the_same() -> None:
    assert judged(looks("Ab Montag."), looks("Ab Montag.")) is SAME
    assert judged(looks("Ab Montag."), looks("Ab Dienstag.")) is DOUBT
    assert judged(looks("Ab Montag."), looks(BRIDGE)) is DOUBT


def test_without_any_text_the_second_of_publication_decides() -> None:
    assert judged(looks(""), looks("")) is SAME
    assert judged(looks(""), looks("", at=DAY + timedelta(seconds=1))) is DOUBT


def test_a_page_that_kept_its_path_on_another_host_is_the_same_on_that_day() -> None:
    old, new = f"{SITE}/presse/12.html", "https://www.kreis-neu.example/presse/12.html"

    assert judged(looks("Kurz.", url=old), looks("Ganz anders.", url=new)) is SAME
    assert judged(looks("Kurz.", url=old), looks("Ganz anders.", url=new, at=DAY + timedelta(days=1))) is OTHER
    assert judged(looks("Kurz.", url=old), looks("Kurz.", "Umleitung", url=new)) is OTHER
    assert judged(looks("Kurz.", url=old), looks("Anders.", url=new.replace("12", "13"))) is DOUBT


def test_what_an_older_relay_recorded_is_recognised_by_title_and_second_alone() -> None:
    old = Likeness("Brücke gesperrt", published=DAY)

    assert compare(looks(), old, BERLIN, together=False) is SAME
    assert compare(looks(at=DAY + timedelta(minutes=1)), old, BERLIN, together=False) is DOUBT


# --- two releases, or nobody knows ------------------------------------------------------------------------------------


def test_recurring_titles_on_other_days_are_other_releases_whatever_the_text() -> None:
    for title in ("Blutspendetermine", "Corona-Update", "Öffentliche Bekanntmachung"):
        assert judged(looks(title=title), looks(title=title, at=DAY + timedelta(days=7))) is OTHER


def test_the_day_is_the_one_of_the_source() -> None:
    midnight = datetime(2026, 3, 22, 23, 0, tzinfo=UTC)  # of the 23rd in Berlin

    assert compare(looks(), looks(at=midnight), BERLIN, together=False) is SAME
    assert compare(looks(), looks(at=midnight), UTC, together=False) is OTHER


@pytest.mark.parametrize(
    "text",
    [
        BRIDGE.replace("Ahrenfels", "Dornheim"),
        BRIDGE.replace("12", "17", 1),
        BRIDGE.replace("30.", "31."),
        BRIDGE.replace("Linie 35 ", "Linie "),
        FOREST,
    ],
)
def test_another_place_number_or_text_is_not_taken_for_the_same_release_and_not_for_another(text: str) -> None:
    assert judged(looks(), looks(text)) is DOUBT


def test_two_that_stand_in_one_feed_are_one_only_word_for_word_and_two_if_they_plainly_differ() -> None:
    assert judged(looks(), looks(), together=True) is SAME
    assert judged(looks(), looks(FOREST), together=True) is OTHER
    assert judged(looks(), looks(BRIDGE.replace("Ahrenfels", "Dornheim")), together=True) is DOUBT
    assert judged(looks("Mehr."), looks("Mehr."), together=True) is DOUBT
    assert judged(looks(""), looks(""), together=True) is DOUBT


@pytest.mark.parametrize(
    ("text", "together", "expected"),
    [
        (BRIDGE, False, DOUBT),
        ("Kurz.", False, DOUBT),
        (FOREST, False, OTHER),
        (BRIDGE, True, DOUBT),
        ("Kurz.", True, OTHER),
    ],
)
def test_without_a_date_nothing_is_certain(text: str, *, together: bool, expected: Alike) -> None:
    assert judged(looks(at=None), looks(text), together=together) is expected


def test_titles_without_a_letter_tell_nothing() -> None:
    assert title_key("– ! –") is None
    assert judged(looks(title="..."), looks(title="...")) is OTHER


words = st.lists(st.sampled_from(sorted({*BRIDGE.split(), *FOREST.split()})), min_size=ENOUGH, max_size=60)


def test_it_does_not_matter_which_of_two_is_asked_about() -> None:
    numbers = ["112."] * 23
    judged(looks(" ".join([*numbers, "112.", "Ahrenfels"])), looks(" ".join([*numbers, "Ahrenfels", "112."])))


@settings(deadline=None)
@given(words, words, st.booleans())
def test_long_texts_of_which_most_words_differ_are_never_one_release(
    one: list[str], other: list[str], together: bool
) -> None:
    shorter = min(len(one), len(other))
    differing = sum(was != now for was, now in zip(one, other, strict=False))
    found = judged(looks(" ".join(one)), looks(" ".join(other)), together=together)

    if len(set(one) & set(other)) < shorter / 2 and differing > shorter / 2:
        assert found is not SAME
    if one == other:
        assert found is SAME


@settings(deadline=None)
@given(st.text(), st.text(max_size=2000), st.none() | st.datetimes(timezones=st.just(UTC)))
def test_any_entry_has_a_likeness_and_is_like_itself(title: str, text: str, at: datetime | None) -> None:
    one = looks(text, title, at)

    assert len(one.text) <= EXCERPT
    assert compare(one, one, UTC, together=False) in ({OTHER} if one.key is None else {SAME} if at else {DOUBT})


# --- a page that was given to another release -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("new", "given_away"),
    [
        (looks(FOREST, "Waldbrandgefahr steigt", DAY + timedelta(days=3)), True),
        (looks("Kurz.", "Waldbrandgefahr steigt", DAY + timedelta(days=3)), True),
        (looks(FOREST, "Waldbrandgefahr steigt"), False),
        (looks(BRIDGE, "Waldbrandgefahr steigt", DAY + timedelta(days=3)), False),
        (looks(FOREST, "Brücke doch gesperrt", DAY + timedelta(days=3)), False),
        (looks(FOREST, "Waldbrandgefahr steigt", None), True),
        (looks("Kurz.", "Waldbrandgefahr steigt", None), False),
    ],
)
def test_a_page_was_given_away_if_title_day_and_text_are_others(new: Likeness, *, given_away: bool) -> None:
    assert replaced(looks(), new, BERLIN) is given_away


def test_the_excerpt_ends_with_a_whole_word() -> None:
    text = looks(FOREST * 3).text

    assert EXCERPT - 30 < len(text) <= EXCERPT
    assert replace(looks(), text=text) == replace(looks(), text=" ".join((FOREST * 3).split()[: len(text.split())]))
