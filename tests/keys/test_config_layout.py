"""The looks of a channel's posts in the configuration: what is accepted, and where a template's misprint is told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from relay.config import Config, load_config
from relay.errors import ConfigError
from relay.language import tell
from relay.model import Entry
from relay.render.post import hashtags_of
from tests.render.test_posts import POST, text

HEAD = """\
[[source]]
id = "presse"
url = "https://www.landkreis-musterland.example/presse.rss"
channels = ["main"]
{source}
[[channel]]
id = "main"
kind = "telegram"
chat = -1001
"""
LINES = len(HEAD.split("\n")) - 1
"""Above the keys of the channel."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def load(path: Path, keys: str, source: str = "") -> Config:
    path.write_text(HEAD.format(source=source) + keys, encoding="utf-8")
    return load_config(path)


def told(path: Path, keys: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(path, keys)
    assert tell(caught.value.text, "de") != str(caught.value.text)
    return str(caught.value.text)


def shown(config: Config) -> str:
    (channel,) = config.channel
    return text(POST, channel.look(config.language, config.zone))


def test_a_template_within_the_configuration_makes_the_posts(path: Path) -> None:
    config = load(path, 'template = """\nNeu: {{ title }}\n{{ text }}"""\n')

    assert shown(config).startswith("Neu: Sperrung in Neukirch\nDie Kreisstraße")


def test_a_template_in_a_file_stands_beside_the_configuration(path: Path) -> None:
    (path.parent / "vorlage.html").write_text("\ufeffNeu: {{ title }}\r\n{{ text }}\r\n", encoding="utf-8")

    assert shown(load(path, 'template_file = "vorlage.html"\n')).startswith(
        "Neu: Sperrung in Neukirch\nDie Kreisstraße"
    )


def test_the_looks_of_a_channel_are_handed_on(path: Path) -> None:
    config = load(path, 'source_line = " Quelle: Landkreis "\ndate = true\nlink_preview = "on"\nlint = false\n')
    look = config.channel[0].look(config.language, config.zone)

    assert (look.source_line, look.date, look.link_preview, look.template) == ("Quelle: Landkreis", True, "on", "")
    assert look.zone.utcoffset(None) in {None, timedelta(hours=1)}
    assert not config.channel[0].lint


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ('template = """\n{{ title }}\n{{ text }}\n{{ titel }}"""\n', 4),
        ("template = '''\n{{ title }}\n{{ text }}\n{{ titel }}'''\n", 4),
        ('template = """{{ title }}\n{{ text }}\n{{ titel }}"""\n', 3),
        ('template = "{{ title }}\\n{{ text }}\\n{{ titel }}"\n', 1),
        ('style = "full"\r\ntemplate = """\r\n{{ title }}\r\n{{ text }}\r\n{{ titel }}"""\r\n', 5),
    ],
)
def test_a_misprint_is_told_with_its_line_in_the_configuration(path: Path, keys: str, line: int) -> None:
    path.write_bytes((HEAD.format(source="") + keys).encode())
    with pytest.raises(ConfigError) as caught:
        load_config(path)

    expected = (
        f'{path}, line {LINES + line}: [[channel]] 1, template: there is no variable titel; did you mean "title"?'
    )
    assert str(caught.value.text) == expected
    assert "es gibt keine Variable titel; meinten Sie" in tell(caught.value.text, "de")


def test_a_misprint_in_a_file_is_told_with_that_file_and_its_line(path: Path) -> None:
    file = path.parent / "vorlage.html"
    file.write_text("{{ title }}\n{{ text }}\n<u>", encoding="utf-8")

    assert told(path, 'template_file = "vorlage.html"\n').startswith(f"{file}, line 3: template: <u> is not possible")


def test_what_a_template_says_is_no_key_of_the_configuration(path: Path) -> None:
    said = told(path, 'template = """\n{{ title }}{{ text }}\n[[channel]]\nstyle = 5\n"""\nstyle = "gross"\n')

    assert f"line {LINES + 6}: [[channel]] 1, style" in said


def test_two_templates_are_one_too_many(path: Path) -> None:
    (path.parent / "vorlage.html").write_text("{{ title }}{{ text }}", encoding="utf-8")

    said = told(path, 'template = "{{ title }}{{ text }}"\ntemplate_file = "vorlage.html"\n')
    assert said.endswith("template_file: template and template_file are one too many")


