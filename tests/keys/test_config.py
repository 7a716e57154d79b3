"""The configuration: what is accepted, what is said about what is not, and that the token never is."""

from __future__ import annotations

import ipaddress
import math
import re
import tomllib
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from relay.config import (
    Config,
    NotConfigured,
    find_config,
    load_config,
    peek_language,
    require_work,
    size,
    telegram_token,
)
from relay.errors import ConfigError
from relay.keys.problems import span
from relay.keys.values import seconds
from relay.language import tell
from relay.settings import Look, SourceSpec, Style

BERLIN = ZoneInfo("Europe/Berlin")

REPOSITORY = Path(__file__).resolve().parents[2]
TOKEN = "123456789:AAExampleExampleExampleExampleExample"
SHORT_TOKEN = "123:ABC"

FULL = """\
timezone = "Europe/Berlin"
language = "de"
database = "relay.db"
mode = "live"

[fetch]
interval = "5m"
timeout = "20s"
max_bytes = "10MB"
contact = "presse@landkreis-musterland.example"
host_gap = "1s"
obey_hints = true
allow_networks = ["127.0.0.0/8", "fd00::/8"]

[telegram]
token_file = "telegram-token"
api_base = "https://api.telegram.org"
editors_chat = -1001234567890
test_chat = -1009876543210
uncertain = "resend"

[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main"]
interval = "2m"
include = ["Sperrung"]
exclude = ["Stellenangebot"]
hashtags = ["LandkreisMusterland"]
backfill = 3
flood_limit = 7
selector = "main article"

[[channel]]
id = "main"
kind = "telegram"
chat = "@landkreis_musterland"
style = "teaser"
teaser_length = 350
pace = "3s"
per_minute = 20
"""

SOURCE = """
[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main"]
"""
CHANNEL = """
[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a configuration and return its path."""

    def written(text: str) -> Path:
        path = tmp_path / "config.toml"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return written


def refused(path: Path) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load_config(path)
    return caught.value


# --- what is accepted -------------------------------------------------------------------------------------------------


def test_every_key_is_accepted_with_its_value(write: Write) -> None:
    config = load_config(write(FULL))
    assert config.model_dump(exclude={"source", "channel"}) == {
        "timezone": "Europe/Berlin",
        "language": "de",
        "database": "relay.db",
        "mode": "live",
        "fetch": {
            "interval": 300.0,
            "timeout": 20.0,
            "max_bytes": 10_000_000,
            "contact": "presse@landkreis-musterland.example",
            "adaptive": False,
            "host_gap": 1.0,
            "obey_hints": True,
            "allow_networks": (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("fd00::/8")),
        },
        "alerts": {"urls": (), "after": 900.0},
        "websub": {"callback": "", "listen": "127.0.0.1:8470"},
        "summary": {"kind": "extractive", "base_url": "", "model": "", "key_file": "", "timeout": 20.0},
        "telegram": {
            "token_file": "telegram-token",
            "api_base": "https://api.telegram.org",
            "editors_chat": -1001234567890,
            "test_chat": -1009876543210,
            "uncertain": "resend",
        },
    }
    assert config.sources == (
        SourceSpec(
            id="presse",
            url="https://www.landkreis-musterland.example/presse.rss",
            channels=("main",),
            interval=120.0,
            backfill=3,
            flood_limit=7,
            include=("Sperrung",),
            exclude=("Stellenangebot",),
            hashtags=("LandkreisMusterland",),
            selector="main article",
        ),
    )
    (channel,) = config.channel
    assert (channel.id, channel.kind, channel.chat) == ("main", "telegram", "@landkreis_musterland")
    assert (channel.style, channel.teaser_length, channel.pace, channel.per_minute) == ("teaser", 350, 3.0, 20)
    assert config.zone.key == "Europe/Berlin"


def test_an_empty_file_has_all_defaults(write: Write) -> None:
    config = load_config(write(""))
    assert (config.timezone, config.language, config.database, config.mode) == (
        "Europe/Berlin",
        "de",
        "relay.db",
        "live",
    )
    assert config.fetch.model_dump() == {
        "interval": 300.0,
        "timeout": 20.0,
        "max_bytes": 10_000_000,
        "contact": "",
        "adaptive": False,
        "host_gap": 1.0,
        "obey_hints": True,
        "allow_networks": (),
    }
    assert config.telegram.uncertain == "resend"
    assert config.telegram.editors_chat is None


