"""Whether a page is that of the release for which it was fetched: not an error, a login, the home page, another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from relay.article.clean import clean_text, letters, squeeze
from relay.article.dom import Element, attribute, meta, parent, text_of, tree
from relay.article.numbered import is_of_another_number, lacks_number
from relay.errors import ParseError
from relay.model import Entry

_WORD = re.compile(r"[^\W_]+")
_STEM = 6
"""Letters by which a word is known again, whatever its ending."""
_SHORTEST = 5
"""Letters of a word that tells releases apart; shorter ones stand in any text."""
_LEAST_TITLE, _LEAST_TEXT = 2, 4
"""Words that must be there to judge by."""
_ENOUGH = 0.5
"""Share of them that the right page shows. Another release rarely has as many: of a county's, 6 in 100."""
_HARDLY = 0.2
"""Share of the title's words that another page's headlines have by accident."""
_RUN = 4
"""Words in a row that no two texts have in common by accident, mostly."""
_LEAST_RUNS = 2
"""A single one may be the name of the press office."""
_NEARLY_ALL = 0.9
"""Share of such runs that the same text has; what the county says every day about other numbers has fewer."""
_HEAD = 2000
_MOST_HEADINGS = 50
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_HOMES = frozenset(("", "index.html", "index.htm", "index.php", "start", "startseite", "home", "de"))
_NO_RELEASE = re.compile(
    r"(?:seite|inhalt|dokument|datei|artikel|page)\s(?:\w+\s){0,3}(?:nicht\s(?:\w+\s){0,2}(?:gefunden|vorhanden|verfügbar)|not\sfound)"
    r"|\b(?:fehler|error|http)\W{0,3}[45]\d\d\b|^\W*[45]\d\d\W*$|\bnot\sfound\b|\bforbidden\b|zugriff\sverweigert"
    r"|^\W*(?:login|log\sin|anmelden|anmeldung\serforderlich|einloggen|wartungsarbeiten|wartungsmodus)\s*(?:$|[|–-])"
    r"|^\W*bitte\smelden\ssie\ssich\san\b|service\sunavailable"
    r"|^\W*(?:wir\s(?:ver|be)?(?:wenden|nutzen)\scookies|cookie-?(?:s|einstellungen|hinweis)?\s*$|just\sa\smoment\b)",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"\S{0,60}\s?(?:…|\.\.\.|\[(?:…|\.\.\.)\])\s?(?:\(?(?:weiterlesen|mehr)\)?)?$", re.IGNORECASE)
"""The last word of a text that was cut, which may be half of one."""
_SAYS_SO = 120
"""Characters of a heading that may say so."""


def require_release(root: Element, entry: Entry, url: str) -> None:
    """Raise `ParseError` unless a page, as it came from `url`, may be the entry's.

    Title and text of the feed are looked for in what the page says outside of its links: error and home pages link
    the newest releases. In doubt the page is right: titles are shortened, spelt and kept otherwise.
    """
    title = clean_text(entry.title)
    names = [squeeze(text_of(tag)[:_HEAD]) for tag in islice(root.iter("title", "h1"), _MOST_HEADINGS)]
    if any(_names(one, title) for one in names):
        return
    if _is_home(url) and not _is_home(entry.url):
        raise ParseError("instead of {title} the website shows its home page, {url}", title=entry.title, url=url)
    headlines = list(_headlines(root, url, entry.url))
    if any(_names(one, title) for one in headlines):
        return
    unlinked = list(_unlinked(root))
    standing = _standing(entry, title, " ".join([*unlinked, *_descriptions(root)]))
    # One of a series: nothing but its own words tells it from the others, and a wrong number is a wrong word.
    serial = is_of_another_number(title, names, headlines)
    if standing >= (_NEARLY_ALL if serial else _ENOUGH):
        return
    if serial or _is_another(entry, title, headlines, unlinked, names):
        raise _another(entry, url)


