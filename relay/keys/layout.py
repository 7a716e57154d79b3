"""What the keys of a ``[[channel]]`` say about the looks of its posts, and templates: tried when they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from relay.errors import Text
from relay.keys.lines import line_of
from relay.keys.problems import Key, at
from relay.keys.values import FileName, one_line
from relay.settings import Look, Style

_MULTILINE = re.compile(r"""=\s*(?:\"{3}|'{3})(\r?)$""")
_LARGEST = 64_000
"""Bytes of a template's file that are read: one more than a template may have is enough to say so."""


class LayoutKeys(BaseModel):
    """Those that make a `Look`."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    style: Annotated[Style, Strict(strict=False)] = Style.TEASER
    teaser_length: Annotated[int, Field(ge=40, le=3500)] = 350
    link: Literal["button", "text"] = "button"
    rich: bool = False
    link_preview: Literal["off", "on"] = "off"
    media: Literal["on", "credited", "off"] = "on"
    pictures: Literal["first", "all"] = "first"
    picture_description: bool = False
    files: Literal["link", "send", "off"] = "link"
    silent: bool = False
    correction_line: Literal["off", "first", "last"] = "off"
    source_line: Annotated[str, Field(max_length=100), AfterValidator(one_line)] = ""
    date: bool = False
    template: str = ""
    template_file: FileName = ""

    @field_validator("rich")
    @classmethod
    def _of_full_texts(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("style", Style.FULL) is not Style.FULL:
            raise PydanticCustomError("rich", "")
        return value

    @field_validator("link_preview")
    @classmethod
    def _of_other_messages(cls, value: str, info: ValidationInfo) -> str:
        if value == "on" and info.data.get("rich"):
            raise PydanticCustomError("rich_preview", "")
        return value

    def look(self, language: str, zone: ZoneInfo) -> Look:
        """How posts look in this channel. The template's file was read by `relay.config.load_config`."""
        keys = self.model_dump(exclude={"template_file"}, include=set(LayoutKeys.model_fields))
        if self.pictures == "all":
            # An album has no button (Bot API, sendMediaGroup), and how many pictures there are may change.
            keys["link"] = "text"
        return Look(**keys, language=language, zone=zone)


def read_template(name: str, path: Path) -> str | Text:
    """The template of a channel's file, relative to the configuration at `path`; else why it cannot be read."""
    place = path.parent / Path(name).expanduser()
    try:
        with place.open("rb") as file:
            return file.read(_LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        facts = {"file": str(place), "byte": error.start + 1}
        return Text("{file} is not UTF-8 text (byte {byte}). Save it as UTF-8.", facts)
    except OSError as error:
        return Text("{file} cannot be read: {why}.", {"file": str(place), "why": Text(error.strerror or "?")})


def misprints(section: LayoutKeys, index: int, path: Path, text: str, look: Look) -> Iterator[Text]:
    """What is wrong with the template of the channel of this number, with the line where it is wrong.

    `text` is the configuration's, `path` its place, and `look` has the template, wherever it came from.
    """
    key: Key = ("channel", index, "template_file" if section.template_file else "template")
    if section.template_file and section.template:
        yield at(path, text, key, Text("template and template_file are one too many"))
        return
    if not look.template:
        return
    from relay.render.layout import wrong_with  # noqa: PLC0415 - brings jinja2, and few configurations have templates

    wrong = wrong_with(look)
    if wrong is None:
        return
    if section.template_file:
        place = path.parent / Path(section.template_file).expanduser()
        facts = {"file": str(place), "line": wrong.line, "key": "template", "what": wrong.text}
        yield Text("{file}, line {line}: {key}: {what}", facts)
    else:
        yield at(path, text, key, wrong.text, line=_line(text, key, wrong.line))


def _line(text: str, key: Key, line: int) -> int:
    """Where a line of a template stands in the configuration."""
    first = line_of(text, key) or 1
    opening = text.split("\n")[first - 1]
    if _MULTILINE.search(opening):
        return first + line  # TOML drops the line end after the quotation marks
    return first + line - 1 if '"""' in opening or "'''" in opening else first
