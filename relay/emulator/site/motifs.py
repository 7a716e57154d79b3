"""What stands in the pictures of the sample website. Each motif draws into a landscape that is there already."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise

from PIL import ImageColor

from relay.emulator.site.canvas import HEIGHT, WIDTH, Canvas, Point

ASPHALT, VERGE, WHITE, RED, SUN = "#59606a", "#cfc6a5", "#fbfaf5", "#c8382c", "#f3b73b"
GREEN, DARK, GLASS, WOOD, STONE = "#1d5b40", "#173f2e", "#bfe0ea", "#b98a5a", "#e9e2d2"


def mixed(one: str, other: str, share: float) -> str:
    """Return the colour between two, `share` of the way to the other."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def road(canvas: Canvas) -> None:
    """Draw a country road that ends at a barrier with a warning sign."""
    _lane(canvas)
    tree(canvas, 140, 640, 1.3)
    tree(canvas, 1080, 600, 1.0)
    for x in (330, 870):
        canvas.box(x - 8, 560, x + 8, 720, "#8b9198")
        canvas.rounded(x - 46, 712, x + 46, 728, 6, "#3d4248")
    for y in (572, 636):
        _stripes(canvas, 270, y, 930, y + 44)
    for x in (330, 600, 870):
        canvas.oval(x, 552, 17, 17, "#8a5a12")
        canvas.oval(x, 552, 14, 14, "#ffc23d")
    _warning(canvas, 1010, 380)


def bus(canvas: Canvas) -> None:
    """Draw a green and white bus on a road."""
    canvas.box(0, 640, WIDTH, 770, ASPHALT)
    canvas.box(0, 632, WIDTH, 642, VERGE)
    canvas.box(0, 770, WIDTH, 778, VERGE)
    for x in range(-20, WIDTH, 120):
        canvas.box(x, 722, x + 64, 729, WHITE)
    tree(canvas, 120, 640, 1.2)
    tree(canvas, 1110, 636, 0.9)
    canvas.oval(610, 704, 390, 12, "#474d55")
    canvas.rounded(230, 440, 990, 690, 26, WHITE)
    canvas.rounded(230, 586, 990, 690, 18, GREEN)
    canvas.box(230, 586, 990, 612, GREEN)
    canvas.box(230, 578, 990, 588, SUN)
    for x in (262, 372, 592, 702):
        canvas.rounded(x, 472, x + 96, 566, 8, "#31444d")
        canvas.polygon([(x + 12, 566), (x + 58, 472), (x + 80, 472), (x + 34, 566)], "#4d6670")
    for left in (486, 822):
        canvas.rounded(left, 468, left + 84, 680, 8, "#31444d")
        canvas.box(left + 40, 468, left + 44, 680, WHITE)
    canvas.rounded(920, 472, 990, 590, 10, "#31444d")
    canvas.rounded(640, 446, 860, 466, 5, "#20282c")
    canvas.box(654, 452, 846, 460, "#ffb52e")
    canvas.rounded(968, 634, 994, 656, 6, "#fff3bf")
    for x in (370, 775):
        canvas.oval(x, 690, 48, 48, "#23282c")
        canvas.oval(x, 690, 24, 24, "#aeb6bb")
        canvas.oval(x, 690, 8, 8, "#5c656b")


def office(canvas: Canvas) -> None:
    """Draw an office building with a flat roof, many windows and trees."""
    canvas.box(0, 690, WIDTH, HEIGHT, "#dcd6c4")
    canvas.box(0, 684, WIDTH, 692, "#b9b39e")
    canvas.box(250, 270, 860, 690, STONE)
    canvas.box(860, 360, 1010, 690, mixed(STONE, "#8fa59a", 0.35))
    canvas.box(238, 256, 872, 274, DARK)
    canvas.box(860, 348, 1022, 362, DARK)
    _windows(canvas, left=280, top=300, columns=8, rows=4, step=(70, 88))
    _windows(canvas, left=884, top=386, columns=2, rows=3, step=(60, 88))
    canvas.box(470, 590, 640, 690, GLASS)
    canvas.box(552, 590, 558, 690, DARK)
    canvas.box(450, 576, 660, 592, GREEN)
    canvas.polygon([(430, 690), (680, 690), (720, 722), (390, 722)], "#c8c1ad")
    for x, size in ((130, 1.5), (1120, 1.35), (215, 0.9)):
        tree(canvas, x, 710, size)
    _flag(canvas, 760, 690)


