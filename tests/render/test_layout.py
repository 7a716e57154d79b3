"""A channel's own template: it says where the parts of a post stand, and can do nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relay.delivery.message import Button, Rendered, Skip
from relay.emulator.telegram.classic_html import utf16_length
from relay.language import tell
from relay.model import Block, BlockKind
from relay.render.layout import MOST, MOST_TAGS, sheet_of, wrong_with
from relay.render.markup import clean, visible
from relay.render.parts import Parts
from relay.render.tags import Misprint
from relay.render.telegram import CAPTION_LIMIT, TEXT_LIMIT, render
from relay.render.template import LONGEST, fill
from relay.settings import Look, Style
from tests.render.test_posts import (
    LEAD,
    MORE,
    POST,
    UNCREDITED,
    URL,
    emphasis,
    many,
    paragraph,
    posted,
    posts,
    read,
    text,
)

REPOSITORY = Path(__file__).resolve().parents[2]
USUAL = """\
<b>{{ title }}</b>

{{ text }}

{{ hashtags }}

{{ source }}

<i>{{ corrected }}</i>

{% if link %}
<a href="{{ link }}">{{ more }}</a>
{% endif %}
"""
"""What relay does without a template, with a link in the text."""
WORDS = Look(link="text", source_line="Quelle: Landkreis Musterland", template=USUAL)
TAGGED = replace(POST, hashtags=("Verkehr", "landkreis musterland"), published=datetime(2026, 6, 3, 9, tzinfo=UTC))
CORRECTED = datetime(2026, 6, 4, 12, 5, tzinfo=UTC)


def look(template: str, **more: object) -> Look:
    return replace(Look(template=template), **more)  # type: ignore[arg-type]  # by the names of its fields


def wrong(template: str, **more: object) -> str:
    found = wrong_with(look(template, **more))
    return f"{found.line}: {found.text}" if found else ""


# --- as usual ---------------------------------------------------------------------------------------------------------


@many
@given(posts, st.sampled_from(Style), st.booleans(), st.sampled_from(["off", "last"]))
def test_the_usual_template_makes_what_relay_makes_without_one(
    post: object, style: Style, corrected: bool, line: str
) -> None:
    with_template = replace(WORDS, style=style, correction_line=line)
    at = CORRECTED if corrected else None

    assert render(post, with_template, corrected=at) == render(post, replace(with_template, template=""), corrected=at)  # type: ignore[arg-type]  # any post


def test_the_template_in_the_manual_is_the_usual_one_for_a_channel_with_buttons() -> None:
    manual = (REPOSITORY / "docs/betrieb.de.md").read_text("utf-8")
    shown = re.search(r'^template = """\n(.*?)"""$', manual, re.MULTILINE | re.DOTALL)

    assert shown
    assert not wrong(shown[1], correction_line="last")
    (own,) = posted(TAGGED, Look(source_line="Quelle: Landkreis Musterland"))
    assert posted(TAGGED, look(shown[1], source_line="Quelle: Landkreis Musterland")) == (own,)


def test_a_source_line_and_the_date_stand_below_the_hashtags() -> None:
    berlin = timezone(timedelta(hours=2))
    both = Look(source_line="Quelle: Landkreis Musterland", date=True, zone=berlin)

    assert text(TAGGED, both).endswith("#LandkreisMusterland\n\nQuelle: Landkreis Musterland, 3. Juni 2026")
    assert text(TAGGED, Look(date=True)).endswith("\n\n3. Juni 2026")
    assert text(replace(TAGGED, published=None), Look(date=True)).endswith("#LandkreisMusterland")


def test_a_source_line_is_one_line_of_bearable_length() -> None:
    said = text(POST, Look(source_line="Quelle:\n Landkreis " + "Musterland " * 50))

    assert said.endswith("Musterland …")
    assert utf16_length(said.rpartition("\n")[2]) <= 100


# --- other looks ------------------------------------------------------------------------------------------------------


def test_a_template_says_where_the_parts_stand() -> None:
    own = look(
        "{{ date }}: <b>{{ title }}</b>\n{{ text }}\n\n{{ source }} | {{ hashtags }}",
        source_line="Landkreis Musterland",
    )

    assert text(TAGGED, own) == (
        f"3. Juni 2026: Sperrung in Neukirch\n{LEAD} {MORE}\n\nLandkreis Musterland | #Verkehr #LandkreisMusterland"
    )


def test_what_a_post_lacks_leaves_no_gap() -> None:
    (message,) = posted(replace(POST, url=""), WORDS)

    assert read(message).text == f"Sperrung in Neukirch\n\n{LEAD} {MORE}\n\nQuelle: Landkreis Musterland"


def test_a_condition_asks_what_a_post_has() -> None:
    own = look(
        "{% if hashtags and title != 'x' %}{{ hashtags|lower }}: {% else %}Neu: {% endif %}{{ title }} {{ text }}"
    )

    assert text(TAGGED, own).startswith("#verkehr #landkreismusterland: Sperrung in Neukirch Die")
    assert text(POST, own).startswith("Neu: Sperrung in Neukirch Die")


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("<b>{{ title }}</b>{% if date %} ({{ date }}){% endif %}\n{{ text }}", "{title} (3. Juni 2026)\n{text}"),
        ("{{ title }}{# Überschrift #}\n{{ text }}", "{title}\n{text}"),
        ("{{ title }}\n{% if date %}\n{{ date }}\n{% endif %}\n{{ text }}", "{title}\n3. Juni 2026\n{text}"),
        ("{{ title }}\n  {% if corrected %}\n{{ date }}\n  {% endif %}  \n{{ text }}", "{title}\n{text}"),
        (
            "{{ title }}\n{% if date %}{# Tag #} {% if title %}\n!{% endif %}{% endif %}\n{{ text }}",
            "{title}\n!\n{text}",
        ),
        ("{# eins\nzwei #}\n{{ title }}\n{# drei #}\n{{ text }}", "{title}\n{text}"),
        ("{{ title }}\n{%- if date %} am {{ date }}\n{%- endif %}\n{{ text }}", "{title} am 3. Juni 2026\n{text}"),
        ("{{ title }}\n{% if date %}\n\n{{ text }}\n{% else %}\n{{ text }}{% endif %}", "{title}\n\n{text}"),
        ("{% raw %}{% x %}{% endraw %}\n{{ title }}\n{{ text }}", "{{% x %}}\n{title}\n{text}"),
    ],
)
def test_a_line_of_conditions_alone_leaves_nothing_and_every_other_one_keeps_its_end(template: str, shown: str) -> None:
    assert not wrong(template)
    assert text(TAGGED, look(template)) == shown.format(title="Sperrung in Neukirch", text=f"{LEAD} {MORE}")


@pytest.mark.parametrize("quote", ['"', "'"])
def test_the_title_may_be_the_link_and_stays_where_there_is_no_page(quote: str) -> None:
    own = look(f"<a href={quote}{{{{ link }}}}{quote}><b>{{{{ title|lower }}}}</b></a>\n{{{{ text }}}}", link="text")
    assert not wrong(own.template, link="text")

    (message,) = posted(POST, own)
    assert ("text_link", "sperrung in neukirch") in emphasis(message)
    assert text(replace(POST, url=""), own) == f"sperrung in neukirch\n{LEAD} {MORE}"
    assert text(replace(POST, url=""), look('{{ title }}\n{{ text }}\n<a href="{{ link }}">Zur Seite</a>')).endswith(
        MORE
    )


def test_the_words_of_a_template_may_have_emphasis_quotes_and_links() -> None:
    own = look(
        "<strong>{{ title }}</strong>\n{{ text }}\n<blockquote><i>Amtlich &amp; aktuell &lt;3</i></blockquote>\n"
        '<a href="https://www.landkreis-musterland.example/abo?a=1&amp;b=2">Alle Meldungen</a>'
    )
    (message,) = posted(POST, own)

    assert ("bold", "Sperrung in Neukirch") in emphasis(message)
    assert ("italic", "Amtlich & aktuell <3") in emphasis(message)
    assert ("blockquote", "Amtlich & aktuell <3") in emphasis(message)
    assert ("text_link", "Alle Meldungen") in emphasis(message)
    assert 'href="https://www.landkreis-musterland.example/abo?a=1&amp;b=2"' in message.html


def test_markup_in_a_value_is_text() -> None:
    hostile = replace(POST, title='<a href="falsch">"&amp;" {{ text }} \ufdd11;<b>')
    (message,) = posted(hostile, WORDS)

    assert read(message).text.startswith('<a href="falsch">"&amp;" {{ text }} 1;<b>\n\nDie Kreisstraße')
    assert [kind for kind, _ in emphasis(message)] == ["bold", "text_link"]


def test_in_full_style_the_template_is_around_the_whole_text() -> None:
    long = replace(TAGGED, blocks=tuple(paragraph(f"{'Wort ' * 100}Ende.") for _ in range(20)))
    first, *_, last = posted(long, replace(WORDS, style=Style.FULL))

    assert read(first).text.startswith("Sperrung in Neukirch\n\nWort")
    assert read(last).text.endswith(
        "#Verkehr #LandkreisMusterland\n\nQuelle: Landkreis Musterland\n\nWeiterlesen auf landkreis-musterland.example"
    )


def test_an_empty_title_makes_no_empty_message() -> None:
    """A heading goes with what stands below it, and here it is all that there is above."""
    heading = Block(BlockKind.BOX_HEADING, ("Ä" * 445 + ".", "Kreis " * 95 + "Ende."))
    bare = replace(POST, title="", blocks=(heading,), pictures=(UNCREDITED,))

    assert all(message.plain for message in posted(bare, replace(WORDS, style=Style.FULL)))


def test_the_teaser_is_cut_and_neither_title_nor_link() -> None:
    title = "Sperrung " * 30
    long = replace(POST, title=title, blocks=tuple(paragraph(f"{'Wort ' * 60}Ende {n}.") for n in range(20)))
    (message,) = posted(long, replace(WORDS, style=Style.TEASER, teaser_length=3500, template="Neu\n" + USUAL))

    assert utf16_length(read(message).text) <= TEXT_LIMIT
    assert title.strip() in read(message).text
    assert read(message).text.endswith("Weiterlesen auf landkreis-musterland.example")


def test_a_link_preview_is_of_the_release_s_page_only() -> None:
    long = replace(POST, blocks=tuple(paragraph(f"{'Wort ' * 100}Ende.") for _ in range(20)))

    assert [message.preview for message in posted(POST, Look())] == [""]
    assert [message.preview for message in posted(POST, Look(link_preview="on"))] == [URL]
    assert [m.preview for m in posted(long, Look(style=Style.FULL, link_preview="on"))][-2:] == ["", URL]
    assert [message.preview for message in posted(replace(POST, url="x"), Look(link_preview="on"))] == [""]


# --- what goes wrong with a rare post ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "template",
    [
        "{{ title }} {{ text }}{% if title == 'Sperrung in Neukirch' %}{{ title > 1 }}{% endif %}",
        "{{ title }}{% if title != 'Sperrung in Neukirch' %}{{ text }}{% endif %}",
        "{{ text }}{% if title != 'Sperrung in Neukirch' %}{{ title }}{% endif %}",
        "{{ title }} {{ text }}{% if title|length == 20 %}<b>{% endif %}",
    ],
)
def test_a_post_that_a_template_cannot_take_looks_as_usual(template: str) -> None:
    assert not wrong(template)

    assert posted(POST, look(template)) == posted(POST, Look())
    _, why = sheet_of(Parts(title="Sperrung in Neukirch"), look(template))
    assert why


def test_an_endless_address_in_the_words_looks_as_usual() -> None:
    endless = replace(POST, url=URL + "x" * 5000)

    assert posted(endless, look("{{ title }} {{ text }} {{ link }}")) == posted(endless, Look())


TEMPLATES = [
    USUAL,
    "{{ title }} {{ text }}",
    "{{ text }}{{ title }}",
    "<b>{{ corrected }}</b> {{ title }}: {{ text }} ({{ host }}, {{ date }})\n<blockquote>{{ hashtags }}</blockquote>",
    '<a href="{{ link }}">{{ title }}</a>\n\n\n\n<i> {{ text|default("") if false else more }}</i>{{ text }} &lt;',
    "{{ title }}{{ title }}\n{{ text }}\n{{ link }}{{ hashtags }}",
]


@many
@given(
    posts,
    st.sampled_from(TEMPLATES),
    st.sampled_from(Style),
    st.builds(Look, link=st.sampled_from(["button", "text"]), media=st.sampled_from(["on", "off"])),
    st.integers(1, 3000),
)
def test_any_post_in_any_template_is_taken_by_telegram(
    post: object, template: str, style: Style, some: Look, length: int
) -> None:
    own = replace(some, style=style, template=template, teaser_length=length, source_line="Quelle: <x>")
    rendered = render(post, own, corrected=CORRECTED)  # type: ignore[arg-type]  # any post

    if isinstance(rendered, Skip):
        return
    assert isinstance(rendered, Rendered)
    for message in rendered.messages:
        limit = CAPTION_LIMIT if message.picture else TEXT_LIMIT
        assert visible(read(message).text)
        assert utf16_length(read(message).text) <= limit
        assert utf16_length(message.plain) <= limit
        # Telegram finds hashtags and addresses by itself, and as many as it likes.
        assert len([one for one in read(message).entities if one.type not in {"hashtag", "url", "email"}]) <= 100
        assert isinstance(message.button, Button | None)


# --- misprints --------------------------------------------------------------------------------------------------------

MISPRINTS = [
    ("\n{{ titel }} {{ text }}", '2: there is no variable titel; did you mean "title"?'),
    ("{{ qqqq }} {{ text }}", "1: there is no variable qqqq"),
    (
        "{{ qqqq }} {{ text }}",
        "1: there is no variable qqqq; possible: title, hashtags, link, host, more, source, date",
    ),
    ("{{ title|safe }} {{ text }}", "1: there is no filter safe; possible: default, length, lower, trim"),
    ("{{ title|default(foo=1) }} {{ text }}", '1: the filter default is written default("...")'),
    ("{{ title|default(1, 2, 3) }} {{ text }}", '1: the filter default is written default("...")'),
    ("{{ title|lower(3) }} {{ text }}", "1: the filter lower is written lower"),
    (
        "{{ title }}{{ text }}\n{% autoescape false %}{{ hashtags }}{% endautoescape %}",
        "2: this is not possible in a template: {% autoescape %}",
    ),
    ("<b>{{ title }}\n{{ text }}", "1: the tag <b> is not closed: </b> is missing"),
    (
        '{{ text }}<a href="https://t.example/{{ title }}">x</a>',
        "1: an address is written out, or is the variable link",
    ),
    ('{{ text }}<a href="https://t.example/{{ link }}">x</a>', "1: an address is written out, or is the variable link"),
    ('{{ text }}<a href="{{ link }}{{ title }}">x</a>', "1: an address is written out, or is the variable link"),
    ('{{ text }}<a href="{{ link|lower }}">x</a>', "1: an address is written out, or is the variable link"),
    ('{{ text }}<a href="{{ link|default(title) }}">x</a>', "1: an address is written out, or is the variable link"),
    ('{{ text }}<a href="{% if link %}{{ title }}{% endif %}">x</a>', "1: there is no > to this <"),
    ("{{ title|lowr }} {{ text }}", '1: there is no filter lowr; did you mean "lower"?'),
    ("{% if title %}{{ title }}{{ text }}", "1: the template cannot be read: "),
    ("{{ title }}\n{{ text", "2: the template cannot be read: "),
    ("{{ title }}\n\n{% gibtsnicht %}", "3: the template cannot be read: "),
    ("{{ title }}{{ text|lower }}", "1: the variable text can only be written by itself"),
    ("{{ title }}{% if text %}{{ text }}{% endif %}", "1: the variable text can only be written by itself"),
    ("\n{{ title > 5 }}{{ text }}", "2: each variable is text: compare it with"),
    ("{{ title }}", "1: the text of the release must stand in it once"),
    ("{{ title }}{{ text }}{{ text }}", "1: the text of the release must stand in it once"),
    ("{{ title }}{% if link %}{{ text }}{% endif %}", "1: the text of the release must stand in it once"),
    ("{{ text }}", "1: of a release without a text nothing is left"),
    ("{{ title }}\n<u>{{ text }}</u>", "2: <u> is not possible here; possible: <b>"),
    ("{{ title }}\n<br>{{ text }}", "2: <br> is not possible here"),
    ("{{ title }}{{ text }}\n<a>x</a>", "2: <a> is not possible here"),
    ('{{ title }}{{ text }}\n<b href="x">x</b>', '2: <b href="x"> is not possible here'),
    ('{{ title }}{{ text }}<a href="mailto:presse@x.example">x</a>', '1: <a href="mailto:presse@x.example"> leads to'),
    ("{{ title }}{{ text }}<a href={{ link }}>x</a>", "1: <a href={{ link }}> is not possible here; possible: <b>"),
    ('{{ title }}{{ text }}<a\nhref="{{ host|lower }}">x</a>', "1: an address is written out, or is the variable link"),
    ("{{ title }}{{ text }}</{{ title }}>", "1: </{{ title }}> is not possible here"),
    ("{{ title }}{{ text }}<{{ 'x' }}{{ 5 ~ 6 }}>", "1: <{{ ... }}{{ ... }}> is not possible here"),
    ("{{ title }}{{ text }}</u x>", "1: </u x> is not possible here"),
    ("{{ title }}{{ text }}<a" + "b" * 99 + ">", f"1: <a{'b' * 79}...> is not possible here"),
    ("{{ title }}{{ text }}{{ title.upper() }}", "1: this is not possible in a template: (...)"),
    ("{{ title }}{{ text }}{% for x in title %}{% endfor %}", "1: this is not possible in a template: {% for %}"),
    ("{{ title }}{{ text }}\n<b>x", "2: the tag <b> is not closed"),
    ("{{ title }}{{ text }}{% if title %}\n<b>{% endif %}", "2: the tag <b> is not closed"),
    ("{{ title }}{{ text }}\n</b>", "2: the tag </b> closes nothing that is open"),
    ("<b><i>{{ title }}</b></i>{{ text }}", "1: the tag </b> closes nothing that is open"),
    ("<b><strong>{{ title }}</strong></b>{{ text }}", "1: the tag <strong> stands within another one"),
    ("{{ title }}\n<blockquote>{{ text }}</blockquote>", "2: the variable text must not stand within <blockquote>"),
    ("{{ title }}{{ text }}\n5 < 6", "2: there is no > to this <; for the sign itself write &lt;"),
    ("{{ title }}{{ text }}" + "<b>x</b>" * (MOST_TAGS + 1), f"1: it has more than {MOST_TAGS} tags"),
    ("{{ title }}{{ title }}{{ title }}{{ title }}{{ text }}", f"1: it may grow to more than {MOST} characters"),
    ("{{ title }}{{ text }}" + "x" * LONGEST, f"1: the template is longer than {LONGEST} characters"),
]


@pytest.mark.parametrize(("template", "told"), MISPRINTS, ids=[told for _, told in MISPRINTS])
def test_a_misprint_is_told_with_its_line(template: str, told: str) -> None:
    assert wrong(template).startswith(told)


@pytest.mark.parametrize(("template", "told"), MISPRINTS, ids=[told for _, told in MISPRINTS])
def test_a_misprint_speaks_of_the_template_and_not_of_the_posts_it_is_tried_on(template: str, told: str) -> None:
    assert not re.search("Titel|www|30. September|WWW", wrong(template)), told


UNREADABLE = [
    ("{{ title }\n{{ text }}", 1, "} does not fit here: write {{ title }} or {% if title %}"),
    ("{{ title }}\n{% if title }{{ text }}{% endif %}", 2, "} does not fit here: write {{ title }} or {% if title %}"),
    ("{{ title }}\n{{ text", 2, "}} is missing"),
    ("{{ title }}\n{# x\n{{ text }}", 2, "{# is not closed: #} is missing"),
    ("{{ title }}\n{% raw %}\n{{ text }}", 2, "{% raw %} is not closed: {% endraw %} is missing"),
    (
        "{% if date %}x{% endif %}\n{% if title %}\n{{ title }}\n{{ text }}",
        2,
        "{% if %} is not closed: {% endif %} is missing",
    ),
    ("{% if title %}\n{% if date %}\n\n{% endif %}\n{{ text }}", 1, "{% if %} is not closed: {% endif %} is missing"),
    ("{{ title }}\n{% endif %}{{ text }}", 2, "{% endif %} belongs to nothing that is open"),
    ("{{ title }}{% else %}{{ text }}", 1, "{% else %} belongs to nothing that is open"),
    ("{% fi title %}", 1, "there is no {% fi %}; possible: if, elif, else, endif"),
    ("{% %}", 1, "behind {% a name is missing"),
    ("{{ }}", 1, "before }} the name of a variable is missing"),
    ("{% if %}{% endif %}", 1, "before %} the name of a variable is missing"),
    ("{{ title text }}", 1, "here stands text, where }} was expected"),
    ('{{ title|default("x" }}', 1, "here stands }, where ) was expected"),
    ("{{ title| }}", 1, "before }} a name is missing"),
    ('{% if title = "x" %}{% endif %}', 1, "= does not compare: write =="),
    ('{{ title == "x }}', 1, 'a text begins with " and does not end'),
    ("{{ title! }}", 1, "! is not possible here"),
]


@pytest.mark.parametrize(("template", "line", "told"), UNREADABLE)
def test_what_jinja_cannot_read_is_told_in_german_and_with_the_line_where_it_begins(
    template: str, line: int, told: str
) -> None:
    found = wrong_with(look(template))

    assert found
    assert wrong(template) == f"{line}: the template cannot be read: {told}"
    assert told not in tell(found.text, "de")


@given(
    st.lists(st.sampled_from(["{{", "}}", "{%", "%}", "{#", "#}", " title", " if", " endif", "'", "=", "(", "\n", "|"]))
)
def test_whatever_jinja_says_is_told_with_a_line_of_the_template(parts: list[str]) -> None:
    template = "".join(parts)
    found = wrong_with(look(template))

    assert found
    assert 1 <= found.line <= 1 + template.count("\n")


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(10**9) %}x{% endfor %}",
        "{{ 'x' * 10**9 }}",
        "{{ 10 ** 10 ** 10 }}",
        "{{ title.__class__.__mro__ }}",
        "{{ title['__class__'] }}",
        "{{ title.upper() }}",
        "{{ cycler }}",
        "{% set x = title ~ title %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% macro a() %}{{ a() }}{% endmacro %}",
        "{% autoescape false %}{{ title }}{% endautoescape %}",
        "{{ title|replace('a', 'b' ) }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ [1, 2]|length }}",
        "{{ title is defined }}",
    ],
)
def test_what_could_run_for_long_or_reach_further_is_refused(template: str) -> None:
    assert wrong("{{ title }}{{ text }}" + template)


@pytest.mark.parametrize(
    "template",
    ["{{ " + "(" * 1900 + "1" + ")" * 1900 + " }}", "{% if title %}" * 110 + "x" + "{% endif %}" * 110],
    ids=["brackets", "conditions"],
)
def test_what_is_nested_without_end_is_refused(template: str) -> None:
    assert wrong("{{ title }}{{ text }}" + template) == "1: the template is nested too deeply"


def test_what_the_channel_is_to_say_has_to_stand_in_its_template() -> None:
    assert "needs the variable link" in wrong("{{ title }}{{ text }}", link="text")
    assert "needs the variable corrected" in wrong("{{ title }}{{ text }}", correction_line="last")
    assert "date needs the variable date" in wrong("{{ title }}{{ text }}", date=True)
    assert "source_line needs the variable source" in wrong("{{ title }}{{ text }}", source_line="Quelle: Landkreis")
    assert not wrong(USUAL + "{{ date }}", link="text", correction_line="first", date=True, source_line="Landkreis")


def test_the_filter_default_stands_in_for_what_is_empty() -> None:
    own = look("{{ title }}\n{{ text }}\n{{ hashtags|default('ohne <#>') }}{{ date|default('kein Tag', true) }}")
    assert not wrong(own.template)

    assert text(POST, own).endswith("\nohne <#>kein Tag")
    assert text(TAGGED, own).endswith("\n#Verkehr #LandkreisMusterland3. Juni 2026")
    assert text(POST, look("{{ title }}\n{{ text }}{{ date|default('x', false) }}")).endswith(MORE)


def test_a_template_may_name_an_address_for_releases_without_a_page() -> None:
    own = look(
        '{{ title }}\n{{ text }}\n<a href="{{ link|default("https://www.landkreis-musterland.example/") }}">Mehr</a>'
    )
    assert not wrong(own.template)

    (message,) = posted(replace(POST, url=""), own)
    assert 'href="https://www.landkreis-musterland.example/">Mehr' in message.html
    (message,) = posted(POST, own)
    assert f'href="{URL}">Mehr' in message.html


@given(st.text(st.sampled_from('ab<>/&;"{}%# \n\ufdd0\ufdd1|i'), max_size=40), st.text(max_size=20))
def test_any_template_is_a_sheet_or_a_misprint(template: str, title: str) -> None:
    found = wrong_with(look(template))
    if found is None:
        sheet, _ = sheet_of(Parts(title=title), look(template))
        assert clean(title) in str(sheet) or not visible(title) or title != clean(title)


def test_the_lines_of_blocks_and_comments_are_counted() -> None:
    assert wrong("{# eins\nzwei #}\n{% if title %}\n{{ title }}\n{% endif %}\n{{ text }}\n<u>").startswith("7: <u>")


def test_only_known_variables_are_filled_in() -> None:
    with pytest.raises(Misprint):
        fill("{{ title }}", {"date": ""})