def test_a_source_and_a_channel_need_little(write: Write) -> None:
    config = load_config(write("[fetch]\ninterval = 90\n" + SOURCE + CHANNEL))
    (source,), (channel,) = config.sources, config.channel
    assert (source.interval, source.backfill, source.flood_limit) == (90.0, 0, 5)
    assert (channel.pace, channel.per_minute) == (3.0, 20)
    assert channel.look("de", BERLIN) == Look(style=Style.TEASER, teaser_length=350, language="de", zone=BERLIN)


def test_a_channel_has_the_look_that_is_asked_for(write: Write) -> None:
    text = SOURCE + CHANNEL + 'style = "link"\nlink = "text"\nmedia = "credited"\nsilent = true\nteaser_length = 200\n'
    (channel,) = load_config(write(text)).channel
    assert channel.look("en", BERLIN) == Look(
        zone=BERLIN, style=Style.LINK, teaser_length=200, link="text", media="credited", silent=True, language="en"
    )


def test_a_channel_named_twice_by_a_source_is_one(write: Write) -> None:
    text = SOURCE.replace('["main"]', '["main", "main"]') + CHANNEL
    assert load_config(write(text)).sources[0].channels == ("main",)


def test_windows_editors_are_no_obstacle(write: Write) -> None:
    assert load_config(write("\ufeff" + FULL.replace("\n", "\r\n"))).sources[0].id == "presse"


def test_the_repository_s_own_configuration_is_right() -> None:
    config = load_config(REPOSITORY / "config.toml")
    require_work(config)
    assert config.sources
    assert config.fetch.contact.endswith(".example")


def test_the_repository_s_own_configuration_shows_every_key_with_its_default() -> None:
    """Lines that begin with "# key = value" are switched on and must be right, and say what holds without them."""
    text = (REPOSITORY / "config.toml").read_text("utf-8")
    everything = tomllib.loads(re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE))
    for table in ("fetch", "telegram"):
        model = type(getattr(Config(), table))
        assert everything[table].keys() == model.model_fields.keys()
    assert everything["source"][0].keys() == Config.model_fields["source"].annotation.__args__[0].model_fields.keys()  # type: ignore[union-attr]  # a tuple of tables
    assert everything["channel"][0].keys() == Config.model_fields["channel"].annotation.__args__[0].model_fields.keys()  # type: ignore[union-attr]  # the same
    quiet = load_config(REPOSITORY / "config.toml")
    loud = Config.model_validate(everything)
    assert loud.channel == quiet.channel
    assert loud.fetch == quiet.fetch
    assert loud.sources[0].backfill == quiet.sources[0].backfill
    assert loud.sources[0].flood_limit == quiet.sources[0].flood_limit


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("30s", 30.0),
        ("5m", 300.0),
        ("5 min", 300.0),
        ("1h", 3600.0),
        ("1.5h", 5400.0),
        ("2d", 172800.0),
        ("250ms", 0.25),
        (90, 90.0),
        (0.5, 0.5),
        (" 3s ", 3.0),
        ("0s", 0.0),
    ],
)
def test_time_spans(given: object, read: float) -> None:
    assert seconds(given) == read


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("10MB", 10_000_000),
        ("500KB", 500_000),
        ("500 kb", 500_000),
        ("1MiB", 1_048_576),
        ("2000", 2000),
        ("1.5MB", 1_500_000),
        (4096, 4096),
        ("3000B", 3000),
    ],
)
def test_sizes(given: object, read: int) -> None:
    assert size(given) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [("-1001234567890", -1001234567890), ('"-1001234567890"', -1001234567890), ('"@amt_muster"', "@amt_muster")],
)
def test_chats(write: Write, written: str, read: object) -> None:
    text = SOURCE + CHANNEL.replace("-1001", written)
    assert load_config(write(text)).channel[0].chat == read


@pytest.mark.parametrize("interval", ["1s", "1", '"1.5s"'])
def test_an_interval_may_be_as_short_as_a_second(write: Write, interval: str) -> None:
    text = interval if interval.isdigit() or '"' in interval else f'"{interval}"'
    assert load_config(write(f"[fetch]\ninterval = {text}\n")).fetch.interval >= 1