def school(canvas: Canvas) -> None:
    """Draw a school of wood with a red roof, and a crane that carries a wreath."""
    canvas.box(0, 690, WIDTH, HEIGHT, "#d9cfae")
    _crane(canvas, 945)
    canvas.box(230, 430, 800, 694, "#d8ac74")
    for x in range(230, 800, 19):
        canvas.box(x, 430, x + 2, 694, "#c3955d")
    canvas.polygon([(196, 438), (300, 300), (730, 300), (834, 438)], "#b3402f")
    canvas.polygon([(196, 438), (834, 438), (826, 426), (204, 426)], "#8e2f23")
    for x in range(350, 690, 62):
        canvas.polygon([(x, 402), (x + 16, 330), (x + 62, 330), (x + 56, 402)], "#2c4a63")
    _windows(canvas, left=262, top=468, columns=3, rows=2, step=(74, 110))
    _windows(canvas, left=592, top=468, columns=3, rows=2, step=(70, 110))
    canvas.box(486, 560, 562, 694, DARK)
    canvas.box(522, 560, 526, 694, STONE)
    tree(canvas, 110, 712, 1.3)
    for x in (1040, 1090, 1140):
        canvas.box(x, 656, x + 44, 700, WOOD)
        canvas.box(x, 656, x + 44, 662, "#8f6539")


def river(canvas: Canvas) -> None:
    """Draw a river that winds through its valley under an old bridge."""
    bends = [(along / 40, 650 + 210 * math.sin(along / 40 * 4.6 + 0.2) * (along / 40) ** 0.7) for along in range(41)]
    banks = [(middle, 540 + 270 * along, 10 + 230 * along**1.25) for along, middle in bends]
    canvas.polygon(_strip(banks, -1.12, 1.12), "#c9d6a2")
    canvas.polygon(_strip(banks, -1, 1), "#7fb7d6")
    canvas.polygon(_strip(banks, -0.45, -0.1), "#a9d3e6")
    canvas.polygon(_strip(banks, 0.35, 0.5), "#a9d3e6")
    _bridge(canvas, *next((middle, y) for middle, y, _ in banks if y > 615))
    for x, y, size in ((120, 700, 1.5), (300, 625, 0.9), (1110, 690, 1.5), (430, 560, 0.5), (1010, 570, 0.6)):
        tree(canvas, x, y, size)


def fair(canvas: Canvas) -> None:
    """Draw a festival tent with bunting above a meadow."""
    canvas.box(0, 690, WIDTH, HEIGHT, "#6fae59")
    tent = canvas.chance.choice((GREEN, "#2d6f8e", "#b3402f"))
    for index in range(6):
        left, right, cloth = 300 + 100 * index, 400 + 100 * index, WHITE if index % 2 else tent
        eave = [600 + (x - 600) * 1.14 for x in (left, right)]
        canvas.box(left, 520, right, 712, mixed(cloth, "#000000", 0.08))
        canvas.polygon([(600, 330), (eave[0], 530), (eave[1], 530)], cloth)
        canvas.oval(sum(eave) / 2, 530, 57, 22, cloth)
    canvas.polygon([(548, 712), (600, 560), (652, 712)], "#2f2a26")
    canvas.line([(600, 334), (600, 272)], 5, "#6b5a45")
    canvas.polygon([(602, 272), (672, 288), (602, 306)], SUN)
    _bunting(canvas)
    for x in (150, 1010):
        canvas.box(x, 676, x + 120, 686, WOOD)
        canvas.box(x + 14, 686, x + 22, 722, WOOD)
        canvas.box(x + 98, 686, x + 106, 722, WOOD)
    tree(canvas, 70, 690, 1.2)


