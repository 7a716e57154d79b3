"""The command line: names, arguments, exit codes. What a command does stands in `relay.commands`, imported late."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from relay.errors import ConfigError, RelayError

FAILED, USAGE = 1, 2
"""Exit codes: the work failed, wrong usage or configuration; 0 is well."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="Mirrors a public body's press releases from its website into its Telegram channel.",
    epilog="Without --config: $RELAY_CONFIG, ./config.toml, /etc/relay/config.toml.",
)
holds_app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
ledger_app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)
app.add_typer(ledger_app, name="ledger", short_help="Check or export the record of what was posted.")
app.add_typer(holds_app, name="holds", short_help="List, release, absorb or discard held posts.")

ConfigOption = Annotated[Path | None, typer.Option("--config", "-c", help="The configuration file.", metavar="FILE")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", "-v", help="Log more.")]
IdsArgument = Annotated[list[int] | None, typer.Argument(help="Numbers as `relay holds` shows them.", metavar="ID...")]
NewestOption = Annotated[int | None, typer.Option("--newest", min=1, help="The latest so many.", metavar="N")]
AllowOption = Annotated[
    list[str] | None,
    typer.Option("--allow-network", help="A private network that may be asked: 10.1.0.0/16.", metavar="CIDR"),
]
AllOption = Annotated[bool, typer.Option("--all", help="All that are held.")]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 - only here

        typer.echo(f"relay {version('relay')}")
        raise typer.Exit


@app.callback()
def _common(
    ctx: typer.Context,
    config: ConfigOption = None,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    ctx.obj = config


@app.command(short_help="Run the daemon.")
def run(ctx: typer.Context, config: ConfigOption = None, verbose: VerboseOption = False) -> None:
    """Run the daemon: poll, post, until told to stop (SIGTERM); SIGHUP reads the configuration again."""
    from relay.commands import running  # noqa: PLC0415 - late, see above

    _finish(lambda: running.run(config or ctx.obj, verbose=verbose))


@app.command(short_help="Poll and deliver what is due, then end.")
def once(ctx: typer.Context, config: ConfigOption = None, verbose: VerboseOption = False) -> None:
    """Poll what is due now, deliver, and end: 0 if all of it worked, 1 if not."""
    from relay.commands import running  # noqa: PLC0415 - late, see above

    _finish(lambda: running.once(config or ctx.obj, verbose=verbose))


@app.command(short_help="Check everything, post nothing.")
def check(
    ctx: typer.Context,
    config: ConfigOption = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask neither the websites nor Telegram.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Check the configuration, the feeds, the token and the bot's rights. Posts nothing."""
    from relay.commands.check import check as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command(config or ctx.obj, offline=offline, as_json=as_json))


@app.command(short_help="Show what would be posted.")
def preview(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="Address of a release's page.", metavar="URL")] = "",
    page: Annotated[Path | None, typer.Option(help="A saved page instead.", metavar="FILE")] = None,
    feed: Annotated[str, typer.Option(help="A saved feed, or its address: all entries.", metavar="FILE")] = "",
    title: Annotated[str, typer.Option(help="Title of the release, as the feed has it.")] = "",
    url: Annotated[str, typer.Option(help="Address that the saved page or feed came from.")] = "",
    description: Annotated[str, typer.Option(help="What the feed says about the release.")] = "",
    source: Annotated[str, typer.Option(help="The source it is from; otherwise one of the same website.")] = "",
    channel: Annotated[str, typer.Option(help="The channel whose look to use; otherwise the first.")] = "",
    style: Annotated[str, typer.Option(help="teaser, full or link, instead of the channel's.")] = "",
    explain: Annotated[bool, typer.Option("--explain", help="Why each sentence is in the teaser, or not.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with all styles instead.", metavar="FILE")] = None,
    allow: AllowOption = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what would be posted, and post nothing."""
    from relay.commands import preview as command  # noqa: PLC0415 - late, see above

    request = command.Request(
        address=address,
        page=page,
        feed=feed,
        title=title,
        url=url,
        description=description,
        source=source,
        channel=channel,
        style=style,
        explain=explain,
    )
    _finish(lambda: command.preview(config or ctx.obj, request, allow=allow or (), html=html, as_json=as_json))


@app.command(short_help="Show the sources and channels.")
def status(
    ctx: typer.Context,
    config: ConfigOption = None,
    releases: Annotated[bool, typer.Option("--releases", help="What was posted where and when, newest first.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="So many releases.", metavar="N")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Show how the sources and channels are, and what waits; or what was posted.

    Ends with 0 whatever it shows, if it can show it: in scripts, ask relay check, or read --json.
    """
    if releases:
        from relay.commands.releases import releases as listed  # noqa: PLC0415 - late, see above

        _finish(lambda: listed(config or ctx.obj, limit=limit, as_json=as_json))
        return
    from relay.commands.status import status as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command(config or ctx.obj, as_json=as_json))


