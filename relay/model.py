"""The values that cross the borders between stages, frozen, importing nothing of ours but `Text`. Times are in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from relay.errors import Text

# --- fetching ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server wants to hear back (RFC 9110, 8.8): byte-exact, never invented. Each character is one byte."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A body that was read in full."""

    url: str
    """Where the body came from in the end, after redirects."""
    body: bytes
    """Decompressed."""
    content_type: str = ""
    """The header as sent, charset included."""
    validators: Validators = Validators()
    max_age: float | None = None
    """Seconds for which the server calls this fresh; None where it does not say."""
    moved: str = ""
    """Where what was asked for has moved for good (301, 308), as far as the redirects say so; empty: nowhere."""
    link: str = ""
    """All Link headers as one, as sent (RFC 8288)."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that what we have is still right (304); the rest is as of `Fetched`."""

    max_age: float | None = None
    moved: str = ""


# --- feed -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntryMedia:
    """A file that an entry names: enclosure, media:content, JSON Feed attachment or image."""

    url: str
    type: str = ""
    """Media type as declared, lower case; empty where none is."""
    description: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as the feed shows it in one fetch. Nothing in it is trusted."""

    guid: str
    """guid or id as declared; empty where there is none."""
    url: str
    """Absolute link of the item; empty where there is none."""
    title: str
    """Plain text: markup and entities resolved, white space folded."""
    published: datetime | None = None
    updated: datetime | None = None
    summary: str = ""
    """HTML of description or summary, raw."""
    content: str = ""
    """HTML of content:encoded, content or content_html, raw."""
    categories: tuple[str, ...] = ()
    media: tuple[EntryMedia, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What one fetch of a feed says."""

    entries: tuple[Entry, ...]
    """In the feed's own order."""
    title: str = ""
    url: str = ""
    """The website that the feed belongs to; empty where it does not say."""
    version: str = ""
    """feedparser's name of the format (``rss20``, ``atom10``) or ``json1``, ``json11``."""
    problems: tuple[Text, ...] = ()
    """What was wrong and could be read all the same, one sentence each, for the administrator."""


@dataclass(frozen=True, slots=True)
class EntryKeys:
    """How an entry is recognised again."""

    entry: bytes
    """Within its source: guid, else link, else title and text."""
    link: bytes | None
    """Across sources: the normalised link; None where it does not tell releases apart."""
    also: tuple[bytes, ...] = ()
    """The same link by the other names of the website's host, and as it is posted."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a release is recognised by when its guid and its link have changed."""

    title: str
    key: bytes | None = None
    """Of the title without case and marks; None where nothing is left of it, or for releases of an older relay."""
    url: str = ""
    """Empty where it does not tell releases apart."""
    published: datetime | None = None
    text: str = ""
    """Beginning of what the feed says, plain."""


@dataclass(frozen=True, slots=True)
class Known:
    """A release that an entry belongs to."""

    release: int
    digest: bytes | None
    """Of the entry as this source showed it last; None if it is recognised by its link only."""
    owner: bool
    """Whether this source is the one whose words are posted; another one's do not change them."""
    channels: frozenset[str] = frozenset()
    """Where it has a delivery, in whatever state."""
    live: bool = False
    """Whether it stands in a channel, or is to."""
    entry: bytes | None = None
    """Key of the entry whose words are posted; None for releases of an older relay."""
    said: bytes | None = None
    """Digest of that entry, as it was last seen."""
    likeness: Likeness | None = None
    names: int = 1
    """Keys under which the source that has the word showed it, as far as they are kept."""
    waits: bool = False
    """Whether it stands nowhere, and a person is to decide about it."""


class Verdict(StrEnum):
    """What is done about an entry."""

    NEW = "new"
    """A release nobody has seen: to be posted."""
    BASELINE = "baseline"
    """First sight of the source: known from now on, not posted."""
    FLOOD = "flood"
    """New, but too many at once: held until a person decides."""
    CHANGED = "changed"
    """A known release that reads differently now."""
    JOINED = "joined"
    """A known release that this source shows under an identity of its own."""
    UNWANTED = "unwanted"
    """Sorted out by the source's include or exclude words: known, not posted."""
    DOUBTFUL = "doubtful"
    """Perhaps known, withdrawn or not meant for today: held until a person decides."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry and what is to be done about it. Entries that stay as they were have none."""

    verdict: Verdict
    entry: Entry
    keys: EntryKeys
    digest: bytes
    known: Known | None = None
    """The release it belongs to, if that is known; `owner` says here that this very entry is heard, no other of it."""
    likeness: Likeness | None = None
    reason: Text | None = None  # why it is held; for a known release, why it may have been withdrawn
    same_as: bytes | None = None
    """Key of another entry of the same feed that is the same release."""
    adopts: bool = False
    """Whether the release's words are this entry's from now on."""
    moved: bool = False
    """Whether the release's page is at another address now, to which its posts are to lead."""
    relaunched: bool = False
    """Whether it has another address or identity because most of its feed has: neither words nor links follow."""
    looks_like: int | None = None
    """The release that it may be, though nobody can be sure; a person decides."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A decision, ready to be recorded, with the post made from it where something is to be posted or corrected."""

    decision: Decision
    post: Post | None = None
    hashtags: tuple[str, ...] = ()
    """Of the source: a release that stands in several sources has those of all."""
    reread_at: datetime | None = None
    """When the release's page is read again, because it could not be read now."""
    not_before: datetime | None = None
    """The delivery waits until then."""
    planned: bool = False
    """The page is read again because the post waits (grace, embargo), not because it could not be read."""
    barred: str = ""
    """Address of its page, if robots.txt keeps programs away from it; the post says what the feed says."""
    unmatched: Text | None = None
    """What is wrong with the source's selector, if it matches nothing on the page."""