def meadow(canvas: Canvas) -> None:
    """Draw apple trees on a meadow in bloom."""
    for x, y, size in ((330, 560, 0.7), (900, 575, 0.8), (610, 640, 1.2), (170, 700, 1.7), (1040, 720, 1.9)):
        tree(canvas, x, y, size, fruit=RED)
    for _ in range(420):
        y = 590 + 210 * canvas.chance.random() ** 0.7
        size = 1.5 + (y - 580) / 45
        colour = canvas.chance.choice(("#fdf6e3", SUN, "#e86a5c", "#c9a7e0", "#fdf6e3"))
        canvas.oval(canvas.chance.uniform(0, WIDTH), y, size, size * 0.8, colour)


def forest(canvas: Canvas) -> None:
    """Draw rows of conifers against the evening light."""
    for row, (base, high, colour) in enumerate(
        ((560, 110, "#8a5a3c"), (630, 170, "#5e4231"), (720, 260, "#3a2d26"), (830, 390, "#1f1b1a"))
    ):
        x = -40.0
        while x < WIDTH + 60:
            if row < 3 or not 330 < x < 960:  # a clearing in front of the sun
                _conifer(
                    canvas, x, base + canvas.chance.uniform(-12, 18), high * canvas.chance.uniform(0.75, 1.2), colour
                )
            x += high * canvas.chance.uniform(0.26, 0.5)


def village(canvas: Canvas) -> None:
    """Draw a village with a church far down in the valley."""
    for x, y, wide in ((690, 585, 60), (760, 592, 70), (850, 586, 58), (925, 598, 74), (640, 606, 52), (1000, 590, 50)):
        canvas.box(x, y, x + wide, y + 34, STONE)
        canvas.polygon([(x - 6, y + 2), (x + wide / 2, y - 26), (x + wide + 6, y + 2)], "#b3402f")
        canvas.box(x + wide * 0.3, y + 12, x + wide * 0.3 + 9, y + 24, "#6d8791")
    canvas.box(806, 520, 838, 620, WHITE)
    canvas.polygon([(800, 522), (822, 440), (844, 522)], "#4c5b66")
    for x, y, size in ((560, 640, 0.6), (1090, 640, 0.7), (740, 650, 0.45), (960, 655, 0.5), (170, 720, 1.5)):
        tree(canvas, x, y, size)


def jug(canvas: Canvas) -> None:
    """Draw a bulbous jug with stripes, alone."""
    handle = [(690 + 190 * math.sin(t / 24 * math.pi), 250 + 230 * t / 24) for t in range(25)]
    canvas.line([(x + 60 * index / 24, y) for index, (x, y) in enumerate(handle)], 30, "#8a5b3a")
    left = [(600 - _jug_radius(y), float(y)) for y in range(140, 721, 4)]
    right = [(600 + _jug_radius(y), float(y)) for y in range(720, 139, -4)]
    canvas.polygon([*left, *right], "#a8714a")
    for top, high, colour in (
        (300, 26, "#2d6f8e"),
        (352, 60, GREEN),
        (436, 16, SUN),
        (470, 60, "#2d6f8e"),
        (556, 26, GREEN),
    ):
        rows = range(top, top + high + 1, 2)
        canvas.polygon(
            [(600 - _jug_radius(y), float(y)) for y in rows]
            + [(600 + _jug_radius(y), float(y)) for y in reversed(rows)],
            colour,
        )
    for top, bottom in ((392, 434), (456, 470), (532, 554)):
        canvas.oval(600 - _jug_radius((top + bottom) / 2) * 0.72, (top + bottom) / 2, 13, (bottom - top) / 2, "#ffffff")
    canvas.oval(600, 140, 118, 26, "#8a5b3a")
    canvas.oval(600, 142, 100, 18, "#4e321f")


OBJECTS: Mapping[str, Callable[[Canvas], None]] = {"krug": jug}
"""What is painted alone, on a transparent ground."""


# --- parts ------------------------------------------------------------------------------------------------------------


