"""What happens on the sample website during a demo: one release after the other, and one correction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from relay.emulator.site.emulator import SiteEmulator

CORRECT_AFTER = 3
"""New releases after which the correction comes."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake in one of the drafts, and what is right."""

    slug: str
    old: str
    new: str
    told: str
    """What is said about it."""


CORRECTION = Correction("k23-vollsperrung-neukirch", "23. März", "24. März", "24. statt 23. März")
"""The 24th is the Monday that the release speaks of."""


async def play(site: SiteEmulator, *, pause: float, say: Callable[[str], None], stop_after: int | None = None) -> None:
    """Publish a draft every `pause` seconds, and correct the first after the third.

    Ends after `stop_after` new releases (None: when no draft is left); the correction belongs to the third.
    `say` gets one German line for each thing that was done.
    """
    drafts = site.drafts[:stop_after]
    for count, draft in enumerate(drafts, start=1):
        await asyncio.sleep(pause)
        release = site.publish(draft)
        also = " (auch unter „Aktuelles“)" if release.highlight else ""
        say(f"neue Meldung „{release.title}“{also}")
        if count == CORRECT_AFTER:
            await asyncio.sleep(pause)
            _correct(site, say)


def _correct(site: SiteEmulator, say: Callable[[str], None]) -> None:
    release = site.correct(CORRECTION.slug, old=CORRECTION.old, new=CORRECTION.new)
    say(f"Korrektur in „{release.title}“: {CORRECTION.told}")
