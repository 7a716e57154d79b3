"""The pages of the sample website, marked up as a county's content management system does it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from zoneinfo import ZoneInfo

from relay.emulator.site.release import Block, Release

LOCAL = ZoneInfo("Europe/Berlin")
MENU = {
    "kreis": "Landkreis",
    "service": "Bürgerservice",
    "bildung": "Bildung & Schule",
    "soziales": "Gesundheit & Soziales",
    "umwelt": "Umwelt & Abfall",
    "verkehr": "Bauen & Verkehr",
    "kreistag": "Kreistag",
    "karriere": "Karriere",
    "presse": "Presse",
}
SECTIONS = {
    **MENU,
    "leichte-sprache": "Leichte Sprache",
    "kontakt": "Kontakt",
    "suche": "Suche",
    "impressum": "Impressum",
    "datenschutz": "Datenschutz",
    "barrierefreiheit": "Erklärung zur Barrierefreiheit",
}
RELATED = 3
"""Releases that an article points to."""

_ADDRESS = re.compile(r"(?P<mail>[\w.-]+@[\w-]+\.example)|(?P<web>www\.[\w.-]+\.example(?:/[\w/-]+)?)")
_SPACED_ABBREVIATION = re.compile(r"\b([A-Za-z]\.) (?=[A-Za-zÄ]\.)")


# --- text -------------------------------------------------------------------------------------------------------------


def inline_html(text: str) -> str:
    """Escape a text, make its addresses links and keep abbreviations such as "z. B." on one line."""
    spaced = _SPACED_ABBREVIATION.sub(r"\1&nbsp;", escape(text, quote=False))
    return _ADDRESS.sub(_link, spaced)


def _link(found: re.Match[str]) -> str:
    address = found.group()
    if found["mail"]:
        return f'<a href="mailto:{address}">{address}</a>'
    if "www.landkreis-musterland.example" in address:
        return f'<a href="https://{address}">{address}</a>'
    return (
        f'<a class="extern" href="https://{address}" target="_blank" rel="noopener">{address}'
        '<span class="visually-hidden"> (Öffnet in einem neuen Tab)</span></a>'
    )


def body_html(release: Release) -> str:
    """The text of a release; list items and boxes that follow each other are grouped."""
    return "\n".join(_group(kind, list(blocks)) for kind, blocks in groupby(release.blocks, key=_container))


def _container(block: Block) -> str:
    return {"li": "list", "box": "box", "box-h": "box"}.get(block.tag, "plain")


def _group(container: str, blocks: list[Block]) -> str:
    match container:
        case "list":
            return "<ul>" + "".join(f"<li>{inline_html(block.text)}</li>" for block in blocks) + "</ul>"
        case "box":
            tags = {"box": "p", "box-h": "h3"}
            inside = "".join(f"<{tags[b.tag]}>{inline_html(b.text)}</{tags[b.tag]}>" for b in blocks)
            return f'<div class="box">{inside}</div>'
        case _:
            return "\n".join(_plain(block) for block in blocks)


def _plain(block: Block) -> str:
    inside = inline_html(block.text)
    return (
        f"<blockquote><p>{inside}</p></blockquote>"
        if block.tag == "blockquote"
        else f"<{block.tag}>{inside}</{block.tag}>"
    )


def headline_html(release: Release) -> str:
    """The headline with the markup that the editor typed into it, if any."""
    return release.title_html or escape(release.title, quote=False)


def day(moment: datetime) -> str:
    """The date in the county's time zone: 14.03.2025."""
    return moment.astimezone(LOCAL).strftime("%d.%m.%Y")


# --- pages ------------------------------------------------------------------------------------------------------------


def home_page(releases: Sequence[Release]) -> str:
    """The start page: the highlights, then the latest releases."""
    ordered = sorted(releases, key=lambda release: not release.highlight)[:5]
    main = (
        '<div class="hero"><img src="/bilder/landschaft.jpg" alt="Hügel des Orletals im Morgenlicht" width="1200"'
        ' height="480"><p>Willkommen im Landkreis Musterland</p></div>'
        f"<h1>Aktuelles</h1>{_list(ordered)}"
        '<p class="back"><a href="/presse/">Alle Pressemitteilungen</a></p>'
    )
    return _frame("Startseite", main, kind="home")


def press_page(releases: Sequence[Release]) -> str:
    """The list of all releases, newest first."""
    intro = (
        "<h1>Pressemitteilungen</h1><p>Die Meldungen gibt es auch als <a href='/presse.rss'>RSS-Feed</a>, als "
        "<a href='/aktuelles.atom'>Atom-Feed</a> (Auswahl) und als <a href='/feed.json'>JSON Feed</a>.</p>"
    )
    return _frame("Pressemitteilungen", intro + _list(releases), trail=("Presse",), current="presse", kind="list-page")


