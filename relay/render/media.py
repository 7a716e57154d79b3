"""Pictures and files in a post: which are shown, and the lines that tell of them. Pure.

A photographer has a right to be named (§ 13 UrhG), so the credit of every picture that is shown stands in the post, and
goes with the picture: it is not there where the picture is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from relay.message import Message
from relay.model import Attachment, Picture, Post
from relay.render.addresses import is_web_address
from relay.render.markup import Italic, Link, Markup, clean, cut, length, lines, to_html, to_plain, visible
from relay.render.parts import more
from relay.settings import Look

ALBUM = 10
"""Bot API, sendMediaGroup: "2-10 items"."""
FILES = 5
"""That are sent of one release: each is a message of its own."""
LARGEST = 50_000_000
"""Bytes of a file that a bot may upload (Bot API, "Sending files")."""
CREDITS = 130
"""UTF-16 units of all credits: a caption is to have room for the text."""
MOST = 200
"""UTF-16 units of a picture's description."""
_LEAST = 40
_TITLE = 120
_LINES = 600

_CREDIT = {"de": "Foto: {name}", "en": "Photo: {name}"}
_DESCRIPTION = {"de": "Bild: {text}", "en": "Picture: {text}"}
_PICTURES = {"de": "Bilder zu: {title}", "en": "Pictures of: {title}"}
_FURTHER = {"de": "Weitere Anlagen auf der Seite: {count}", "en": "More attachments on the page: {count}"}
_FILE = {"de": "Anlage", "en": "Attachment"}
_SAYS_WHAT = re.compile(
    r"\W*(?:Fotos?|Bild(?:er|quelle|nachweis|rechte)?|Symbol(?:foto|bild)|Archiv(?:foto|bild)|Grafik(?:en)?|Karte|Repro"
    r"|Copyright|Visualisierung|Illustration|Quelle|Photos?|Pictures?|Image|Courtesy|\(c\)|©).*",
    re.IGNORECASE | re.DOTALL,
)
_NAMES_NOBODY = re.compile(r"\W*(?:Symbol|Archiv)(?:foto|bild)\W*", re.IGNORECASE)
_LABELS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.oasis.opendocument.text": "ODT",
    "application/zip": "ZIP",
    "text/calendar": "ICS",
    "audio/mpeg": "MP3",
    "audio/mp3": "MP3",
    "audio/mp4": "M4A",
    "audio/x-m4a": "M4A",
    "audio/ogg": "OGG",
    "audio/opus": "OGG",
    "audio/wav": "WAV",
    "video/mp4": "MP4",
    "video/webm": "WebM",
}
_SENT = ("PDF", "MP3", "M4A", "OGG", "MP4")
"""What Telegram shows as a document, audio, voice or video."""
_PAGES = ("text/html", "application/xhtml+xml", "application/x-shockwave-flash")
"""Players, which are no files."""


def shown(post: Post, look: Look) -> tuple[Picture, ...]:
    """The pictures that the channel shows: the first, or all, of those that may be shown."""
    if look.media == "off":
        return ()
    usable = tuple(one for one in post.pictures if look.media != "credited" or _is_credited(one))
    return usable[: ALBUM if look.pictures == "all" else 1]


def about(pictures: tuple[Picture, ...], look: Look, room: int) -> Markup:
    """What stands below the text about the pictures: what the first shows, if that is wanted, and the credits.

    `room` is in UTF-16 units, at least 10. The credits, each once, go before all else.
    """
    return _about(pictures, look.language, room, described=look.picture_description)


def told(small: Markup, look: Look) -> tuple[str, str, bool] | None:
    """What `about` made, as a message remembers it."""
    return (to_html(small), to_plain(small), look.picture_description) if small else None


def retold(message: Message, pictures: tuple[Picture, ...]) -> Message:
    """The message with words about these of its pictures alone, no longer than they were; else as it is."""
    if message.about is None:
        return message
    html, plain, described = message.about
    small = _about(pictures, message.language, max(4, length(plain)), described=described)
    new_html, new_plain = to_html(small), to_plain(small)
    return replace(
        message,
        html=_exchanged(message.html, html, new_html),
        plain=_exchanged(message.plain, plain, new_plain),
        about=(new_html, new_plain, described) if new_plain else None,
    )


def _exchanged(words: str, old: str, new: str) -> str:
    """Only links and hashtags stand below what is said about pictures: so it is the last that reads so."""
    before, found, after = words.rpartition(old)
    if not found:
        # The plain words were cut before it.
        return words
    return f"{before}{new}{after}" if new else f"{before.rstrip()}{after}"


