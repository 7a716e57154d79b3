"""The configuration: one TOML file, read once, checked in full, handed on as frozen values.

Keys and their defaults are described in config.toml and the README. Secrets are not part of it: `telegram_token`
reads them from a file, the environment or systemd's credentials.
"""

from __future__ import annotations

import ipaddress
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from relay.errors import ConfigError, Text
from relay.keys.layout import LayoutKeys, misprints, read_template
from relay.keys.problems import at, hint, problems_of, syntax_problem, unknown_key
from relay.keys.rhythm import BOUNDS, adaptive, contradictions
from relay.keys.source import css_selector, misfits, path_pattern
from relay.keys.summary import SummarySection, lacking
from relay.keys.values import FileName, Flag, Hashtag, OneLine, Seconds, WebAddress, Whole
from relay.keys.websub import WebsubSection, idle
from relay.logs import masked
from relay.settings import SourceSpec

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_BYTES = {"": 1, "B": 1, "KB": 1000, "MB": 1000**2, "GB": 1000**3, "KIB": 1024, "MIB": 1024**2, "GIB": 1024**3}


def size(value: object) -> object:
    """Bytes of "10MB", "500KB" or a number; raises PydanticCustomError for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = re.fullmatch(r"\s*(\d{1,15}(?:\.\d+)?)\s*([A-Za-z]*)\s*", str(value), re.ASCII)
    if not match or match[2].upper() not in _BYTES:
        raise PydanticCustomError("size", "")
    return int(float(match[1]) * _BYTES[match[2].upper()])


def chat(value: object) -> object:
    """A chat's number, or its "@name"; raises PydanticCustomError for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,20}", value.strip(), re.ASCII):
        return int(value)
    if isinstance(value, str) and re.fullmatch(r"@[A-Za-z][A-Za-z0-9_]{3,31}", value.strip()):
        return value.strip()
    raise PydanticCustomError("chat", "")


def network(value: object) -> Network:
    """The network of "10.1.0.0/16"; raises PydanticCustomError for anything else, numbers included."""
    try:
        return ipaddress.ip_network(value if isinstance(value, str) else "")
    except ValueError:
        raise PydanticCustomError("network", "") from None


def alert_address(value: object) -> object:
    """What may be an address of apprise, ``mailtos://...``; raises PydanticCustomError for what cannot.

    Whether apprise understands it is asked when relay starts (`relay.press.alerts.require_addresses`), which takes a
    second.
    """
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z][A-Za-z0-9_+.-]*://\S.*", value.strip()):
        raise PydanticCustomError("alert_address", "")
    return value.strip()


Bytes = Annotated[int, BeforeValidator(size), Field(ge=1000)]
Chat = Annotated[int | str, BeforeValidator(chat)]
Selector = Annotated[str, BeforeValidator(css_selector)]
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FetchSection(_Section):
    """``[fetch]``: manners towards the websites."""

    interval: Annotated[Seconds, Field(ge=1)] = 300.0
    timeout: Annotated[Seconds, Field(ge=1, le=600)] = 20.0
    max_bytes: Bytes = 10_000_000
    contact: OneLine = ""
    adaptive: Flag = False
    host_gap: Annotated[Seconds, Field(ge=0)] = 1.0
    obey_hints: Flag = True
    allow_networks: tuple[Annotated[Network, BeforeValidator(network)], ...] = ()


class TelegramSection(_Section):
    """``[telegram]``: the bot."""

    token_file: FileName = ""
    api_base: WebAddress = "https://api.telegram.org"
    editors_chat: Chat | None = None
    test_chat: Chat | None = None
    uncertain: Literal["resend", "hold"] = "resend"


class SourceSection(_Section):
    """``[[source]]``: one feed, listing page or sitemap."""

    id: Id
    url: WebAddress
    kind: Literal["feed", "listing", "sitemap"] = "feed"
    channels: Annotated[tuple[str, ...], Field(min_length=1)]
    interval: Annotated[Seconds, Field(ge=1)] | None = None
    adaptive: Flag | None = None
    interval_min: Annotated[Seconds, Field(ge=1)] | None = None
    interval_max: Annotated[Seconds, Field(ge=1)] | None = None
    backfill: Annotated[Whole, Field(ge=0, le=100)] = 0
    flood_limit: Annotated[Whole, Field(ge=1)] = 5
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hashtags: tuple[Hashtag, ...] = ()
    category_hashtags: tuple[Hashtag, ...] = ()
    grace: Annotated[Seconds, Field(ge=0, le=3600)] = 0.0
    host_aliases: tuple[str, ...] = ()
    selector: Selector = ""
    item: Selector = ""
    link: Selector = ""
    title: Selector = ""
    date: Selector = ""
    summary: Selector = ""
    path: Annotated[str, BeforeValidator(path_pattern)] = ""
    audit: WebAddress = ""
    websub: Flag | None = None

    def spec(self, fetch: FetchSection, zone: ZoneInfo, *, websub: bool = False) -> SourceSpec:
        """The source as the stages know it; what `[fetch]` says holds where it says nothing itself."""
        values = self.model_dump(exclude={"channels", "interval", "adaptive", "websub", *BOUNDS})
        interval = self.interval or fetch.interval
        return SourceSpec(
            **values,
            channels=tuple(dict.fromkeys(self.channels)),
            interval=interval,
            adaptive=adaptive(self.model_dump(), interval, zone) if self.adapts(fetch) else None,
            websub=websub and self.websub is not False,
        )

    def adapts(self, fetch: FetchSection) -> bool:
        """Whether its own rhythm decides when it is asked."""
        return fetch.adaptive if self.adaptive is None else self.adaptive


