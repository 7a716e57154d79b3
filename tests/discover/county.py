"""The releases of Landkreis Musterland, and listing pages in the manner of many systems that show them."""

# ruff: noqa: E501, SIM905 - pages as these systems write them

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

TODAY = date(2026, 11, 23)
MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
TITLES = (
    "Kreis eröffnet den neuen Radweg nach Hohenbach",
    "Landrätin ehrt verdiente Feuerwehrleute",
    "Haushalt 2027: Kreistag berät am Freitag",
    "Impfangebot gegen Grippe im Gesundheitsamt",
    "Neue Busse für die Linie 42",
    "Ausbau der Kreisstraße 7 beginnt",
)


@dataclass(frozen=True)
class Release:
    number: int
    title: str
    day: date
    teaser: str

    @property
    def slug(self) -> str:
        words = self.title.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
        return "-".join("".join(c for c in word if c.isalnum()) for word in words.split())

    @property
    def short(self) -> str:
        return f"{self.day:%d.%m.%Y}"

    @property
    def long(self) -> str:
        return f"{self.day.day}. {MONTHS[self.day.month - 1]} {self.day.year}"


RELEASES = tuple(
    Release(
        870 - number,
        title,
        TODAY - timedelta(days=3 * number),
        f"Der Landkreis Musterland hat dazu am 24.12.2026 einen Termin. {title} ist dabei das wichtigste Thema im Jahr.",
    )
    for number, title in enumerate(TITLES)
)


@dataclass(frozen=True)
class Listing:
    """A listing page, and what a person sees on it."""

    name: str
    path: str
    html: str
    links: tuple[str, ...]
    """Paths of the releases, in order."""
    titles: tuple[str, ...] = TITLES
    dates: bool = True
    pairs: bool = False
    """Two releases share the day of the first."""


def page(
    body: str, *, head: str = "", main: str = "main", title: str = "Pressemitteilungen | Landkreis Musterland"
) -> str:
    """A page around a listing: navigation, sidebar with events, footer."""
    topics = "".join(f'<li><a href="/thema/{n}">Thema Nummer {n} der Kreisverwaltung</a></li>' for n in range(8))
    events = "".join(
        f'<li class="event"><span class="event-date">{n}.12.2026</span> '
        f'<a href="/veranstaltungen/{n}">Veranstaltung {n} in Hohenbach</a></li>'
        for n in range(1, 5)
    )
    return f"""<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>{title}</title>{head}</head>
<body class="page with-sidebar"><header class="header"><a href="/">Landkreis Musterland</a>
<nav class="mainnav"><ul class="menu">{topics}</ul></nav></header>
<div class="breadcrumb"><a href="/">Start</a> <a href="/kreis/">Kreis und Politik</a> <a href="/presse/">Presse</a></div>
<div class="wrapper"><{main} id="content"><h1>Pressemitteilungen</h1>{body}
<div class="pagination"><a href="?seite=2">2</a><a href="?seite=3">3</a><a href="?seite=2">nächste Seite</a></div></{main}>
<aside class="sidebar"><h2>Veranstaltungen</h2><ul>{events}</ul></aside></div>
<footer><ul><li><a href="/impressum">Impressum der Verwaltung</a></li><li><a href="/datenschutz">Datenschutz</a></li>
<li><a href="/barrierefreiheit">Erklärung zur Barrierefreiheit</a></li></ul></footer></body></html>"""


def each(write: Callable[[Release], str], releases: tuple[Release, ...] = RELEASES) -> str:
    return "\n".join(write(one) for one in releases)


def paths(form: str, releases: tuple[Release, ...] = RELEASES) -> tuple[str, ...]:
    return tuple(form.format(number=one.number, slug=one.slug, year=one.day.year) for one in releases)


def sitepark() -> Listing:
    body = each(
        lambda r: (
            f"""<article class="SP-Teaser SP-Teaser--hasImage"><a class="SP-Teaser__link" href="/aktuelles/{r.slug}.php">
<picture class="SP-Picture"><img src="/bild/{r.number}.jpg" alt="Bild"></picture><div class="SP-Teaser__text">
<h3 class="SP-Headline SP-Headline--teaser">{escape(r.title)}</h3><span class="SP-Date">{r.short}</span>
<p class="SP-Paragraph">{r.teaser} <span class="SP-Teaser__more">mehr</span></p></div></a></article>"""
        )
    )
    html = page(
        f'<section class="SP-Section"><div class="SP-TeaserList">{body}</div></section>',
        head='<meta name="generator" content="Sitepark InfoSite">',
    )
    return Listing("Sitepark", "/aktuelles/pressemitteilungen.php", html, paths("/aktuelles/{slug}.php"))


