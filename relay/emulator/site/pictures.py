"""Paints the pictures of the sample website: the same name always gives the same bytes (with one version of Pillow)."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from relay.emulator.site import motifs
from relay.emulator.site.canvas import HEIGHT, SCALE, WIDTH, Canvas
from relay.emulator.site.release import Picture


@dataclass(frozen=True, slots=True)
class Scene:
    """A landscape in its light, and what stands in it."""

    motif: Callable[[Canvas], None]
    sky: tuple[str, str, str] = ("#5fa8d8", "#a9d5ea", "#f6ecd2")
    """From the zenith to the horizon."""
    sun: tuple[float, float] = (930, 190)
    sunlight: str = "#fff3d0"
    hills: tuple[str, ...] = field(default=("#b5cfc6", "#8db89e", "#5f9a72", "#3f7d52"))
    """From far to near."""
    horizon: float = 430


SCENES: Mapping[str, Scene] = {
    "landschaft": Scene(motifs.village, sky=("#6f9fc8", "#f2c9a0", "#fde8c0"), sun=(420, 330), horizon=410),
    "strasse": Scene(motifs.road),
    "bus": Scene(motifs.bus, sun=(240, 170)),
    "haus": Scene(motifs.office, sun=(1010, 160), horizon=460),
    "schule": Scene(motifs.school, sun=(170, 170), horizon=470),
    "fluss": Scene(motifs.river, sky=("#5c9bc4", "#bcdde6", "#fbe9c6"), sun=(860, 210), horizon=380),
    "fest": Scene(motifs.fair, sun=(180, 160), horizon=470),
    "wiese": Scene(motifs.meadow, hills=("#bfd8b4", "#94c07e", "#6fae59", "#549a45"), horizon=420),
    "wald": Scene(
        motifs.forest,
        sky=("#d9693a", "#f2a65a", "#ffe0a0"),
        sun=(760, 400),
        sunlight="#fff1c4",
        hills=("#c98a5c", "#9c6848", "#6f4c38", "#3b2f28"),
        horizon=500,
    ),
}


@lru_cache(maxsize=64)
def paint(picture: Picture, name: str) -> bytes:
    """Return the encoded picture, 1200 x 800 pixels; a PNG has a transparent ground and shows its object alone.

    Raises KeyError for an unknown motif.
    """
    chance = random.Random(name)  # noqa: S311 - it paints hills
    if picture.format == "png":
        image = Image.new("RGBA", (WIDTH * SCALE, HEIGHT * SCALE), (0, 0, 0, 0))
        motifs.OBJECTS[picture.motif](Canvas(ImageDraw.Draw(image), chance))
    else:
        scene = SCENES[picture.motif]
        image = _sky(scene)
        canvas = Canvas(ImageDraw.Draw(image), chance)
        _clouds(canvas, scene)
        _hills(canvas, scene)
        scene.motif(canvas)
    return _encoded(image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS), picture.format)


def _sky(scene: Scene) -> Image.Image:
    """Return the graded sky with the sun and its glow."""
    small = (WIDTH // 2, HEIGHT // 2)
    top, middle, bottom = scene.sky
    ramp = Image.linear_gradient("L").resize((small[0], int(scene.horizon / 2)))
    ground = Image.new("L", small, 255)
    ground.paste(ramp, (0, 0))
    sky = ImageOps.colorize(ground, top, bottom, mid=middle)
    x, y = scene.sun[0] / 2, scene.sun[1] / 2
    for radius, blur, strength in ((150, 70, 90), (60, 22, 150), (31, 1, 255)):
        glow = Image.new("L", small, 0)
        ImageDraw.Draw(glow).ellipse((x - radius, y - radius, x + radius, y + radius), fill=strength)
        sky.paste(scene.sunlight, (0, 0), glow.filter(ImageFilter.GaussianBlur(blur)))
    return sky.resize((WIDTH * SCALE, HEIGHT * SCALE), Image.Resampling.BICUBIC)


def _clouds(canvas: Canvas, scene: Scene) -> None:
    tint = motifs.mixed(scene.sky[2], "#ffffff", 0.6)
    for _ in range(3):
        x, y = canvas.chance.uniform(60, 1000), canvas.chance.uniform(70, scene.horizon * 0.42)
        width = canvas.chance.uniform(120, 210)
        canvas.rounded(x, y, x + width, y + 17, 8, tint)
        canvas.rounded(x + width * 0.22, y - 15, x + width * 0.72, y + 8, 11, tint)
        canvas.rounded(x + width * 0.4, y + 10, x + width * 1.25, y + 24, 7, tint)


def _hills(canvas: Canvas, scene: Scene) -> None:
    """Draw the ridges, each nearer, darker and higher in the picture than the one before."""
    for depth, colour in enumerate(scene.hills):
        base = scene.horizon + depth * 62
        waves = [
            (
                canvas.chance.uniform(0.5, 1.5) * (depth + 1.2),
                canvas.chance.uniform(0, 6.28),
                canvas.chance.uniform(10, 34),
            )
            for _ in range(3)
        ]
        ridge = [
            (x, base - sum(high * math.sin(often * x / 400 + shift) for often, shift, high in waves))
            for x in range(-10, WIDTH + 21, 10)
        ]
        canvas.polygon([(-10, HEIGHT), *ridge, (WIDTH + 10, HEIGHT)], colour)


def _encoded(image: Image.Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    match kind:
        case "png":
            image.save(buffer, "PNG", optimize=True)
        case "webp":
            image.save(buffer, "WEBP", quality=84, method=3)
        case _:
            image.save(buffer, "JPEG", quality=86, optimize=True)
    return buffer.getvalue()