def tree(canvas: Canvas, x: float, foot: float, size: float, *, fruit: str | None = None) -> None:
    """Draw a round tree of about 150 units times `size`."""
    canvas.polygon(
        [
            (x - 8 * size, foot),
            (x - 5 * size, foot - 80 * size),
            (x + 5 * size, foot - 80 * size),
            (x + 8 * size, foot),
        ],
        "#6f5238",
    )
    crown = ((-30, -92, 36, "#2f6b41"), (30, -90, 34, "#2f6b41"), (0, -124, 42, "#3a7d4c"), (-14, -100, 30, "#4a9159"))
    for right, up, radius, colour in crown:
        canvas.oval(x + right * size, foot + up * size, radius * size, radius * size * 0.94, colour)
    for right, up in ((-38, -96), (-8, -130), (22, -104), (38, -84), (-4, -90), (16, -140)) if fruit else ():
        canvas.oval(x + right * size, foot + up * size, 5 * size, 5 * size, fruit or RED)


def _lane(canvas: Canvas) -> None:
    left, right, dashes = [], [], []
    for step in range(31):
        along = step / 30
        middle = 600 + 150 * math.sin(along * 2.6 + 3.5) * (1 - along)
        half = 10 + 330 * along**1.6
        y = 560 + 245 * along
        left.append((middle - half, y))
        right.append((middle + half, y))
        dashes.append((middle, y, half))
    wide = [(x - 14 - (y - 560) * 0.1, y) for x, y in left]
    canvas.polygon([*wide, *[(x + 14 + (y - 560) * 0.1, y) for x, y in reversed(right)]], VERGE)
    canvas.polygon([*left, *reversed(right)], ASPHALT)
    for (x1, y1, half1), (x2, y2, half2) in list(pairwise(dashes))[::2]:
        canvas.polygon(
            [(x1 - half1 * 0.02, y1), (x1 + half1 * 0.02, y1), (x2 + half2 * 0.02, y2), (x2 - half2 * 0.02, y2)], WHITE
        )


def _stripes(canvas: Canvas, left: float, top: float, right: float, bottom: float) -> None:
    canvas.box(left - 3, top - 3, right + 3, bottom + 3, "#8f948f")
    canvas.box(left, top, right, bottom, WHITE)
    high, step = bottom - top, 60
    for index in range(int((right - left) / step)):
        x = left + index * step
        canvas.polygon(
            [(x, bottom), (x + 30, bottom), (min(x + 30 + high * 0.6, right), top), (x + high * 0.6, top)], RED
        )


def _warning(canvas: Canvas, x: float, top: float) -> None:
    canvas.box(x - 6, top + 150, x + 6, 690, "#8b9198")
    canvas.polygon([(x, top - 16), (x + 112, top + 178), (x - 112, top + 178)], WHITE)
    canvas.polygon([(x, top), (x + 98, top + 170), (x - 98, top + 170)], RED)
    canvas.polygon([(x, top + 50), (x + 57, top + 148), (x - 57, top + 148)], WHITE)
    canvas.polygon([(x - 8, top + 76), (x + 8, top + 76), (x + 5, top + 120), (x - 5, top + 120)], "#23282c")
    canvas.oval(x, top + 134, 7, 7, "#23282c")


def _windows(canvas: Canvas, *, left: float, top: float, columns: int, rows: int, step: tuple[float, float]) -> None:
    across, down = step
    for row in range(rows):
        for column in range(columns):
            x, y = left + column * across, top + row * down
            if row == rows - 1 and columns > 4 and 2 <= column <= 5:  # the entrance
                continue
            lit = canvas.chance.random() < 0.15
            canvas.box(x, y, x + across * 0.66, y + 54, WHITE)
            canvas.box(x + 4, y + 4, x + across * 0.66 - 4, y + 50, "#ffe2a0" if lit else "#5f8596")
            canvas.polygon(
                [(x + 4, y + 50), (x + 4, y + 30), (x + across * 0.4, y + 4), (x + across * 0.6, y + 4)],
                "#ffeec6" if lit else "#86a9b8",
            )


def _flag(canvas: Canvas, x: float, foot: float) -> None:
    canvas.box(x - 3, 180, x + 3, foot, "#e8e8e8")
    for index, colour in enumerate((GREEN, WHITE, SUN)):
        y = 186 + index * 22
        canvas.polygon(
            [(x + 3, y), (x + 62, y + 7), (x + 120, y), (x + 120, y + 22), (x + 62, y + 29), (x + 3, y + 22)], colour
        )