def typo3() -> Listing:
    body = each(
        lambda r: (
            f"""<div class="article articletype-0 topnews-{r.number % 2}" itemscope itemtype="http://schema.org/Article">
<div class="header"><h3><a title="{escape(r.title)}" href="/presse/detail/{r.slug}"><span itemprop="headline">{escape(r.title)}</span></a></h3></div>
<div class="teaser-text"><div itemprop="description"><p>{r.teaser}</p></div><a class="more" title="{escape(r.title)}" href="/presse/detail/{r.slug}">Weiterlesen</a></div>
<div class="footer"><p><span class="news-list-date"><time itemprop="datePublished" datetime="{r.day.isoformat()}">{r.short}</time></span>
<span class="news-list-category">Umwelt und Natur</span></p></div></div>"""
        )
    )
    html = page(
        f'<div id="c1234" class="frame"><div class="news"><div class="news-list-view" id="news-container-12">{body}</div></div></div>',
        head='<meta name="generator" content="TYPO3 CMS">',
    )
    return Listing("TYPO3", "/presse/", html, paths("/presse/detail/{slug}"))


def ikiss() -> Listing:
    body = each(
        lambda r: (
            f"""<li class="mitteilungen item{r.number}"><h4 class="list-title"><a href="/index.php?object=tx,1.2.1&amp;ModID=7&amp;FID=1.{r.number}.1">{escape(r.title)}</a></h4>
<p class="list-text"><small class="date">{r.short}</small> {r.teaser} <a href="/index.php?object=tx,1.2.1&amp;ModID=7&amp;FID=1.{r.number}.1">[mehr]</a></p></li>"""
        )
    )
    links = tuple(f"/index.php?object=tx,1.2.1&ModID=7&FID=1.{r.number}.1" for r in RELEASES)
    return Listing("iKISS", "/Presse/Mitteilungen/", page(f'<ul class="result-list">{body}</ul>'), links)


def nolis() -> Listing:
    body = each(
        lambda r: (
            f"""<div class="nolis-list-item"><div class="row"><div class="col-md-3"><img src="/b/{r.number}.jpg" alt=""></div>
<div class="col-md-9"><p class="nolis-list-date"><span>{r.long}</span></p><h4><a href="/portal/meldungen/{r.slug}-9{r.number}-200.html">{escape(r.title)}</a></h4>
<div class="nolis-text">{r.teaser}</div></div></div></div>"""
        )
    )
    return Listing(
        "NOLIS",
        "/portal/meldungen/uebersicht.html",
        page(f'<div class="nolis-content">{body}</div>', main="div"),
        paths("/portal/meldungen/{slug}-9{number}-200.html"),
    )


def advantic() -> Listing:
    rows = each(
        lambda r: (
            f'<tr class="row{r.number % 2}"><td class="datum" nowrap>{r.short}</td><td><a href="index.phtml?La=1&amp;object=tx|3.{r.number}.1&amp;mNavID=5">{escape(r.title)}</a></td></tr>'
        )
    )
    body = f'<table class="liste"><thead><tr><th>Datum</th><th><a href="?sort=titel">Titel</a></th></tr></thead><tbody>{rows}</tbody></table>'
    links = tuple(f"/index.phtml?La=1&object=tx|3.{r.number}.1&mNavID=5" for r in RELEASES)
    return Listing("Advantic", "/presse.phtml", page(body), links)


def plone() -> Listing:
    body = each(
        lambda r: (
            f"""<article class="entry"><header><span class="summary" title="News Item"><a class="contenttype-news-item state-published url" href="/presse/{r.slug}">{escape(r.title)}</a></span></header>
<div class="documentByLine"><span class="author">von <a href="/author/presse">Pressestelle des Kreises</a></span> — veröffentlicht <span class="documentPublished">{r.short} 10:00</span></div><p class="description">{r.teaser}</p></article>"""
        )
    )
    return Listing(
        "Plone",
        "/presse",
        page(
            f'<div id="content-core"><div class="entries">{body}</div></div>', head='<base href="http://HOST/presse/">'
        ),
        paths("/presse/{slug}"),
    )


def wordpress() -> Listing:
    body = each(
        lambda r: (
            f"""<article id="post-{r.number}" class="post-{r.number} post type-post status-publish format-standard hentry category-{"verkehr" if r.number % 3 else "soziales"}">
<header class="entry-header"><h2 class="entry-title"><a href="http://HOST/{r.day.year}/{r.day.month:02}/{r.slug}/" rel="bookmark">{escape(r.title)}</a></h2>
<div class="entry-meta"><span class="posted-on"><a href="http://HOST/{r.day.year}/{r.day.month:02}/{r.slug}/" rel="bookmark"><time class="entry-date published" datetime="{r.day.isoformat()}T09:00:00+01:00">{r.long}</time></a></span>
<span class="cat-links"><a href="http://HOST/category/verkehr/" rel="category tag">Verkehr und Mobilität im Kreis</a></span></div></header><div class="entry-summary"><p>{r.teaser}</p></div></article>"""
        )
    )
    links = tuple(f"/{r.day.year}/{r.day.month:02}/{r.slug}/" for r in RELEASES)
    return Listing("WordPress", "/aktuelles/", page(body), links)


