"""The press office behind the sample website: what is in the drawer, what is published, what was taken down."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from relay.emulator.site.release import Release, corrected, invented_releases

STOCK = 6
"""Releases that stand on the website from the start."""
FIRST_NUMBER = 65
"""Number within the year of the oldest of them."""


class PressOffice:
    """Publishes, corrects and withdraws releases; `clock` returns aware datetimes."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._numbers = itertools.count(FIRST_NUMBER)
        self._published: dict[str, Release] = {}
        """Oldest first."""
        self._withdrawn: dict[str, int] = {}
        invented = invented_releases()
        self._drafts = {draft.slug: draft for draft in invented[STOCK:]}
        now = clock()
        for days, draft in zip(range(STOCK, 0, -1), invented[:STOCK], strict=True):
            self._put(draft, now - timedelta(days=days, hours=days % 3))
        self.changed = self.releases[0].date
        """When anything changed last."""

    @property
    def drafts(self) -> Sequence[Release]:
        """What is ready and not published yet, in the order in which it is meant to be."""
        return tuple(self._drafts.values())

    @property
    def releases(self) -> Sequence[Release]:
        """What stands on the website, newest first."""
        return tuple(reversed(self._published.values()))

    def find(self, slug: str) -> Release:
        """Return a published release; raises LookupError where there is none of this name."""
        if slug not in self._published:
            raise LookupError(f"no release is called {slug}")
        return self._published[slug]

    def withdrawn(self, slug: str) -> int | None:
        """Return the status with which a withdrawn release answers, None for one that was not withdrawn."""
        return self._withdrawn.get(slug)

    def publish(self, release: Release) -> Release:
        """Publish a draft, now, with the next number; raises ValueError where its slug stands there already."""
        if release.slug in self._published:
            raise ValueError(f"{release.slug} is published already")
        self.changed = self._clock()
        self._drafts.pop(release.slug, None)
        self._withdrawn.pop(release.slug, None)
        return self._put(release, self.changed)

    def correct(self, slug: str, *, title: str | None, old: str | None, new: str | None) -> Release:
        """Give a release another title, or replace `old` by `new` wherever it stands.

        Raises LookupError for an unknown slug, ValueError where nothing would change.
        """
        release = corrected(self.find(slug), title=title, old=old, new=new, at=self._clock())
        self._published[slug] = release
        self.changed = release.changed
        return release

    def withdraw(self, slug: str, *, status: int) -> None:
        """Take a release down; raises LookupError for an unknown slug."""
        self.find(slug)
        del self._published[slug]
        self._withdrawn[slug] = status
        self.changed = self._clock()

    def _put(self, release: Release, at: datetime) -> Release:
        published = replace(release, published=at, updated=None, number=next(self._numbers))
        self._published[release.slug] = published
        return published