class ChannelSection(LayoutKeys):
    """``[[channel]]``: one place to post to."""

    id: Id
    kind: Literal["telegram"]
    chat: Chat
    pace: Annotated[Seconds, Field(ge=0)] = 3.0
    per_minute: Annotated[int, Field(ge=1)] = 20
    edits_per_hour: Annotated[int, Field(ge=1)] = 6
    withdrawal: Literal["notice", "delete"] = "notice"
    lint: bool = True


class AlertsSection(_Section):
    """``[alerts]``: who is told what is wrong, beside the editors' chat. The addresses hold passwords."""

    urls: tuple[Annotated[SecretStr, BeforeValidator(alert_address)], ...] = ()
    after: Annotated[Seconds, Field(ge=0)] = 900.0


class Config(_Section):
    """The whole file."""

    timezone: str = "Europe/Berlin"
    language: Literal["de", "en"] = "de"
    database: FileName = "relay.db"
    mode: Literal["live", "test"] = "live"
    fetch: FetchSection = FetchSection()
    telegram: TelegramSection = TelegramSection()
    alerts: AlertsSection = AlertsSection()
    websub: WebsubSection = WebsubSection()
    summary: SummarySection = SummarySection()
    source: tuple[SourceSection, ...] = ()
    channel: tuple[ChannelSection, ...] = ()
    path: Annotated[Path, Field(exclude=True)] = Path("config.toml")
    """Of the file itself; not a key."""

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise PydanticCustomError("timezone", "") from None
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the channels' readers."""
        return ZoneInfo(self.timezone)

    @property
    def sources(self) -> tuple[SourceSpec, ...]:
        """The sources as the stages know them."""
        return tuple(one.spec(self.fetch, self.zone, websub=bool(self.websub.callback)) for one in self.source)

    def database_path(self, environ: Mapping[str, str] = os.environ) -> Path:
        """Where the database is: as given, else in systemd's state directory, else beside the configuration."""
        path = Path(self.database).expanduser()
        if path.is_absolute():
            return path
        state = environ.get("STATE_DIRECTORY", "").split(":")[0]
        return (Path(state) if state else self.path.parent) / path


class NotConfigured(ConfigError):
    """No configuration was named, and none is in the usual places."""


def find_config(option: Path | None, environ: Mapping[str, str] = os.environ) -> Path:
    """The configuration's path: the option, $RELAY_CONFIG, ./config.toml, /etc/relay/config.toml.

    Raises NotConfigured if none of them is there.
    """
    if option:
        return option
    if environ.get("RELAY_CONFIG"):
        return Path(environ["RELAY_CONFIG"])
    places = (Path("config.toml"), Path("/etc/relay/config.toml"))
    for place in places:
        if place.is_file():
            return place
    raise NotConfigured(
        "No configuration found: neither {first} nor {second} is there. Name the file with --config.",
        first=str(places[0].absolute()),
        second=str(places[1]),
    )