def test_a_file_that_cannot_be_read_is_told_at_its_key(path: Path) -> None:
    (path.parent / "vorlage.html").write_bytes(b"{{ title }} \xff")

    place = f"{path}, line {LINES + 1}: [[channel]] 1, template_file: "
    assert told(path, 'template_file = "fehlt.html"\n').startswith(
        f"{place}{path.parent / 'fehlt.html'} cannot be read"
    )
    assert told(path, 'template_file = "vorlage.html"\n').endswith(
        "vorlage.html is not UTF-8 text (byte 13). Save it as UTF-8."
    )
    for name in ("a\\u0000b", "~niemand-dieses-namens/vorlage.html"):
        assert told(path, f'template_file = "{name}"\n') == f'{place}"{name}" is not the name of a file'


def test_a_tag_that_turns_escaping_off_is_told_like_any_other(path: Path) -> None:
    keys = 'template = """\n{{ title }}\n{{ text }}\n{% autoescape false %}{{ hashtags }}{% endautoescape %}\n"""\n'

    assert told(path, keys).endswith(
        f"line {LINES + 4}: [[channel]] 1, template: this is not possible in a template: {{% autoescape %}}"
    )


@pytest.mark.parametrize("tags", ['["2024"]', '["#"]', '[""]', '["Verkehr", "#_2024"]'])
@pytest.mark.parametrize("key", ["hashtags", "category_hashtags"])
def test_a_hashtag_that_would_never_be_seen_is_told(path: Path, key: str, tags: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load(path, "", f"{key} = {tags}")

    assert f"[[source]] 1, {key}: " in str(caught.value)
    assert "is no hashtag: it needs a letter" in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "tables"),
    [
        ('hashtags = ["Verkehr"]\n', "[[source]]"),
        ('interval = "5m"\n', "[fetch], [[source]]"),
        ("test_chat = -100\n", "[telegram]"),
    ],
)
def test_a_key_of_another_table_is_told_with_that_table(path: Path, keys: str, tables: str) -> None:
    assert told(path, keys).endswith(f": there is no such key here: it belongs into {tables}")


@pytest.mark.parametrize(
    ("keys", "what"),
    [
        ('source_line = "a\\nb"\n', "must be one line"),
        (f'source_line = "{"a" * 101}"\n', "is too long: at most 100 characters"),
        ('link_preview = "an"\n', 'possible: "off", "on"'),
        ('link = "text"\ntemplate = "{{ title }}{{ text }}"\n', "needs the variable link"),
        ('date = true\ntemplate = "{{ title }}{{ text }}"\n', "date needs the variable date"),
        ('source_line = "Landkreis"\ntemplate = "{{ title }}{{ text }}"\n', "source_line needs the variable source"),
        ('style = "full"\nrich = true\nlink_preview = "on"\n', "a rich message has no preview of a page"),
        ("date = 1\n", "1 must be true or false"),
        ("silent = 0\n", "0 must be true or false"),
        ("date = 2026-06-03\n", "2026-06-03 must be true or false"),
        ('date = "true"\n', '"true" must be true or false, without quotation marks'),
        ('rich = "ja"\n', '"ja" must be true or false'),
        ("teaser_length = true\n", "true must be a whole number"),
        ('teaser_length = "350"\n', '"350" must be a whole number, without quotation marks'),
        ("teaser_length = 350.0\n", "350.0 must be a whole number"),
        ("per_minute = false\n", "false must be a whole number"),
        ("style = 5\n", '5 is not possible here; possible: "teaser", "full", "link"'),
        ("source_line = [true, { a = 08:00:00 }, {}]\n", "[true, { a = 08:00:00 }, {}] must be text"),
    ],
)
def test_wrong_looks_are_told(path: Path, keys: str, what: str) -> None:
    assert what in told(path, keys)


def test_only_named_categories_become_hashtags_and_few_of_them(path: Path) -> None:
    keys = (
        'hashtags = ["LandkreisMusterland"]\ncategory_hashtags = ["Jugend & Familie", "Verkehr", "Umwelt", "Bildung"]'
    )
    (source,) = load(path, "", keys).sources
    entry = Entry("1", "", "", categories=("Startseite", "VERKEHR", " jugend &\n familie"))

    assert hashtags_of(source, entry) == ("LandkreisMusterland", "Jugend & Familie", "Verkehr")
    assert len(hashtags_of(source, Entry("1", "", "", categories=source.category_hashtags))) == 4
    assert hashtags_of(load(path, "").sources[0], entry) == ()


def test_a_full_text_can_be_a_rich_message(path: Path) -> None:
    (channel,) = load(path, 'style = "full"\nrich = true\n').channel

    assert channel.look("de", Config().zone).rich


@pytest.mark.parametrize("keys", ["rich = true\n", 'rich = true\nstyle = "link"\n', 'style = "teaser"\nrich = true\n'])
def test_a_teaser_cannot_be_one_and_the_error_says_what_to_write(path: Path, keys: str) -> None:
    assert 'write style = "full" as well' in told(path, keys)