def _is_another(entry: Entry, title: str, headlines: list[str], unlinked: list[str], names: list[str]) -> bool:
    """Whether next to nothing of what the feed says is on a page, or whether that says that it is no release."""
    host = (urlsplit(entry.url).hostname or "") if entry.url else ""
    wanted = frozenset(word for word in _stems(title) if word not in host)
    told = len(wanted) >= _LEAST_TITLE
    named = _share(wanted, _stems(" ".join(headlines))) if told else 0.0
    if named >= _ENOUGH:
        return False
    if any(_NO_RELEASE.search(one[:_SAYS_SO]) for one in names) and not _NO_RELEASE.search(title):
        return True
    if not told or named > _HARDLY:
        return False
    shown = _stems(" ".join([*headlines, *unlinked]))
    texts = [said for html in (entry.summary, entry.content) if len(said := _stems(_plain(html))) >= _LEAST_TEXT]
    return all(_share(words, shown) < _ENOUGH for words in (wanted, *texts))


def _names(headline: str, title: str) -> bool:
    """Whether a headline holds the title word for word, and with its numbers: "K 5" also stands in "K 57"."""
    own = letters(title)
    return bool(own) and own in letters(headline) and not lacks_number(headline, title)


def _standing(entry: Entry, title: str, page: str) -> float:
    """How much of what the feed says besides the title stands on the page word for word: the larger share, 0 to 1."""
    shown = _runs(page)
    best = 0.0
    for html in (entry.summary, entry.content):
        said = _runs(_CUT_OFF.sub("", _plain(html).strip())) - _runs(title)
        if len(said) >= _LEAST_RUNS:
            best = max(best, len(said & shown) / len(said))
    return best


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(squeeze(text).casefold())
    return frozenset(tuple(words[n : n + _RUN]) for n in range(len(words) - _RUN + 1))


def _another(entry: Entry, url: str) -> ParseError:
    return ParseError(
        "{url} does not show {title}, but something else (an error, a login, another release)",
        url=url,
        title=entry.title,
    )


def _is_home(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.path.strip("/").casefold() in _HOMES and not parts.query


def _headlines(root: Element, *own: str) -> Iterator[str]:
    """What the page calls itself: its titles, and its headings that do not lead to another page."""
    if (shared := meta(root, "og:title")) is not None:
        yield squeeze(attribute(shared, "content")[:_HEAD])
    for number, tag in enumerate(root.iter("title", "h1", "h2", "h3")):
        if number == _MOST_HEADINGS:
            return
        link = parent(tag, "a")
        link = next(tag.iter("a"), None) if link is None else link
        address = attribute(link, "href") if link is not None else ""
        if not address or address.startswith("#") or any(_ends_alike(address, one) for one in own):
            yield squeeze(text_of(tag)[:_HEAD])


def _descriptions(root: Element) -> Iterator[str]:
    """What a page says of itself to search engines: with many programs the teaser, which is also what the feed says."""
    for name in ("description", "og:description"):
        if (said := meta(root, name)) is not None:
            yield attribute(said, "content")[:_HEAD]


def _ends_alike(address: str, url: str) -> bool:
    """Whether a link, relative perhaps, leads to this page."""
    return url.partition("#")[0].endswith(address.partition("#")[0].lstrip("./"))


def _unlinked(root: Element) -> Iterator[str]:
    """The text outside of scripts, head and links that are none of a sentence, as it is read."""
    body = root.find("body")
    waiting: list[Element | str] = [root if body is None else body]
    while waiting:
        tag = waiting.pop()
        if isinstance(tag, str):
            yield tag
            continue
        waiting.append(tag.tail or "")
        leads = tag.tag == "a" and tag.get("href") and not _stands_in_a_sentence(tag)
        if tag.tag not in {"script", "style", "template"} and not leads:
            yield tag.text or ""
            waiting.extend(reversed(tag))


def _stands_in_a_sentence(link: Element) -> bool:
    """Whether there are words on both sides of a link, or many on one."""
    above, before = link.getparent(), link.getprevious()
    said = (above.text if above is not None else "") if before is None else before.tail
    return len(f"{said or ''} {link.tail or ''}".split()) >= _RUN


def _plain(html: str) -> str:
    return text_of(tree(html[: 10 * _HEAD])) if html.strip() else ""


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(squeeze(text).casefold().translate(_SPELT))
    return frozenset(w[:_STEM] for w in words if len(w) >= _SHORTEST or (w.isdigit() and len(w) > 1))


def _share(words: frozenset[str], shown: frozenset[str]) -> float:
    return len(words & shown) / len(words)