def load_config(path: Path) -> Config:
    """Read and check the configuration; raises ConfigError with every problem in it, each with its line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        message = "{file} is not UTF-8 text (byte {byte}). Save it as UTF-8."
        raise ConfigError(message, file=str(path), byte=error.start + 1) from error
    except OSError as error:
        raise ConfigError("{file} cannot be read: {why}.", file=str(path), why=Text(error.strerror or "?")) from error
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        # Not "from error", here and below: it quotes what stands there, and that may be a token.
        raise ConfigError("{problem}", problem=syntax_problem(path, error)) from None
    problems: tuple[Text, ...] = ()
    if "path" in values:
        # A field of ours, but no key.
        problems = (at(path, text, ("path",), unknown_key(("path",), Config)),)
    try:
        config = Config.model_validate({**values, "path": path.absolute()})
    except ValidationError as error:
        raise ConfigError("{problems}", problems=problems + problems_of(error, path, text, Config)) from None
    problems += tuple(at(path, text, where, what) for where, what in _contradictions(config))
    config, more = _with_templates(config, text, path)
    if problems := problems + more:
        raise ConfigError("{problems}", problems=problems)
    return config


def _with_templates(config: Config, text: str, path: Path) -> tuple[Config, tuple[Text, ...]]:
    """With the templates that stand in files of their own, and what is wrong with any."""
    sections, problems = [], []
    for index, section in enumerate(config.channel):
        found = read_template(section.template_file, config.path) if section.template_file else section.template
        if isinstance(found, Text):
            problems.append(at(path, text, ("channel", index, "template_file"), found))
            continue
        look = replace(section.look(config.language, config.zone), template=found)
        problems += misprints(section, index, path, text, look)
        sections.append(section.model_copy(update={"template": found}))
    return config.model_copy(update={"channel": tuple(sections)}), tuple(problems)


def peek_language(path: Path) -> str | None:
    """The language that a configuration asks for, however wrong the rest of it is: its errors are told in it."""
    try:
        found = re.search(r"""^\s*language\s*=\s*["'](de|en)["']""", path.read_text("utf-8-sig"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        return None
    return found[1] if found else None


def require_work(config: Config) -> None:
    """Raise ConfigError if there is nothing to do."""
    if not config.source or not config.channel:
        raise ConfigError("{file}: at least one [[source]] and one [[channel]] are needed.", file=str(config.path))


def telegram_token(config: Config, environ: Mapping[str, str] = os.environ) -> SecretStr:
    """The bot's token: from `token_file`, $RELAY_TELEGRAM_TOKEN, or systemd's credential ``telegram-token``.

    Raises ConfigError if there is none or it is no token; the token itself never appears in the error.
    """
    credentials = environ.get("CREDENTIALS_DIRECTORY")
    if _TOKEN.fullmatch(config.telegram.token_file.strip()) or "<token>" in masked(config.telegram.token_file):
        raise ConfigError("[telegram] token_file must name a file; it holds the token itself.")
    if config.telegram.token_file:
        place = str(config.path.parent / Path(config.telegram.token_file).expanduser())
        token = _secret(Path(place))
    elif environ.get("RELAY_TELEGRAM_TOKEN"):
        place, token = "$RELAY_TELEGRAM_TOKEN", environ["RELAY_TELEGRAM_TOKEN"].strip()
    elif credentials and (Path(credentials) / "telegram-token").is_file():
        place = str(Path(credentials) / "telegram-token")
        token = _secret(Path(place))
    else:
        raise ConfigError(
            "There is no Telegram token. Get one from @BotFather, write it into a file that only relay can read, and "
            'name the file in {file}: [telegram] token_file = "..." (or set $RELAY_TELEGRAM_TOKEN, or the systemd '
            "credential telegram-token).",
            file=str(config.path),
        )
    if not _TOKEN.fullmatch(token):
        raise ConfigError("What stands in {place} is not a Telegram token (123456789:ABC...).", place=place)
    return SecretStr(token)


def _secret(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except UnicodeDecodeError as error:
        message = "What stands in {place} is not a Telegram token (123456789:ABC...)."
        raise ConfigError(message, place=str(path)) from error
    except OSError as error:
        why = Text(error.strerror or "?")
        raise ConfigError("The token file {file} cannot be read: {why}.", file=str(path), why=why) from error


def _contradictions(config: Config) -> Iterable[tuple[tuple[str | int, ...], Text]]:
    """What no single key shows: ids given twice, channels that are not there, a test without a test chat."""
    for kind, ids in (("source", [s.id for s in config.source]), ("channel", [c.id for c in config.channel])):
        for index, one in enumerate(ids):
            if one in ids[:index]:
                yield (kind, index, "id"), Text('the id "{id}" is given twice', {"id": one})
    channels = [channel.id for channel in config.channel]
    public = [str(channel.chat).lower() for channel in config.channel]
    if str(config.telegram.editors_chat).lower() in public:
        what = "this is a channel; what the editors are told must never be public"
        yield ("telegram", "editors_chat"), Text(what)
    for index, source in enumerate(config.source):
        values, interval = source.model_dump(), source.interval or config.fetch.interval
        for key, wrong in (*misfits(values), *contradictions(values, interval, wanted=source.adapts(config.fetch))):
            yield ("source", index, key), wrong
        for name in source.channels:
            if name not in channels:
                facts = {"id": name, "hint": hint(name, channels)}
                yield ("source", index, "channels"), Text('there is no channel with the id "{id}"{hint}', facts)
    yield from idle(config.websub, config.source)
    yield from lacking(config.summary)
    if config.mode == "test" and config.telegram.test_chat is None:
        yield ("mode",), Text('mode = "test" needs [telegram] test_chat')
