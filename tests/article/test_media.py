"""Pictures as a channel takes them: whatever a website calls one becomes a JPEG that Telegram takes, or is refused."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, features
from PIL.ExifTags import GPS, IFD, Base

from relay.article.media import LARGEST_RATIO, LONGEST_SIDE, MOST_PIXELS, NAME, _in_srgb, prepare
from relay.delivery.uploads import PictureFile
from relay.emulator.telegram.files import MAX_PHOTO, Upload, read_photo
from relay.errors import ParseError

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 255)
Colour = tuple[int, ...]


def saved(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def flat(mode: str = "RGB", size: tuple[int, int] = (80, 60), colour: Any = RED) -> Image.Image:
    return Image.new(mode, size, colour)


def halves(left: Colour = RED, right: Colour = BLUE, mode: str = "RGB") -> Image.Image:
    """80 x 60, one colour on the left, one on the right."""
    image = Image.new(mode, (80, 60), left)
    image.paste(right, (40, 0, 80, 60))
    return image


def shown(picture: PictureFile) -> Image.Image:
    """The picture as it was prepared, after Telegram has looked at it."""
    media = read_photo(Upload(picture.data, picture.name))
    assert media.type == "image/jpeg"
    assert (media.width, media.height) == (picture.width, picture.height)
    image = Image.open(io.BytesIO(picture.data))
    assert (image.mode, image.size) == ("RGB", (picture.width, picture.height))
    return image


def assert_colour(image: Image.Image, where: tuple[int, int], colour: Colour) -> None:
    found = image.getpixel(where)
    assert isinstance(found, tuple)
    assert all(abs(a - b) <= 12 for a, b in zip(found, colour, strict=True)), (found, colour)


# --- what is shown ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "needs"),
    [("JPEG", ""), ("PNG", ""), ("GIF", ""), ("BMP", ""), ("TIFF", ""), ("WEBP", "webp"), ("AVIF", "avif")],
)
def test_every_format_that_websites_use_becomes_a_jpeg(kind: str, needs: str) -> None:
    if needs and not features.check(needs):
        pytest.skip(f"this Pillow was built without {needs}")

    picture = prepare(saved(halves(), kind))

    assert picture.name == NAME
    assert_colour(shown(picture), (10, 30), RED)
    assert_colour(shown(picture), (70, 30), BLUE)


def test_a_photo_taken_sideways_is_turned_and_tells_nothing_of_camera_and_place() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = 6  # the top of the scene is at the right
    exif[Base.Artist] = "Erika Beispiel"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (50.0, 48.0, 0.0)
    sideways = saved(halves(), "JPEG", exif=exif, comment=b"Erika Beispiel", xmp=b"<x>Erika Beispiel</x>")
    assert sideways.count(b"Erika Beispiel") == 3

    picture = prepare(sideways)
    image = shown(picture)

    assert (picture.width, picture.height) == (60, 80)
    assert_colour(image, (30, 10), RED)
    assert_colour(image, (30, 70), BLUE)
    assert not image.getexif()
    assert b"Erika" not in picture.data
    assert b"Exif" not in picture.data


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_what_is_transparent_becomes_white_not_black(mode: str) -> None:
    clear = (0,) * len(mode)
    image = shown(prepare(saved(flat(mode, colour=clear))))

    assert_colour(image, (40, 30), WHITE)


def test_half_transparent_green_becomes_light_green() -> None:
    assert_colour(shown(prepare(saved(flat("RGBA", colour=(0, 128, 0, 128))))), (40, 30), (127, 191, 127))


def test_a_gif_with_a_palette_and_a_transparent_colour_keeps_its_colours_on_white() -> None:
    image = halves(RED, GREEN).convert("P", palette=Image.Palette.ADAPTIVE)
    transparent = image.getpixel((70, 30))

    result = shown(prepare(saved(image, "GIF", transparency=transparent)))

    assert_colour(result, (10, 30), RED)
    assert_colour(result, (70, 30), WHITE)


def test_a_png_with_one_transparent_colour_shows_white_there() -> None:
    result = shown(prepare(saved(halves(RED, GREEN), "PNG", transparency=GREEN)))

    assert_colour(result, (10, 30), RED)
    assert_colour(result, (70, 30), WHITE)


def test_of_an_animation_the_first_frame_is_shown() -> None:
    moving = saved(flat(colour=RED), "GIF", save_all=True, append_images=[flat(colour=BLUE)])

    assert_colour(shown(prepare(moving)), (40, 30), RED)


def test_colours_of_another_profile_stay_what_they_are() -> None:
    wide = profile_with_red_and_green_exchanged()

    picture = prepare(saved(flat(colour=RED), "PNG", icc_profile=wide))

    assert_colour(shown(picture), (40, 30), (0, 255, 0))
    assert b"ICC_PROFILE" not in picture.data


def profile_with_red_and_green_exchanged() -> bytes:
    """sRGB, but for the tags of its primaries: whoever ignores the profile shows the wrong colour."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return srgb.replace(b"rXYZ", b"....").replace(b"gXYZ", b"rXYZ").replace(b"....", b"gXYZ")