# --- article ----------------------------------------------------------------------------------------------------------


class BlockKind(StrEnum):
    """What a piece of the body is."""

    PARAGRAPH = "p"
    HEADING = "h"
    ITEM = "li"
    QUOTE = "quote"
    BOX_HEADING = "box-h"
    BOX = "box"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Marker:
    """What stands before an item of a list, and how deep the item lies."""

    number: int | None = None
    """Its number; None where the list is not ordered."""
    type: str = "1"
    """How a number is written: as digits (1), letters (a, A) or Roman numerals (i, I) (HTML, attribute type of ol)."""
    depth: int = 0
    """In how many other lists its list stands."""
    goes_on: bool = False
    """A further paragraph of the item above, before which nothing stands."""
    typed: bool = False
    """The number stands in the text already, as the editor typed it."""


BULLET = Marker()


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the body: clean text, cut into sentences that joined with a space are the whole of it, or a table."""

    kind: BlockKind
    sentences: tuple[str, ...]
    head: tuple[str, ...] = ()
    """Headings of a table's columns; empty where there are none."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Each as wide as the head, or one cell, a heading of those below it; none of a table too large to be kept."""
    links: tuple[tuple[int, int, str], ...] = ()  # in the text: first character, the one behind, and where it leads
    marker: Marker = BULLET
    """Of an item."""

    @property
    def text(self) -> str:
        """The whole block as plain text."""
        return " ".join(self.sentences)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the release, by its address."""

    url: str
    alt: str = ""
    """Description for those who do not see it; never a file name."""
    caption: str = ""
    """Without the credit."""
    credit: str = ""
    """As the website names it: "Foto: Landkreis Musterland"."""
    below: int = field(default=0, compare=False)
    """How many blocks of the text stand above it; 0 where it stands above the text, or nobody knows."""
    other: str = field(default="", compare=False)
    """Address of another file of it, perhaps smaller, for when `url` leads nowhere; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that belongs to the release."""

    url: str
    title: str
    type: str = ""
    size: int = 0
    """Bytes, as the website says; 0 where it does not."""


@dataclass(frozen=True, slots=True)
class Article:
    """What the page (or the feed's own text) of a release says."""

    title: str
    url: str
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    summary: str = ""

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences of the body, in order."""
        return tuple(s for block in self.blocks for s in block.sentences)


@dataclass(frozen=True, slots=True)
class Teaser:
    """The short text made from an article."""

    text: str
    sentences: tuple[str, ...]
    """The sentences of the article that it is made of; one, cut, where not even one fits."""


# --- post and delivery ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Post:
    """What we want to say, the same for all channels. Stored; names no token and no setting."""

    title: str
    url: str
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    hashtags: tuple[str, ...] = ()
    """Without the #."""
    published: datetime | None = None
    essence: str = ""
    """Digest of what it says (`relay.render.noise.essence`): equal for posts that differ in noise; empty: not known."""
    summary: str = ""
    """By a language model, and believed (`relay.article.truthful`); empty: the teaser is made of the blocks."""


@dataclass(frozen=True, slots=True)
class MessageReceipt:
    """One message that stands in a channel."""

    message_id: int
    kind: str
    """``text``, ``rich``, ``photo``, ``document``, ...: what kinds of edit it takes."""
    digest: str
    """Of what was sent, so that an edit that changes nothing is not made."""
    picture: str = ""
    """Address of the picture it shows."""
    place: str = ""
    part: bool = False
    """Whether it is one more picture of the album that began before it."""

    @property
    def is_text(self) -> bool:
        """Whether it is no file with a caption, so that it can become anything (Bot API, editMessageMedia)."""
        return self.kind in {"text", "rich"}


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof of a delivery: what stands where."""

    chat: int
    """Numeric id of the chat; names can change hands. 0 where the channel did not tell it."""
    messages: tuple[MessageReceipt, ...]
    link: str = ""
    """Where a person can look at it; empty where the chat has no public or member link."""
    at: datetime | None = None
    unseen: bool = False
    """Whether more of it may stand there: a message of it was sent anew when nobody could look for the first one."""
    single: bool = False
    """Whether it was a rich message and is a classic one now: then its words stay in one message."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    HELD = "held"
    DISCARDED = "discarded"
    """A person (or the baseline, or the source's words) decided that it is not posted."""
