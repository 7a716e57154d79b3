from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.emulator.telegram.files import Media
from relay.emulator.telegram.links import LinkRules
from relay.emulator.telegram.rich_blocks import RichMessage, characters, depth, walk
from relay.emulator.telegram.rich_content import read_blocks
from relay.emulator.telegram.rich_html import INLINE, RichError
from relay.emulator.telegram.rich_json import message_json
from relay.emulator.telegram.rich_label import label
from relay.emulator.telegram.rich_text import TextRules
from tests.growth import grows_with_length

RULES = TextRules(LinkRules())
PHOTOS = {key: Media("photo", key.encode(), "", "image/jpeg", 60, 40) for key in ("p0", "p1")}
IMAGE = '<img src="tg://photo?id=p0"/>'
EMPTY = "RICH_MESSAGE_CONTENT_REQUIRED"
TAGS = "h1 p pre code footer hr ul ol li blockquote cite aside details summary table caption tr th td figure figcaption"


def blocks(raw: str, rules: TextRules = RULES) -> list[dict[str, Any]]:
    shown: list[dict[str, Any]] = message_json(RichMessage(read_blocks(raw, PHOTOS, rules)[0]))["blocks"]
    return shown


def text(raw: str, rules: TextRules = RULES) -> Any:
    return blocks(f"<p>{raw}</p>", rules)[0]["text"]


def reason(raw: str) -> str:
    with pytest.raises(RichError) as refused:
        read_blocks(raw, PHOTOS, RULES)
    return str(refused.value).removeprefix("can't parse rich message: ")


def outcome(raw: str) -> str:
    """What the blocks are, or why there are none."""
    try:
        return str(blocks(raw))
    except RichError as exc:
        return str(exc)


# --- what is taken ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "block"),
    [
        ("<h4>Titel</h4>", {"type": "heading", "text": "Titel", "size": 4}),
        ("<p>eins<br>zwei<br/>drei</p>", {"type": "paragraph", "text": "eins\nzwei\ndrei"}),
        ("<footer>Quelle</footer>", {"type": "footer", "text": "Quelle"}),
        ("<hr/>", {"type": "divider"}),
        ("<pre> a\n  b</pre>", {"type": "pre", "text": " a\n  b"}),
        ("<pre><code>a</code></pre>", {"type": "pre", "text": "a"}),
        ('<pre><code class="language-c++">a</code></pre>', {"type": "pre", "text": "a", "language": "c++"}),
        ("<aside>Spruch<cite>Wer</cite></aside>", {"type": "pullquote", "text": "Spruch", "credit": "Wer"}),
        ("<blockquote collapsed>Zitat</blockquote>", {"type": "expandable_blockquote", "text": "Zitat"}),
        ("<blockquote>a<p>b</p> <cite>Wer</cite> </blockquote>",
         {"type": "blockquote", "credit": "Wer",
          "blocks": [{"type": "paragraph", "text": "a"}, {"type": "paragraph", "text": "b"}]}),
        ("<details open> <summary>Mehr</summary>a <b>b</b> c</details>",
         {"type": "details", "summary": "Mehr", "is_open": True,
          "blocks": [{"type": "paragraph", "text": ["a ", {"type": "bold", "text": "b"}, " c"]}]}),
        ("<ul><li>a</li> <li><hr></li></ul>",
         {"type": "list", "items": [{"label": "•", "blocks": [{"type": "paragraph", "text": "a"}]},
                                    {"label": "•", "blocks": [{"type": "divider"}]}]}),
    ],
)  # fmt: skip
def test_every_block_becomes_the_block_of_the_documentation(raw: str, block: dict[str, Any]) -> None:
    assert blocks(raw) == [block]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("b", "bold"),
        ("strong", "bold"),
        ("em", "italic"),
        ("ins", "underline"),
        ("strike", "strikethrough"),
        ("code", "code"),
        ("mark", "marked"),
        ("sub", "subscript"),
        ("sup", "superscript"),
        ("tg-spoiler", "spoiler"),
    ],
)
def test_every_style_becomes_its_span(tag: str, kind: str) -> None:
    assert text(f"a<{tag}>b</{tag}>c") == ["a", {"type": kind, "text": "b"}, "c"]


