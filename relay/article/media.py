"""Pictures as a channel takes them. Pure: bytes in, bytes out; the only file with Pillow.

Telegram takes photos of at most 10 MB, width and height together at most 10,000, and a ratio of at most 20 (Bot API,
sendPhoto), and no WebP; so everything becomes a JPEG that is turned upright, without EXIF (which may hold the place and
the name of the photographer's camera), and no larger than apps show.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from relay.errors import ParseError
from relay.model import PictureFile

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
"""What is read; formats with interpreters in them (EPS) and without pixels (SVG) are not."""
LONGEST_SIDE = 2560
MOST_PIXELS = 60_000_000
LARGEST_RATIO = 20
SHORTEST_SIDE = 48
"""Anything smaller is an icon or a counting pixel."""
QUALITY = 88
NAME = "bild.jpg"
"""What the upload is called: the website's own names are for the website, and hostile until proven otherwise."""


def prepare(data: bytes) -> PictureFile:
    """The picture as a JPEG ready for upload; raises ParseError for what is no picture or not fit to be shown."""
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as image:
            # Pillow warns of odd EXIF data, which is thrown away, and of large pictures, which are refused below.
            warnings.simplefilter("ignore")
            _check(image.width, image.height)
            upright = ImageOps.exif_transpose(image)
            shown = _on_white(upright)
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            out = io.BytesIO()
            shown.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except UnidentifiedImageError as error:
        raise ParseError(
            "it is not a picture that can be shown (JPEG, PNG, GIF, WebP, AVIF)", permanent=True
        ) from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        # What Pillow's decoders raise for damaged files.
        raise ParseError("the picture is damaged ({why})", permanent=True, why=type(error).__name__) from error
    return PictureFile(out.getvalue(), NAME, shown.width, shown.height)


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise ParseError("the picture is too large ({width} x {height})", permanent=True, width=width, height=height)
    if min(width, height) < SHORTEST_SIDE:
        raise ParseError("the picture is too small ({width} x {height})", permanent=True, width=width, height=height)
    if max(width, height) > LARGEST_RATIO * min(width, height):
        raise ParseError("the picture is too narrow ({width} x {height})", permanent=True, width=width, height=height)


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG does not have and which would turn black."""
    if image.mode in {"RGB", "L"} and "transparency" not in image.info:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba).convert("RGB")