# --- what is refused --------------------------------------------------------------------------------------------------

WRONG = [
    ("mode", 'mode = "tset"', '"tset" is not possible here; possible: "live", "test"', '"tset" ist hier nicht möglich'),
    ("language", 'language = "fr"', '"fr" is not possible here; possible: "de", "en"', "ist hier nicht möglich"),
    ("timezone", 'timezone = "Berlin"', '"Berlin" is not a time zone', '"Berlin" ist keine Zeitzone'),
    ("timezone", 'timezone = "../etc/passwd"', "is not a time zone", "ist keine Zeitzone"),
    ("database", "database = 5", "5 must be text in quotation marks", "5 muss Text in Anführungszeichen sein"),
    ("fetch", "fetch = 5", "this must be a table: write [fetch]", "das muss eine Tabelle sein"),
    ("source", 'source = "presse"', "this must be a list of tables: write [[source]]", "Schreiben Sie [[source]]"),
    ("source", '[source]\nid = "presse"', "write [[source]]", "Schreiben Sie [[source]]"),
    ("fetch", '[[fetch]]\ninterval = "5m"', "write [fetch]", "Schreiben Sie [fetch]"),
]

WRONG_FETCH = [
    ("interval", '"5 minutes"', '"5 minutes" is not a time span', "ist keine Zeitspanne"),
    ("interval", "inf", "inf is not a time span", "inf ist keine Zeitspanne"),
    ("interval", "nan", "nan is not a time span", "nan ist keine Zeitspanne"),
    ("interval", "1e300", "is not a time span", "ist keine Zeitspanne"),
    ("interval", '"1000000000h"', "is not a time span", "ist keine Zeitspanne"),
    ("interval", "true", "true is not a time span", "ist keine Zeitspanne"),
    ("interval", '"0s"', '"0s" is too small: at least 1', '"0s" ist zu klein: mindestens 1'),
    ("interval", "-5", "-5 is too small", "-5 ist zu klein"),
    ("timeout", '"2h"', '"2h" is too large: at most 10m', '"2h" ist zu groß: höchstens 10m'),
    ("max_bytes", '"10 Megabyte"', '"10 Megabyte" is not a size', "ist keine Größe"),
    ("max_bytes", '"' + "9" * 400 + 'MB"', "is not a size", "ist keine Größe"),
    ("max_bytes", "5", "5 is too small: at least 1000", "5 ist zu klein"),
    ("contact", '"a\\nb"', "must be one line of text", "muss eine einzige Zeile Text sein"),
    ("host_gap", '"-1s"', "is not a time span", "ist keine Zeitspanne"),
    ("obey_hints", '"yes please"', '"yes please" must be true or false', "muss true (ja) oder false (nein) sein"),
    ("obey_hints", "[]", "[] must be true or false", "muss true (ja) oder false (nein) sein"),
    ("allow_networks", '"127.0.0.0/8"', "must be a list", "muss eine Liste sein"),
    ("allow_networks", '["localhost"]', '"localhost" is not a network', "ist kein Netz"),
]


@pytest.mark.parametrize(("key", "line", "english", "german"), WRONG)
def test_a_wrong_value_at_the_top_is_told_with_file_line_and_key(
    write: Write, key: str, line: str, english: str, german: str
) -> None:
    path = write("# relay\n" + line + "\n")
    error = refused(path)
    assert tell(error, "en").startswith(f"{path}, line 2: {key}: ")
    assert english in tell(error, "en")
    assert tell(error, "de").startswith(f"{path}, Zeile 2: {key}: ")
    assert german in tell(error, "de")


@pytest.mark.parametrize(("key", "value", "english", "german"), WRONG_FETCH)
def test_a_wrong_value_in_a_table_is_told_with_file_line_and_key(
    write: Write, key: str, value: str, english: str, german: str
) -> None:
    path = write(f"# relay\n\n[fetch]\n{key} = {value}\n")
    error = refused(path)
    assert tell(error, "en").startswith(f"{path}, line 4: [fetch] {key}: ")
    assert english in tell(error, "en")
    assert tell(error, "de").startswith(f"{path}, Zeile 4: [fetch] {key}: ")
    assert german in tell(error, "de")


