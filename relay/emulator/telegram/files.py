"""Files that are sent: what Telegram takes as a photo, and what it keeps of an upload.

Source: Bot API, sendPhoto ("at most 10 MB in size. The photo's width and height must not exceed 10000 in total.
Width and height ratio must be at most 20"), "Sending files"; TDLib, FileManager.cpp (size) and the server's
PHOTO_EXT_INVALID, which names the formats. What a file is decides its content, never its name.
"""

from __future__ import annotations

import base64
import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image

from .errors import bad_request

Json = dict[str, Any]

MAX_PHOTO = 10 << 20
"""Bytes of an uploaded photo."""
MAX_UPLOAD = 50 << 20
"""Bytes of any upload (Bot API, "Sending files")."""
MAX_DOWNLOAD = 20 << 20
"""Bytes that getFile hands out."""
MAX_EDGES = 10_000
MAX_RATIO = 20

KINDS = ("photo", "document", "video", "audio", "voice", "animation")
"""What a message can carry, by the name of its field."""

_PHOTO_FORMATS = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "GIF": "image/gif",
    "BMP": "image/bmp",
    "TIFF": "image/tiff",
}
_EDGES = {"s": 90, "m": 320, "x": 800, "y": 1280, "w": 2560}
_PREFIX = {"photo": "AgAC", "document": "BQAC", "video": "BAAC", "audio": "CQAC", "voice": "AwAC", "animation": "CgAC"}
_FOLDER = {"photo": "photos", "document": "documents", "video": "videos", "audio": "music", "voice": "voice"}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in a request."""

    data: bytes
    name: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that the server keeps. Width and height in pixels, zero where it has none."""

    kind: str
    data: bytes
    name: str
    type: str
    width: int = 0
    height: int = 0

    @property
    def unique_id(self) -> str:
        """The same for the same content, like file_unique_id."""
        digest = hashlib.sha256(self.kind.encode() + b"\0" + self.data).digest()
        return "AQAD" + base64.urlsafe_b64encode(digest[:9]).decode()

    @property
    def file_id(self) -> str:
        """By this name a bot sends the file again."""
        return _PREFIX[self.kind] + "AgIAAxkD" + self.unique_id[4:] * 2

    @property
    def path(self) -> str:
        """Where getFile says that it lies."""
        extension = {"image/jpeg": "jpg", "image/tiff": "tif"}.get(self.type, self.type.rpartition("/")[2] or "bin")
        return f"{_FOLDER.get(self.kind, 'animations')}/file_{self.unique_id[4:]}.{extension}"

    def as_json(self) -> Json | list[Json]:
        """As the Bot API shows it in a message: a list of sizes for a photo, else one object."""
        if self.kind == "photo":
            return self._sizes()
        body: Json = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}
        if self.kind in {"video", "animation"}:
            body |= {"width": self.width, "height": self.height}
        if self.kind != "document":
            body["duration"] = 0
        if self.kind != "voice" and self.name:
            body["file_name"] = self.name
        if self.type:
            body["mime_type"] = self.type
        return body

    def _sizes(self) -> list[Json]:
        """The sizes that the server makes of a photo; here all of them lead to the file as it came."""
        longest = max(self.width, self.height)
        sizes = []
        for letter, edge in _EDGES.items():
            scale = min(1.0, edge / longest)
            sizes.append(
                {
                    "file_id": self.file_id if scale == 1.0 or letter == "w" else self.file_id + letter,
                    "file_unique_id": self.unique_id + letter,
                    "width": max(1, round(self.width * scale)),
                    "height": max(1, round(self.height * scale)),
                    "file_size": max(1, round(len(self.data) * scale * scale)),
                }
            )
            if scale == 1.0:
                break
        return sizes


def read_photo(upload: Upload) -> Media:
    """Look at a photo as the server does. Raises ApiError. Decodes: call it in a thread."""
    if len(upload.data) > MAX_PHOTO:
        raise bad_request(
            f"file of size {len(upload.data)} bytes is too big for a photo; the maximum size is {MAX_PHOTO} bytes"
        )
    try:
        with warnings.catch_warnings():
            # a picture too big for Pillow's liking is refused below for its size
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(upload.data)) as image:
                return _checked_photo(upload, image)
    except Image.DecompressionBombError as exc:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from exc
    except (OSError, SyntaxError, ValueError) as exc:
        raise bad_request("IMAGE_PROCESS_FAILED") from exc


def _checked_photo(upload: Upload, image: Image.Image) -> Media:
    if image.format not in _PHOTO_FORMATS:
        raise bad_request("Photo has unsupported extension. Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp")
    width, height = image.size
    if width + height > MAX_EDGES or max(width, height) > MAX_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    image.load()
    return Media("photo", upload.data, upload.name, _PHOTO_FORMATS[image.format], width, height)


def read_file(kind: str, upload: Upload) -> Media:
    """Keep any other file as it is. Raises ApiError."""
    if not upload.data:
        raise bad_request("file must be non-empty")
    return Media(kind, upload.data, upload.name, upload.type or "application/octet-stream")
