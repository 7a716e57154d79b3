"""Links of a release's text are text links where all of the text is shown, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from relay.model import Article, Block, BlockKind, Entry
from relay.render.links import MOST_LINKS
from relay.render.post import compose
from relay.settings import Look
from relay.store.codec import POST as CODEC
from tests.render.test_posts import FULL, POST, URL, emphasis, many, posted, read, text

PLAN = "https://a.example/plan?a=1&b=2"
SENTENCES = ("Der Plan der Umleitung hilft.", "Die Karte auch.")


def block(*links: tuple[int, int, str], sentences: tuple[str, ...] = SENTENCES, kind: str = "p") -> Block:
    return Block(BlockKind(kind), sentences, links=links)


def links(*blocks: Block, look: Look = FULL) -> list[str]:
    messages = posted(replace(POST, blocks=blocks), look)
    return [words for message in messages for kind, words in emphasis(message) if kind == "text_link"]


def test_a_link_of_the_text_is_a_text_link_in_full_style() -> None:
    (message,) = posted(replace(POST, blocks=(block((4, 22, PLAN)),)), FULL)

    assert read(message).text == f"Sperrung in Neukirch\n\n{' '.join(SENTENCES)}"
    assert '<a href="https://a.example/plan?a=1&amp;b=2">Plan der Umleitung</a>' in message.html


def test_a_teaser_has_no_links_but_its_own() -> None:
    assert links(block((4, 22, PLAN)), look=Look()) == []


def test_in_headings_lists_and_quotes_there_are_links_too() -> None:
    assert (
        links(*(block((4, 22, PLAN), kind=kind) for kind in ("h", "li", "quote", "box"))) == ["Plan der Umleitung"] * 4
    )


def test_a_link_in_a_text_that_is_parted_stays_in_its_part() -> None:
    long = tuple(f"{'Wort ' * 100}Ende {n}." for n in range(8))
    start = " ".join(long).index("Ende 6")

    assert links(block((start, start + 6, PLAN), sentences=long)) == ["Ende 6"]


def test_what_is_no_address_for_telegram_is_no_link() -> None:
    assert links(block((0, 3, "https://x/"), (4, 8, "javascript:x"), (10, 10, PLAN), (13, 22, PLAN))) == ["Umleitung"]


def test_too_many_links_in_a_paragraph_are_left_out() -> None:
    many_words = ("ab " * 50 + "Ende.",)
    found = links(block(*((3 * n, 3 * n + 2, PLAN) for n in range(30)), sentences=many_words))

    assert found == ["ab"] * MOST_LINKS


@many
@given(st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60), st.sampled_from([PLAN, "x", ""])), max_size=8))
def test_wherever_links_are_said_to_be_the_text_is_the_same(found: list[tuple[int, int, str]]) -> None:
    assert text(replace(POST, blocks=(block(*found),)), FULL) == f"Sperrung in Neukirch\n\n{' '.join(SENTENCES)}"


def test_a_message_full_of_links_has_no_more_than_telegram_keeps() -> None:
    full = [block(*((3 * n, 3 * n + 2, PLAN) for n in range(10)), sentences=("ab " * 10 + "Ende.",)) for _ in range(40)]
    messages = posted(replace(POST, blocks=tuple(full)), replace(FULL, link="text"))

    assert len(messages) > 1
    assert all(len(read(message).entities) <= 100 for message in messages)
    assert emphasis(messages[-1])[-1][1] == "Weiterlesen auf landkreis-musterland.example"


def test_links_are_kept_in_the_store_without_what_tells_who_followed_them() -> None:
    article = Article("", URL, (block((4, 22, "https://a.example/plan?utm_source=rss&id=3")),))
    post = compose(article, entry=Entry("1", URL, "Sperrung"), hashtags=())

    assert post.blocks[0].links == ((4, 22, "https://a.example/plan?id=3"),)
    assert CODEC.load(CODEC.dump(post)) == post


def test_another_link_is_no_correction() -> None:
    some, other = (
        compose(Article("", URL, (one,)), entry=Entry("1", URL, "T"), hashtags=())
        for one in (block(), block((4, 22, PLAN)))
    )
    assert some.essence == other.essence