def drupal() -> Listing:
    body = each(
        lambda r: (
            f"""<div class="views-row views-row-{r.number % 10 + 1}"><div class="views-field views-field-created"><span class="field-content">{r.day:%d. }{MONTHS[r.day.month - 1]} {r.day.year}</span></div>
<div class="views-field views-field-title"><span class="field-content"><a href="/node/{r.number}" hreflang="de">{escape(r.title)}</a></span></div>
<div class="views-field views-field-view-node"><span class="field-content"><a href="/node/{r.number}" hreflang="de">Weiterlesen</a></span></div></div>"""
        )
    )
    return Listing(
        "Drupal",
        "/pressemitteilungen",
        page(f'<div class="views-element-container"><div class="view-content">{body}</div></div>'),
        paths("/node/{number}"),
    )


def joomla() -> Listing:
    body = each(
        lambda r: (
            f"""<tr class="cat-list-row{r.number % 2}"><td headers="categorylist_header_title" class="list-title"><a href="/presse/{r.number}-{r.slug}">{escape(r.title)}</a></td>
<td headers="categorylist_header_date" class="list-date small">{r.long}</td><td class="list-hits"><span class="badge">Zugriffe: {r.number}</span></td></tr>"""
        )
    )
    return Listing(
        "Joomla",
        "/presse",
        page(f'<form action="/presse" method="post"><table class="category table table-striped">{body}</table></form>'),
        paths("/presse/{number}-{slug}"),
    )


def liferay() -> Listing:
    body = each(
        lambda r: (
            f"""<div class="asset-abstract default-asset-publisher"><span class="asset-anchor lfr-asset-anchor" id="x{r.number}"></span><div class="text-uppercase">Presse | {r.short}</div>
<h4 class="asset-title"><a href="/web/guest/-/{r.slug}?redirect=%2Fpresse">{escape(r.title)}</a></h4><div class="asset-summary">{r.teaser}</div><div class="asset-more"><a href="/web/guest/-/{r.slug}?redirect=%2Fpresse">Mehr Informationen <span class="hide-accessible">Über {escape(r.title)}</span></a></div></div>"""
        )
    )
    return Listing(
        "Liferay",
        "/web/guest/presse",
        page(f'<div class="portlet-body">{body}</div>'),
        paths("/web/guest/-/{slug}?redirect=%2Fpresse"),
    )


def gsb() -> Listing:
    body = each(
        lambda r: (
            f"""<li><div class="teaser type-1"><h3><span class="dachzeile">Pressemitteilung Nr. {r.number}/2026 vom {r.short}</span>
<a href="SharedDocs/Pressemitteilungen/DE/2026/{r.number}.html;jsessionid=AB12CD34EF56AB12.live{r.number}">{escape(r.title)}</a></h3><p>{r.teaser}</p></div></li>"""
        )
    )
    return Listing(
        "GSB",
        "/presse.html",
        page(f'<ul class="searchresult">{body}</ul>', head='<base href="http://HOST/">'),
        paths("/SharedDocs/Pressemitteilungen/DE/2026/{number}.html"),
    )


def by_month() -> Listing:
    half = len(RELEASES) // 2

    def write(r: Release) -> str:
        return f'<li><a href="/presse/{r.number}.html">{r.short}: {escape(r.title)}</a></li>'

    body = f"<h2>November 2026</h2><ul>{each(write, RELEASES[:half])}</ul><h2>Oktober 2026</h2><ul>{each(write, RELEASES[half:])}</ul>"
    return Listing("lists by month", "/presse/", page(body), paths("/presse/{number}.html"))


def without_frames() -> Listing:
    body = each(
        lambda r: (
            f'<p class="datum">{r.short}</p><h3><a href="/presse/{r.number}.html">{escape(r.title)}</a></h3><p>{r.teaser} <a href="/presse/{r.number}.html">weiter</a></p><hr>'
        )
    )
    return Listing("no frame around an entry", "/presse/", page(body), paths("/presse/{number}.html"))


def definitions() -> Listing:
    body = each(lambda r: f'<dt>{r.long}</dt><dd><a href="{r.number}.html">{escape(r.title)}</a></dd>')
    return Listing("definition list", "/presse/", page(f"<dl>{body}</dl>"), paths("/presse/{number}.html"))


