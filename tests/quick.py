"""What many tests need and none of them is about, made once for each process: for its time only."""

from __future__ import annotations

import os
import secrets
import shutil
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from sqlite3 import Connection
from typing import Any

import certifi
import pytest

from relay.store import database
from relay.store.schema import STEPS

real_opened = database._opened
"""Makes the tables of a new file one after another: 10 ms."""


@contextmanager
def ready_made() -> Iterator[None]:
    """New databases are copies of one that was made by relay; what is known of all certificates is read once."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_opened", _opener(Path(folder) / "new.db"))
        patch.setattr(ssl, "create_default_context", _trusting(ssl.create_default_context))
        yield


def _opener(made: Path) -> Callable[..., Connection]:
    def opened(path: Path, *, read_only: bool) -> Connection:
        current = vars(database)["STEPS"] is STEPS  # a test may want older or newer tables
        if current and not read_only and path.parent.is_dir() and not os.path.lexists(path):
            if not made.exists():
                real_opened(made, read_only=False).close()
            _put(made, path)
        return real_opened(path, read_only=read_only)

    return opened


def _put(made: Path, path: Path) -> None:
    """At once, as another process may look; the first one wins."""
    part = made.with_name(secrets.token_hex())
    shutil.copyfile(made, part)
    try:
        os.link(part, path)
    except FileExistsError:
        pass
    except OSError:
        return  # a folder of another file system, or one that nobody may write to
    finally:
        part.unlink()


def _trusting(make: Callable[..., ssl.SSLContext]) -> Callable[..., ssl.SSLContext]:
    everybody = cache(lambda: make(cafile=certifi.where()))

    def made(*args: Any, **kwargs: Any) -> ssl.SSLContext:
        return everybody() if (args, kwargs) == ((), {"cafile": certifi.where()}) else make(*args, **kwargs)

    return made