@pytest.mark.parametrize(
    ("href", "link"),
    [
        ("https://x.example/a?b=1&amp;c=&quot;2", {"type": "url", "url": 'https://x.example/a?b=1&c="2'}),
        ("http://X.example", {"type": "url", "url": "http://x.example/"}),
        ("mailto:presse@landkreis.example", {"type": "email_address", "email_address": "presse@landkreis.example"}),
        ("tel:+4964210000", {"type": "phone_number", "phone_number": "+4964210000"}),
    ],
)
def test_links_lead_to_the_web_to_mail_and_to_phones(href: str, link: dict[str, str]) -> None:
    assert text(f'<a href="{href}">hier</a>') == link | {"text": "hier"}


def test_addresses_and_hashtags_are_found_where_nothing_else_is_said() -> None:
    url = {"type": "url", "text": "www.kreis.example/1", "url": "http://www.kreis.example/1"}
    tag = {"type": "hashtag", "text": "#Radweg", "hashtag": "Radweg"}
    assert text("Auf www.kreis.example/1, #Radweg!") == ["Auf ", url, ", ", tag, "!"]
    assert text("<code>#a</code> www.kreis.example/1 #b", TextRules(LinkRules(), detect=False)) == [
        {"type": "code", "text": "#a"},
        " www.kreis.example/1 #b",
    ]
    link = {"type": "url", "text": "#c auf www.y.example", "url": "https://x.example/"}
    assert text('<a href="https://x.example/">#c auf www.y.example</a>') == link
    assert text("http://localhost/a steht da") == "http://localhost/a steht da"


def test_white_space_is_one_space_and_none_at_the_ends() -> None:
    assert text(" \n a \t b <b> c </b> d<br> e \n") == ["a b ", {"type": "bold", "text": "c "}, "d\ne"]
    assert text("a&nbsp; b") == "a\u00a0 b"


def test_references_are_resolved_and_forbidden_characters_taken_out() -> None:
    assert text("&lt;&gt;&amp;&quot;&apos;&hellip;&mdash;&ndash;&ldquo;&#8222;&#x201C;") == "<>&\"'…—–\u201c„\u201c"
    assert text("a\u2028b\rc\u030a &#8232;d") == "abc d"


def test_a_table_says_what_its_cells_say() -> None:
    raw = (
        "<table bordered striped> <caption>Stand</caption>"
        '<tr><th>A</th><th align="left">B</th></tr>'
        '<tr><td rowspan="2" valign="middle"><b>1</b></td><td align="right">2</td></tr> <tr><td></td></tr></table>'
    )
    head = [
        {"align": "center", "valign": "top", "text": "A", "is_header": True},
        {"align": "left", "valign": "top", "text": "B", "is_header": True},
    ]
    first = [
        {"align": "left", "valign": "middle", "text": {"type": "bold", "text": "1"}, "rowspan": 2},
        {"align": "right", "valign": "top", "text": "2"},
    ]
    assert blocks(raw) == [
        {
            "type": "table",
            "cells": [head, first, [{"align": "left", "valign": "top"}]],
            "is_bordered": True,
            "is_striped": True,
            "caption": "Stand",
        }
    ]


def test_pictures_stand_alone_in_figures_and_in_galleries() -> None:
    photo = {"type": "photo", "photo": PHOTOS["p0"].as_json()}
    caption = {"caption": {"text": "Der Weg", "credit": "Foto: Landkreis Musterland"}}
    figcaption = "<figcaption>Der Weg<cite>Foto: Landkreis Musterland</cite></figcaption>"
    assert blocks(IMAGE) == [photo]
    assert blocks(f"<figure>\n{IMAGE}\n{figcaption}\n</figure>") == [photo | caption]
    assert blocks('<figure><img src="tg://photo?id=p0" tg-spoiler/></figure>') == [photo | {"has_spoiler": True}]
    for kind in ("collage", "slideshow"):
        raw = f"<tg-{kind}>{IMAGE}{IMAGE}{figcaption}</tg-{kind}>"
        assert blocks(raw) == [{"type": kind, "blocks": [photo, photo], **caption}]


