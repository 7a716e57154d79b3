"""What judges relay can fail: it says what is lost, doubled, swapped, or does not belong there."""

from __future__ import annotations

from tests.chaos.newsroom import News
from tests.chaos.oracle import Judgement, judge

FIRST, SECOND = News(1, 3), News(2, 2)
EXPECTED = [FIRST.marks, SECOND.marks]
ONE = ["Über Z1-0-1 und Z1-1-1.", "Weiter: Z1-2-1."]
TWO = ["Z2-0-1: Z2-1-1"]


def test_a_channel_that_shows_each_release_once_and_in_order_is_well() -> None:
    judgement = judge(EXPECTED, ONE + TWO)
    assert not judgement
    assert str(judgement) == "all is well"


def test_a_post_that_is_missing_is_lost_also_if_only_its_last_message_is() -> None:
    assert judge(EXPECTED, ONE).lost == ("Z2-0-1", "Z2-1-1")
    assert judge(EXPECTED, ONE[:1] + TWO).lost == ("Z1-2-1",)
    assert judge(EXPECTED, []).lost == (*FIRST.marks, *SECOND.marks)


def test_a_message_that_is_there_twice_is_doubled_wherever_the_second_one_stands() -> None:
    assert judge(EXPECTED, ONE + TWO + ONE[1:]) == Judgement(doubled=("Z1-2-1",))
    assert judge(EXPECTED, [ONE[0], ONE[0], ONE[1], *TWO]).doubled == ("Z1-0-1", "Z1-1-1")


def test_two_posts_or_two_parts_of_one_in_the_wrong_order_are_swapped() -> None:
    assert judge(EXPECTED, TWO + ONE) == Judgement(swapped=tuple(FIRST.marks))
    assert judge(EXPECTED, [ONE[1], ONE[0], *TWO]).swapped == ("Z1-0-1", "Z1-1-1")


def test_an_old_version_and_a_message_of_no_release_are_strange() -> None:
    corrected = News(1, 3, version=2)
    assert judge([corrected.marks], ["Z1-0-2 Z1-1-2", "Z1-2-1"]) == Judgement(lost=("Z1-2-2",), strange=("Z1-2-1",))
    assert judge(EXPECTED, [*ONE, *TWO, "Guten Tag"]).strange == ("'Guten Tag'",)


def test_of_a_withdrawn_release_only_the_title_may_be_left() -> None:
    withdrawn = News(1, 3, withdrawn=True)
    assert not judge([withdrawn.marks], ["Z1-0-1 wurde zurückgezogen"])
    assert judge([withdrawn.marks], ["Z1-0-1 wurde zurückgezogen", "Z1-2-1"]).strange == ("Z1-2-1",)


def test_what_is_wrong_is_said_in_words() -> None:
    assert str(judge(EXPECTED, [*TWO, *TWO, *ONE[:1]])) == (
        "lost: Z1-2-1; doubled: Z2-0-1, Z2-1-1; out of order: Z1-0-1, Z1-1-1"
    )
