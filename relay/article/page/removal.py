"""How a part is taken out of a page: what it says goes, the files of the release that are linked in it stay."""

from __future__ import annotations

import re
from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import Element, longer_than, names, remove, text_of
from relay.article.page.documents import FILE_BOXES, file_links, line_of
from relay.article.page.unseen import is_hidden

HEADING_LIKE = ("h2", "h3", "h4", "h5", "h6", "b", "strong", "dt", "span", "p")
"""Tags that a heading may be written with."""
HEADING_TEXT = 100
"""Characters of the longest heading of a box."""
_LEADS_ON = FILE_BOXES | {"related"}
_FILE_HEADING = re.compile(
    r"(?:(?:Weitere |Zugehörige )?(?:Downloads?|Dokumente?|Dateien|Anlagen?|Anhänge?|Unterlagen|Materialien)"
    r"|(?:Dateien |Dokumente )?zum (?:Herunterladen|Download))\b",
    re.IGNORECASE,
)
_MOST_LINKS = 200


def take_out(tag: Element, *, related: bool = False) -> None:
    """Take a tag out, but for links to files where it holds little else: files that are related are the release's own.

    `related`: its heading says that it leads on; otherwise its names have to say so, or its heading that of files.
    """
    linked = next(tag.iter("a"), None) is not None and not is_hidden(tag)
    wanted = _own_files(tag) if linked and (related or names(tag) & _LEADS_ON or _heads_files(tag)) else []
    if not wanted:
        remove(tag)
        return
    lines: list[Element] = []
    for link in wanted:
        line = line_of(link, tag)
        if not any(line is one for one in lines):
            lines.append(line)
    remove(tag)
    tag.tag = "div"
    for line in lines:
        place = line if line.tag != "a" else tag.makeelement("p", {})
        place.set("class", "download")
        line.tail = None
        if place is not line:
            place.append(line)
        tag.append(place)


def _heads_files(box: Element) -> bool:
    """Whether the first heading of a box says that files stand in it."""
    heading = next(box.iterdescendants(*HEADING_LIKE), None)
    return (
        heading is not None
        and not longer_than(heading, HEADING_TEXT)
        and bool(_FILE_HEADING.match(clean_text(text_of(heading))))
    )


def _own_files(box: Element) -> list[Element]:
    """The links to files in a box that has at least as many of them as others, or else in boxes of files in it."""
    found = list(islice(file_links(box), _MOST_LINKS))
    files = [link for link, leads_to_file in found if leads_to_file]
    alone = [link for link in files if not _shares_line(link, box)]
    if 2 * len(files) >= len(found):
        return alone
    return [link for link in alone if any(names(above) & FILE_BOXES for above in link.iterancestors())]


def _shares_line(link: Element, box: Element) -> bool:
    """Whether a page is linked beside a file: then the file is that page's."""
    line = line_of(link, box)
    return line is not link and any(not leads_to_file for _, leads_to_file in file_links(line))
