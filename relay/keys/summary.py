"""``[summary]``: who writes the teasers; and the key of the language model, which is no part of the configuration."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr
from pydantic_core import PydanticCustomError

from relay.errors import ConfigError, Text
from relay.keys.values import FileName, Seconds, web_address

CREDENTIAL = "summary-key"
"""Its name among systemd's credentials."""
VARIABLE = "RELAY_SUMMARY_KEY"
_KEY = re.compile(r"[!-~]{1,4096}", re.ASCII)
"""As a header takes it (RFC 9110, 5.5)."""
_SECRET_LIKE = re.compile(r"(?:sk|key|token)[-_][\w-]{16,}", re.IGNORECASE)
_NEEDED = ("base_url", "model")


def endpoint_address(value: object) -> object:
    """What ``/chat/completions`` is appended to; raises PydanticCustomError for what is none, or holds a secret."""
    if value == "":
        return value
    address = str(web_address(value)).rstrip("/")
    parts = urlsplit(address)
    if parts.query or parts.fragment or parts.username or parts.password:
        raise PydanticCustomError("endpoint", "")
    return address


class SummarySection(BaseModel):
    """``[summary]``: ``extractive`` teasers are the release's own sentences; ``llm`` asks a language model first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["extractive", "llm"] = "extractive"
    base_url: Annotated[str, BeforeValidator(endpoint_address)] = ""
    model: str = ""
    key_file: FileName = ""
    timeout: Annotated[Seconds, Field(ge=1, le=60)] = 20.0


def lacking(section: SummarySection) -> Iterator[tuple[tuple[str | int, ...], Text]]:
    """Keys that a language model needs and that are not there, and what to say about them."""
    for key in _NEEDED if section.kind == "llm" else ():
        if not getattr(section, key).strip():
            yield ("summary", "kind"), Text('kind = "llm" needs [summary] {key}', {"key": key})


def summary_key(section: SummarySection, folder: Path, environ: Mapping[str, str] = os.environ) -> SecretStr | None:
    """The model's key: from `key_file`, $RELAY_SUMMARY_KEY, or systemd's credential ``summary-key``.

    None where there is none: a model in one's own house may need none. `folder` is that of the configuration.
    Raises ConfigError if it cannot be read or is no key; the key itself never appears in the error.
    """
    credential = Path(environ.get("CREDENTIALS_DIRECTORY") or os.devnull) / CREDENTIAL
    if _SECRET_LIKE.fullmatch(section.key_file.strip()):
        raise ConfigError("[summary] key_file must name a file; it holds the key itself.")
    if section.key_file:
        place = str(folder / Path(section.key_file).expanduser())
        key = _read(Path(place))
    elif environ.get(VARIABLE):
        place, key = f"${VARIABLE}", environ[VARIABLE].strip()
    elif credential.is_file():
        place, key = str(credential), _read(credential)
    else:
        return None
    if not _KEY.fullmatch(key):
        raise ConfigError("What stands in {place} is not a key for a language model.", place=place)
    return SecretStr(key)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        raise ConfigError("What stands in {place} is not a key for a language model.", place=str(path)) from error
    except OSError as error:
        why = Text(error.strerror or "?")
        raise ConfigError("The key file {file} cannot be read: {why}.", file=str(path), why=why) from error