def test_it_is_told_which_pictures_stand_in_the_message() -> None:
    assert read_blocks(f"<details><summary>a</summary>{IMAGE}</details>", PHOTOS, RULES)[1] == {"p0"}


def test_ordered_lists_count_as_they_are_told() -> None:
    def items(raw: str) -> list[tuple[str, int, str]]:
        return [(item["label"], item["value"], item["type"]) for item in blocks(raw)[0]["items"]]

    assert items("<ol><li>a</li><li>b</li></ol>") == [("1.", 1, "1"), ("2.", 2, "1")]
    assert items('<ol start="3" type="a" reversed><li>a</li><li value="28" type="I">b</li></ol>') == [
        ("c.", 3, "a"),
        ("XXVIII.", 28, "I"),
    ]
    assert items("<ol reversed><li>a</li><li>b</li></ol>") == [("2.", 2, "1"), ("1.", 1, "1")]


def test_labels_say_in_digits_what_letters_cannot() -> None:
    numbers = [label(n, kind) for n, kind in ((26, "a"), (27, "A"), (0, "a"), (1994, "i"), (4000, "I"), (-1, "1"))]
    assert numbers == ["z.", "AA.", "0.", "mcmxciv.", "4000.", "-1."]


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ("<p>ä<x>y</x></p>", 'Unsupported start tag "x" at byte offset 5'),
        ("<P>a</P>", 'Unsupported start tag "" at byte offset 0'),
        ("<p>a < b</p>", 'Unsupported start tag "" at byte offset 5'),
        ("<!-- a --><p>b</p>", 'Unsupported start tag "" at byte offset 0'),
        ("<table><tbody><tr><td>a</td></tr></tbody></table>", 'Unsupported start tag "tbody" at byte offset 7'),
        ('<video src="a"></video>', 'Tag "video" is not supported by the emulator at byte offset 0'),
        ("<p>a", 'Can\'t find end tag corresponding to start tag "p"'),
        ("a</p>", "Unexpected end tag at byte offset 1"),
        ("<p><b>a</p></b>", 'Unmatched end tag, expected "</b>", found "</p>" at byte offset 7'),
        ("<p>a</p >", 'Unsupported start tag "" at byte offset 4'),
        ("<p", 'Unclosed start tag "p" at byte offset 0'),
        ("<p/>", 'Unclosed start tag "p" at byte offset 0'),
        ("<p class=a>b</p>", 'Unsupported attribute "class" in the tag "p" at byte offset 0'),
        ("<details open open><summary>a</summary>b</details>",
         'Unsupported attribute "open" in the tag "details" at byte offset 0'),
        ("<details open=\"\"><summary>a</summary>b</details>",
         'Invalid value of the attribute "open" in the tag "details" at byte offset 0'),
        ("<p><a href>b</a></p>", 'Invalid value of the attribute "href" in the tag "a" at byte offset 3'),
        ("<p><a href='https://x.example'>b</a></p>",
         'Invalid value of the attribute "href" in the tag "a" at byte offset 3'),
        ("<p>Müller & Söhne</p>", "Unescaped ampersand at byte offset 11"),
        ("<p>&nbsp</p>", "Unescaped ampersand at byte offset 3"),
        ("<p>&bdquo;</p>", 'Unsupported named entity "bdquo" at byte offset 3'),
        ("<p>&#0;</p>", "Invalid numeric entity at byte offset 3"),
        ("<p>&#xD800;</p>", "Invalid numeric entity at byte offset 3"),
        ("<p>&#1114112;</p>", "Invalid numeric entity at byte offset 3"),
        ('<p><a href="https://x.example/?a=1&b=2">c</a></p>', "Unescaped ampersand at byte offset 34"),
        ("<p>\ud800</p>", "strings must be encoded in UTF-8"),
        ("<p>" * 70, "RICH_MESSAGE_DEPTH_INVALID"),
    ],
)  # fmt: skip
def test_what_is_not_well_formed_is_refused_with_its_place_in_bytes(raw: str, refusal: str) -> None:
    assert reason(raw) == refusal


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        ("a", "Text outside of a block"),
        ("<p>a</p><b>b</b>", "Text outside of a block"),
        ("<p>a<p>b</p></p>", 'Tag "p" isn\'t allowed in this text'),
        (f"<p>a{IMAGE}</p>", 'Tag "img" isn\'t allowed in this text'),
        ("<h3>a<br>b</h3>", 'Tag "br" isn\'t allowed in this text'),
        ("<table><tr><td>a<br>b</td></tr></table>", 'Tag "br" isn\'t allowed in this text'),
        ("<p><code><b>a</b></code></p>", 'Tag "code" must not contain other tags'),
        ('<p><code class="language-c">a</code></p>', 'Tag "code" names a language only in "pre"'),
        ('<p><a href="https://x.example"><a href="https://y.example">a</a></a></p>',
         'Tag "a" must not stand in another one'),
        ("<pre><b>a</b></pre>", 'Tag "pre" must not contain other tags than one "code"'),
        ('<pre><code class="c">a</code></pre>', 'Tag "code" must have a class "language-..."'),
        ("<li>a</li>", 'Tag "li" isn\'t allowed here'),
        ("<blockquote><cite>a</cite>b</blockquote>", 'Tag "cite" isn\'t allowed here'),
        ("<details>a<summary>b</summary></details>", 'Tag "details" must begin with a "summary"'),
        ("<ul>a<li>b</li></ul>", 'Only "li" is allowed in the tag "ul"'),
        ('<ul><li value="2">b</li></ul>', 'Tag "li" has attributes only in "ol"'),
        ('<ol type="x"><li>b</li></ol>', 'Invalid value of the attribute "type" in the tag "ol"'),
        ('<ol start="x"><li>b</li></ol>', 'Invalid value of the attribute "start" in the tag "ol"'),
        ("<table><tr><td>b</td></tr><caption>a</caption></table>", 'Only "tr" is allowed in the tag "table"'),
        ("<table><tr>a</tr></table>", 'Only "td" and "th" are allowed in the tag "tr"'),
        ('<table><tr><td align="justify">a</td></tr></table>',
         'Invalid value of the attribute "align" in the tag "td"'),
        ('<table><tr><td colspan="0">a</td></tr></table>', 'Invalid value of the attribute "colspan" in the tag "td"'),
        ('<table><tr><td rowspan="2">a</td></tr></table>', "A cell reaches below its table"),
        ('<table><tr><td>a</td><td rowspan="2">b</td></tr><tr><td colspan="2">c</td></tr></table>',
         "Cells of a table overlap"),
        (f"<figure>{IMAGE}{IMAGE}</figure>", 'Tag "figure" must contain one "img"'),
        (f"<figure><figcaption>a</figcaption>{IMAGE}</figure>", 'Only "img" is allowed in the tag "figure"'),
        ('<img src="tg://photo?id=p9"/>', 'Media "p9" isn\'t specified'),
        ('<img src="tg://video?id=p0"/>', 'Invalid source "tg://video?id=p0" of the tag "img"'),
        ("<img/>", 'Invalid source "" of the tag "img"'),
    ],
)  # fmt: skip
def test_what_stands_in_the_wrong_place_is_refused(raw: str, refusal: str) -> None:
    assert reason(raw) == refusal


