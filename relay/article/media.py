"""Pictures as a channel takes them. Pure: bytes in, bytes out; the only file with Pillow.

Telegram takes photos of at most 10 MB, width and height together at most 10,000, and a ratio of at most 20 (Bot API,
sendPhoto), and no WebP; so everything becomes a JPEG that is turned upright, without EXIF (which may hold the place and
the name of the photographer's camera), and no larger than apps show; a longer panorama gets white beside it.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from PIL.JpegImagePlugin import JpegImageFile

from relay.delivery.uploads import PictureFile
from relay.errors import ParseError

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")
"""What is read; formats with interpreters in them (EPS) and without pixels (SVG) are not."""
LONGEST_SIDE = 2560
MOST_PIXELS = 60_000_000
"""That are decoded: each takes 3 to 4 bytes of memory, for a moment twice that."""
MOST_REDUCED = 170_000_000
"""Pixels of a JPEG that is decoded at a half to an eighth of its size right away: phones take photos of 108 million.

Beyond this Pillow opens none. A progressive JPEG is not among them: all of it is in memory at once.
"""
LARGEST_RATIO = 20
NARROWEST = 40
"""The ratio beyond which a picture is a line: with white added to be shown, it would be more white than picture."""
SHORTEST_SIDE = 48
"""Anything smaller is an icon or a counting pixel."""
QUALITY = 88
BLANK_SIZE = (1280, 160)
BLANK_GREY = 226
"""A flat, light bar that leaves the words alone: nothing to read in it, in whatever language."""
_BOMB = "the picture is too large (more than {millions} million pixels)"
NAME = "bild.jpg"
"""What the upload is called: the website's own names are for the website, and hostile until proven otherwise."""


def prepare(data: bytes) -> PictureFile:
    """The picture as a JPEG ready for upload; raises ParseError for what is no picture or not fit to be shown."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of odd EXIF data, which is thrown away, and of large pictures, which are refused below.
            warnings.simplefilter("ignore")
            return _prepared(data)
    except ParseError:
        raise
    except UnidentifiedImageError as error:
        raise ParseError(
            "it is not a picture that can be shown (JPEG, PNG, GIF, WebP, AVIF)", permanent=True
        ) from error
    except Image.DecompressionBombError as error:  # before its size can be asked for
        raise ParseError(_BOMB, permanent=True, millions=MOST_PIXELS // 1_000_000) from error
    except Exception as error:  # on damaged files Pillow's decoders fail with whatever their code runs into
        raise ParseError("the picture is damaged ({why})", permanent=True, why=type(error).__name__) from error


def blank() -> PictureFile:
    """A picture that shows nothing (`relay.delivery.uploads.BLANK`)."""
    return _saved(Image.new("RGB", BLANK_SIZE, (BLANK_GREY,) * 3))


def _prepared(data: bytes) -> PictureFile:
    with Image.open(io.BytesIO(data), formats=FORMATS) as image:
        _check(image.width, image.height, MOST_REDUCED if _is_reducible(image) else MOST_PIXELS)
        _reduce(image)
        shown = _in_srgb(ImageOps.exif_transpose(image))
    shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    shown = _broad(shown)
    # Pillow writes a comment that it has read into what it saves; nothing but pixels is to be passed on.
    shown.info.clear()
    return _saved(shown)


def _is_reducible(image: Image.Image) -> bool:
    return isinstance(image, JpegImageFile) and "progressive" not in image.info


def _reduce(image: Image.Image) -> None:
    """Have a JPEG that is much too large decoded smaller, still twice as large as it will be shown."""
    factor = 2 * LONGEST_SIDE / max(image.size)
    if factor < 1:
        image.draft(None, (round(image.width * factor), round(image.height * factor)))


def _broad(image: Image.Image) -> Image.Image:
    """With white at both sides, where a panorama is longer than Telegram takes it."""
    least = -(-max(image.size) // LARGEST_RATIO)
    if min(image.size) >= least:
        return image
    whole = Image.new("RGB", (max(image.width, least), max(image.height, least)), "white")
    whole.paste(image, ((whole.width - image.width) // 2, (whole.height - image.height) // 2))
    return whole


def _saved(shown: Image.Image) -> PictureFile:
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return PictureFile(out.getvalue(), NAME, shown.width, shown.height)


def _check(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise ParseError("the picture is too large ({width} x {height})", permanent=True, width=width, height=height)
    if min(width, height) < SHORTEST_SIDE:
        raise ParseError("the picture is too small ({width} x {height})", permanent=True, width=width, height=height)
    if max(width, height) > NARROWEST * min(width, height):
        raise ParseError("the picture is too narrow ({width} x {height})", permanent=True, width=width, height=height)


def _in_srgb(image: Image.Image) -> Image.Image:
    """On white, and in the colours that everybody assumes of a picture without a profile: ours goes out without."""
    profile = image.info.get("icc_profile")
    if profile and image.mode == "CMYK":
        return _converted(image, profile) or _on_white(image)
    flat = _on_white(image)
    return (_converted(flat, profile) if profile else None) or flat


def _converted(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The picture in sRGB; None where its profile cannot be read or is of another kind of picture."""
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError):
        return None


def _on_white(image: Image.Image) -> Image.Image:
    """Without transparency, which a JPEG does not have and which would turn black."""
    if image.mode.startswith("I"):
        # 16 bits of grey, which Pillow would cut off above 255 instead of scaling.
        return image.convert("I").point(lambda grey: grey * (1 / 256)).convert("L").convert("RGB")
    if image.mode in {"RGB", "L"} and "transparency" not in image.info:
        return image.convert("RGB")
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba).convert("RGB")