def cards_with_a_large_one() -> Listing:
    def inside(r: Release) -> str:
        return f"""<a class="card__link" href="/presse/{r.slug}"><span class="card__date">{r.long}</span><span class="card__title">{escape(r.title)}</span><span class="card__text">{r.teaser}</span></a>"""

    cards = each(
        lambda r: f'<div class="grid-4 css-1x2y3z{r.number}"><div class="card">{inside(r)}</div></div>', RELEASES[1:]
    )
    body = (
        f'<section class="stage"><div class="hero">{inside(RELEASES[0])}</div></section><div class="grid">{cards}</div>'
    )
    return Listing("cards, the first one large", "/presse", page(body), paths("/presse/{slug}"))


def beside_events() -> Listing:
    def item(href: str, day: str, title: str) -> str:
        return f'<div class="list-item"><div class="date">{day}</div><div class="text"><a href="{href}">{title}</a></div></div>'

    news = each(lambda r: item(f"/presse/{r.number}", r.short, escape(r.title)))
    events = "".join(item(f"/termine/{n}", f"{n}.12.2026", f"Sitzung Nummer {n} im Kreishaus") for n in range(1, 7))
    jobs = "".join(item(f"/stellen/{n}", f"{n}.11.2026", f"Sachbearbeitung {n} (m/w/d) im Bauamt") for n in range(1, 5))
    body = f'<div class="box-press"><h2>Presse</h2>{news}</div><div class="box-events"><h2>Termine</h2>{events}</div><div class="box-jobs"><h2>Stellen</h2>{jobs}</div>'
    return Listing("beside events and jobs", "/", page(body), paths("/presse/{number}"))


def undated() -> Listing:
    body = each(
        lambda r: (
            f'<div class="row mb-4"><div class="col-12"><h2 class="h4"><a href="/presse/{r.slug}/">{escape(r.title)}</a></h2><p>{r.teaser}</p><a class="btn btn-primary" href="/presse/{r.slug}/">Mehr erfahren</a></div></div>'
        )
    )
    return Listing("no dates", "/presse/", page(body), paths("/presse/{slug}/"), dates=False)


def split_dates() -> Listing:
    body = each(
        lambda r: (
            f"""<div class="news-entry"><div class="cal"><span class="day">{r.day.day}</span><span class="month">{MONTHS[r.day.month - 1][:3]}</span><span class="year">{r.day.year}</span></div>
<div class="body"><div class="tags"><a href="/tag/umwelt">Umwelt</a> <a href="/tag/kreis-und-politik">Kreis und Politik heute</a></div><a class="headline" href="/news/{r.slug}">{escape(r.title)}</a><p>{r.teaser}</p></div></div>"""
        )
    )
    return Listing("dates in pieces, tags before titles", "/news", page(body), paths("/news/{slug}"))


def days_as_headings() -> Listing:
    body = "".join(
        f'<h2>{RELEASES[n].long}</h2><ul class="meldungen">'
        + each(lambda r: f'<li><a href="/m/{r.number}">{escape(r.title)}</a></li>', RELEASES[n : n + 2])
        + "</ul>"
        for n in range(0, len(RELEASES), 2)
    )
    return Listing("a heading for each day", "/presse", page(body), paths("/m/{number}"), pairs=True)


def old_tables() -> Listing:
    rows = each(
        lambda r: (
            f'<table width="100%"><tr><td><font size="1">{r.short}</font><br><b><a href="presse_{r.number}.htm">{escape(r.title)}</a></b><br>{r.teaser} <a href="presse_{r.number}.htm">&gt;&gt; mehr</a></td></tr></table>'
        )
    )
    return Listing(
        "layout tables",
        "/presse/index.htm",
        page(f"<table><tr><td>{rows}</td></tr></table>", main="div"),
        paths("/presse/presse_{number}.htm"),
    )


_SYSTEMS = tuple(
    make()
    for make in (
        sitepark, typo3, ikiss, nolis, advantic, plone, wordpress, drupal, joomla, liferay, gsb, by_month,
        without_frames, definitions, cards_with_a_large_one, beside_events, undated, split_dates, days_as_headings, old_tables,
    )
)  # fmt: skip

_MORE: list[Listing] = []


def _add(name: str, path: str, body: str, links: tuple[str, ...]) -> None:
    _MORE.append(Listing(name, path, page(body), links))