def _about(pictures: tuple[Picture, ...], language: str, room: int, *, described: bool) -> Markup:
    named = dict.fromkeys(_credit(one, language) for one in pictures if visible(one.credit))
    credit = Italic(cut(", ".join(named), min(room, CREDITS)))
    alt = clean(pictures[0].alt).strip() if pictures and described else ""
    text = _DESCRIPTION[language].format(text=alt)
    left = min(room - length(credit) - 1, MOST)
    description = Italic(cut(text, left)) if visible(alt) and left >= _LEAST else ""
    return lines((description, credit), between="\n")


def album_message(post: Post, pictures: tuple[Picture, ...], look: Look) -> Message:
    """The album that stands below its text. It has words of its own: by these it is found out whether it is out."""
    title = _PICTURES[look.language].format(title=cut(post.title, 200))
    small = about(pictures, look, CREDITS + MOST)
    words = lines((title, small))
    link = Link(more(post.url, look.language), post.url) if is_web_address(post.url) else ""
    bare = lines((title, link))
    return Message(
        html=to_html(words),
        plain=to_plain(words),
        silent=True,
        picture=pictures[0],
        more=pictures[1:],
        bare=(to_html(bare), to_plain(bare)),
        place="pictures",
        language=look.language,
        about=told(small, look),
    )


def linked(post: Post, look: Look) -> tuple[Attachment, ...]:
    """The files that get a line in the post."""
    kept = set() if look.files == "link" else {one.url for one in sent(post, look)}
    return () if look.files == "off" else tuple(one for one in _files(post) if one.url not in kept)


def sent(post: Post, look: Look) -> tuple[Attachment, ...]:
    """The files that are to be sent as such, as far as names and sizes tell; their content is looked at later."""
    if look.files != "send":
        return ()
    fit = [one for one in _files(post) if _label(one) in _SENT and one.size <= LARGEST]
    return tuple(fit[:FILES])


def file_lines(files: tuple[Attachment, ...], language: str, room: int) -> Markup:
    """A line for each file, within the room; the last says how many more there are."""
    said: list[Markup] = []
    left = min(room, _LINES)
    for index, one in enumerate(files):
        line = file_line(one, language)
        further = _FURTHER[language].format(count=len(files) - index)
        needed = length(line) + (1 + length(further) if index + 1 < len(files) else 0)
        if needed > left:
            said.append(further if length(further) <= left else "")
            break
        said.append(line)
        left -= length(line) + 1
    return lines(said, between="\n")


def file_line(file: Attachment, language: str) -> Markup:
    """Anlage: Haushaltsplan (PDF, 62 MB), with a link to it."""
    title = cut(file.title, _TITLE)
    return (f"{_word(file, language)}: ", Link(title, file.url), _facts(file, language))


def file_message(file: Attachment, language: str) -> Message:
    """The message with which a file is sent."""
    said = f"{_word(file, language)}: {cut(file.title, _TITLE)}{_facts(file, language)}"
    return Message(
        html=to_html(said),
        plain=to_plain(said),
        silent=True,
        file=file,
        bare=file_words(file, language),
        place=file.url,
        language=language,
    )


def file_words(file: Attachment, language: str) -> tuple[str, str]:
    """What is said (html, plain) of a file that cannot be sent."""
    line = file_line(file, language)
    return to_html(line), f"{to_plain(line)}\n{to_plain(file.url)}"


def size_of(count: int, language: str) -> str:
    """Bytes as people say them: "62 MB", "1,2 MB", "840 KB"."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} KB"
    text = f"{count / 1_000_000:.1f}" if count < 9_950_000 else f"{count / 1_000_000:.0f}"
    text = text.removesuffix(".0")
    return f"{text.replace('.', ',') if language == 'de' else text} MB"


def _files(post: Post) -> Iterator[Attachment]:
    for one in post.attachments:
        if visible(one.title) and is_web_address(one.url) and one.type not in _PAGES:
            yield one


def _word(file: Attachment, language: str) -> str:
    family = file.type.partition("/")[0]
    return family.capitalize() if family in {"audio", "video"} else _FILE[language]


def _facts(file: Attachment, language: str) -> str:
    facts = ", ".join(filter(None, (_label(file), size_of(file.size, language) if file.size else "")))
    return f" ({facts})" if facts else ""


def _label(file: Attachment) -> str:
    ending = urlsplit(file.url).path.rpartition(".")[2]
    return _LABELS.get(file.type) or (ending.upper() if re.fullmatch(r"[A-Za-z0-9]{2,4}", ending) else "")


def _is_credited(picture: Picture) -> bool:
    """Whether somebody is named: "Symbolfoto" alone names nobody."""
    return visible(picture.credit) and not _NAMES_NOBODY.fullmatch(picture.credit)


def _credit(picture: Picture, language: str) -> str:
    said = clean(picture.credit).strip()
    return said if _SAYS_WHAT.fullmatch(said) else _CREDIT[language].format(name=said)