def article_page(url: str, release: Release, others: Iterable[Release]) -> str:
    """The page of one release; `others` are pointed to at its end."""
    related = "".join(
        f'<li><a href="{other.path}">{headline_html(other)}</a><p>{_shortened(other.lead)}</p></li>'
        for other in list(others)[:RELATED]
    )
    updated = ""
    if release.updated:
        stamp = release.updated.astimezone(LOCAL).strftime("%d.%m.%Y, %H:%M Uhr")
        updated = f'<p class="updated">Letzte Aktualisierung: {stamp}</p>\n'
    main = _template("article.html").substitute(
        label=release.label,
        iso=release.date.astimezone(LOCAL).isoformat(timespec="seconds"),
        date=day(release.date),
        categories=f' · <span class="categories">{escape(", ".join(release.categories))}</span>',
        headline=headline_html(release),
        figure=_figures(release),
        body=body_html(release) + _download(release),
        updated=updated,
        contact=f"<p>Fachlicher Kontakt: {escape(release.contact)}</p>\n" if release.contact else "",
        related=related,
    )
    trail = ("Presse", release.title)
    return _frame(release.title, main, head=_head(url, release), trail=trail, current="presse", kind="article-page")


def section_page(section: str) -> str:
    """A page of the menu that this sample website leaves empty."""
    name = SECTIONS[section]
    main = (
        f"<h1>{escape(name)}</h1><p>Dieser Bereich der Beispiel-Website hat keinen Inhalt. "
        'Die Meldungen stehen unter <a href="/presse/">Presse</a>.</p>'
    )
    return _frame(name, main, trail=(name,), current=section, kind="section")


def message_page(title: str, text: str) -> str:
    """A page that says one thing: not found, withdrawn, out of order."""
    return _frame(title, f"<h1>{escape(title)}</h1><p>{escape(text)}</p>", kind="message")


# --- parts ------------------------------------------------------------------------------------------------------------


def _frame(
    title: str, main: str, *, kind: str, head: str = "", trail: tuple[str, ...] = (), current: str | None = None
) -> str:
    menu = "".join(
        f'<li><a href="/{path}/"{" aria-current=page" if path == current else ""}>{escape(name)}</a></li>'
        for path, name in MENU.items()
    )
    return _template("frame.html").substitute(
        title=escape(title), main=main, head=head, menu=menu, kind=kind, trail=_trail(trail)
    )


def _trail(steps: tuple[str, ...]) -> str:
    if not steps:
        return ""
    links = ['<li><a href="/">Startseite</a></li>']
    links += [f'<li><a href="/presse/">{escape(step)}</a></li>' for step in steps[:-1]]
    links.append(f'<li aria-current="page">{escape(steps[-1])}</li>')
    return f'<nav class="trail" aria-label="Sie sind hier"><ol>{"".join(links)}</ol></nav>\n'


def _list(releases: Iterable[Release]) -> str:
    items = (
        f'<li>{_thumbnail(release)}<div><p class="meta">{day(release.date)} · Pressemitteilung {release.label}</p>'
        f'<h2><a href="{release.path}">{headline_html(release)}</a></h2><p>{_shortened(release.lead)}</p></div></li>'
        for release in releases
    )
    return f'<ul class="list">{"".join(items)}</ul>'


def _thumbnail(release: Release) -> str:
    if not release.picture:
        return '<div class="no-picture"><img src="/wappen.svg" alt=""></div>'
    return f'<img src="{release.picture_path}" alt="" loading="lazy">'


def _figures(release: Release) -> str:
    picture = release.picture
    if picture is None:
        return ""
    kind = ' class="transparent"' if picture.format == "png" else ' class="image"'
    return "".join(
        f'<figure{kind}><img src="{path}" alt="{escape(picture.alt)}">'
        f'<figcaption>{escape(picture.caption)} <span class="credit">{escape(picture.credit)}</span></figcaption>'
        "</figure>\n"
        for path in release.picture_paths
    )


def _download(release: Release) -> str:
    if not release.document:
        return ""
    return f'\n<p class="download"><a href="{release.document_path}">{escape(release.document)} (PDF, 1 KB)</a></p>'


def _head(url: str, release: Release) -> str:
    address = escape(url + release.path)
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": release.title,
        "datePublished": release.date.isoformat(timespec="seconds"),
        "dateModified": release.changed.isoformat(timespec="seconds"),
    }
    lines = [
        f'<link rel="canonical" href="{address}">',
        f'<meta name="description" content="{_shortened(release.lead)}">',
        f'<meta property="og:title" content="{escape(release.title)}">',
        f'<meta property="og:url" content="{address}">',
    ]
    if release.picture:
        lines.append(f'<meta property="og:image" content="{escape(url + release.picture_path)}">')
    script = json.dumps(facts, ensure_ascii=False).replace("</", "<\\/")
    lines.append(f'<script type="application/ld+json">{script}</script>')
    return "\n".join(lines) + "\n"


def _shortened(text: str) -> str:
    return escape(text if len(text) <= 150 else text[:150].rsplit(" ", 1)[0] + " …")


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / name).read_text(encoding="utf-8"))
