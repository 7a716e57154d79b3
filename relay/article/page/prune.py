"""What of a page's tree is not the release: taken out before anyone looks for the text."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from relay.article.clean import clean_text
from relay.article.dom import (
    Element,
    attribute,
    class_names,
    is_removed,
    longer_than,
    name_words,
    names,
    sweep,
    text_of,
)
from relay.article.german import words
from relay.article.page.boilerplate import (
    is_contact,
    is_related_heading,
    is_sentence,
    leads_somewhere,
    opens_contact,
    tells_readers,
)
from relay.article.page.panels import is_panel, open_panels
from relay.article.page.players import keep_players
from relay.article.page.related import cut_related
from relay.article.page.removal import HEADING_LIKE, HEADING_TEXT, take_out
from relay.article.page.teasers import remove_teasers
from relay.article.page.terms import join_terms
from relay.article.page.told import open_forms, told_in
from relay.article.page.unseen import is_hidden, may_appear

_NEVER_TEXT = tuple(
    words(
        """
        script style template noscript svg math canvas iframe object embed button select input textarea dialog nav
        footer menu link meta
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
    backtotop visually-hidden hidden-visually visuallyhidden screen-reader screenreader sr-only element-invisible
    hidden-structure site-alert post-navigation portal-column
    portal-footer entry-meta post-meta article-meta news-meta meldung-vom to-top video-consent document-by
    hinweis-global globalhinweis global-notice site-notice sitenotice field-tags rechte-spalte rechtespalte right-column
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

_FOR_EARS = words("visually-hidden hidden-visually visuallyhidden screen-reader screenreader sr-only element-invisible")
_OF_LABEL = "label"
"""In "label-visually_hidden" the name speaks of the label of a field, whose content is seen."""
_NOT_ITSELF = words("has with no without mit ohne is not")
"""In "has-sidebar" the name speaks of a neighbour."""

_DATES = words("date datum datetime pubdate newsdate veroeffentlicht published timestamp")
_BOX_ROLES = words("alert complementary")
_BOX_WORDS = words(
    """
    notice banner meta kontakt kontaktbox infospalte marginal marginalspalte subline subtitle unterzeile untertitel
    subheadline contact
    """
)
"""Names of furniture that templates also give to boxes and leads of the text itself."""
_WARNINGS = words("alert notice infobox hinweis hinweisbox warnung warning achtung")
_RELEASE_TERMS = words(
    """
    typ art datum erscheinungsdatum nummer nr. rubrik kategorie kategorien thema themen autor autorin redaktion quelle
    stand details schlagworte schlagwörter veröffentlicht erstellt herausgeber ausgabejahr
    """
)
_WHOM_TERMS = words("kontakt pressekontakt ansprechpartner ansprechpartnerin ansprechperson name pressestelle")
_WHERE_TERMS = words("telefon tel. tel fon fax telefax mobil handy e-mail email mail internet adresse anschrift zimmer")
_KEEP = words("html body main article")
_SAYING = words("aside dl form header")
"""Tags that may be furniture without an attribute that says so."""
_NO_LETTERS = re.compile(r"[^A-Za-zäöüß\d]+")
_MUCH_TEXT = 1500
"""Characters beyond which a part is no furniture, whatever it is called: a template's name can be wrong."""
_DATE_TEXT = 80
_SENTENCE_TEXT = 40
_FRAMES = 2
"""Levels of frames that a template puts around each part of a text."""
_LOOKED_AT = 6
"""Neighbours of a box, on each side, that say whether it stands in a text."""
_IS_FURNITURE, _IS_BOX, _IS_DATE = "furniture", "box", "date"
_ALWAYS, _BY_NAME = "always", "by name"


def prune(root: Element, *, by_name: bool = True, title: Element | None = None) -> list[str]:
    """Take out, in place, what is not the release: menus, consent, sharing, related releases, hidden parts.

    `by_name` false trusts no class or id, no heading, no form and no script to come: for pages whose template gives
    them other meanings, and leaves what they hold in sentences. Returned are the texts that were taken out for
    these reasons.
    """
    keep_players(root)
    _open_figures(root)
    _frame_captions(root)
    open_forms(root)
    open_panels(root)
    sweep(root, *_NEVER_TEXT)
    waiting, told, taken = [root], False, list[str]()
    while waiting:
        tag = waiting.pop()
        told = tag.tag != "h1" and (told or _holds_sentence(tag, "p", "li"))
        reason = "" if tag.tag in _KEEP else _reason(tag, told=told)
        if reason == _ALWAYS or (reason and (by_name or not told_in(tag))):
            if reason == _BY_NAME:
                taken.append(text_of(tag))
            take_out(tag)
        else:
            waiting.extend(reversed(tag))
    sweep(root)
    if by_name:
        cut_related(root, title)
        sweep(root)
        remove_teasers(root)
    join_terms(root)
    return taken


def _reason(tag: Element, *, told: bool) -> str:
    """Whether a tag is furniture: whatever the page, or by what a template may also call or make its text."""
    if not len(tag.attrib) and tag.tag not in _SAYING:
        return ""
    if _is_furniture(tag):
        doubtful = tag.tag == "form" or (is_hidden(tag) and may_appear(tag))
        return _BY_NAME if doubtful else _ALWAYS
    return _BY_NAME if _is_named_so(tag, told=told) else ""


def _frame_captions(root: Element) -> None:
    """A picture with nothing but small print in its paragraph is a figure with its caption."""
    for small in list(root.iter("small")):
        box = small.getparent()
        if box is None or box.tag not in {"p", "div"} or _first(box, "img") is None or _first(small, "img") is not None:
            continue
        if not longer_than(small, HEADING_TEXT * 3) and clean_text(text_of(box)) == clean_text(text_of(small)):
            box.tag, small.tag = "figure", "figcaption"


