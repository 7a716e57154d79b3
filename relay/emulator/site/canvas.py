"""A canvas of 1200 x 800 units that is drawn twice as large, so that its edges come out smooth when it is reduced."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageDraw

WIDTH, HEIGHT, SCALE = 1200, 800, 2

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Canvas:
    """Draws shapes; all coordinates are units from the upper left corner."""

    pen: ImageDraw.ImageDraw
    chance: random.Random

    def polygon(self, points: Iterable[Point], fill: str) -> None:
        """Fill a polygon."""
        self.pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def box(self, left: float, top: float, right: float, bottom: float, fill: str) -> None:
        """Fill a rectangle."""
        self.pen.rectangle((left * SCALE, top * SCALE, right * SCALE - 1, bottom * SCALE - 1), fill=fill)

    def rounded(  # noqa: PLR0917 - in the order of Pillow
        self, left: float, top: float, right: float, bottom: float, radius: float, fill: str
    ) -> None:
        """Fill a rectangle with round corners."""
        place = (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE)
        self.pen.rounded_rectangle(place, radius * SCALE, fill=fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: str) -> None:
        """Fill an ellipse around a centre, given its two radii."""
        self.pen.ellipse(
            ((x - across) * SCALE, (y - down) * SCALE, (x + across) * SCALE, (y + down) * SCALE), fill=fill
        )

    def line(self, points: Iterable[Point], width: float, fill: str) -> None:
        """Draw a line with round bends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.pen.line(scaled, fill=fill, width=max(1, round(width * SCALE)), joint="curve")
