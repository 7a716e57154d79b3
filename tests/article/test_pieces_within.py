"""The pieces of a part of a page are the same, taken out of those of the page or read anew."""

from __future__ import annotations

import pytest

from relay.article.dom import tree
from relay.article.page.pieces import pieces, within

PAGE = """
<body><p>Oben.</p>Lose.
<div>Davor <span>und <b>fett</b></span><p>Ein Absatz.<br><br>Noch einer.</p>danach
<section><h2>Titel</h2></section></div>
<blockquote><div>Gesagt.</div></blockquote>
<ul><li>Eins <p>und zwei</p></li><li>Drei</li></ul>
<b><div>Alles fett.</div></b>
<div class="infobox"><div><h3>Kasten</h3><p>Darin.</p></div></div>
<div class="player"><p>Anhören</p></div>
<figure><div>Zum Bild.</div></figure>
<table><tr><th>Ort</th><th>Zahl</th></tr><tr><td>Ahrenfels</td><td><p>3</p></td></tr></table>
<table><tr><td><p>Eine Spalte, in der ein ganzer Satz für alle steht.</p></td></tr></table>
</body>
"""
ROOT = tree(PAGE)
TAGS = list(ROOT.iter())


@pytest.mark.parametrize("number", range(len(TAGS)), ids=lambda number: f"{number}-{TAGS[number].tag}")
def test_whichever_tag_is_asked_for_its_pieces_are_those_that_reading_it_alone_gives(number: int) -> None:
    assert within(TAGS[number], list(pieces(ROOT))) == list(pieces(TAGS[number]))


def test_what_was_read_is_not_read_again() -> None:
    found = list(pieces(ROOT))
    part = next(ROOT.iter("section"))

    assert any(piece is within(part, found)[0] for piece in found)