@pytest.mark.parametrize(
    "profile", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()]
)
def test_a_profile_that_does_not_fit_is_passed_over(profile: bytes) -> None:
    assert_colour(shown(prepare(saved(flat(colour=RED), "PNG", icc_profile=profile))), (40, 30), RED)


def test_a_jpeg_for_print_keeps_its_colours() -> None:
    assert_colour(shown(prepare(saved(flat("CMYK", colour=(0, 255, 255, 0)), "JPEG"))), (40, 30), RED)


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey_stay_grey(kind: str) -> None:
    grey = Image.frombytes("I;16", (256, 60), struct.pack("<256H", *range(0, 65536, 256)) * 60)

    image = shown(prepare(saved(grey, kind)))

    for level in (10, 128, 245):
        assert_colour(image, (level, 30), (level,) * 3)


def test_black_and_white_is_shown() -> None:
    assert_colour(shown(prepare(saved(flat("1", colour=1)))), (40, 30), WHITE)


# --- sizes ------------------------------------------------------------------------------------------------------------


def test_a_large_photo_is_scaled_in_proportion() -> None:
    picture = prepare(saved(flat(size=(4000, 3000)), "JPEG"))

    assert (picture.width, picture.height) == (LONGEST_SIDE, 1920)


def test_a_small_picture_is_not_blown_up() -> None:
    assert (prepare(saved(flat())).width, prepare(saved(flat())).height) == (80, 60)


@pytest.mark.parametrize("size", [(6000, 300), (300, 6000), (5019, 251)])
def test_a_panorama_that_telegram_would_take_is_taken(size: tuple[int, int]) -> None:
    assert max(shown(prepare(saved(flat(size=size)))).size) == LONGEST_SIDE