@pytest.mark.parametrize(
    ("key", "value", "english"),
    [
        ("id", '"pres se"', '"pres se" is not possible here: use letters'),
        ("id", '"Übersicht"', "use letters, digits and _ . -"),
        ("id", "7", "7 must be text in quotation marks"),
        ("url", '"www.landkreis-musterland.example"', "is not a web address"),
        ("url", '"ftp://landkreis-musterland.example/"', "is not a web address"),
        ("url", '"http://[::1"', "is not a web address"),
        ("url", '"https://landkreis-musterland.example:99999/"', "is not a web address"),
        ("channels", "[]", "this list must not be empty"),
        ("channels", '"main"', '"main" must be a list'),
        ("channels", "[5]", "5 must be text in quotation marks"),
        ("channels", '["mian"]', 'there is no channel with the id "mian"; did you mean "main"?'),
        ("channels", '["xyz"]', 'there is no channel with the id "xyz"'),
        ("backfill", "-1", "-1 is too small: at least 0"),
        ("backfill", "1000", "1000 is too large: at most 100"),
        ("backfill", '"some"', '"some" must be a whole number'),
        ("backfill", "true", "true must be a whole number"),
        ("flood_limit", '"5"', '"5" must be a whole number, without quotation marks'),
        ("websub", "1", "1 must be true or false"),
        ("flood_limit", "0", "0 is too small: at least 1"),
        ("flood_limit", "2.5", "2.5 must be a whole number"),
        ("interval", '"0.5s"', "is too small: at least 1"),
    ],
)
def test_a_wrong_value_of_the_second_source_is_told_with_its_number(
    write: Write, key: str, value: str, english: str
) -> None:
    values = {"id": '"zwei"', "url": '"https://zwei.landkreis-musterland.example/"', "channels": '["main"]'}
    lines = [f"{name} = {one}" for name, one in {**values, key: value}.items()]
    text = CHANNEL + SOURCE + "\n[[source]]\n" + "\n".join(lines) + "\n"
    path = write(text)
    told = tell(refused(path), "en")
    line = text.split("\n").index(f"{key} = {value}") + 1
    assert told.startswith(f"{path}, line {line}: [[source]] 2, {key}: ")
    assert english in told


@pytest.mark.parametrize(
    ("key", "value", "english"),
    [
        ("kind", '"mastodon"', '"mastodon" is not possible here; possible: "telegram"'),
        ("chat", '"landkreis"', '"landkreis" is not a chat'),
        ("chat", '"https://t.me/landkreis"', 'is a link: write the name, "@landkreis"'),
        ("chat", '"t.me/s/landkreis/12"', 'is a link: write the name, "@landkreis"'),
        ("chat", '"https://t.me/c/1234567890/7"', "is a link: write the number, -1001234567890"),
        ("chat", '"https://t.me/+AbCd-Ef"', "is an invitation, not a chat: write the number"),
        ("chat", "true", "true is not a chat"),
        ("chat", '"' + "1" * 5000 + '"', "is not a chat"),
        ("style", '"long"', '"long" is not possible here; possible: "teaser", "full", "link"'),
        ("teaser_length", "10", "10 is too small: at least "),
        ("teaser_length", "9000", "9000 is too large: at most "),
        ("per_minute", "0", "0 is too small: at least 1"),
        ("link", '"none"', 'possible: "button", "text"'),
        ("media", "true", 'possible: "on", "credited", "off"'),
    ],
)
def test_a_wrong_value_of_a_channel_is_told(write: Write, key: str, value: str, english: str) -> None:
    values = {"id": '"main"', "kind": '"telegram"', "chat": "-1001"}
    text = SOURCE + "\n[[channel]]\n" + "\n".join(f"{name} = {one}" for name, one in {**values, key: value}.items())
    error = refused(write(text))
    assert "[[channel]] 1, " + key in tell(error, "en")
    assert english in tell(error, "en")


