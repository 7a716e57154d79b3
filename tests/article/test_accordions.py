"""Questions and answers that a click of the reader unfolds are text of the release; what else a button opens is not."""

from __future__ import annotations

import time

import pytest

from relay.model import BlockKind
from tests.article.test_extract import BODY, LEAD, MORE, WHY, read, texts

TEXT = [LEAD, WHY, MORE]
ASKED = "Wie komme ich jetzt nach Hohenbach?"
ANSWER = "Die Busse der Linie 41 fahren über Lindengrund und halten an der Schule."
SHAPES = [
    (
        "<div class=accordion><div class=accordion-item><h3 class=accordion-header>"
        "<button class='accordion-button collapsed'"
        " data-bs-toggle=collapse data-bs-target='#a1'"
        " aria-expanded=false aria-controls=a1>{0}</button></h3>"
        "<div id=a1 class='accordion-collapse collapse'><div class=accordion-body>{1}</div></div></div></div>"
    ),
    "<h3><button aria-expanded=false aria-controls=sect7>{0}</button></h3><div id=sect7 hidden><p>{1}</p></div>",
    (
        "<h4><button type=button aria-expanded=false><span>{0}</span><svg></svg></button></h4>"
        "<div style='display:none'><p>{1}</p></div>"
    ),
    "<div class=faq><button aria-expanded=false>{0}</button><div hidden><p>{1}</p></div></div>",
    (
        "<div class=faq><div role=heading><button aria-controls='x1 x2'>{0}</button></div></div>"
        "<div id=x1 style='display: none'><p>{1}</p></div>"
    ),
    "<dl><dt><button aria-expanded=false aria-controls=d1>{0}</button></dt><dd id=d1 hidden>{1}</dd></dl>",
    "<h3><a href='#d3' data-toggle=collapse>{0}</a></h3><div id=d3 style='display:none'>{1}</div>",
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_question_in_a_button_stands_above_its_answer(shape: str) -> None:
    assert texts(read(BODY + shape.format(ASKED, ANSWER))) == [*TEXT, ASKED, ANSWER]
    assert texts(read(f"<p>{LEAD}</p>{shape.format(ASKED, ANSWER)}<p>{MORE}</p>")) == [LEAD, ASKED, ANSWER, MORE]


def test_a_question_in_a_button_of_its_own_is_a_heading() -> None:
    kinds = [b.kind for b in read(BODY + SHAPES[3].format(ASKED, ANSWER)).blocks]
    assert kinds[3:] == [BlockKind.HEADING, BlockKind.PARAGRAPH]


@pytest.mark.parametrize(
    "other",
    [
        (
            "<button aria-expanded=false aria-controls=m1>Menü öffnen</button>"
            "<div id=m1 hidden><ul><li><a href=/>Start</a>"
            "</li><li><a href=/p>Presse</a></li></ul></div>"
        ),
        (
            "<button data-bs-toggle=modal data-bs-target='#share'>Seite weiterempfehlen</button>"
            "<div id=share hidden><p>Facebook</p><p>WhatsApp</p></div>"
        ),
        "<button aria-expanded=false>Mehr anzeigen</button>",
        "<button aria-controls=nowhere>Karte verschieben</button>",
        "<button>Jetzt vorlesen lassen</button>",
        (
            "<nav><h3><button aria-expanded=false aria-controls=n1>Landkreis und Politik</button></h3>"
            f"<div id=n1 hidden><p>{ANSWER}</p></div></nav>"
        ),
        (
            f"<div class=cookie-banner><button aria-controls=c1>Einzelheiten</button><div id=c1 hidden>"
            f"<p>{ANSWER}</p></div>"
            "</div>"
        ),
    ],
)
def test_what_another_button_says_or_opens_is_not_published(other: str) -> None:
    assert texts(read(BODY + other)) == TEXT
    assert texts(read(f"<p>{LEAD}</p>{other}<p>{WHY}</p><p>{MORE}</p>")) == TEXT


def test_thousands_of_buttons_are_looked_at_in_linear_time() -> None:
    began = time.perf_counter()
    read(BODY + "".join(f"<button aria-controls=p{n}>F</button><p id=p{n} hidden>{ANSWER}</p>" for n in range(4000)))
    read(BODY + "".join(f"<button aria-controls=p>F{n}</button>" for n in range(9000)) + f"<p id=p>{ANSWER * 2000}</p>")
    assert time.perf_counter() - began < 5
