"""`[websub]`: what is accepted, what is refused, and what goes to the sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.config import Config, load_config
from relay.errors import ConfigError
from relay.language import tell

SOURCES = """
[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main"]
[[source]]
id = "amtsblatt"
url = "https://www.landkreis-musterland.example/amtsblatt.rss"
channels = ["main"]
{more}
[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""
CALLBACK = 'callback = "https://relay.landkreis-musterland.example/websub"\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(path: Path, websub: str = "", more: str = "") -> Config:
    path.write_text((f"[websub]\n{websub}" if websub else "") + SOURCES.format(more=more), encoding="utf-8")
    return load_config(path)


def test_without_a_callback_all_of_it_is_off(path: Path) -> None:
    assert not any(source.websub for source in load(path).sources)
    assert not any(source.websub for source in load(path, "", "websub = false").sources)


def test_with_a_callback_it_is_on_for_each_source_that_does_not_say_no(path: Path) -> None:
    assert [source.websub for source in load(path, CALLBACK).sources] == [True, True]
    assert [source.websub for source in load(path, CALLBACK, "websub = false").sources] == [True, False]


@pytest.mark.parametrize(
    "address", ["https://a.example", "http://127.0.0.1:8470/x", "http://[::1]/", "http://localhost/"]
)
def test_an_address_for_hubs_is_https_or_on_this_machine(path: Path, address: str) -> None:
    assert load(path, f'callback = "{address}"\n').websub.callback == address


@pytest.mark.parametrize(
    "address",
    [
        "http://relay.example/websub",
        "relay.example/websub",
        "https://relay.example/websub?x=1",
        "https://relay.example/websub#x",
        "https://ich:geheim@relay.example/",
        "https://relay.example:0/",
        "https://[/",
        "https:///websub",
    ],
)
def test_what_is_no_address_for_hubs_is_an_error(path: Path, address: str) -> None:
    with pytest.raises(ConfigError, match="is not an address for hubs") as caught:
        load(path, f'callback = "{address}"\n')
    assert "line 2: [websub] callback" in str(caught.value)
    assert "keine Adresse für Hubs" in tell(caught.value.text, "de")


@pytest.mark.parametrize(
    "place", ["127.0.0.1:8470", "[::1]:1", "localhost:65535", "0.0.0.0:80", "unix:/run/relay/websub.sock"]
)
def test_relay_listens_at_an_address_or_at_a_socket(path: Path, place: str) -> None:
    assert load(path, f'{CALLBACK}listen = "{place}"\n').websub.listen == place


@pytest.mark.parametrize(
    "place", ["", "8470", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "256.0.0.1:1", "host:80", "[::g]:1", "unix:x"]
)
def test_what_is_no_place_to_listen_at_is_an_error(path: Path, place: str) -> None:
    with pytest.raises(ConfigError, match="is not a place to listen at"):
        load(path, f'{CALLBACK}listen = "{place}"\n')


def test_what_has_no_effect_without_a_callback_is_an_error(path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(path, 'listen = "127.0.0.1:8470"\n', "websub = true")
    assert str(caught.value).count("this needs [websub] callback") == 2
    assert "[[source]] 2, websub" in str(caught.value)
