"""What the commands share: the configuration, the language, the way things are printed."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from relay.errors import ConfigError, RelayError, StoreError, Text
from relay.language import guess_language, tell

if TYPE_CHECKING:
    from rich.console import Console

    from relay.config import Config

_language = guess_language()


def load(option: Path | None) -> Config:
    """The configuration; from then on its language is spoken. Raises ConfigError."""
    from relay.config import find_config, load_config, peek_language  # noqa: PLC0415 - `--help` needs none of it

    path = find_config(option)
    speak(peek_language(path) or _language)
    config = load_config(path)
    speak(config.language)
    return config


def has_database(path: Path) -> bool:
    """Whether the database has been made yet. Raises StoreError if this user may not even look."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except PermissionError as error:
        raise StoreError(
            "The database {file} belongs to another user: run relay as root, or as that user.", file=str(path)
        ) from error
    return True


def existing_database(config: Config) -> Path:
    """Where the database is. Raises ConfigError if it has not been made yet, StoreError as `has_database`."""
    path = config.database_path()
    if not has_database(path):
        raise ConfigError("There is no database yet: {file}", file=str(path))
    return path


def speak(language: str) -> None:
    """Speak this language from now on."""
    global _language  # noqa: PLW0603 - one process, one reader
    _language = language


def language() -> str:
    """The language that is spoken."""
    return _language


def said(text: Text | RelayError | str, **facts: object) -> str:
    """A sentence in the reader's language."""
    return tell(Text(text, facts) if isinstance(text, str) else text, _language)


def complain(error: RelayError) -> None:
    """Tell a person what is wrong, on stderr."""
    console(stderr=True).print(f"[bold red]{said('Error:')}[/] ", escaped(said(error)), sep="")


def console(*, stderr: bool = False) -> Console:
    """Where to print: with colours on a terminal only (and without them if NO_COLOR is set)."""
    from rich.console import Console  # noqa: PLC0415 - not for --json

    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, soft_wrap=not terminal, highlight=False, emoji=False)


def indented(out: Console, mark: str, *lines: str) -> None:
    """Print lines beside a mark: on a terminal their ends do not run below it; in a file a line stays a line."""
    if out.soft_wrap:
        out.print(f"{mark} " + "\n  ".join(lines))
        return
    from rich.table import Table  # noqa: PLC0415 - not for --json

    grid = Table.grid(padding=(0, 1))
    for number, line in enumerate(lines):
        grid.add_row("" if number else mark, line)
    out.print(grid)


def escaped(text: object) -> str:
    """Text from outside, without meaning for the console."""
    from rich.markup import escape  # noqa: PLC0415 - not for --json

    return escape(str(text))


def print_json(value: object) -> None:
    """One JSON object on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=_jsonable) + "\n")


def _jsonable(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Text):
        return said(value)
    return str(value)


def local(time: datetime | None, zone: ZoneInfo) -> str:
    """A time as the reader's clock shows it; a dash for none."""
    return time.astimezone(zone).strftime("%d.%m.%Y %H:%M:%S") if time else "–"
