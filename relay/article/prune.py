"""What of a page's tree is not the release: taken out before anyone looks for the text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from relay.article.boilerplate import is_related_heading
from relay.article.clean import clean_text
from relay.article.dom import (
    Element,
    attribute,
    class_names,
    is_removed,
    longer_than,
    name_words,
    remove,
    sweep,
    text_of,
)
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
_NO_LETTERS = re.compile(r"[^A-Za-zäöüß\d]+")
_HEADING_LIKE = ("h2", "h3", "h4", "h5", "h6", "b", "strong", "dt", "span", "p")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_MUCH_TEXT = 1500
"""Characters beyond which a part is no furniture, whatever it is called: a template's name can be wrong."""
_DATE_TEXT = 80
_RELATED_LEVELS = 3
_HEADING_TEXT = 100
_MOST_REMOVED = 50
"""Neighbours that were removed, one after the other, beyond which a hostile page is not looked at any further."""
_IS_FURNITURE, _IS_DATE = "furniture", "date"


def prune(root: Element, *, by_name: bool = True) -> None:
    """Take out, in place, what is not the release: menus, consent, sharing, related releases, hidden parts.

    `by_name` false trusts no class or id and no heading: for pages whose template gives them other meanings.
    """
    sweep(root, *_NEVER_TEXT)
    waiting = [root]
    while waiting:
        tag = waiting.pop()
        if tag.tag not in _KEEP and (_is_furniture(tag) or (by_name and _is_named_so(tag))):
            remove(tag)
        else:
            waiting.extend(reversed(tag))
    sweep(root)
    if by_name:
        _cut_related(root)
        sweep(root)


def is_hidden(tag: Element) -> bool:
    """Whether a reader never sees the tag."""
    return (
        tag.get("hidden") is not None
        or attribute(tag, "aria-hidden").casefold() == "true"
        or bool(_HIDDEN_STYLE.search(attribute(tag, "style")))
    )


def _is_furniture(tag: Element) -> bool:
    if len(tag.attrib) and (is_hidden(tag) or attribute(tag, "role").casefold() in _ROLES):
        return True
    return tag.tag == "header" and _first(tag, "h1", "h2", "img") is None


def _is_named_so(tag: Element) -> bool:
    for name in class_names(tag):
        kind = _kind_of_name(name)
        if kind == _IS_FURNITURE:
            return _first(tag, "h1") is None and not longer_than(tag, _MUCH_TEXT)
        if kind == _IS_DATE and not longer_than(tag, _DATE_TEXT):
            return True
    return False


@lru_cache(maxsize=2048)
def _kind_of_name(name: str) -> str:
    """What a class or id says of its tag; a template uses the same few for all its pages."""
    own = name_words(name)
    if (_FURNITURE & own and not _NOT_ITSELF & own) or _NO_LETTERS.sub("", name).casefold() in _WHOLE:
        return _IS_FURNITURE
    return _IS_DATE if _DATES & own else ""


def _first(tag: Element, *names: str) -> Element | None:
    return next(tag.iterdescendants(*names), None)


def _cut_related(root: Element) -> None:
    """Below a heading such as "Das könnte Sie auch interessieren" stands nothing of this release."""
    for heading in list(root.iter(*_HEADING_LIKE)):
        if is_removed(heading) or longer_than(heading, _HEADING_TEXT) or _first(heading, "h1") is not None:
            continue
        # What was cut out with something around it is not in the tree any more, and does no harm to be looked at.
        text = clean_text(text_of(heading))
        if text and is_related_heading(text):
            _cut_from(heading)


def _cut_from(heading: Element) -> None:
    part = heading
    for _ in range(_RELATED_LEVELS):
        parent = part.getparent()
        if parent is None or parent.tag in _KEEP | {"td"} or _neighbour(part, before=True) is not None:
            break
        if _first(parent, "h1") is not None:
            break
        part = parent
    follower = _neighbour(part, before=False)
    if follower is not None and follower.tag in {"ul", "ol", "dl"}:
        remove(follower)
    remove(part)


def _neighbour(tag: Element, *, before: bool) -> Element | None:
    """The tag before or behind one, what was removed aside."""
    for neighbour in islice(tag.itersiblings(preceding=before), _MOST_REMOVED):
        if not is_removed(neighbour):
            return neighbour
    return None
