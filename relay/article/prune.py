"""What of a page's tree is not the release: taken out before anyone looks for the text."""

from __future__ import annotations

import re
from itertools import pairwise

from bs4 import BeautifulSoup, Comment, Tag

from relay.article.boilerplate import is_related_heading
from relay.article.clean import clean_text
from relay.article.german import words

_NEVER_TEXT = tuple(
    words(
        """
        script style template noscript svg math canvas iframe object embed form button select input textarea dialog nav
        aside footer menu link meta
        """
    )
)
_ROLES = words("navigation banner contentinfo search alert dialog complementary menu menubar toolbar tablist")
_FURNITURE = words(
    """
    nav navi navbar navigation globalnav subnav menue breadcrumb breadcrumbs brotkrumen brotkrume krumen
    rootline cookie cookies consent gdpr dsgvo share sharing shares sharedaddy shariff socialmedia teilen
    addtoany addthis related relatedposts sidebar marginal marginalspalte infospalte randspalte portlet portlets
    footer fuss fusszeile footnav colophon skip skiplink skiplinks sprungmarken sprungmarke pagination pager
    backlink schlagworte tagcloud byline documentactions artikelaktionen vorlesen readspeaker rsbtn sitealert
    newsticker kicker dachzeile oberzeile spitzmarke subtitle subline unterzeile untertitel subheadline
    originator kontakt kontaktbox pressekontakt ansprechpartner ansprechpartnerin vcard hcard newsletter
    backtotop visually-hidden screen-reader sr-only hidden-structure site-alert post-navigation portal-column
    portal-footer entry-meta post-meta article-meta news-meta meldung-vom to-top video-consent document-by
    field-tags
    """
)
"""Words that say so anywhere in a class or id ("news-related-wrap", "SP-Share")."""

_WHOLE = words(
    """
    menu top totop more rechts tools toolbar toolbox actions print printbutton druck zurueck back tag tags
    keywords contact contacttext customer autor author autoren meldungvom comments respond kommentare suche
    search searchform hidden invisible sronly notice banner social similar widget widgetarea privacy tracking
    abo autorin meta category
    """
)
"""Words that say so only when they are the whole name: as a part they mean anything ("top-story", "contact-page")."""

_NOT_ITSELF = words("has with no without mit ohne is not")
"""In "has-sidebar" the name speaks of a neighbour."""

_DATES = words("date datum datetime pubdate newsdate veroeffentlicht published timestamp")
_KEEP = words("html body main article")
_TOKENS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüß]+|\d+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MUCH_TEXT = 1500
"""Characters beyond which a part is no furniture, whatever it is called: a template's name can be wrong."""
_DATE_TEXT = 80
_RELATED_LEVELS = 3


def prune(soup: BeautifulSoup, *, by_name: bool = True) -> None:
    """Take out, in place, what is not the release: menus, consent, sharing, related releases, hidden parts.

    `by_name` false trusts no class or id and no heading: for pages whose template gives them other meanings.
    """
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for tag in soup.find_all(_NEVER_TEXT):
        if not tag.decomposed:
            tag.decompose()
    for tag in soup.find_all(True):
        if not tag.decomposed and tag.name not in _KEEP and (_is_furniture(tag) or (by_name and _is_named_so(tag))):
            tag.decompose()
    if by_name:
        _cut_related(soup)


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text; empty where there is none."""
    value = tag.get(name)
    return " ".join(value) if isinstance(value, list) else (value or "")


def names(tag: Tag) -> frozenset[str]:
    """The words in a tag's class and id, split at hyphens and capitals, in pairs, and each name without hyphens."""
    return frozenset().union(*map(_words, _class_names(tag)))


def _class_names(tag: Tag) -> list[str]:
    return (attribute(tag, "class") + " " + attribute(tag, "id"))[:500].split()


def _words(name: str) -> frozenset[str]:
    parts = [part.casefold() for part in _TOKENS.findall(name)]
    return frozenset([*parts, "".join(parts), *("-".join(pair) for pair in pairwise(parts))])


def is_hidden(tag: Tag) -> bool:
    """Whether a reader never sees the tag."""
    return (
        tag.has_attr("hidden")
        or attribute(tag, "aria-hidden").casefold() == "true"
        or bool(_HIDDEN_STYLE.search(attribute(tag, "style")))
    )


def _is_furniture(tag: Tag) -> bool:
    if is_hidden(tag):
        return True
    if attribute(tag, "role").casefold() in _ROLES:
        return True
    if tag.name == "header":
        return tag.find(["h1", "h2"]) is None and tag.find("img") is None
    return False


def _is_named_so(tag: Tag) -> bool:
    if not tag.has_attr("class") and not tag.has_attr("id"):
        return False
    for name in _class_names(tag):
        own = _words(name)
        if (_FURNITURE & own and not _NOT_ITSELF & own) or "".join(_TOKENS.findall(name)).casefold() in _WHOLE:
            return tag.find("h1") is None and not longer_than(tag, _MUCH_TEXT)
        if _DATES & own and not longer_than(tag, _DATE_TEXT):
            return True
    return False


def longer_than(tag: Tag, limit: int) -> bool:
    """Whether a tag holds more than so many characters; stops counting there."""
    length = 0
    for text in tag.strings:
        length += len(text.strip())
        if length > limit:
            return True
    return False


def _cut_related(soup: BeautifulSoup) -> None:
    """Below a heading such as "Das könnte Sie auch interessieren" stands nothing of this release."""
    for heading in soup.find_all(["h2", "h3", "h4", "h5", "h6", "b", "strong", "dt", "span", "p"]):
        if heading.decomposed or heading.find("h1"):
            continue
        text = heading.get_text(" ", strip=True) if not longer_than(heading, 100) else ""  # a heading is short
        if text and is_related_heading(clean_text(text)):
            _cut_from(heading)


def _cut_from(heading: Tag) -> None:
    part: Tag = heading
    for _ in range(_RELATED_LEVELS):
        parent = part.parent
        if (
            parent is None
            or parent.name in _KEEP | {"td", "[document]"}
            or part.find_previous_sibling(True) is not None
        ):
            break
        if parent.find("h1"):
            break
        part = parent
    follower = part.find_next_sibling(True)
    if follower is not None and follower.name in {"ul", "ol", "dl"}:
        follower.decompose()
    part.decompose()