def _open_figures(root: Element) -> None:
    """Some systems put tables and quotations into figures: these are text, and what is below a table is its caption."""
    for figure in list(root.iter("figure")):
        table = _first(figure, "table")
        if _first(figure, "img", "video", "audio") is not None or (
            table is None and _first(figure, "blockquote") is None
        ):
            continue
        figure.tag = "div"
        captions = list(figure.iterchildren("figcaption"))
        if table is not None and captions and _first(table, "caption") is None:
            captions[0].tag = "caption"
            table.insert(0, captions[0])
            captions[0].tail = None


def _is_furniture(tag: Element) -> bool:
    role = attribute(tag, "role").casefold()
    if is_hidden(tag):
        return not (is_panel(tag) and _is_box_of_text(tag))
    if role in _ROLES and role not in _BOX_ROLES:
        return True
    if tag.tag == "aside" or role in _BOX_ROLES:
        return not _is_box_of_text(tag)
    if tag.tag == "dl":
        return _tells_of_release(tag)
    if tag.tag == "form":  # some systems put one around the whole page
        return _first(tag, "h1", "main", "article") is None
    return tag.tag == "header" and _first(tag, "h1", "h2", "img") is None


def _tells_of_release(terms: Element) -> bool:
    """Whether a list of terms names nothing but type, date and topic of the release, or whom to ask where."""
    if longer_than(terms, _MUCH_TEXT):
        return False
    labels = [clean_text(text_of(term)).strip(" :").casefold() for term in terms.iterchildren("dt")]
    asks = _WHOM_TERMS.intersection(labels) and _WHERE_TERMS.intersection(labels)
    return len(labels) > 1 and (
        _RELEASE_TERMS.issuperset(labels) or bool(asks and (_WHOM_TERMS | _WHERE_TERMS).issuperset(labels))
    )


def _is_named_so(tag: Element, *, told: bool) -> bool:
    """Whether a class or id says that a tag is furniture. `told`: a sentence of the text stands above it."""
    for name in class_names(tag):
        kind = _kind_of_name(name)
        if kind == _IS_FURNITURE:
            return _first(tag, "h1") is None and not longer_than(tag, _MUCH_TEXT)
        if (
            kind == _IS_BOX
            and _first(tag, "h1") is None
            and not longer_than(tag, _MUCH_TEXT)
            and not _is_box_of_text(tag)
        ):
            return True
        if kind == _IS_DATE and not told and not longer_than(tag, _DATE_TEXT):
            return True
    return False


@lru_cache(maxsize=2048)
def _kind_of_name(name: str) -> str:
    """What a class or id says of its tag; a template uses the same few for all its pages."""
    own = name_words(name)
    if _OF_LABEL in own:
        own -= _FOR_EARS
    if (_FURNITURE & own and not _NOT_ITSELF & own) or _NO_LETTERS.sub("", name).casefold() in _WHOLE:
        return _IS_BOX if (_FURNITURE & own or own) <= _BOX_WORDS else _IS_FURNITURE
    return _IS_DATE if _DATES & own else ""


def _is_box_of_text(tag: Element) -> bool:
    """Whether a tag stands among the paragraphs of a text, or right below its headline, and tells readers something."""
    warns = bool(names(tag) & _WARNINGS) or attribute(tag, "role").casefold() == "alert" or is_panel(tag)
    if not _tells(tag, warns=warns):
        return False
    if warns:
        frames = [tag, *islice(tag.iterancestors("div", "section", "li", "dl"), _FRAMES)]
        return any(_is_text(n) for frame in frames for n in _around(frame))
    before, after = (any(_is_text(n) for n in _around(tag, before=side)) for side in (True, False))
    return before and after


def _tells(tag: Element, *, warns: bool) -> bool:
    """Whether a box holds a whole sentence for readers; that of a warning may name a number to call."""
    if longer_than(tag, _MUCH_TEXT):
        return warns
    parts = [clean_text(text_of(p)) for p in tag.iter("li", *HEADING_LIKE)]
    if any(is_related_heading(p) or opens_contact(p) or is_contact(p) for p in parts):
        return False
    text = clean_text(text_of(tag))
    linked = sum(len(text_of(a)) for a in tag.iter("a"))
    said = any(tells_readers(part) for part in (text, *parts))
    return said and (warns or not leads_somewhere(text)) and linked * 2 < len(text)


def _around(tag: Element, *, before: bool | None = None) -> list[Element]:
    sides = (True, False) if before is None else (before,)
    return [n for side in sides for n in islice(tag.itersiblings(preceding=side), _LOOKED_AT) if not is_removed(n)]


def _is_text(tag: Element) -> bool:
    """Whether a tag is the headline, a paragraph of sentences, or a frame around one."""
    return (
        tag.tag == "h1"
        or _holds_sentence(tag, "p")
        or (
            tag.tag in {"div", "section"}
            and not names(tag) & (_FURNITURE - _BOX_WORDS)
            and any(_holds_sentence(p, "p") for p in islice(tag.iterdescendants("p"), _LOOKED_AT))
        )
    )


def _holds_sentence(tag: Element, *kinds: str) -> bool:
    if tag.tag not in kinds or not longer_than(tag, _SENTENCE_TEXT):
        return False
    return longer_than(tag, _MUCH_TEXT) or is_sentence(clean_text(text_of(tag)))


def _first(tag: Element, *names: str) -> Element | None:
    return next(tag.iterdescendants(*names), None)