@pytest.mark.parametrize(
    "raw",
    [
        " ",
        "<p></p>",
        "<p> <br>&nbsp;</p>",
        "<p>a<b></b></p>",
        "<h3>\u2028</h3>",
        "<pre> </pre>",
        "<ul></ul>",
        "<ul><li></li></ul>",
        "<blockquote><cite>a</cite></blockquote>",
        "<details><summary>a</summary></details>",
        "<table></table>",
        "<table><tr></tr></table>",
        "<figure></figure>",
        "<tg-collage></tg-collage>",
        f"<figure>{IMAGE}<figcaption><cite>Foto: Muster</cite></figcaption></figure>",
    ],
)
def test_what_is_empty_is_refused(raw: str) -> None:
    assert reason(raw) == EMPTY


@pytest.mark.parametrize(
    ("href", "refusal"),
    [
        ("", "RICH_MESSAGE_URL_INVALID"),
        ("/presse/1", "RICH_MESSAGE_URL_INVALID"),
        ("www.landkreis.example", "RICH_MESSAGE_URL_INVALID"),
        ("#unten", "RICH_MESSAGE_URL_INVALID"),
        ("http://localhost:8000/x", "RICH_MESSAGE_URL_INVALID"),
        ("https://x.example/a b", "RICH_MESSAGE_URL_INVALID"),
        ("ftp://x.example/", "RICH_MESSAGE_URL_INVALID"),
        ("javascript:alert(1)", "RICH_MESSAGE_URL_INVALID"),
        ("tg://user?id=1", "RICH_MESSAGE_URL_INVALID"),
        ("mailto:presse", "RICH_MESSAGE_EMAIL_INVALID"),
        ("mailto:presse@kreis.example?subject=a", "RICH_MESSAGE_EMAIL_INVALID"),
        ("tel:+49 6421 405-0", "RICH_MESSAGE_PHONE_INVALID"),
    ],
)
def test_a_bad_link_is_the_end_of_the_whole_message(href: str, refusal: str) -> None:
    assert reason(f'<p><a href="{href}">a</a></p>') == refusal