def _crane(canvas: Canvas, x: float) -> None:
    canvas.box(x - 9, 170, x + 9, 700, SUN)
    for y in range(190, 690, 34):
        canvas.line([(x - 9, y), (x + 9, y + 34)], 2.5, "#a87512")
    canvas.box(520, 166, 1080, 182, SUN)
    canvas.polygon([(x - 10, 168), (x, 110), (x + 10, 168)], SUN)
    canvas.line([(540, 168), (x, 112), (1075, 168)], 3, "#6b5a45")
    canvas.box(1030, 182, 1078, 222, "#8b9198")
    canvas.box(x - 30, 184, x + 14, 226, WHITE)
    canvas.line([(600, 182), (600, 216)], 3, "#4a4a4a")
    for angle in range(0, 360, 12):
        canvas.oval(
            600 + 30 * math.cos(math.radians(angle)), 246 + 30 * math.sin(math.radians(angle)), 11, 11, "#2f6b41"
        )
    for shift, colour in ((-12, RED), (0, WHITE), (12, SUN)):
        canvas.polygon([(600 + shift - 5, 282), (600 + shift + 5, 282), (600 + shift * 1.6, 330)], colour)


def _strip(banks: list[tuple[float, float, float]], start: float, end: float) -> list[Point]:
    """Return the part of a river between two shares of its half width, counted from the middle."""
    return [(x + half * start, y) for x, y, half in banks] + [(x + half * end, y) for x, y, half in reversed(banks)]


def _bridge(canvas: Canvas, middle: float, water: float) -> None:
    """Draw a stone bridge of one arch; the water seen through it is that of the river."""
    stone, shade, top = "#d3c4a6", "#a8977a", water - 62
    canvas.polygon(
        [
            *[
                (middle + 120 * math.cos(t / 20 * math.pi), water + 22 - 64 * math.sin(t / 20 * math.pi))
                for t in range(21)
            ],
            (middle - 250, water + 22),
            (middle - 250, top + 34),
            (middle, top),
            (middle + 250, top + 34),
            (middle + 250, water + 22),
        ],
        stone,
    )
    arch = [
        (middle + 120 * math.cos(t / 20 * math.pi), water + 22 - 64 * math.sin(t / 20 * math.pi)) for t in range(21)
    ]
    canvas.line(arch, 7, shade)
    canvas.line([(middle - 256, top + 30), (middle, top - 5), (middle + 256, top + 30)], 10, shade)


def _bunting(canvas: Canvas) -> None:
    colours = (RED, SUN, WHITE, "#2d6f8e", GREEN)
    for start, end in ((40, 600), (600, 1160)):
        rope = [
            (start + (end - start) * t / 14, 300 - 40 * (t in {0, 14}) + 60 * math.sin(math.pi * t / 14))
            for t in range(15)
        ]
        canvas.line(rope, 2.5, "#6b5a45")
        for index, (x, y) in enumerate(rope[1:-1]):
            canvas.polygon([(x - 14, y), (x + 14, y), (x, y + 34)], colours[index % len(colours)])


def _conifer(canvas: Canvas, x: float, foot: float, high: float, colour: str) -> None:
    for level in range(4):
        top = foot - high + level * high * 0.2
        half = high * (0.11 + 0.055 * level)
        canvas.polygon([(x, top), (x + half, top + high * 0.36), (x - half, top + high * 0.36)], colour)
    canvas.box(x - high * 0.03, foot - high * 0.1, x + high * 0.03, foot + 40, colour)


def _jug_radius(y: float) -> float:
    """Half the width of the jug at a height."""
    profile = (
        (140, 118),
        (180, 92),
        (230, 96),
        (300, 150),
        (400, 228),
        (480, 244),
        (560, 222),
        (640, 160),
        (690, 118),
        (720, 124),
    )
    for (above, wide), (below, next_wide) in pairwise(profile):
        if above <= y <= below:
            share = (1 - math.cos(math.pi * (y - above) / (below - above))) / 2
            return wide + (next_wide - wide) * share
    return 0.0
