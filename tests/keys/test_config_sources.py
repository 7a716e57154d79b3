"""What the configuration says about kinds of sources, and about selectors that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from relay.config import load_config
from relay.errors import ConfigError
from relay.language import tell

CHANNEL = '[[channel]]\nid = "main"\nkind = "telegram"\nchat = -1001\n'


def load(tmp_path: Path, *lines: str) -> Path:
    text = '[[source]]\nid = "presse"\nurl = "https://www.example.de/presse"\nchannels = ["main"]\n' + "\n".join(lines)
    path = tmp_path / "config.toml"
    path.write_text(f"{text}\n{CHANNEL}", encoding="utf-8")
    return path


def refused(tmp_path: Path, *lines: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load_config(load(tmp_path, *lines))
    assert tell(caught.value, "de") != str(caught.value)
    return str(caught.value).removeprefix(f"{tmp_path / 'config.toml'}, ")


def test_a_listing_has_its_selectors(tmp_path: Path) -> None:
    lines = ('kind = "listing"', 'item = "li.n"', 'link = "a.more"', 'title = "h3"', 'date = "time"', 'summary = ".t"')
    (source,) = load_config(load(tmp_path, *lines)).sources
    assert (source.kind, source.item, source.link, source.title) == ("listing", "li.n", "a.more", "h3")
    assert (source.date, source.summary) == ("time", ".t")


def test_a_sitemap_has_its_path(tmp_path: Path) -> None:
    (source,) = load_config(load(tmp_path, 'kind = "sitemap"', 'path = "/presse/"')).sources
    assert (source.kind, source.path, source.item) == ("sitemap", "/presse/", "")


def test_a_source_of_any_kind_may_have_a_page_to_compare_with(tmp_path: Path) -> None:
    (source,) = load_config(
        load(tmp_path, 'audit = "https://www.example.de/alle"', 'item = "li"', 'date = "b"')
    ).sources
    assert (source.kind, source.audit, source.item, source.date) == ("feed", "https://www.example.de/alle", "li", "b")


@pytest.mark.parametrize("key", ["selector", "item", "link", "title", "date", "summary"])
def test_what_is_no_css_selector_is_named_with_its_place(tmp_path: Path, key: str) -> None:
    said = refused(tmp_path, f'{key} = "li > [x"')
    assert said == f'line 5: [[source]] 1, {key}: "li > [x" is not a CSS selector: look at character 6'


@pytest.mark.parametrize("value", ["li:unknown", "a::before", "..", "li >", ":nth-child(x)"])
def test_selectors_that_no_one_understands_are_refused(tmp_path: Path, value: str) -> None:
    assert "is not a CSS selector" in refused(tmp_path, 'kind = "listing"', f'item = "{value}"')


def test_a_selector_that_is_no_text_is_refused(tmp_path: Path) -> None:
    assert "must be text in quotation marks" in refused(tmp_path, "selector = 7")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (('kind = "listing"',), 'item: kind = "listing" needs item, the CSS selector of one entry'),
        (('item = "li"',), 'line 5: [[source]] 1, item: kind = "feed" has no item: it belongs to kind = "listing"'),
        (('kind = "sitemap"', 'date = "time"'), 'line 6: [[source]] 1, date: kind = "sitemap" has no date'),
        (('path = "/presse/"',), 'line 5: [[source]] 1, path: kind = "feed" has no path'),
        (('kind = "sitemap"', 'path = "presse"'), 'path: "presse" is not the beginning of a path: write "/presse/"'),
        (('kind = "page"',), 'kind: "page" is not possible here; possible: "feed", "listing", "sitemap"'),
        (('audit = "presse"',), 'audit: "presse" is not a web address'),
        (('audit = "https://a.example/"', 'date = "b"'), "date: date needs item, the CSS selector of one entry"),
    ],
)
def test_keys_that_do_not_fit_the_kind_are_named_with_their_place(
    tmp_path: Path, lines: tuple[str, ...], said: str
) -> None:
    assert said in refused(tmp_path, *lines)