@ledger_app.command("verify")
def ledger_verify(
    ctx: typer.Context,
    head: Annotated[str, typer.Option(help="Of the last check: shows a cut-off end.", metavar="COUNT:DIGEST")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check that no record was changed, removed, reordered or slipped in.

    Whoever can write the database can also cut off the end of the ledger, or write all of it anew. That shows only
    against a head (the last line that this prints) or an export that is kept elsewhere: give the head with --head.
    """
    from relay.commands import ledger as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command.verify(config or ctx.obj, head=head, as_json=as_json))


@ledger_app.command("export")
def ledger_export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="Where to; - is standard output.", metavar="FILE")] = Path("-"),
    since: Annotated[str, typer.Option(help="From this day on (2026-12-31).", metavar="DATE")] = "",
    config: ConfigOption = None,
) -> None:
    """Write the records as JSON Lines."""
    from relay.commands import ledger as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command.export(config or ctx.obj, file, since=since))


@app.command(short_help="Copy the database while relay runs.")
def backup(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(help="The copy, or a folder for it (ending in /).", metavar="FILE")],
    keep: Annotated[int | None, typer.Option(min=1, help="In a folder: keep so many copies.", metavar="N")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Copy the database, whole and checked, while relay runs."""
    from relay.commands import backup as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command.backup(config or ctx.obj, file, keep=keep, as_json=as_json))


@app.command(short_help="Bring a copy of the database back.")
def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="The copy.", metavar="FILE")],
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring a copy of the database back; the one that is there is kept aside."""
    from relay.commands import backup as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command.restore(config or ctx.obj, file, as_json=as_json))


@app.command(short_help="Withdraw posts, or leave them.")
def withdraw(
    ctx: typer.Context,
    what: Annotated[list[str] | None, typer.Argument(help="Numbers or addresses.", metavar="WHAT...")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Leave the posts as they are; WHAT may be all.")] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Withdraw the posts of releases; without WHAT: list the releases that are gone from the website."""
    from relay.commands import withdraw as command  # noqa: PLC0415 - late, see above

    path = config or ctx.obj
    if not what:
        _finish(lambda: command.show(path, as_json=as_json))
    elif keep:
        _finish(lambda: command.keep(path, what))
    else:
        _finish(lambda: command.withdraw(path, what))


@holds_app.callback(invoke_without_command=True)
def holds(ctx: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List the posts that wait for a person; let them go out, or discard them."""
    ctx.obj = config or ctx.obj
    if ctx.invoked_subcommand:
        return
    from relay.commands import holds as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command.show(ctx.obj, as_json=as_json))


@holds_app.command("release")
def holds_release(
    ctx: typer.Context,
    ids: IdsArgument = None,
    every: AllOption = False,
    newest: NewestOption = None,
    config: ConfigOption = None,
) -> None:
    """Let held posts go out."""
    _decide("RELEASED", config or ctx.obj, ids, every=every, newest=newest)


@holds_app.command("absorb")
def holds_absorb(
    ctx: typer.Context,
    ids: IdsArgument = None,
    every: AllOption = False,
    newest: NewestOption = None,
    config: ConfigOption = None,
) -> None:
    """Take held posts for known: the website only shows them under new names."""
    _decide("ABSORBED", config or ctx.obj, ids, every=every, newest=newest)


@holds_app.command("discard")
def holds_discard(
    ctx: typer.Context,
    ids: IdsArgument = None,
    every: AllOption = False,
    newest: NewestOption = None,
    config: ConfigOption = None,
) -> None:
    """Decide that held posts are not published."""
    _decide("DISCARDED", config or ctx.obj, ids, every=every, newest=newest)


def _decide(what: str, config: Path | None, ids: list[int] | None, *, every: bool, newest: int | None) -> None:
    from relay.commands import holds as command  # noqa: PLC0415 - late, see above
    from relay.store.ledger import Event  # noqa: PLC0415 - late, see above

    choice = command.Choice(tuple(ids or ()), every, newest or 0)
    _finish(lambda: command.decide(config, choice, Event[what]))


@app.command(short_help="Take what the channels have for posted.")
def adopt(ctx: typer.Context, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Take what the channels have for posted, after an older copy of the database was brought back."""
    from relay.commands.adopt import adopt as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command(config or ctx.obj, as_json=as_json))


@app.command(short_help="Find the releases of a website.")
def discover(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="Of the website, or of its page with press releases.", metavar="URL")],
    allow: AllowOption = None,
    contact: Annotated[str, typer.Option(help="Whom the website's operator may ask, for the User-Agent.")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Find feeds, list pages and sitemaps of a website, and say what to write into the configuration."""
    from relay.commands.discover import discover as command  # noqa: PLC0415 - late, see above

    path = config or ctx.obj
    _finish(lambda: command(path, address, allow=allow or (), contact=contact, as_json=as_json))


@app.command(short_help="Tell what the website lists and relay lacks.")
def audit(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(help="One source only.", metavar="SOURCE")] = "",
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare what the website lists (audit = "https://...") with what was posted, and name what is missing."""
    from relay.commands.audit import audit as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command(config or ctx.obj, source, as_json=as_json))


@app.command(short_help="Show everything on this machine.")
def demo(
    once: Annotated[bool, typer.Option("--once", help="Play a fixed scenario to its end, then stop.")] = False,
    as_json: JsonOption = False,
    port: Annotated[
        int | None,
        typer.Option(min=0, max=65535, help="Port of the channel's page (8480 if it is free); 0: any free one."),
    ] = None,
) -> None:
    """Show everything on this machine: a county's website, a Telegram channel, and relay between them."""
    from relay.commands.demo import demo as command  # noqa: PLC0415 - late, see above

    _finish(lambda: command(once=once, as_json=as_json, port=port))


def _finish(command: Callable[[], int]) -> None:
    """Turn what a command returns or raises into an exit code; errors go to stderr."""
    try:
        code = command()
        sys.stdout.flush()
    except RelayError as error:
        from relay.commands.common import complain  # noqa: PLC0415 - late, see above

        complain(error)
        code = USAGE if isinstance(error, ConfigError) else FAILED
    except KeyboardInterrupt:
        code = 130
    except BrokenPipeError:
        # The reader of the output (`| head`) has gone: no more of it, and no complaint at the end either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FAILED
    raise typer.Exit(code)


def main() -> None:
    """The program."""
    app()
