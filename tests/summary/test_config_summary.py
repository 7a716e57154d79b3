"""`[summary]`: what is accepted, what is refused, where the key comes from, and what `relay check` finds."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from pydantic import SecretStr

from relay.app import endpoint, summaries, teasers
from relay.config import Config, load_config
from relay.errors import ConfigError, SummaryError
from relay.keys.summary import SummarySection, summary_key
from relay.language import tell
from relay.summary.check import tried_out
from relay.summary.client import Endpoint
from tests.summary.liar import KEY, completion, liar, response

REST = """
[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main", "kurz", "alles"]

[[source]]
id = "amt"
url = "https://www.landkreis-musterland.example/amt.rss"
channels = ["alles"]

[[channel]]
id = "main"
kind = "telegram"
chat = -1001

[[channel]]
id = "kurz"
kind = "telegram"
chat = -1002
teaser_length = 200

[[channel]]
id = "alles"
kind = "telegram"
chat = -1003
style = "full"
teaser_length = 100
"""
LLM = '[summary]\nkind = "llm"\nbase_url = "https://llm.musterland.example/v1/"\nmodel = "klein"\n'


def load(folder: Path, summary: str = "") -> Config:
    path = folder / "config.toml"
    path.write_text(summary + REST, encoding="utf-8")
    return load_config(path)


def test_teasers_are_the_releases_own_sentences_where_nothing_is_said(tmp_path: Path) -> None:
    assert load(tmp_path).summary == SummarySection(kind="extractive", base_url="", model="", key_file="", timeout=20.0)


def test_a_language_model_is_named_by_its_address_and_its_name(tmp_path: Path) -> None:
    found = load(tmp_path, LLM + 'timeout = "5s"\n').summary
    assert (found.kind, found.base_url, found.model, found.timeout) == (
        "llm",
        "https://llm.musterland.example/v1",
        "klein",
        5,
    )


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        ('[summary]\nkind = "llm"\nmodel = "klein"\n', 'line 2: [summary] kind: kind = "llm" needs [summary] base_url'),
        ('[summary]\nkind = "llm"\nbase_url = "https://x.example"\n', 'kind = "llm" needs [summary] model'),
        (
            '[summary]\nkind = "gpt"\n',
            'line 2: [summary] kind: "gpt" is not possible here; possible: "extractive", "llm"',
        ),
        ('[summary]\nbase_url = "llm.example"\n', "line 2: [summary] base_url"),
        ('[summary]\nbase_url = "https://a:b@llm.example/v1"\n', "is not an endpoint"),
        ('[summary]\nbase_url = "https://llm.example/v1?key=1"\n', "is not an endpoint"),
        ('[summary]\ntimeout = "2m"\n', "is too large"),
        ('[summary]\nbase_uri = "x"\n', 'did you mean "base_url"?'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, summary: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, summary)
    assert said in str(caught.value)
    assert tell(caught.value.text, "de") != str(caught.value)


def test_the_key_is_taken_from_its_file_else_the_environment_else_systemd(tmp_path: Path) -> None:
    for name, secret in (("key", "aus-der-datei"), ("summary-key", "aus-systemd")):
        (tmp_path / name).write_text(f"{secret}\n", encoding="utf-8")
    everything = {"RELAY_SUMMARY_KEY": "aus-der-umgebung", "CREDENTIALS_DIRECTORY": str(tmp_path)}

    def key(section: SummarySection, environ: dict[str, str]) -> str:
        found = summary_key(section, tmp_path, environ)
        return found.get_secret_value() if found else ""

    assert key(SummarySection(key_file="key"), everything) == "aus-der-datei"
    assert key(SummarySection(), everything) == "aus-der-umgebung"
    assert key(SummarySection(), {"CREDENTIALS_DIRECTORY": str(tmp_path)}) == "aus-systemd"
    assert key(SummarySection(), {}) == ""


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"zwei Worte", "key", "is not a key"),
        (b"a\nX-Evil: 1", "key", "is not a key"),
        (b"\xff\xfe", "key", "is not a key"),
        (b"", "key", "is not a key"),
        (None, "fehlt", "cannot be read: No such file or directory"),
        (None, KEY, "it holds the key itself"),
    ],
)
def test_a_key_that_is_none_is_refused_without_being_shown(
    tmp_path: Path, content: bytes | None, name: str, said: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        summary_key(SummarySection(key_file=name), tmp_path, {})
    assert said in str(caught.value)
    assert KEY not in str(caught.value)
    assert "Evil" not in str(caught.value)


def test_one_summary_is_as_long_as_the_shortest_teaser_of_the_sources_channels(tmp_path: Path) -> None:
    assert teasers(load(tmp_path, LLM)) == {"presse": 200}


async def test_nobody_is_asked_where_no_model_is_configured(tmp_path: Path) -> None:
    async with summaries(load(tmp_path)) as found:
        assert found is None


async def test_the_configured_model_is_what_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELAY_SUMMARY_KEY", KEY)
    config = load(tmp_path, LLM)
    assert endpoint(config) == Endpoint("https://llm.musterland.example/v1", "klein", SecretStr(KEY))
    async with summaries(config) as found:
        assert found is not None


async def test_a_tiny_question_shows_whether_it_answers() -> None:
    async with liar(lambda one: one.says("ja")) as fake:
        says, careful = await tried_out(Endpoint(fake.base_url, "klein", SecretStr(KEY)), seconds=5)
    assert str(says) == f"the language model klein answers at {fake.base_url}"
    assert not careful
    assert len(str(fake.questions[0].body)) < 200


async def test_an_answer_that_is_cut_short_is_an_answer() -> None:
    async with liar(lambda one: setattr(one, "answers", [completion("ja, gern", "length")])) as fake:
        await tried_out(Endpoint(fake.base_url, "klein"), seconds=5)
    assert "authorization" not in fake.questions[0].headers


@pytest.mark.parametrize(
    ("url", "open_to_all"),
    [
        ("http://llm.musterland.example/v1", True),
        ("http://10.1.2.3/v1", True),
        ("http://localhost:8000/v1", False),
        ("http://[::1]:8000/v1", False),
        ("https://llm.musterland.example/v1", False),
    ],
)
async def test_that_others_can_read_along_is_told(
    url: str, *, open_to_all: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Model:
        async def try_out(self) -> None:
            """Answers at once."""

    monkeypatch.setattr("relay.summary.check.language_model", lambda _: nullcontext(Model()))
    says, careful = await tried_out(Endpoint(url, "klein"), seconds=5)
    assert careful is open_to_all
    assert ("read along" in str(says)) is open_to_all


async def test_what_keeps_it_from_answering_is_raised() -> None:
    async with liar(lambda one: setattr(one, "answers", [response("{}", 401)])) as fake:
        with pytest.raises(SummaryError, match="does not accept the key"):
            await tried_out(Endpoint(fake.base_url, "klein"), seconds=5)
    async with liar(lambda one: setattr(one, "hangs", True)) as fake:
        with pytest.raises(SummaryError, match=r"within 0\.1 s"):
            await tried_out(Endpoint(fake.base_url, "klein"), seconds=0.1)