@pytest.mark.parametrize("size", [(6000, 250), (250, 6000), (6001, 300), (2561, 128), (1000, 49)])
def test_a_longer_one_gets_white_beside_it(size: tuple[int, int]) -> None:
    image = shown(prepare(saved(flat(size=size))))

    assert max(image.size) == min(LONGEST_SIDE, max(size))
    assert min(image.size) == -(-max(image.size) // LARGEST_RATIO)
    assert_colour(image, (image.width // 2, image.height // 2), RED)
    if size[0] == 6000:
        assert_colour(image, (1000, 1), WHITE)
        assert_colour(image, (1000, image.height - 2), WHITE)


@pytest.mark.parametrize("size", [(6001, 150), (150, 6001)])
def test_a_line_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ParseError, match="too narrow"):
        prepare(saved(flat(size=size)))


@pytest.mark.parametrize("size", [(1, 1), (47, 400), (400, 47)])
def test_counting_pixels_and_icons_are_refused(size: tuple[int, int]) -> None:
    with pytest.raises(ParseError, match="too small") as caught:
        prepare(saved(flat(size=size), "GIF"))

    assert caught.value.permanent


@cache
def phone_photo() -> bytes:
    """108 million pixels, as phones take them: black on the left, white on the right."""
    image = Image.new("L", (12_000, 9_000), 0)
    image.paste(255, (6000, 0, 12_000, 9_000))
    return saved(image, "JPEG", quality=30)


def test_a_photo_of_108_million_pixels_is_shown() -> None:
    picture = prepare(phone_photo())

    assert (picture.width, picture.height) == (LONGEST_SIDE, 1920)
    assert_colour(shown(picture), (100, 900), (0, 0, 0))
    assert_colour(shown(picture), (2400, 900), WHITE)


def sizes_decoded(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Of the pictures that are prepared from now on."""
    sizes: list[tuple[int, int]] = []

    def in_srgb(image: Image.Image) -> Image.Image:
        sizes.append(image.size)
        return _in_srgb(image)

    monkeypatch.setattr("relay.article.media._in_srgb", in_srgb)
    return sizes


def test_it_is_never_in_memory_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = sizes_decoded(monkeypatch)
    prepare(phone_photo())

    assert decoded == [(6000, 4500)]


def test_a_jpeg_of_a_usual_size_is_decoded_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded = sizes_decoded(monkeypatch)
    prepare(saved(flat(size=(5000, 800)), "JPEG"))

    assert decoded == [(5000, 800)]


def jpeg_bomb(width: int, height: int, *, progressive: bool) -> bytes:
    """A JPEG that claims to be of this size."""
    data = saved(flat(size=(64, 48)), "JPEG", progressive=progressive)
    return data.replace(struct.pack(">HH", 48, 64), struct.pack(">HH", height, width), 1)


@pytest.mark.parametrize(("width", "height", "progressive"), [(14_000, 12_500, False), (12_000, 9_000, True)])
def test_a_jpeg_that_takes_too_much_memory_is_refused_before_it_is_decoded(
    width: int, height: int, progressive: bool
) -> None:
    with pytest.raises(ParseError, match="too large") as caught:
        prepare(jpeg_bomb(width, height, progressive=progressive))

    assert caught.value.permanent


def bomb(width: int, height: int) -> bytes:
    """A PNG that is a few bytes and claims to be huge; there is nothing in it to decode."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "size", [(7746, 7746), (10_000, 10_000), (12_000, 12_000), (100_000, 100_000), (2**31 - 1,) * 2]
)
def test_a_huge_picture_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    assert size[0] * size[1] > MOST_PIXELS

    with pytest.raises(ParseError) as caught:
        prepare(bomb(*size))

    assert caught.value.permanent
    assert str(caught.value).startswith("the picture is too large (")


def test_even_a_picture_that_cannot_be_packed_stays_within_what_telegram_takes() -> None:
    side = LONGEST_SIDE
    worst = Image.frombytes("RGB", (side, side), random.Random(7).randbytes(side * side * 3))

    assert len(prepare(saved(worst, "BMP")).data) <= MAX_PHOTO


# --- what is no picture -----------------------------------------------------------------------------------------------

SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"><script/></svg>'
EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 100 100\n(/etc/passwd) run\n"


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(200)


@pytest.mark.parametrize(
    "data", [b"", b"\0", SVG, HEIC, b"%PDF-1.7\n%...", EPS, b"<!doctype html><html></html>", b"GIF89a"]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError) as caught:
        prepare(data)

    assert caught.value.permanent


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_a_picture_that_breaks_off_is_refused(kind: str) -> None:
    whole = saved(noise(), kind)

    with pytest.raises(ParseError):
        prepare(whole[: len(whole) // 2])


@cache
def noise() -> Image.Image:
    """Something that cannot be packed, so that half of a file is half of the picture."""
    return Image.effect_noise((120, 90), 80).convert("RGB")


@cache
def samples() -> tuple[bytes, ...]:
    exif = Image.Exif()
    exif[Base.Orientation] = 8
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (50.0, 48.0, 0.0)
    small = noise().resize((50, 48))
    return (
        saved(small, "JPEG", exif=exif),
        saved(small, "JPEG", progressive=True),
        saved(small.convert("P"), "PNG", transparency=0),
        saved(small.convert("RGBA"), "PNG"),
        saved(small, "TIFF", compression="tiff_lzw"),
        saved(small, "TIFF"),
        saved(small, "BMP"),
        saved(small.convert("P"), "GIF", save_all=True, append_images=[flat(size=(50, 48))]),
        saved(small, "WEBP", exif=exif),
        *([saved(small, "AVIF")] if features.check("avif") else []),
    )


def _prepared_or_refused(data: bytes) -> None:
    try:
        picture = prepare(data)
    except ParseError:
        return
    shown(picture)


@settings(deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"II*\0"]),
)
def test_random_bytes_are_a_picture_or_refused(data: bytes, start: bytes) -> None:
    _prepared_or_refused(start + data)


damages: list[Callable[[bytes, int, bytes], bytes]] = [
    lambda whole, at, new: whole[:at] + new + whole[at + len(new) :],
    lambda whole, at, new: whole[:at] + new + whole[at:],
    lambda whole, at, new: whole[:at] + whole[at + len(new) :],
    lambda whole, at, _: whole[:at],
]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_damaged_picture_is_a_picture_or_refused(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(samples()))
    for _ in range(data.draw(st.integers(1, 4))):
        near_the_start = st.integers(0, min(200, len(whole)))
        at = data.draw(st.one_of(near_the_start, st.integers(0, len(whole))))
        whole = data.draw(st.sampled_from(damages))(whole, at, data.draw(st.binary(min_size=1, max_size=6)))

    _prepared_or_refused(whole)
