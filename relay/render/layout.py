"""How the parts of a message are put around its text: as relay has it, or as a channel's template does. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from itertools import product

from relay.errors import Text
from relay.render.markup import Bold, Italic, Link, Markup, length, lines, to_plain, visible
from relay.render.parts import HOST_LIMIT, MORE, TAGS_LIMIT, TITLE_LIMIT, Parts
from relay.render.tags import Misprint, pieces
from relay.render.template import fill, names_in
from relay.settings import Look

MOST = 900
"""UTF-16 units of all but the text; a caption has 1024, and the text is to have room."""
MOST_TAGS = 8
"""Of a template: with 90 paragraphs, of which each may be one, fewer than the 100 that Telegram heeds."""
_NAMES = tuple(field.name for field in fields(Parts))
_PARAGRAPH = "\n\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands above and below the text, and what parts them from it."""

    head: Markup
    tail: tuple[Markup, ...]
    before: str = _PARAGRAPH
    after: str = _PARAGRAPH

    def around(self, text: Markup) -> Markup:
        """The message with this text."""
        if not visible(to_plain(text)):
            return lines((self.head, *self.tail), between=max(self.before, self.after, key=len))
        below = lines(self.tail)
        above = (self.head, self.before) if visible(to_plain(self.head)) else ()
        return (*above, text, *((self.after, below) if below else ()))


def sheet_of(parts: Parts, look: Look) -> tuple[Sheet, Text | None]:
    """The sheet of a channel's look; relay's own where its template fails for these parts, and then why.

    `wrong_with` finds that out when the configuration is read, so it takes a rare post to get here.
    """
    if not look.template:
        return _own(parts, look), None
    try:
        return _laid_out(parts, look.template), None
    except Misprint as error:
        return _own(parts, look), error.text


def wrong_with(look: Look) -> Misprint | None:
    """What is wrong with the look's template: it is tried on posts that have or lack each of their parts."""
    try:
        used = names_in(look.template, _NAMES)
        if look.link == "text" and "link" not in used:
            return Misprint('link = "text" needs the variable link in the template')
        if look.correction_line != "off" and "corrected" not in used:
            return Misprint("correction_line needs the variable corrected in the template")
        if look.date and "date" not in used:
            return Misprint("date needs the variable date in the template")
        if look.source_line and "source" not in used:
            return Misprint("source_line needs the variable source in the template")
        for parts in _samples(look):
            _laid_out(parts, look.template)
    except Misprint as error:
        return error
    return None


def _samples(look: Look) -> Iterator[Parts]:
    """Every part at its longest, then each choice of those that a post may lack."""
    host = ("w" * HOST_LIMIT)[:-8] + ".example"
    longest = Parts(
        title="Titel " * (TITLE_LIMIT // 6),
        hashtags=("#" + "W" * TAGS_LIMIT)[:TAGS_LIMIT],
        link=f"https://{host}/",
        host=host,
        more=MORE[look.language].format(host=host),
        source=look.source_line,
        date="30. September 2026",
        corrected="" if look.correction_line == "off" else "Korrigiert am 30. September 2026, 14:05 Uhr",
    )
    lacking = ({"title": ""}, {"hashtags": ""}, {"link": "", "host": "", "more": ""}, {"date": ""}, {"corrected": ""})
    for choice in product((False, True), repeat=len(lacking)):
        left_out = {name: "" for absent, names in zip(choice, lacking, strict=True) if absent for name in names}
        yield replace(longest, **left_out)


def _laid_out(parts: Parts, template: str) -> Sheet:
    """Raises `Misprint`, also for what would be no message, or too much of one."""
    found = pieces(fill(template, asdict(parts)), kept=parts.title.strip())
    if len(found) != 2:
        raise Misprint("the text of the release must stand in it once: write the variable text")
    head, tail = found
    sheet = Sheet(lines((head.content,)), (lines((tail.content,)),), before=head.after, after=tail.before)
    if length(sheet.around("")) > MOST:
        raise Misprint("it may grow to more than {count} characters beside the text", count=MOST)
    if head.tags + tail.tags > MOST_TAGS:
        raise Misprint("it has more than {count} tags", count=MOST_TAGS)
    if parts.title and not visible(to_plain(sheet.around(""))):
        raise Misprint("of a release without a text nothing is left: write the variable title")
    return sheet


def _own(parts: Parts, look: Look) -> Sheet:
    note = Italic(parts.corrected)
    head = lines((note if look.correction_line == "first" else "", Bold(parts.title)))
    about = ", ".join(filter(None, (parts.source, parts.date if look.date else "")))
    link = Link(parts.more, parts.link) if look.link == "text" and parts.link else ""
    tail = (parts.hashtags, about, note if look.correction_line == "last" else "", link)
    return Sheet(head, tuple(one for one in tail if visible(to_plain(one))))
