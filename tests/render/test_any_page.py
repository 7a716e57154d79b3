"""Whatever a page says: Telegram takes what we make of it, its lengths hold, and nothing in it is invented."""

from __future__ import annotations

import re
from html import escape

from bs4 import BeautifulSoup
from hypothesis import assume, given
from hypothesis import strategies as st

from relay.article.clean import clean_text
from relay.article.extract import article_from_page
from relay.delivery.message import Rendered
from relay.emulator.telegram.classic_html import utf16_length
from relay.errors import ParseError
from relay.model import Entry, Post
from relay.render.accessibility import lint
from relay.render.markup import clean, visible
from relay.render.post import compose
from relay.render.telegram import CAPTION_LIMIT, TEXT_LIMIT, render
from relay.settings import Look, Style
from tests.render.test_posts import HOST, URL, many, posts, read

TITLE = "Sperrung der Kreisstraße"
TEMPLATES = ["", "Neu: <b>{{ title }}</b>\n\n{{ text }}\n\n{{ hashtags }} {{ source }}"]
words = st.one_of(
    st.sampled_from(
        [
            "Die Brücke ist ab Montag, 23. März, gesperrt.",
            "Der Landkreis baut z. B. am 2. Abschnitt.",
            "&lt;b&gt; & < >",
        ]
    ),
    st.text("abcÄöü &<>\"'.;!?\u00ad\u200b\u00a0🎉1", max_size=60).map(escape),
)
tags = st.sampled_from(
    ["p", "p", "p", "h2", "li", "blockquote", "td", "div", "figcaption", "b", "script", "unsinn", "br"]
)
junk = st.sampled_from(["", ' class="x"', ' style="', " onclick='alert(1)'", ' href="javascript:x"', " <"])
parts = st.one_of(
    st.builds(lambda tag, more, text: f"<{tag}{more}>{text}</{tag}>", tags, junk, words),
    st.builds(lambda tag, text: f"<{tag}>{text}", tags, words),
    st.just(f'<img src="https://{HOST}/bruecke.jpg" alt="Die Brücke" width="800" height="600">'),
    st.text(max_size=20),
)
pages = st.lists(parts, max_size=12).map(
    lambda found: f"<!doctype html><html><body><main><h1>{TITLE}</h1>{''.join(found)}</main></body></html>"
)
looks = st.builds(
    Look,
    style=st.sampled_from(Style),
    teaser_length=st.integers(40, 600),
    link=st.just("button"),
    media=st.sampled_from(["on", "off"]),
    template=st.sampled_from(TEMPLATES),
    source_line=st.sampled_from(["", "Quelle: Landkreis Musterland"]),
)


@many
@given(pages, looks)
def test_of_any_page_nothing_is_invented_and_telegram_takes_it(page: str, look: Look) -> None:
    try:
        article = article_from_page(page.encode("utf-8", "replace"), url=URL, title=TITLE)
    except ParseError:
        assume(False)
        return
    post = compose(article, entry=Entry("", URL, TITLE), hashtags=("Verkehr",))
    rendered = render(post, look)

    assert isinstance(rendered, Rendered)
    shown = ""
    for message in rendered.messages:
        said = read(message).text if message.html else ""
        assert utf16_length(said) <= (CAPTION_LIMIT if message.picture else TEXT_LIMIT)
        shown += said + "\n"
    own = "Neu" if look.template else ""
    below = f"{look.source_line} Verkehr {look.source_line}"
    said = " ".join(clean(block.text) for block in post.blocks)
    pictured = " ".join(f"{picture.alt} {picture.credit}" for picture in post.pictures)
    assert _is_part(shown, f"{own} {TITLE} {said} {pictured} {below}")
    page_says = clean(clean_text(_text(page)))
    assert all(_is_part(block.text, page_says) for block in post.blocks)


def _text(page: str) -> str:
    """All that stands on the page, also what its reader does not see: to be within it is what counts."""
    soup = BeautifulSoup(page.encode("utf-8", "replace"), "lxml", from_encoding="utf-8")
    return soup.get_text(" ") + " " + " ".join(str(img.get("alt")) for img in soup.find_all("img"))


def _is_part(shown: str, everything: str) -> bool:
    """Whether letters and digits stand there in this order."""
    rest = iter(re.sub(r"\W", "", everything))
    return all(char in rest for char in re.sub(r"\W", "", shown))


@many
@given(posts, st.sampled_from(Style), st.sampled_from(["button", "text"]))
def test_any_post_can_be_looked_at_for_what_is_hard_to_read(post: Post, style: Style, link: str) -> None:
    look = Look(style=style, link=link)
    for problem in lint(post, look, render(post, look)):
        assert visible(str(problem))
