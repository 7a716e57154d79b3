"""Players of videos that are shown from another website, as links to the page of the video there."""

from __future__ import annotations

import re
from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import Element, attribute, html_of, longer_than, names, remove, text_of
from relay.article.german import words

VIDEO = "video/*"
"""A media range (RFC 9110, 12.5.1): a video, of which only that is known."""
_YOUTUBE = re.compile(
    r"//(?:www\.|m\.)?(?:youtube(?:-nocookie)?\.com/(?:embed/|v/|shorts/|live/|watch\?(?:[^#\s]{0,300}&)?v=)|youtu\.be/)"
    r"(?!videoseries)([\w-]{11})(?![\w-])"
)
_LIST = re.compile(
    r"//(?:www\.)?youtube(?:-nocookie)?\.com/(?:embed/videoseries|playlist)\?(?:[^#\s]{0,300}&)?list=([\w-]{10,60})"
)
_VIMEO = re.compile(
    r"//(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?![\w-])(?:(?:/|\?(?:[^#\s]{0,300}&)?h=)([0-9a-f]{6,20})\b)?"
)
_PEERTUBE = re.compile(r"(https?:)?//([\w.-]{4,100})/videos/(?:embed|watch)/([\w-]{8,40})")
_PLACES = (
    '//*[@*[contains(., "youtu") or contains(., "vimeo") or contains(., "/videos/embed/")'
    ' or contains(name(), "youtu") or contains(name(), "vimeo")]] | //lite-youtube | //lite-vimeo'
)
_MARKS = ("youtu", "vimeo", "/videos/embed/")
"""Most pages have none of them, in no attribute and no name."""
_IDS = ("videoid", "video-id", "youtube", "youtube-id", "ytid", "vimeo", "vimeo-id", "id")
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIMEO_ID = re.compile(r"\d{5,12}")
_NOT_A_PLAYER = frozenset(("a", "img", "link", "meta", "script", "source", "html", "body"))
_HOLDERS = words(
    "consent embed placeholder player youtube vimeo twoclick two-click gdpr dsgvo overlay video-consent video-wrapper"
)
_CONSENT = re.compile(
    r"\b(?:YouTube|Vimeo|PeerTube|Google|Drittanbieter\w*|externe\w?\s(?:Inhalt|Anbieter|Dienst|Medi)\w*|Laden\sdes\sVideos)\b"
    r".{0,200}\b(?:Daten\b.{0,60}\b(?:übertragen|übermittelt|verarbeitet|weitergegeben)|Datenschutz\w*|zustimmen"
    r"|stimmen\sSie|Einwilligung|Cookies|akzeptieren)\b"
    r"|\bDaten\san\s(?:YouTube|Vimeo|PeerTube|Google|Drittanbieter)",
    re.IGNORECASE,
)
"""What a website says before it shows a player, and no release."""
_NEAR, _MOST_NEAR = 3, 12
_MOST = 100
_LEVELS = 5
_LONGEST = 600
_VALUE = 1000
_TITLES = ("title", "aria-label", "data-title", "playlabel")
_SAYS_NOTHING = re.compile(
    r"(?:eingebettete[rs]?|externe[rs]?|embedded|das|ein|play:?)?\W*(?:youtube|vimeo|peertube)?\W*"
    r"(?:videos?|clip|film|inhalt|iframe|embed)?\W*(?:player|video|abspielen|laden|(?:von|auf)\W+(?:youtube|vimeo))?\W*",
    re.IGNORECASE,
)


def video_page(address: str) -> tuple[str, str]:
    """Where a person can watch the video of a player's address, and the name of that website; both empty for no player.

    Covers YouTube, Vimeo and PeerTube, on which public bodies keep their videos.
    """
    address = address[:_VALUE]
    if found := _LIST.search(address):
        return f"https://www.youtube.com/playlist?list={found[1]}", "YouTube"
    if found := _YOUTUBE.search(address):
        return f"https://www.youtube.com/watch?v={found[1]}", "YouTube"
    if found := _VIMEO.search(address):
        return f"https://vimeo.com/{found[1]}{'/' + found[2] if found[2] else ''}", "Vimeo"
    if found := _PEERTUBE.search(address):
        return f"https://{found[2]}/videos/watch/{found[3]}", found[2]
    return "", ""


def keep_players(root: Element) -> None:
    """Put, in place, a `<video>` with title and address where a player or what asks for consent to it stands.

    It takes the place of the box that asks for consent, which is no text of the release.
    """
    if not any(map(html_of(root).__contains__, _MARKS)):
        return
    seen: set[str] = set()
    videos: list[Element] = []
    for tag in root.xpath(_PLACES)[:_MOST]:
        address, website = _played(tag)
        if not address or address in seen:
            continue
        holder = _holder(tag)
        if holder is None and tag.tag in _NOT_A_PLAYER:
            continue
        said = (clean_text(attribute(tag, name))[:_LONGEST] for name in _TITLES)
        title = next((one for one in said if not _SAYS_NOTHING.fullmatch(one)), website)
        seen.add(address)
        place = tag if holder is None else holder
        video = root.makeelement("video", {"src": address, "title": title})
        place.addprevious(video)
        videos.append(video)
    for video in videos:
        _drop_consent(video)


def _drop_consent(video: Element) -> None:
    """What is said around a player of the data that it hands over is no text of the release."""
    for above in list(islice(video.iterancestors(), _NEAR)):
        for part in list(islice(above.iter("p", "small", "label"), _MOST_NEAR)):
            if not longer_than(part, _LONGEST) and _CONSENT.search(clean_text(text_of(part))[:_LONGEST]):
                for inside in list(part.iterdescendants("video")):
                    inside.tail = None
                    part.addprevious(inside)
                remove(part)


def _played(tag: Element) -> tuple[str, str]:
    for name, value in tag.attrib.items():
        if name not in _TITLES and (found := video_page(value))[0]:
            return found
    own = f"{tag.tag} {' '.join(tag.attrib)} {attribute(tag, 'class')} {attribute(tag, 'data-type')}".casefold()
    for name in (*_IDS[:1], *(f"data-{one}" for one in _IDS)):
        value = attribute(tag, name).strip()
        if "youtube" in own and _YOUTUBE_ID.fullmatch(value):
            return video_page(f"//youtu.be/{value}")
        if "vimeo" in own and _VIMEO_ID.fullmatch(value):
            return video_page(f"//vimeo.com/{value}")
    return "", ""


def _holder(tag: Element) -> Element | None:
    """The outermost box around a player that only holds the player and asks for consent."""
    found = None
    for above in islice(tag.iterancestors(), _LEVELS):
        if above.getparent() is None or above.tag in {"body", "main", "article"} or longer_than(above, _LONGEST):
            break
        if next(above.iterdescendants("h1"), None) is not None:
            break
        if above.tag == "noscript" or names(above) & _HOLDERS:
            found = above
    return found
