"""`relay backup` and `relay restore`."""

from __future__ import annotations

import asyncio
from pathlib import Path

from relay.commands.common import console, escaped, existing_database, load, local, print_json, said
from relay.errors import ConfigError, StoreError, Text
from relay.store.backup import Backup, back_up, note
from relay.store.restore import restore as put_back
from relay.timing import now

NEXT = (
    "The first start looks whether messages are in the channel that this backup does not know. If so, relay posts "
    "nothing and says what to do. To see it beforehand: relay check. Then: systemctl start relay"
)


def backup(option: Path | None, wanted: str | Path, *, keep: int | None = None, as_json: bool) -> int:
    """Copy the database into a new file, or into a folder (``/``), of which only the newest `keep` stay.

    Raises ConfigError, StoreError.
    """
    config, file = load(option), Path(wanted)
    if str(wanted).endswith("/") and not file.is_dir():
        raise ConfigError(
            "There is no folder {folder}: make it first, or name a file (without / at the end).", folder=str(wanted)
        )
    path = existing_database(config)
    made = _made(path, file, keep)
    if as_json:
        print_json(
            {
                "file": str(made.file),
                "bytes": made.size,
                "releases": made.content.releases,
                "polled": made.content.polled,
                "ledger": str(made.content.head),
                "deleted": [str(one) for one in made.deleted],
            }
        )
        return 0
    out, kilobytes = console(), -(-made.size // 1000)
    told = said(
        "Backup: {file} ({size} KB, releases: {count}).", file=made.file, size=kilobytes, count=made.content.releases
    )
    out.print(escaped(told), soft_wrap=True)
    for one in made.deleted:
        out.print(escaped(said("Deleted, as there are enough: {file}", file=one)), soft_wrap=True)
    return 0


def _made(path: Path, file: Path, keep: int | None) -> Backup:
    """The backup; of the regular one, which is told by `keep`, it is remembered how it went."""
    try:
        made = back_up(path, file, now(), keep=keep)
    except StoreError as error:
        if keep:
            _note(path, error.text)
        raise
    if keep:
        _note(path, None)
    return made


def _note(path: Path, problem: Text | None) -> None:
    try:
        note(path, now(), problem)
    except StoreError as error:
        told = said("The backup was made, but relay cannot be told of it: {why}", why=error.text)
        # Of a backup that failed, the failure is told anyway.
        if problem is None:
            console(stderr=True).print(escaped(told), soft_wrap=True)


def restore(option: Path | None, file: Path, *, as_json: bool) -> int:
    """Put a backup in the place of the database, which is kept aside. Raises ConfigError, StoreError."""
    config = load(option)
    path = config.database_path()
    restored = asyncio.run(put_back(file, path, now()))
    content, aside = restored.content, restored.aside
    if as_json:
        print_json(
            {
                "database": str(path),
                "releases": content.releases,
                "polled": content.polled,
                "aside": str(aside) if aside else None,
                "damage": restored.damage,
                "next": said(NEXT),
            }
        )
        return 0
    out, polled = console(), local(content.polled, config.zone)
    told = said(
        "Restored: {file} (releases: {count}, as of {polled}).", file=path, count=content.releases, polled=polled
    )
    out.print(escaped(told), soft_wrap=True)
    if aside:
        out.print(escaped(said("The database of before is kept: {file}", file=aside)), soft_wrap=True)
    if restored.damage:
        told = said(
            "It could not be read ({why}): whether a relay had taken over since the backup is not known.",
            why=restored.damage,
        )
        out.print(f"[yellow]{escaped(told)}[/]")
    out.print(escaped(said(NEXT)))
    return 0
