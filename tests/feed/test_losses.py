"""Which of the problems of a feed cost entries, and what is told of them."""

from __future__ import annotations

import pytest

from relay.errors import Text
from relay.feed.mend import FEED_CUT, LAST_CUT, SHOWN_LOSSES, SITEMAP_CUT, failed, losses, no_object, silent, unlinked

UNDATED = Text("Entries without a date: {count} of {all}.", {"count": 1, "all": 2})


@pytest.mark.parametrize(
    "problem",
    [FEED_CUT, LAST_CUT, SITEMAP_CUT, failed(2, ValueError()), no_object(Text("Item 2")), silent(1, 2), unlinked(1, 2)],
    ids=lambda problem: problem.message,
)
def test_what_costs_entries_is_a_loss_and_what_only_lacks_something_is_none(problem: Text) -> None:
    assert losses([UNDATED]) is None
    assert str(losses([UNDATED, problem])) == str(problem)


def test_of_many_losses_the_first_are_told_and_the_others_are_counted() -> None:
    told = str(losses([failed(number, ValueError()) for number in range(1, SHOWN_LOSSES + 3)])).splitlines()

    assert told[:-1] == [str(failed(number, ValueError())) for number in range(1, SHOWN_LOSSES + 1)]
    assert told[-1] == "and 2 more"