def test_a_picture_from_the_web_cannot_be_fetched() -> None:
    assert reason('<img src="https://kreis.example/a.jpg"/>') == "RICH_MESSAGE_PHOTO_NO_MEDIA_FOUND"


def test_a_table_has_twenty_columns_at_most() -> None:
    assert blocks(f'<table><tr>{"<td>a</td>" * 19}<td colspan="1">b</td></tr></table>')
    assert reason(f'<table><tr>{"<td>a</td>" * 19}<td colspan="2">b</td></tr></table>') == (
        "RICH_MESSAGE_TABLE_COLS_TOO_MANY"
    )


# --- how much it is ---------------------------------------------------------------------------------------------------


def test_items_rows_and_the_paragraphs_in_items_count_as_blocks() -> None:
    read, _ = read_blocks("<ul><li>a</li><li>b<hr></li></ul><table><tr><td>c</td></tr></table>", {}, RULES)
    assert [type(block).__name__ for block in walk(read)] == [
        *["ItemList", "Item", "TextBlock", "Item", "TextBlock", "Divider"],
        *["Table", "Row"],
    ]


def test_captions_credits_and_summaries_count_as_text() -> None:
    caption = f"<figure>{IMAGE}<figcaption>12<cite>3</cite></figcaption></figure>"
    raw = f"<details><summary>4🚲</summary>{caption}</details><table><caption>6</caption><tr><td>7</td></tr></table>"
    assert characters(read_blocks(raw, PHOTOS, RULES)[0]) == 7


def test_depth_counts_blocks_and_spans() -> None:
    assert depth(read_blocks("<ul><li><b><i>a</i></b></li></ul><hr>", {}, RULES)[0]) == 5


# --- hostile input ----------------------------------------------------------------------------------------------------

PIECES = [
    *(f"<{tag}>" for tag in [*TAGS.split(), *INLINE]),
    *(f"</{tag}>" for tag in [*TAGS.split(), *INLINE]),
    *["a", " ", "\n", "&amp;", "&", "<", ">", '"', "&#", "#a", "www.x.example", "\ud800", "\x00", "🚲", IMAGE],
    *['<a href="https://x.example">', '<td colspan="3" rowspan="2">', '<li value="-1" type="I">', "<ol reversed>"],
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_whatever_comes_in_is_read_or_refused(raw: str) -> None:
    for wrapped in (raw, f"<p>{raw}</p>", f"<ol><li>{raw}</li></ol>", f"<table><tr><td>{raw}</td></tr></table>"):
        assert outcome(wrapped)


@pytest.mark.parametrize(
    ("around", "unit", "count"),
    [
        ("<p>{}</p>", "&amp;", 40_000),
        ("<p>{}</p>", "<b>a</b>", 5_000),
        ("<p>{}</p>", "#a", 50_000),
        ("<p>{}</p>", "www.", 30_000),
        ("<p>{}a</p>", " \n", 50_000),
        ("<p{}", " ", 100_000),
        ("{}", "<hr>", 10_000),
        ("<table>{}</table>", "<tr><td>a</td></tr>", 3_000),
    ],
)
def test_a_long_message_takes_no_more_than_its_length(around: str, unit: str, count: int) -> None:
    grows_with_length(lambda text: outcome(around.format(text)), unit, count)