_add(
    "Sitepark with kicker",
    "/aktuelles/",
    "<div class='SP-TeaserList'>"
    + each(
        lambda r: (
            f'''<div class="SP-TeaserList__item"><article class="SP-Teaser SP-Teaser--text" data-id="{r.number}"><h2 class="SP-Teaser__headline"><a class="SP-Teaser__link" href="{r.slug}.php"><span class="SP-Kicker">Pressemitteilung</span><span class="SP-Kicker__separator">: </span><span class="SP-Headline__text">{escape(r.title)}</span></a></h2><div class="SP-Teaser__info"><time class="SP-Date" datetime="{r.day}">{r.short}</time></div><p>{r.teaser}</p></article></div>'''
        )
    )
    + "</div>",
    paths("/aktuelles/{slug}.php"),
)
_add(
    "TYPO3 with Bootstrap cards",
    "/aktuelles/presse",
    "<div class='news-list-view'><div class='row'>"
    + each(
        lambda r: (
            f"""<div class="col-sm-6 col-lg-4 mb-4"><div class="card h-100"><a href="/aktuelles/presse/{r.slug}"><img class="card-img-top" src="x.jpg" alt="Symbolbild"></a><div class="card-body"><small class="text-muted">{r.long}</small><h5 class="card-title"><a href="/aktuelles/presse/{r.slug}">{escape(r.title)}</a></h5><p class="card-text">{r.teaser}</p></div><div class="card-footer"><a class="btn btn-link stretched-link" href="/aktuelles/presse/{r.slug}">Weiterlesen</a></div></div></div>"""
        )
    )
    + "</div></div>",
    paths("/aktuelles/presse/{slug}"),
)
_add(
    "search result",
    "/suche",
    "<form action='/suche'><input name=q></form><p>Treffer 1 bis 10 von 234, Stand 23.11.2026</p><ol class='searchresults' start=1>"
    + each(
        lambda r: (
            f"""<li><span class="nr">{r.number}.</span> <a class="title" href="/detail?id={r.number}&amp;sid=abc">{escape(r.title)}</a><div class="meta">Meldung vom {r.long}, Rubrik: <a href="/rubrik?r=1">Presse und Medien</a></div><div class="abs">{r.teaser}</div></li>"""
        )
    )
    + "</ol>",
    paths("/detail?id={number}&sid=abc"),
)
_add(
    "date in brackets",
    "/presse/",
    "<div id='c77'><ul>"
    + each(lambda r: f'<li><a href="/presse/{r.slug}">{escape(r.title)}</a> ({r.short})</li>')
    + "</ul></div>",
    paths("/presse/{slug}"),
)
_add(
    "folded years",
    "/presse/",
    "<details open><summary>2026</summary><ul class='dl'>"
    + each(
        lambda r: f'<li><span>{r.short}</span><a href="/pm/{r.number}.html">{escape(r.title)}</a></li>', RELEASES[:4]
    )
    + "</ul></details><details><summary>2025</summary><ul class='dl'>"
    + each(
        lambda r: f'<li><span>{r.short}</span><a href="/pm/{r.number}.html">{escape(r.title)}</a></li>', RELEASES[4:]
    )
    + "</ul></details>",
    paths("/pm/{number}.html"),
)
_add(
    "date in the link",
    "/presse/",
    "<div class='text'>"
    + each(lambda r: f'<p><a href="/pm/{r.number}.html">Pressemitteilung vom {r.short}: {escape(r.title)}</a></p>')
    + "</div>",
    paths("/pm/{number}.html"),
)
_add(
    "PDF files",
    "/presse/",
    "<div class='ce-text'>"
    + each(lambda r: f'<p><a href="/fileadmin/pm_{r.number}.pdf">{escape(r.title)}</a> (PDF, 120 KB)<br>{r.short}</p>')
    + "</div>",
    paths("/fileadmin/pm_{number}.pdf"),
)
_add(
    "table with pictures",
    "/presse/",
    "<table class='contenttable'>"
    + each(
        lambda r: (
            f'<tr><td><a href="d.php?id={r.number}"><img src=x alt="Foto"></a></td><td><p>{r.long}</p><h3>{escape(r.title)}</h3><p>{r.teaser}</p><p><a href="d.php?id={r.number}">Mehr erfahren</a></p></td></tr>'
        )
    )
    + "</table>",
    paths("/presse/d.php?id={number}"),
)
_add(
    "cards with the date at the foot",
    "/news",
    "<div class='row row-cols-3'>"
    + each(
        lambda r: (
            f'<div class="col"><div class="card"><div class="card-body"><p class="h5">{escape(r.title)}</p><p class="card-text">{r.teaser}</p><a class="stretched-link" href="/news/{r.slug}" title="{escape(r.title)}">Weiterlesen</a></div><div class="card-footer"><small>Veröffentlicht am {r.short} um 10:15 Uhr</small></div></div></div>'
        )
    )
    + "</div>",
    paths("/news/{slug}"),
)
hero = "".join(
    f'<div class="slide"><a href="/news/{r.slug}"><h2>{escape(r.title)}</h2></a></div>' for r in RELEASES[:3]
)
tiles = "".join(
    f'<div class="tile"><a href="/thema/{n}"><h3>Online-Dienst Nummer {n} nutzen</h3><p>Hier geht es zum Dienst</p></a></div>'
    for n in range(9)
)
evs = "".join(
    f'<div class="entry"><span class="entry-date">{n}.12.2026</span><a class="entry-link" href="/events/{n}">Konzert Nummer {n} im Schloss</a></div>'
    for n in range(1, 6)
)
_add(
    "home page",
    "/",
    f"<div class='slider'>{hero}</div><div class='tiles'>{tiles}</div><div class='news'><h2>Aktuelles</h2>"
    + each(
        lambda r: (
            f'<div class="entry"><span class="entry-date">{r.short}</span><a class="entry-link" href="/news/{r.slug}">{escape(r.title)}</a></div>'
        ),
        RELEASES,
    )
    + f"</div><div class='evs'><h2>Veranstaltungen</h2>{evs}</div>",
    paths("/news/{slug}"),
)
_add(
    "elements of its own",
    "/news/",
    "<news-list>"
    + each(
        lambda r: (
            f'<news-item><news-date>{r.short}</news-date><a href="/news/{r.slug}"><news-title>{escape(r.title)}</news-title></a></news-item>'
        )
    )
    + "</news-list>",
    paths("/news/{slug}"),
)
_add(
    "classes without meaning",
    "/news/",
    "<div class='sc-bdVaJa kXyzAb'>"
    + each(
        lambda r: (
            f'<div class="sc-1x2 jQwErT"><div class="css-9a8b7c">{r.long}</div><a class="css-1q2w3e" href="/news/{r.slug}"><h3 class="css-h3x">{escape(r.title)}</h3></a></div>'
        )
    )
    + "</div>",
    paths("/news/{slug}"),
)
_add(
    "topic, date and time in one line",
    "/presse",
    "<div class='list'>"
    + each(
        lambda r: (
            f'<div class="list__row"><div class="list__meta">Soziales | {r.long} | 10:00 Uhr</div><h3><a href="/presse/{r.slug}">{escape(r.title)}</a></h3><p>{r.teaser}</p></div>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "definition list in a link",
    "/presse",
    "<div>"
    + each(
        lambda r: (
            f'<a class="teaserbox" href="/presse/{r.slug}" aria-label="{escape(r.title)}"><h3>{escape(r.title)}</h3><dl><dt>Datum</dt><dd>{r.short}</dd><dt>Thema</dt><dd>Umwelt</dd></dl></a>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "paragraphs",
    "/presse",
    "<div class='rte'><p>Hier finden Sie alle Meldungen. <a href='/kontakt/presse'>Kontakt zur Pressestelle</a></p>"
    + each(lambda r: f'<p>{r.short}<br><a href="/presse/{r.slug}">{escape(r.title)}</a></p>')
    + "<p><a href='/archiv'>Zum Archiv der Pressemitteilungen</a></p></div>",
    paths("/presse/{slug}"),
)
_add(
    "two releases",
    "/presse",
    "<div>"
    + each(
        lambda r: (
            f'<article class="pm"><p class="d">{r.short}</p><h2><a href="/presse/{r.slug}">{escape(r.title)}</a></h2></article>'
        ),
        RELEASES[:2],
    )
    + "</div>",
    paths("/presse/{slug}", RELEASES[:2]),
)
_add(
    "headline without a link",
    "/presse",
    "<div class='blog'>"
    + each(
        lambda r: (
            f'<div class="item" itemprop="blogPost"><h2 itemprop="name">{escape(r.title)}</h2><dl class="article-info"><dd class="published"><time datetime="{r.day}T08:00:00+01:00" itemprop="datePublished">Veröffentlicht: {r.long}</time></dd><dd class="hits">Zugriffe: 12</dd></dl><p>{r.teaser}</p><p class="readmore"><a class="btn" href="/presse/{r.slug}" aria-label="Weiterlesen: {escape(r.title)}">Weiterlesen: {escape(r.title)[:20]} …</a></p></div>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "date below the headline",
    "/presse",
    "<div class='c'>"
    + each(
        lambda r: (
            f'<h3><a href="/presse/{r.slug}">{escape(r.title)}</a></h3><p class="date">{r.short}</p><p>{r.teaser}</p>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "odd and even rows",
    "/presse",
    "<div class='c'>"
    + "".join(
        f'<div class="{"odd" if n % 2 else "even"}{" first" if n == 0 else ""}"><b>{r.short}</b> <a href="/presse/{r.slug}">{escape(r.title)}</a></div>'
        for n, r in enumerate(RELEASES)
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "years above",
    "/presse/2026/",
    "<ul class='years'>"
    + "".join(f'<li><a href="/presse/{y}/">Pressemitteilungen aus {y}</a></li>' for y in range(2015, 2027))
    + "</ul><ul class='news'>"
    + each(
        lambda r: (
            f'<li><em>{r.short}</em> <strong><a href="/presse/2026/{r.slug}.html">{escape(r.title)}</a></strong></li>'
        )
    )
    + "</ul>",
    paths("/presse/2026/{slug}.html"),
)
_add(
    "topics and share links",
    "/presse",
    "<div class='cats'>"
    + "".join(f'<a href="/presse?cat={n}">Meldungen zu Thema {n}</a>' for n in range(12))
    + "</div><div class='news-wrap'>"
    + each(
        lambda r: (
            f'<div class="n"><div class="img"><a href="/presse/{r.slug}"><img alt="Foto: Müller" src=x></a></div><div class="txt"><span>{r.short} // Kreisverwaltung</span><p class="big"><a href="/presse/{r.slug}">{escape(r.title)}</a></p></div><div class="share"><a href="https://social.example/?u=/presse/{r.slug}">Teilen auf Social</a></div></div>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)

_THEMES = "".join(f"<li><a href='/thema/{n}/'>Ein Thema Nummer {n} mit Worten</a></li>" for n in range(15))
_add(
    "link wraps, date outside",
    "/presse",
    "<div class='tx'>"
    + each(
        lambda r: (
            f'<div class="tx-row"><div class="left">{r.short}</div><div class="right"><a href="/presse/{r.slug}"><strong>{escape(r.title)}</strong><br>{r.teaser}</a></div></div>'
        )
    )
    + f"</div><ul>{_THEMES}</ul>",
    paths("/presse/{slug}"),
)
_add(
    "ads between",
    "/presse",
    "<div class='list'>"
    + each(
        lambda r: (
            f'<div class="list-entry"><span class="d">{r.short}</span><h3><a href="/presse/{r.slug}">{escape(r.title)}</a></h3></div>'
        ),
        RELEASES[:3],
    )
    + '<div class="list-entry banner"><a href="/newsletter"><img alt="Newsletter abonnieren" src=x></a></div>'
    + each(
        lambda r: (
            f'<div class="list-entry"><span class="d">{r.short}</span><h3><a href="/presse/{r.slug}">{escape(r.title)}</a></h3></div>'
        ),
        RELEASES[3:],
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "read time",
    "/presse",
    "<div>"
    + each(
        lambda r: (
            f'<article><div class="meta"><span>{r.long}</span> | <span>Lesezeit 2 Min.</span></div><h2><a href="/presse/{r.slug}">{escape(r.title)}</a></h2><p>{r.teaser}</p><a href="/presse/{r.slug}" class="btn">Zum Artikel</a></article>'
        )
    )
    + "</div>",
    paths("/presse/{slug}"),
)
_add(
    "two dates",
    "/presse",
    "<ul class='pm'>"
    + each(
        lambda r: (
            f'<li><span class="pub">Veröffentlicht: {r.short}</span> <span class="upd">Aktualisiert: 23.11.2026</span> <a href="/presse/{r.slug}">{escape(r.title)}</a></li>'
        )
    )
    + "</ul>",
    paths("/presse/{slug}"),
)
_add(
    "number + date",
    "/presse",
    "<table><thead><tr><th>Nr.</th><th>Datum</th><th>Titel</th><th>Download</th></tr></thead><tbody>"
    + each(
        lambda r: (
            f'<tr><td>{r.number}</td><td>{r.short}</td><td><a href="/presse/{r.slug}.html">{escape(r.title)}</a></td><td><a href="/pdf/{r.number}.pdf">PDF</a></td></tr>'
        )
    )
    + "</tbody></table>",
    paths("/presse/{slug}.html"),
)
_add(
    "contact boxes",
    "/presse",
    "<section class='contacts'>"
    + "".join(
        f"<div class='person'><h3><a href='/p/{n}'>Ansprechperson Nummer {n}</a></h3><p>Tel. 0123</p></div>"
        for n in range(4)
    )
    + "</section><section class='r'>"
    + each(
        lambda r: (
            f'<div class="release"><h3><a href="/presse/{r.slug}">{escape(r.title)}</a></h3><small>{r.short}</small></div>'
        ),
        RELEASES[:3],
    )
    + f"</section><ul class='themen'>{_THEMES}</ul>",
    paths("/presse/{slug}", RELEASES[:3]),
)
_add(
    "li>article",
    "/presse",
    "<ol class='news-listing'>"
    + each(
        lambda r: (
            f'<li class="news-listing__item"><article class="teaser teaser--news"><div class="teaser__media"><img alt="" src=x></div><div class="teaser__body"><p class="teaser__eyebrow"><time datetime="{r.day}">{r.short}</time> · Pressemitteilung</p><h2 class="teaser__title"><a href="/presse/{r.slug}" class="teaser__link"><span>{escape(r.title)}</span></a></h2></div></article></li>'
        )
    )
    + "</ol>",
    paths("/presse/{slug}"),
)
_add(
    "nested tables",
    "/presse/",
    "<table class='layout'><tr><td class='content'>"
    + each(
        lambda r: (
            f'<table class="eintrag"><tr><td class="datum">{r.short}</td></tr><tr><td class="titel"><a href="{r.number}.html">{escape(r.title)}</a></td></tr><tr><td class="text">{r.teaser}</td></tr></table>'
        )
    )
    + "</td></tr></table>",
    paths("/presse/{number}.html"),
)
_add(
    "span rows br",
    "/presse/",
    "<div id='liste'>"
    + each(
        lambda r: f'<span class="dat">{r.short}</span> <a class="tit" href="{r.number}.html">{escape(r.title)}</a><br>'
    )
    + "</div>",
    paths("/presse/{number}.html"),
)
_add(
    "hr divs date after",
    "/presse/",
    "<div class='c'>"
    + each(
        lambda r: (
            f'<div><p><b>{escape(r.title)}</b></p><p>{r.teaser} <a href="{r.number}.html">[mehr ...]</a></p><p align=right><i>Musterstadt, {r.short}</i></p></div><hr>'
        )
    )
    + "</div>",
    paths("/presse/{number}.html"),
)
_add(
    "panels",
    "/presse/",
    "<div class='accordion'>"
    + each(
        lambda r: (
            f'<div class="panel"><button>{r.short} - {escape(r.title)}</button><div class="panel-body"><p>{r.teaser}</p><a href="/pm/{r.number}">Ganzen Text lesen</a></div></div>'
        )
    )
    + "</div>",
    paths("/pm/{number}"),
)
_add(
    "english date",
    "/presse/",
    "<div>"
    + each(
        lambda r: (
            f'<div class="post-item"><span class="post-date">{r.day:%B %d, %Y}</span><h3 class="post-title"><a href="/pm/{r.number}">{escape(r.title)}</a></h3></div>'
        )
    )
    + "</div>",
    paths("/pm/{number}"),
)
_add(
    "uppercase weekday",
    "/presse/",
    "<div>"
    + each(
        lambda r: (
            f'<div class="meldung"><div class="meldung-kopf">MO, {r.short} - 10.30 UHR</div><a href="/pm/{r.number}" class="meldung-titel">{escape(r.title)}</a><div class="kat">Kategorien: <a href="/kat/1">Alle</a>, <a href="/kat/2">Kreishaus</a></div></div>'
        )
    )
    + "</div>",
    paths("/pm/{number}"),
)
_add(
    "section in form",
    "/presse/",
    "<form id='aspnetForm'><div id='ctl00_Main'>"
    + each(
        lambda r: (
            f'<div id="ctl00_rpt_ctl{r.number}" class="newsRow"><span id="ctl00_d{r.number}">{r.short}</span>&nbsp;<a id="ctl00_h{r.number}" href="/News.aspx?id={r.number}">{escape(r.title)}</a></div>'
        )
    )
    + "</div></form>",
    paths("/News.aspx?id={number}"),
)
_add(
    "li nested tags",
    "/presse/",
    "<ul class='main-list'>"
    + each(
        lambda r: (
            f'<li><div><span>{r.long}</span><ul class="tags"><li><a href="/t/a">Soziales im Kreis</a></li><li><a href="/t/b">Gesundheit im Kreis</a></li></ul><a href="/pm/{r.number}"><h4>{escape(r.title)}</h4></a></div></li>'
        )
    )
    + "</ul>",
    paths("/pm/{number}"),
)
_add(
    "docs",
    "/presse/",
    "<div class='row'>"
    + each(
        lambda r: (
            f'<div class="col-12 col-md-6"><div class="media"><div class="media-body"><h5 class="mt-0"><a href="/pm/{r.number}">{escape(r.title)}</a></h5>{r.teaser}<div class="d-flex"><div class="p-1">{r.short}</div><div class="p-1"><a href="/pm/{r.number}#print">Drucken</a></div></div></div></div></div>'
        )
    )
    + "</div>",
    paths("/pm/{number}"),
)

LISTINGS = (*_SYSTEMS, *_MORE)
