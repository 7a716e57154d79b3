"""For commands that need no configuration: the one that there is, if it can be used, and what the command line adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from relay.commands.common import console, escaped, load, said
from relay.config import Config, NotConfigured, find_config, network
from relay.errors import ConfigError, SourceError

_PRIVATE = "(exceptions: fetch.allow_networks)"


def optional(option: Path | None, allow: Sequence[str] = ()) -> Config:
    """The configuration, or its defaults, and the private networks that may be asked beside those in it.

    Which one it is is told on stderr. Raises ConfigError for one that was named and cannot be used, and for what is no
    network.
    """
    config = _found(option)
    networks = [*config.fetch.allow_networks]
    for one in allow:
        try:
            networks.append(network(one))
        except ValueError:
            raise ConfigError('{value} is not a network: write "127.0.0.0/8"', value=one) from None
    fetch = config.fetch.model_copy(update={"allow_networks": tuple(networks)})
    return config.model_copy(update={"fetch": fetch})


def _found(option: Path | None) -> Config:
    err = console(stderr=True)
    try:
        path = find_config(option)
    except NotConfigured:
        return _default()
    try:
        config = load(option)
    except ConfigError as error:
        if option:
            raise
        told = said("This needs no configuration, and goes on without the one that cannot be used:")
        err.print(f"[yellow]! {escaped(told)}[/]")
        err.print(escaped(said(error)))
        return _default()
    err.print(escaped(said("Configuration: {file}", file=path)), soft_wrap=True)
    return config


def _default() -> Config:
    """Posts are in its language whatever the terminal speaks: the website's is not that of who looks at it."""
    return Config.model_validate({})


@contextmanager
def advising() -> Iterator[None]:
    """Tell of a private address how it may be asked for this once."""
    try:
        yield
    except SourceError as error:
        if not error.text.message.endswith(_PRIVATE):
            raise
        message = "{why}. To ask there this once: --allow-network, with its network (10.1.0.0/16)"
        raise SourceError(message, permanent=True, why=error.text) from error