@pytest.mark.parametrize(
    ("text", "key", "near"),
    [
        ('time_zone = "Europe/Berlin"', "time_zone", "timezone"),
        ('Language = "de"', "Language", "language"),
        ('[fetch]\nintervall = "5m"', "[fetch] intervall", "interval"),
        ("[telegram]\neditor_chat = -100", "[telegram] editor_chat", "editors_chat"),
        ("[telegramm]\n", "telegramm", "telegram"),
        ("[[sources]]\n", "sources", "source"),
        (SOURCE + CHANNEL + "teaserlength = 300", "[[channel]] 1, teaserlength", "teaser_length"),
        (SOURCE + 'channel = ["main"]' + CHANNEL, "[[source]] 1, channel", "channels"),
    ],
)
def test_an_unknown_key_is_told_with_the_nearest_right_one(write: Write, text: str, key: str, near: str) -> None:
    error = refused(write(text))
    assert f'{key}: there is no such key; did you mean "{near}"?' in tell(error, "en")
    assert f"{key}: diesen Schlüssel gibt es nicht; meinten Sie „{near}“?" in tell(error, "de")


@pytest.mark.parametrize("line", ["token", "bot_token", "Token"])
def test_a_token_in_the_file_is_told_where_it_belongs_and_not_shown(write: Write, line: str) -> None:
    for text in (f'[telegram]\n{line} = "{TOKEN}"', f'{line} = "{TOKEN}"'):
        error = refused(write(text))
        assert "token_file" in tell(error, "en")
        assert "$RELAY_TELEGRAM_TOKEN" in tell(error, "de")
        assert TOKEN not in tell(error, "de")


@pytest.mark.parametrize(
    ("seconds", "written"), [(0.2, "0.2s"), (90, "90s"), (300, "5m"), (5400, "90m"), (3600, "1h"), (172800, "2d")]
)
def test_a_time_span_is_shown_as_it_is_written(seconds: float, written: str) -> None:
    assert span(seconds) == written


def test_bounds_of_adaptive_polling_are_told_as_time_spans(write: Write) -> None:
    text = SOURCE + 'adaptive = true\ninterval = "5m"\ninterval_min = "10m"' + CHANNEL
    error = refused(write(text))
    assert "this is longer than interval, the mean (5m)" in tell(error, "en")
    assert "der mittlere Abstand (5m)" in tell(error, "de")


def test_an_unknown_key_that_is_like_no_other_is_told_without_a_guess(write: Write) -> None:
    path = write("# relay\nxyzzy = 1\n")
    assert tell(refused(path), "en") == f"{path}, line 2: xyzzy: there is no such key"


def test_the_configuration_s_own_path_is_no_key(write: Write) -> None:
    path = write('path = "/etc/other.toml"\nmode = "tset"\n')
    told = tell(refused(path), "en").split("\n")
    assert told[0].startswith(f"{path}, line 1: path: there is no such key")
    assert told[1].startswith(f"{path}, line 2: mode: ")


def test_missing_keys_are_told_at_their_table(write: Write) -> None:
    path = write('language = "de"\n\n[[source]]\nid = "presse"\nchannels = ["main"]\n\n[[channel]]\n')
    assert tell(refused(path), "de").split("\n") == [
        f"{path}, Zeile 3: [[source]] 1, url: dieser Schlüssel fehlt",
        f"{path}, Zeile 7: [[channel]] 1, id: dieser Schlüssel fehlt",
        f"{path}, Zeile 7: [[channel]] 1, kind: dieser Schlüssel fehlt",
        f"{path}, Zeile 7: [[channel]] 1, chat: dieser Schlüssel fehlt",
    ]


def test_all_errors_are_told_at_once(write: Write) -> None:
    path = write('mode = "tset"\n[fetch]\nintervall = 5\ntimeout = "x"\n' + SOURCE)
    told = tell(refused(path), "en").split("\n")
    assert [line.removeprefix(f"{path}, ").partition(": ")[0] for line in told] == ["line 1", "line 4", "line 3"]


def test_an_id_given_twice_is_told_where_it_is_given_again(write: Write) -> None:
    path = write(SOURCE + SOURCE + CHANNEL + CHANNEL)
    told = tell(refused(path), "en").split("\n")
    assert told == [
        f'{path}, line 8: [[source]] 2, id: the id "presse" is given twice',
        f'{path}, line 18: [[channel]] 2, id: the id "main" is given twice',
    ]


def test_a_test_needs_a_chat_to_go_to(write: Write) -> None:
    path = write('language = "de"\nmode = "test"\n')
    assert tell(refused(path), "en") == f'{path}, line 2: mode: mode = "test" needs [telegram] test_chat'
    assert load_config(write('mode = "test"\n[telegram]\ntest_chat = -100\n')).mode == "test"


