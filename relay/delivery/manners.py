"""How a channel is to be treated, as configured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Manners:
    """How a channel is to be treated."""

    pace: float = 3.0
    """Least seconds between two messages; 0 switches all limits of speed off."""
    per_minute: int = 20
    edits_per_hour: int = 6
    """Corrections of one post."""
    uncertain: str = "resend"
    """``resend`` or ``hold``: what is done with a message of which it cannot be found out whether it is out."""
    withdrawal: str = "notice"
    """``notice`` or ``delete``."""
    test: bool = False
    """Whether posts go to the test chat."""
