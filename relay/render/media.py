"""Pictures and files in a post: which are shown, and the lines that tell of them. Pure.

A photographer has a right to be named (§ 13 UrhG), so the credit of every picture that is shown stands in the post, and
goes with the picture: it is not there where the picture is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from relay.delivery.message import Message
from relay.model import Attachment, Picture, Post
from relay.render.addresses import is_web_address
from relay.render.credits import credits_of, is_credited
from relay.render.descriptions import describes
from relay.render.markup import Italic, Link, Markup, clean, cut, length, lines, to_html, to_plain, visible
from relay.render.parts import more
from relay.settings import Look

ALBUM = 10
"""Bot API, sendMediaGroup: "2-10 items"."""
FILES = 5
"""That are sent of one release: each is a message of its own."""
LARGEST = 50_000_000
"""Bytes of a file that a bot may upload (Bot API, "Sending files")."""
MOST = 200
"""UTF-16 units of a picture's description."""
ALBUM_TITLE = 240
"""UTF-16 units that the words of an album of its own take at most beside what is said about its pictures."""
_LEAST = 40
_TITLE = 120
_LINES = 600

_DESCRIPTION = {"de": "Bild: {text}", "en": "Picture: {text}"}
_OF_A_PICTURE = re.compile(
    r"(?:(?:auf|in|on) )?(?:(?:das|dem|diesem|ein|eine|die|der|the|this|a) )?[\w-]{0,20}"
    r"(?:bild|foto|grafik|karte|aufnahme|picture|photo|image)\b",
    re.IGNORECASE,
)
_PICTURES = {"de": "Bilder zu: {title}", "en": "Pictures of: {title}"}
_FURTHER = {"de": "Weitere Anlagen auf der Seite: {count}", "en": "More attachments on the page: {count}"}
_FILE = {"de": "Anlage", "en": "Attachment"}
_LABELS = {
    "application/pdf": "PDF",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/vnd.ms-excel": "Excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
    "application/vnd.ms-powerpoint": "PowerPoint",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "PowerPoint",
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
"""What is no file; of these only a page with a video is told of."""
VIDEO_PAGE = "video/*"
"""Type of a video that is to be seen on a page of another website."""
_PLAYER = re.compile(
    r"https?://(?:[\w-]+\.)*(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com)/\w|https?://[^/]+/videos/(?:embed|watch)/\w",
    re.IGNORECASE,
)
"""Address of one, where a feed says no more than that it is a page; the last is PeerTube's."""
_PAGE_ENDS = frozenset(("php", "html", "htm", "asp", "aspx", "jsp", "jspx", "cgi", "do"))
"""Of programs that hand out files: they do not tell of what kind."""


def shown(post: Post, look: Look, room: int | None = None) -> tuple[Picture, ...]:
    """The pictures that the channel shows: the first, or all, of those that may be shown.

    `room` is what their credits may take together, in UTF-16 units; None: as much as they need. A picture whose credit
    has no room in it is not shown: no name is cut. A description that describes nothing is none: "Bild" is no line.
    """
    if look.media == "off":
        return ()
    usable = (one for one in post.pictures if look.media != "credited" or is_credited(one))
    first: tuple[Picture, ...] = ()
    most = ALBUM if look.pictures == "all" else 1
    for one in usable:
        if len(first) < most and (room is None or length(credits_of((*first, one), look.language)) <= room):
            first = (*first, one)
    return tuple(one if not one.alt or describes(one, post.title) else replace(one, alt="") for one in first)


def about(pictures: tuple[Picture, ...], look: Look, room: int) -> Markup:
    """What stands below the text about the pictures: what the first shows, if that is wanted, and the credits.

    `room` is in UTF-16 units. The credits, each once, go before all else, and are never cut: see `shown`.
    """
    return _about(pictures, look.language, room, described=look.picture_description)


def said_of(picture: Picture, look: Look) -> tuple[str, str]:
    """What is said of a picture right below it: its caption, what it shows if that is wanted, and then its credit."""
    alt = clean(picture.alt).strip()
    caption = cut(picture.caption.strip(), MOST) if visible(picture.caption) else ""
    if look.picture_description and visible(alt) and alt != caption:
        shows = _shows(cut(alt, MOST), look.language)
        caption = f"{caption} ({shows})" if caption else shows
    return caption, credits_of((picture,), look.language)


def told(small: Markup, look: Look) -> tuple[str, str, bool] | None:
    """What `about` made, as a message remembers it."""
    return (to_html(small), to_plain(small), look.picture_description) if small else None


def retold(message: Message, pictures: tuple[Picture, ...]) -> Message:
    """The message with words about these of its pictures alone, no longer than they were; else as it is."""
    if message.rich:
        return message.with_pictures(pictures)
    if message.about is None or (message.picture and pictures == (message.picture, *message.more)):
        return message
    html, plain, described = message.about
    small = _about(pictures, message.language, length(plain), described=described)
    new_html, new_plain = to_html(small), to_plain(small)
    if length(new_plain) > length(plain):
        # Of two who are the same, "E. Beispiel" was named, and "© E. Beispiel" is left.
        return message
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
    credit = Italic(credits_of(pictures, language))
    alt = clean(pictures[0].alt).strip() if pictures and described else ""
    text = _shows(alt, language)
    left = min(room - length(credit) - 1, MOST)
    description = Italic(cut(text, left)) if visible(alt) and left >= min(_LEAST, length(text)) else ""
    return lines((description, credit), between="\n")


def _shows(alt: str, language: str) -> str:
    """What a picture shows, said to be that unless it says so itself: "Das Foto zeigt die Brücke"."""
    return alt if _OF_A_PICTURE.match(alt) else _DESCRIPTION[language].format(text=alt)


def album_message(post: Post, pictures: tuple[Picture, ...], look: Look) -> Message:
    """The album that stands below its text. It has words of its own: by these it is found out whether it is out."""
    title = _PICTURES[look.language].format(title=cut(post.title, 200))
    small = about(pictures, look, 2 * MOST)
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
    """The videos on other pages and the files that get a line in the post: all that are not sent."""
    if look.files == "off":
        return ()
    kept = {one.url for one in sent(post, look)}
    return (*_videos(post), *(one for one in _files(post) if one.url not in kept))


def sent(post: Post, look: Look) -> tuple[Attachment, ...]:
    """The files that are to be sent as such, as far as names and sizes tell; their content is looked at later."""
    if look.files != "send":
        return ()
    fit = [one for one in _files(post) if _label(one) in _SENT and one.size <= LARGEST]
    return tuple(fit[:FILES])


def file_lines(files: tuple[Attachment, ...], language: str, room: int) -> Markup:
    """A line for each file, within the room; the last, for which there always is some, says how many more there are."""
    said: list[Markup] = []
    left = max(min(room, _LINES), length(_FURTHER[language].format(count=len(files))))
    for index, one in enumerate(files):
        line = file_line(one, language)
        further = _FURTHER[language].format(count=len(files) - index)
        needed = length(line) + (1 + length(further) if index + 1 < len(files) else 0)
        if needed > left:
            said.append(further)
            break
        said.append(line)
        left -= length(line) + 1
    return lines(said, between="\n")


def file_line(file: Attachment, language: str, *, known: bool = True) -> Markup:
    """Anlage: Haushaltsplan (PDF, 62 MB), with a link to it. `known` says that it is of the kind it seems to be."""
    return (f"{_word(file, language)}: ", Link(_title(file), file.url), _facts(file, language, known=known))


def file_message(file: Attachment, language: str) -> Message:
    """The message with which a file is sent. Of what kind it is, the file shows: its name may tell otherwise."""
    said = f"{_FILE[language]}: {_title(file)}"
    return Message(
        html=to_html(said),
        plain=to_plain(said),
        silent=True,
        file=file,
        bare=file_words(file, language),
        place=file.url,
        language=language,
    )


def file_words(file: Attachment, language: str, *, known: bool = True) -> tuple[str, str]:
    """What is said (html, plain) of a file that cannot be sent; not what it is, where that is not `known`."""
    line = file_line(file, language, known=known)
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
        if is_web_address(one.url) and one.type not in (*_PAGES, VIDEO_PAGE):
            yield one


def _videos(post: Post) -> Iterator[Attachment]:
    """Those that are shown on other pages: no files, but no less a part of the release."""
    for one in post.attachments:
        is_page = one.type in _PAGES and _PLAYER.match(one.url)
        if is_web_address(one.url) and (is_page or one.type == VIDEO_PAGE):
            yield replace(one, type=VIDEO_PAGE)


def _title(file: Attachment) -> str:
    """What the website calls it, else where it is."""
    host = urlsplit(file.url).hostname or ""
    return cut(file.title if visible(file.title) else host.removeprefix("www."), _TITLE)


def _word(file: Attachment, language: str) -> str:
    family = file.type.partition("/")[0]
    return family.capitalize() if family in {"audio", "video"} else _FILE[language]


def _facts(file: Attachment, language: str, *, known: bool) -> str:
    size = size_of(file.size, language) if file.size else ""
    facts = ", ".join(filter(None, (_label(file) if known else "", size)))
    return f" ({facts})" if facts else ""


def _label(file: Attachment) -> str:
    ending = urlsplit(file.url).path.rpartition(".")[2]
    if file.type in _LABELS or file.type == VIDEO_PAGE:
        return _LABELS.get(file.type, "")
    return ending.upper() if re.fullmatch(r"[A-Za-z0-9]{2,4}", ending) and ending.lower() not in _PAGE_ENDS else ""
