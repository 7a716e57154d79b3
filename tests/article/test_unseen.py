"""What nobody sees on a page, or only hears, is not published."""

from __future__ import annotations

import pytest

from tests.article.test_extract import LEAD, MORE, WHY, read, texts

UNSEEN = "Dieser Absatz ist für niemanden zu sehen und steht nur so da."


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0",
        "font-size: 0px; line-height: 0",
        "font: 0/0 a",
        "color: transparent",
        "opacity:0",
        "opacity: 0.0 !important",
        "position:absolute; left:-9999px",
        "position: absolute; top: -10000px; left: auto",
        "text-indent:-9999px",
        "position:absolute;clip:rect(0,0,0,0)",
        "clip: rect(1px, 1px, 1px, 1px); position: absolute",
        "position:absolute;clip-path: inset(50%)",
        "height:0;overflow:hidden",
        "width:1px;height:1px;overflow:hidden;position:absolute",
        "max-height: 0; overflow: hidden",
        "transform:scale(0)",
        "visibility: hidden",
    ],
)
@pytest.mark.parametrize(
    "hidden", ["<p style='{0}'>{1}</p>", "<div style='{0}'><p>{1}</p></div>", "<p><span style='{0}'>{1}</span></p>"]
)
def test_what_a_style_hides_is_not_published(hidden: str, style: str) -> None:
    assert texts(read(f"<p>{LEAD}</p>{hidden.format(style, UNSEEN)}<p>{WHY}</p><p>{MORE}</p>")) == [LEAD, WHY, MORE]


@pytest.mark.parametrize(
    "name",
    ["visually-hidden", "sr-only", "screen-reader-text", "u-hidden-visually", "visuallyhidden", "element-invisible"],
)
@pytest.mark.parametrize("tag", ["h2", "span", "p"])
def test_a_heading_for_screen_readers_alone_is_not_published(tag: str, name: str) -> None:
    body = f"<p>{LEAD}</p><{tag} class='{name}'>Hauptinhalt der Meldung</{tag}><p>{WHY}</p><p>{MORE}</p>"
    assert texts(read(body)) == [LEAD, WHY, MORE]


@pytest.mark.parametrize(
    "style",
    [
        "font-size:0.9em",
        "font-size: 08pt",
        "opacity:0.9",
        "opacity:0; transition: opacity 1s",
        "opacity:0;transform:translateY(20px)",
        "left:-5px;position:relative",
        "max-height:400px;overflow:hidden",
        "height:100%;overflow:hidden",
        "text-indent:-1em",
    ],
)
def test_what_a_style_only_shapes_or_moves_into_sight_is_published(style: str) -> None:
    assert texts(read(f"<p>{LEAD}</p><p style='{style}'>{WHY}</p><p>{MORE}</p>")) == [LEAD, WHY, MORE]


def test_a_box_without_size_of_print_whose_parts_have_one_is_seen() -> None:
    body = f"<p>{LEAD}</p><div style='font-size:0'><p style='font-size:16px'>{WHY}</p></div><p>{MORE}</p>"
    assert texts(read(body)) == [LEAD, WHY, MORE]