@pytest.mark.parametrize(
    ("text", "line", "german"),
    [
        ("mode = live\n", 1, "hier steht kein gültiger Wert"),
        ('language = "de"\n[fetch\n', 2, "am Ende des Tabellennamens fehlt ]"),
        ('language = "de"\nmode "live"\n', 2, "nach dem Schlüssel fehlt das ="),
        ('language = "de\nmode = "live"\n', 1, "fehlt ein Anführungszeichen?"),
        ("[fetch]\n[telegram]\n[fetch]\n", 3, "'fetch' steht schon weiter oben"),
        ('mode = "live"\nmode = "test"\n', 2, "dieser Schlüssel steht schon weiter oben"),
        ('database = "C:\\data"\n', 1, "ein einzelner \\ ist in Anführungszeichen nicht erlaubt"),
        ('mode = "live" "test"\n', 1, "nach dem Wert muss die Zeile enden"),
    ],
)
def test_a_slip_of_syntax_is_told_with_its_line(write: Write, text: str, line: int, german: str) -> None:
    path = write(text)
    error = refused(path)
    assert tell(error, "en").startswith(f"{path}, line {line}, column ")
    assert "this is not valid TOML: " in tell(error, "en")
    assert tell(error, "de").startswith(f"{path}, Zeile {line}, Spalte ")
    assert german in tell(error, "de")


def test_a_file_that_ends_too_early_is_told(write: Write) -> None:
    path = write('channels = ["main"')
    assert tell(refused(path), "en") == f"{path} is not valid TOML: Unclosed array"
    assert tell(refused(path), "de") == f"{path} ist kein gültiges TOML: die Liste wird nicht mit ] geschlossen"


