from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.emulator.telegram.classic_html import Entity, MarkupError, parse_html, utf16_length
from relay.emulator.telegram.links import LinkError, LinkRules

LINKS = LinkRules()
SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
)


def parse(raw: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = parse_html(raw, LINKS)
    return text, [(e.type, e.offset, e.length) for e in entities]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("<br>", 'Unsupported start tag "br" at byte offset 0'),
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("für <b", "Unclosed start tag at byte offset 5"),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>test</b></i>", 'Unmatched end tag at byte offset 10, expected "</i>", found "</b>"'),
        ("🏟 <i>a</em   >", 'Unmatched end tag at byte offset 9, expected "</i>", found "</em>"'),
        ("<i>a</i   ", "Unclosed end tag at byte offset 4"),
        ("<b/>", 'Unsupported start tag "b/" at byte offset 0'),
        ("<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<i    aba  =  ", 'Unclosed start tag "i" at byte offset 0'),
        ("<i aba = 190azAz-.,", "Unexpected end of name token at byte offset 9"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<a href=x/>y</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ('<tg-emoji emoji-id="0">x</tg-emoji>', "Invalid custom emoji identifier specified"),
        ("&#xD83D;", SURROGATE),
    ],
)  # fmt: skip
def test_bad_markup_is_refused_with_its_place_in_bytes(raw: str, reason: str) -> None:
    with pytest.raises(MarkupError) as refused:
        parse(raw)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("&lt;&gt;&amp;&quot;", '<>&"'),
        ("&#8222;&#x201C;", "„“"),
        ("&lt b&gt", "< b>"),
        ("a&nbsp;b &hellip; &apos; &laquo;", "a&nbsp;b &hellip; &apos; &laquo;"),
        ("&#0; &#x110000; &#12345678; &", "&#0; &#x110000; &#12345678; &"),
    ],
)
def test_only_four_named_references_and_numbers_are_resolved(raw: str, text: str) -> None:
    assert parse(raw) == (text, [])


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("em", "italic"),
        ("ins", "underline"),
        ("del", "strikethrough"),
        ("strike", "strikethrough"),
        ("tg-spoiler", "spoiler"),
        ("code", "code"),
        ("pre", "pre"),
        ("blockquote", "blockquote"),
        ("B", "bold"),
    ],
)
def test_every_documented_tag_makes_its_entity(tag: str, kind: str) -> None:
    assert parse(f"<{tag}>x</{tag.lower()}>") == ("x", [(kind, 0, 1)])


def test_entities_are_counted_in_utf16_units() -> None:
    assert parse("🚲 <b>Weg 🚲</b>") == ("🚲 Weg 🚲", [("bold", 3, 6)])


def test_an_entity_without_text_vanishes() -> None:
    assert parse("x<b></b>y") == ("xy", [])


def test_an_attribute_that_means_nothing_is_passed_over() -> None:
    assert parse('<b class="x" hidden>y</b>') == ("y", [("bold", 0, 1)])


def test_an_expandable_quote_is_an_entity_of_its_own() -> None:
    assert parse("<blockquote expandable>x</blockquote>") == ("x", [("expandable_blockquote", 0, 1)])


def test_code_in_pre_names_the_language_once() -> None:
    _, entities = parse_html('<pre><code class="language-toml">x</code></pre>', LINKS)
    assert entities == [Entity("pre", 0, 1, language="toml")]


def test_code_alone_forgets_its_language() -> None:
    _, entities = parse_html('<code class="language-toml">x</code>', LINKS)
    assert entities == [Entity("code", 0, 1)]


def test_a_link_without_an_address_takes_its_text() -> None:
    _, entities = parse_html("<a>www.landkreis-musterland.example</a>", LINKS)
    assert entities[0].url == "http://www.landkreis-musterland.example/"


@pytest.mark.parametrize("url", ["/presse/1", "http://localhost:8000/x", "tel:+49000", "", "ftp://x.example/"])
def test_a_bad_link_is_dropped_without_a_word(url: str) -> None:
    assert parse(f'<a href="{url}">hier</a>') == ("hier", [])


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_escaped_text_comes_out_as_it_was(text: str) -> None:
    raw = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert parse(f"<b>{raw}</b>") == (text, [("bold", 0, utf16_length(text))] if text else [])


@given(st.text(alphabet="<>/abi =\"'&;#x1🚲\u00df"))
def test_whatever_comes_is_parsed_or_refused_and_entities_lie_in_the_text(raw: str) -> None:
    try:
        text, entities = parse_html(raw, LINKS)
    except MarkupError:
        return
    assert all(0 <= e.offset < e.end <= utf16_length(text) for e in entities)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("https://www.landkreis-musterland.example", "https://www.landkreis-musterland.example/"),
        ("HTTPS://WWW.Landkreis-Musterland.example/Presse?id=1#oben",
         "https://www.landkreis-musterland.example/Presse?id=1#oben"),
        ("index.php?id=1", "http://index.php/?id=1"),
        ("mailto:presse@landkreis.example", "http://mailto:presse@landkreis.example/"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("http://[::1]/x", "http://[::1]/x"),
        ("https://kreis.example/a b", "https://kreis.example/a%20b"),
        ("https://m\u00fcnster.example/\u00fc", "https://m\u00fcnster.example/\u00fc"),
        ("tg://resolve?domain=landkreis", "tg://resolve?domain=landkreis"),
    ],
)  # fmt: skip
def test_a_good_link_is_kept_as_the_server_writes_it(link: str, shown: str) -> None:
    assert LINKS.check(link) == shown


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("not-a-url", "Wrong HTTP URL"),
        ("http://localhost/", "Wrong HTTP URL"),
        ("ftp://kreis.example", "Unsupported URL protocol"),
        ("", "URL host is empty"),
        ("/presse", "URL host is empty"),
        ("https://kreis.example:99999/", "Wrong port number specified in the URL"),
        ("https://kreis <b>.example/", "Disallowed character in URL host"),
    ],
)
def test_a_bad_link_is_refused_with_the_reason(link: str, reason: str) -> None:
    with pytest.raises(LinkError) as refused:
        LINKS.check(link)
    assert str(refused.value) == reason


def test_hosts_of_this_machine_can_be_allowed() -> None:
    assert LinkRules(allow_local=True).check("http://localhost:8000/x") == "http://localhost:8000/x"
