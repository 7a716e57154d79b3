"""What is wrong with one entry, or with how the feed is written, costs nothing else."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relay.feed import jsonfeed
from relay.feed import parse as reading
from relay.feed.mend import LONGEST_TITLE
from relay.feed.parse import parse
from relay.feed.text import line, undoubled, web_url
from relay.model import Entry, Fetched, ParsedFeed

URL = "https://www.landkreis-musterland.example/presse/feed.rss"
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel/>{}</rdf:RDF>"
)
ATOM_03 = (
    '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>1</id><title>Titel</title>'
    '<link rel="alternate" type="text/html" href="/a"/></entry></feed>'
)
LOUD = "<RSS VERSION='2.0'><CHANNEL><ITEM><TITLE>Titel</TITLE><LINK>/a</LINK></ITEM></CHANNEL></RSS>"
BERLIN = ZoneInfo("Europe/Berlin")


def rss(*items: str, top: str = "", head: str = "") -> str:
    return f'{head}<rss version="2.0"><channel><title>Presse</title>{top}{"".join(items)}</channel></rss>'


def item(title: str = "Titel", link: str = "/a", guid: str = "1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{guid}</guid>{more}</item>"


def read(text: str | bytes, url: str = URL) -> ParsedFeed:
    return parse(Fetched(url, text.encode() if isinstance(text, str) else text), timezone=BERLIN)


def one(text: str | bytes) -> Entry:
    [entry] = read(text).entries
    return entry


# --- an entry never costs its neighbours ------------------------------------------------------------------------------


def test_an_entry_on_which_relay_itself_fails_is_told_and_costs_no_neighbour(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> str:
        if text == "B":
            raise ZeroDivisionError
        return line(text)

    monkeypatch.setattr(reading, "line", fail)
    monkeypatch.setattr(jsonfeed, "line", fail)
    items = ",".join(f'{{"id":"{title}","title":"{title}"}}' for title in "ABC")

    for text in (
        rss(*(item(title) for title in "ABC")),
        f'{{"version":"https://jsonfeed.org/version/1","items":[{items}]}}',
    ):
        feed = read(text)

        assert [entry.title for entry in feed.entries] == ["A", "C"]
        assert str(feed.problems[0]) == ("Entry 2 was left out, because relay itself failed on it (ZeroDivisionError).")


BAD = [
    "<item/>",
    "<item><title>A & B</title></item>",
    "<item><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate><title>x</title></item>",
    "<item><title>&#xD800;&#0;</title></item>",
    "<item><link>http://[</link><title>x</title></item>",
    "<item><media:content url='x'/><title>x</title></item>",
    "<item><title>x</item>",
    "<item><foo:bar>x</foo:bar></item>",
    "<item><title><![CDATA[x]]</title></item>",
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_entry_costs_no_neighbour_before_it(bad: str) -> None:
    feed = read(rss(item("Erste", "/1", "1"), bad, item("Dritte", "/3", "3")))

    assert feed.entries[0] == one(rss(item("Erste", "/1", "1")))


@pytest.mark.parametrize("bad", BAD[:-1])  # what follows half a CDATA section may be part of it
def test_a_bad_entry_costs_no_neighbour_after_it(bad: str) -> None:
    assert "Dritte" in [
        entry.title for entry in read(rss(item("Erste", "/1", "1"), bad, item("Dritte", "/3", "3"))).entries
    ]


def test_an_entry_that_is_only_quoted_is_none() -> None:
    quoted = f"<description><![CDATA[{item('Zitat', '/z', '9')}]]></description>"
    feed = read(rss("<item><title>x</item>", item("Erste", "/1", "1", quoted), item("Zweite", "/2", "2")))

    assert [entry.title for entry in feed.entries if entry.title != "x"] == ["Erste", "Zweite"]


def test_a_broken_feed_that_is_too_much_to_read_entry_by_entry_is_read_as_it_is() -> None:
    top = f"<description>{'x ' * 500_000}</description>"

    assert "Erste" in [
        entry.title for entry in read(rss(item("Erste"), *["<item><title>x</item>"] * 50, top=top)).entries
    ]


# --- titles -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("M&amp;uuml;ll", "Müll"),
        ("M&amp;amp;uuml;ll &amp;amp;amp; Abfall", "Müll & Abfall"),
        ("<![CDATA[<b>Müll</b> &amp; Abfall]]>", "Müll & Abfall"),
        ("&lt;b&gt;Müll&lt;/b&gt; &amp;lt; 5 t", "Müll < 5 t"),
        ("M&uuml;ll&nbsp;&ndash; Abfuhr", "Müll – Abfuhr"),
        ("BÃ¼rgerbÃ¼ro Ã¶ffnet", "Bürgerbüro öffnet"),
        ("â€žSchÃ¶nâ€œ â€“ Ã¼ber 5 â‚¬", "„Schön“ – über 5 €"),
        ("FÃ¼r größere", "FÃ¼r größere"),  # not certain
        ("São Tomé Ã", "São Tomé Ã"),
        ("A&#0;B\x1bC\u202eD\u200bE\ufeffF\u2066G", "ABCDEFG"),
        ("Kreis\U000e0041\U000e007f\u3164\u115f\u034f\u180e tagt", "Kreis tagt"),
        ("Z" + "\u0301\u0316\u0321" * 30 + "algo", "Ź" + "\u0321" * 4 + "algo"),
    ],
)
def test_a_title_is_read_as_it_is_meant(title: str, text: str) -> None:
    assert one(rss(item(title))).title == text


def test_an_endless_title_is_cut_at_a_word() -> None:
    title = one(rss(item("Blutspende " * 100_000))).title

    assert title.endswith("Blutspende …")
    assert len(title) <= LONGEST_TITLE + 2
    assert len(one(rss(item("a" * 9_000))).title) <= LONGEST_TITLE + 2


@settings(deadline=None)  # a busy machine is no bug
@given(st.text())
def test_what_was_encoded_twice_comes_back_and_what_was_not_stays(text: str) -> None:
    text = text.replace("\r", "")
    if text.isascii() or undoubled(text) != text:
        return
    twice = text.encode("utf-8", "ignore").decode("latin-1")

    assert undoubled(twice) in (text, twice)


# --- links ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link", "top", "url"),
    [
        (
            "a.php?x=1&amp;y=2",
            "<link>https://www.kreis.example/presse/</link>",
            "https://www.kreis.example/presse/a.php?x=1&y=2",
        ),
        ("/a", "<link>https://www.kreis.example/presse/</link>", "https://www.kreis.example/a"),
        ("a", "<link>/presse/</link>", "https://www.landkreis-musterland.example/presse/a"),
        ("a", "", "https://www.landkreis-musterland.example/presse/a"),
        ("//kreis.example/a", "", "https://kreis.example/a"),
        ("\n https://kreis.example/a\n", "", "https://kreis.example/a"),
        ("javascript:alert(1)", "", ""),
        ("data:text/html,x", "", ""),
        ("file:///etc/passwd", "", ""),
        ("https://www.kreis.example@evil.example/", "", ""),
        ("//erika:geheim@kreis.example/", "", ""),
        ("https://kreis.example/" + "a" * 9000, "", ""),
        ("a", f"<link>https://kreis.example/{'a/' * 9000}</link>", "https://www.landkreis-musterland.example/presse/a"),
    ],
)
def test_a_link_is_a_web_address_or_none(link: str, top: str, url: str) -> None:
    assert one(rss(item(link=link), top=top)).url == url


def test_the_address_after_redirects_is_the_base() -> None:
    feed = read(rss(item(link="a")), url="https://neu.example/feeds/presse.xml")

    assert feed.entries[0].url == "https://neu.example/feeds/a"


def test_a_base_that_is_no_web_address_is_ignored() -> None:
    entry = '<entry><id>1</id><title>t</title><link href="y"/></entry>'

    for base in ("javascript:alert(1)//", "data:,"):
        atom = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{base}">{entry}</feed>'
        assert one(atom).url == "https://www.landkreis-musterland.example/presse/y"


def test_a_long_base_address_is_none() -> None:
    assert web_url("a", "https://kreis.example/" + "a/" * 9000) == ""


# --- dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "stamp", ["1287561600", '"1287561600"', "1287561600000", "1287561600.0", '"2010-10-20T10:00:00+0200"']
)
def test_seconds_since_1970_are_read_in_json(stamp: str) -> None:
    entry = one(f'{{"version":"https://jsonfeed.org/version/1","items":[{{"id":"1","date_published":{stamp}}}]}}')

    assert entry.published
    assert entry.published.isoformat() == "2010-10-20T08:00:00+00:00"


@pytest.mark.parametrize("stamp", ["0", "-1", "true", "1e300", "99999999999999999999", "[]"])
def test_what_is_no_moment_is_told(stamp: str) -> None:
    feed = read(f'{{"version":"https://jsonfeed.org/version/1","items":[{{"id":"1","date_published":{stamp}}}]}}')

    assert feed.entries[0].published is None
    assert str(feed.problems[0]).startswith("Item 1 has no ")


# --- how it is written ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        rss(item(), head="\n \ufeff\ufeff\n"),
        rss(item(), head='\n\n<?xml version="1.0" encoding="utf-8"?>'),
        rss(item(), head="<br />\n<b>Warning</b>: foo() in <b>/a.php</b> on line <b>3</b><br />\n"),
        rss(item(), head="<div>Fehler</div>"),
        rss(item()) + "<!-- 0.1 s --><script>x</script>",
        rss(item()).replace('version="2.0"', 'version="0.91"'),
        rss(item()).replace(' version="2.0"', ""),
        LOUD,
        rss(item(more="<dc:creator>x</dc:creator><content:encoded>y</content:encoded>")),
        rss(item(), top='<atom:link href="x"/>'),
        RDF.format(item()),
        ATOM_03,
        '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"Titel","url":"/a"}]}',
    ],
)  # fmt: skip
def test_the_entry_is_read_however_the_feed_is_written(text: str) -> None:
    entry = one(text)

    assert (entry.title, entry.url) == ("Titel", "https://www.landkreis-musterland.example/a")


def test_a_guid_that_stands_several_times_costs_no_entry() -> None:
    assert len(read(rss(item("A", "/a"), item("B", "/b"), item("C", "/c"))).entries) == 3


def test_entries_need_neither_link_nor_guid_nor_title_nor_date() -> None:
    feed = read(
        rss("<item><description>x</description></item><item><title>y</title></item><item><link>/z</link></item>")
    )

    assert [(entry.title, entry.url) for entry in feed.entries] == [
        ("", ""), ("y", ""), ("", "https://www.landkreis-musterland.example/z"),
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "utf-8"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "utf-16", "bogus"])
def test_umlauts_are_right_whatever_is_declared(encoding: str, declared: str) -> None:
    text = rss(item("Müll"), head=f'<?xml version="1.0" encoding="{declared}"?>')

    assert one(text.encode(encoding)).title == "Müll"


def test_xinclude_is_text_like_any_other() -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'

    assert "root:" not in repr(read(rss(item(more=f"<description>{include}</description>"))))
