"""The parameters of a call, however they come (Bot API, "Making requests").

URL query, form, JSON and multipart are the same to the server: it sees names and strings. JSON values that are not
strings are written out again, as the server does; names of files stand for themselves or behind ``attach://``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import ApiError, bad_request
from .files import MAX_UPLOAD, Upload

_FORM = "application/x-www-form-urlencoded"
_ATTACH = "attach://"


@dataclass(frozen=True, slots=True)
class Params:
    """Names and values of one call."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The value; empty where there is none."""
        return self.values.get(name, "")

    def integer(self, name: str) -> int:
        """The value as a number; 0 for what is none, as in the server."""
        try:
            return int(self.values.get(name, "0"))
        except ValueError:
            return 0

    def flag(self, name: str) -> bool:
        """Whether it is switched on (Client.cpp, `to_bool`)."""
        return self.values.get(name, "").lower() in {"true", "yes", "1"}

    def json(self, name: str, what: str) -> Any:
        """The decoded JSON; None where there is none. Raises ApiError, calling the value `what`."""
        raw = self.values.get(name, "")
        if not raw:
            return None
        try:
            return json.loads(raw)
        except json.JSONDecodeError as exc:
            raise bad_request(f"can't parse {what} JSON object") from exc

    def upload(self, name: str) -> Upload | None:
        """The file sent under a name or attached to it."""
        if name in self.files:
            return self.files[name]
        value = self.text(name)
        return self.attached(value) if value.startswith(_ATTACH) else None

    def attached(self, value: str) -> Upload | None:
        """The file that ``attach://<name>`` stands for."""
        return self.files.get(value.removeprefix(_ATTACH)) if value.startswith(_ATTACH) else None


async def read_params(request: web.Request) -> Params:
    """Read all parameters of a call. Raises ApiError."""
    values = dict(request.query.items())
    files: dict[str, Upload] = {}
    if request.method == "POST" and request.can_read_body:
        if request.content_type == "application/json":
            values |= await _read_json(request)
        elif request.content_type == _FORM:
            values |= {name: str(value) for name, value in (await request.post()).items()}
        elif request.content_type == "multipart/form-data":
            await _read_multipart(request, values, files)
    return Params(values, files)


async def _read_json(request: web.Request) -> dict[str, str]:
    try:
        body = json.loads(await request.read())
    except ValueError as exc:
        raise bad_request("can't parse JSON object") from exc
    if not isinstance(body, dict):
        raise bad_request("object expected")
    return {name: _written(value) for name, value in body.items() if value is not None}


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


async def _read_multipart(request: web.Request, values: dict[str, str], files: dict[str, Upload]) -> None:
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise bad_request("nested multipart is not supported")
        data = bytearray()
        while chunk := await part.read_chunk(1 << 16):
            data += chunk
            total += len(chunk)
            if total > MAX_UPLOAD + (1 << 20):
                raise ApiError(413, "Request Entity Too Large")
        if part.filename is None:
            values[part.name or ""] = data.decode(errors="replace")
        else:
            files[part.name or ""] = Upload(bytes(data), part.filename, part.headers.get("Content-Type", ""))