def test_a_file_that_is_not_utf_8_is_told_with_the_place(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes("# für\n".encode("latin-1"))
    assert tell(refused(path), "en") == f"{path} is not UTF-8 text (byte 4). Save it as UTF-8."
    assert "ist kein Text in UTF-8 (Byte 4)" in tell(refused(path), "de")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nothing.toml"
    assert tell(refused(path), "en") == f"{path} cannot be read: No such file or directory."
    assert tell(refused(path), "de") == f"{path} kann nicht gelesen werden: Datei oder Ordner nicht gefunden."


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert tell(refused(tmp_path), "en") == f"{tmp_path} cannot be read: Is a directory."


def test_nothing_to_do_is_an_error(write: Write) -> None:
    for text in ("", CHANNEL):
        path = write(text)
        with pytest.raises(ConfigError, match=re.escape("at least one [[source]] and one [[channel]]")):
            require_work(load_config(path))
    require_work(load_config(write(SOURCE + CHANNEL)))


VALUES = st.recursive(
    st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(math.inf),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
KEYS = st.sampled_from(
    [("", name) for name in Config.model_fields if name != "path"]
    + [("fetch", name) for name in type(Config().fetch).model_fields]
    + [("telegram", name) for name in type(Config().telegram).model_fields]
    + [("source", name) for name in ("id", "url", "channels", "interval", "backfill", "include", "selector", "x")]
    + [("channel", name) for name in ("id", "kind", "chat", "style", "teaser_length", "pace", "silent")]
)


def toml(value: Any) -> str:
    """A value as TOML writes it; tomllib only reads."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return '"' + "".join(f"\\U{ord(char):08X}" for char in value) + '"'
        case list():
            return "[" + ", ".join(map(toml, value)) + "]"
        case dict():
            return "{" + ", ".join(f"{toml(key)} = {toml(one)}" for key, one in value.items()) + "}"
        case _:
            return str(value)


@settings(deadline=None)
@given(KEYS, VALUES)
@example(("channel", "teaser_length"), math.inf)
@example(("source", "backfill"), "9" * 5000)
@example(("source", "backfill"), 10**30)
@example(("fetch", "allow_networks"), [["127.0.0.0/8"]])
@example(("source", "include"), {"a": "b"})
def test_whatever_is_written_it_is_accepted_or_told_in_words_of_ours(
    tmp_path_factory: pytest.TempPathFactory, key: tuple[str, str], value: object
) -> None:
    table, name = key
    head = {"": "", "fetch": "[fetch]\n", "telegram": "[telegram]\n"}.get(table, f"[[{table}]]\n")
    path = tmp_path_factory.getbasetemp() / "whatever.toml"
    path.write_text(head + f"{name} = {toml(value)}\n", encoding="utf-8")
    told = ""
    try:
        load_config(path)
    except ConfigError as error:
        told = tell(error, "en")
    assert not told or told.startswith(f"{path}, line ")
    assert "is not valid" not in told


# --- where things are -------------------------------------------------------------------------------------------------


def test_a_relative_database_stands_beside_the_configuration(write: Write, tmp_path: Path) -> None:
    assert load_config(write("")).database_path({}) == tmp_path / "relay.db"
    assert load_config(write('database = "data/x.db"')).database_path({}) == tmp_path / "data" / "x.db"


def test_under_systemd_a_relative_database_stands_in_the_state_directory(write: Write) -> None:
    config = load_config(write(""))
    assert config.database_path({"STATE_DIRECTORY": "/var/lib/relay"}) == Path("/var/lib/relay/relay.db")
    assert config.database_path({"STATE_DIRECTORY": "/var/lib/a:/var/lib/b"}) == Path("/var/lib/a/relay.db")


def test_an_absolute_database_stands_where_it_says(write: Write) -> None:
    config = load_config(write('database = "/srv/relay.db"'))
    assert config.database_path({"STATE_DIRECTORY": "/var/lib/relay"}) == Path("/srv/relay.db")


def test_a_configuration_named_relatively_still_has_its_database_beside_it(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("")
    monkeypatch.chdir(tmp_path)
    config = load_config(Path("config.toml"))
    monkeypatch.chdir("/")
    assert config.database_path({}) == tmp_path / "relay.db"


def test_the_option_comes_first_then_the_environment_then_the_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("")
    monkeypatch.chdir(tmp_path)
    environ = {"RELAY_CONFIG": "/srv/relay.toml"}
    assert find_config(Path("given.toml"), environ) == Path("given.toml")
    assert find_config(None, environ) == Path("/srv/relay.toml")
    assert find_config(None, {}) == Path("config.toml")


@pytest.mark.skipif(Path("/etc/relay/config.toml").exists(), reason="relay is installed here")
def test_no_configuration_anywhere_is_told_with_the_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotConfigured) as caught:
        find_config(None, {})
    assert str(tmp_path / "config.toml") in str(caught.value)
    assert "/etc/relay/config.toml" in str(caught.value)
    assert "--config" in tell(caught.value, "de")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('language = "en"\nmode = "tset"', "en"),
        ("mode = live\nlanguage='de'", "de"),
        ('# language = "en"\n', None),
        ('language = "fr"', None),
    ],
)
def test_the_language_is_known_however_wrong_the_rest_is(write: Write, text: str, language: str | None) -> None:
    assert peek_language(write(text)) == language


def test_the_language_of_an_unreadable_file_is_not_known(tmp_path: Path) -> None:
    assert peek_language(tmp_path / "nothing") is None
    (tmp_path / "x").write_bytes(b"\xff\xfe")
    assert peek_language(tmp_path / "x") is None


# --- the token --------------------------------------------------------------------------------------------------------


def told_in_full(error: ConfigError) -> str:
    """All that could reach a log: both languages and the traceback."""
    return tell(error, "de") + tell(error, "en") + "".join(traceback.format_exception(error)) + repr(error)


def no_token(config: Config, environ: dict[str, str]) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        telegram_token(config, environ)
    return caught.value


def test_the_token_file_comes_first_then_the_environment_then_the_credential(write: Write, tmp_path: Path) -> None:
    (tmp_path / "telegram-token").write_text("3:credential\n")
    (tmp_path / "token").write_text("  1:file\n")
    environ = {"RELAY_TELEGRAM_TOKEN": " 2:environment ", "CREDENTIALS_DIRECTORY": str(tmp_path)}
    named = load_config(write('[telegram]\ntoken_file = "token"'))
    unnamed = load_config(write(""))
    assert telegram_token(named, environ).get_secret_value() == "1:file"
    assert telegram_token(unnamed, environ).get_secret_value() == "2:environment"
    del environ["RELAY_TELEGRAM_TOKEN"]
    assert telegram_token(unnamed, environ).get_secret_value() == "3:credential"


def test_a_token_hides_itself(write: Write) -> None:
    token = telegram_token(load_config(write("")), {"RELAY_TELEGRAM_TOKEN": TOKEN})
    assert TOKEN not in f"{token} {token!r}"


def test_a_named_token_file_that_is_not_there_is_an_error_though_there_is_another_token(write: Write) -> None:
    config = load_config(write('[telegram]\ntoken_file = "token"'))
    error = no_token(config, {"RELAY_TELEGRAM_TOKEN": TOKEN})
    assert tell(error, "en").endswith("token cannot be read: No such file or directory.")


def test_no_token_at_all_is_told_with_the_way_to_get_one(write: Write, tmp_path: Path) -> None:
    error = no_token(load_config(write("")), {"CREDENTIALS_DIRECTORY": str(tmp_path)})
    for language in ("de", "en"):
        assert "@BotFather" in tell(error, language)
        assert "token_file" in tell(error, language)


@pytest.mark.parametrize("secret", ["geheim", "123456789 AAExample", "AAExample:123456789", "", "12:ab\n34:cd"])
def test_what_is_no_token_is_not_shown(write: Write, tmp_path: Path, secret: str) -> None:
    (tmp_path / "token").write_text(secret)
    error = no_token(load_config(write('[telegram]\ntoken_file = "token"')), {})
    assert "is not a Telegram token" in str(error)
    assert not secret or secret not in told_in_full(error)


def test_a_bad_token_in_the_environment_is_not_shown(write: Write) -> None:
    error = no_token(load_config(write("")), {"RELAY_TELEGRAM_TOKEN": "geheim"})
    assert "$RELAY_TELEGRAM_TOKEN" in str(error)
    assert "geheim" not in told_in_full(error)


def test_a_token_file_that_is_no_text_is_told(write: Write, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xff\xfe1")
    error = no_token(load_config(write('[telegram]\ntoken_file = "token"')), {})
    assert "is not a Telegram token" in str(error)


@pytest.mark.parametrize("written", [TOKEN, SHORT_TOKEN, f" {TOKEN} ", f" {SHORT_TOKEN}", f"./{TOKEN}", f"bot{TOKEN}"])
def test_a_token_in_the_place_of_its_file_s_name_is_not_shown(write: Write, written: str) -> None:
    config = load_config(write(f'[telegram]\ntoken_file = "{written}"'))
    error = no_token(config, {})
    assert "token_file must name a file" in str(error)
    assert written.strip() not in told_in_full(error)


@pytest.mark.parametrize(
    "text",
    [
        f'token = "{TOKEN}"',
        f'[telegram]\ntoken = "{TOKEN}"',
        f'[telegram]\ntoken_file = ["{TOKEN}"]',
        f'[telegram]\neditors_chat = "{TOKEN}"',
        f'[telegram]\n"{TOKEN}" = 1',
        f"[telegram]\ntoken_file = {TOKEN}",
        f'[telegram]\ntoken_file = "{TOKEN}',
        f'["{TOKEN}"]\n["{TOKEN}"]',
        f'mode = "{TOKEN}"',
        f'[fetch]\ncontact = "a\\n{TOKEN}"',
        f'[telegram]\napi_base = "api.telegram.org/bot{TOKEN}"',
    ],
)
def test_a_token_anywhere_in_the_configuration_is_never_shown(write: Write, text: str) -> None:
    error = refused(write(text))
    assert TOKEN not in told_in_full(error)
    assert "AAExample" not in told_in_full(error)


def test_a_short_token_under_an_unknown_key_is_not_shown(write: Write) -> None:
    error = refused(write(f'[telegram]\ntoken = "{SHORT_TOKEN}"'))
    assert "token_file" in tell(error, "en")
    assert SHORT_TOKEN not in told_in_full(error)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('database = "~niemand-dieses-namens/relay.db"', "database"),
        ('[telegram]\ntoken_file = "~niemand-dieses-namens/token"', "[telegram] token_file"),
        ('[summary]\nkey_file = "~niemand-dieses-namens/key"', "[summary] key_file"),
        ('database = "a\\u0000b"', "database"),
    ],
)
def test_a_name_that_no_file_can_have_is_told(write: Write, text: str, key: str) -> None:
    error = refused(write(text))
    assert f"{key}: " in tell(error, "en")
    assert tell(error, "en").endswith(" is not the name of a file")
    assert tell(error, "de").endswith(" ist kein Dateiname")
