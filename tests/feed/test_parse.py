"""What `parse` makes of single fields, and what it says to answers that are no feed."""

from __future__ import annotations

import pytest

from relay.errors import ParseError
from relay.feed.mend import losses
from relay.feed.parse import parse
from relay.model import Entry, Fetched, ParsedFeed

URL = "https://www.landkreis-musterland.example/feeds/presse.xml"


def fetched(body: str | bytes, content_type: str = "", url: str = URL) -> Fetched:
    return Fetched(url=url, body=body.encode() if isinstance(body, str) else body, content_type=content_type)


def rss(*items: str, channel: str = "") -> ParsedFeed:
    inside = channel + "".join(f"<item>{item}</item>" for item in items)
    return parse(fetched(f'<rss version="2.0"><channel><title>Presse</title>{inside}</channel></rss>'))


def atom(entry: str, feed: str = "") -> Entry:
    xml = f'<feed xmlns="http://www.w3.org/2005/Atom">{feed}<entry>{entry}</entry></feed>'
    return parse(fetched(xml)).entries[0]


def problems(feed: ParsedFeed) -> list[str]:
    return [str(problem) for problem in feed.problems]


def refusal(body: str | bytes, content_type: str = "") -> str:
    with pytest.raises(ParseError) as caught:
        parse(fetched(body, content_type))
    return str(caught.value)


# --- identity and links -----------------------------------------------------------------------------------------------


def test_a_short_guid_stays_as_declared_and_is_no_link() -> None:
    entry = rss("<title>a</title><guid>4711</guid>").entries[0]

    assert (entry.guid, entry.url) == ("4711", "")


def test_a_guid_does_not_depend_on_where_the_feed_was_fetched() -> None:
    body = '<rss version="2.0"><channel><item><guid>news/1</guid><title>a</title></item></channel></rss>'

    assert parse(fetched(body, url="http://alt.example/a")) == parse(fetched(body, url="https://neu.example/b/c"))


def test_an_empty_link_leaves_the_permalink_guid_to_serve() -> None:
    for link in ("<link/>", "<link></link>", "<link> </link>"):
        assert rss(f"{link}<guid>https://x.example/1</guid>").entries[0].url == "https://x.example/1"


def test_a_guid_that_says_it_is_no_permalink_is_not_used_as_link() -> None:
    assert not rss('<guid isPermaLink="false">https://x.example/1</guid>').entries[0].url


def test_relative_links_of_rss_are_resolved_against_the_website() -> None:
    channel = "<link>https://kreis.example/aktuelles/</link>"

    assert rss("<link>1.html</link>", channel=channel).entries[0].url == "https://kreis.example/aktuelles/1.html"


def test_relative_links_without_a_website_are_resolved_against_the_feed() -> None:
    assert rss("<link>1.html</link>").entries[0].url == "https://www.landkreis-musterland.example/feeds/1.html"


def test_xml_base_decides_over_everything_else() -> None:
    entry = atom('<link href="a.html"/>', feed='<link href="https://kreis.example/"/>')
    based = atom('<link xml:base="https://andere.example/x/" href="a.html"/>')

    assert entry.url == "https://www.landkreis-musterland.example/feeds/a.html"
    assert based.url == "https://andere.example/x/a.html"


def test_the_address_behind_a_click_counter_is_preferred() -> None:
    entry = rss(
        "<link>https://zaehler.example/~r/1</link>"
        '<o:origLink xmlns:o="http://rssnamespace.org/feedburner/ext/1.0">https://kreis.example/1</o:origLink>'
    ).entries[0]

    assert entry.url == "https://kreis.example/1"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:a@b.example", "http://["])
def test_what_is_no_web_address_is_no_link(link: str) -> None:
    assert not rss(f"<title>a</title><link>{link}</link>").entries[0].url


def test_an_alternate_link_that_is_no_html_is_better_than_none() -> None:
    entry = atom('<link rel="alternate" type="application/pdf" href="https://kreis.example/1.pdf"/>')

    assert entry.url == "https://kreis.example/1.pdf"


# --- texts ------------------------------------------------------------------------------------------------------------


def test_a_copy_of_the_content_is_no_summary() -> None:
    entry = rss('<c:encoded xmlns:c="http://purl.org/rss/1.0/modules/content/">Text</c:encoded>').entries[0]

    assert (entry.summary, entry.content) == ("", "Text")


def test_a_caption_does_not_become_the_text_of_the_entry() -> None:
    entry = rss(
        "<description>Der Text.</description>"
        '<media:content xmlns:media="http://search.yahoo.com/mrss/" url="/a.jpg" type="image/jpeg">'
        "<media:description>Eine Brücke</media:description></media:content>"
    ).entries[0]

    assert (entry.summary, entry.content, entry.media[0].description) == ("Der Text.", "", "Eine Brücke")


def test_text_in_atom_that_plainly_is_html_is_taken_as_html() -> None:
    assert atom("<summary>&lt;p&gt;a &amp;amp; b&lt;/p&gt;</summary>").summary == "<p>a &amp; b</p>"


def test_content_that_is_neither_text_nor_html_is_not_taken() -> None:
    assert not atom('<title>a</title><content type="image/png">iVBORw0KGgo=</content>').content


def test_tags_named_like_fields_of_the_parser_do_no_harm() -> None:
    strange = "".join(f"<{name}>x</{name}>" for name in ("links", "tags", "media_content", "guidislink", "enclosures"))
    feed = rss(f"{strange}<title>Gut</title><published_parsed>x</published_parsed>", "<title>Auch gut</title>")

    assert [entry.title for entry in feed.entries] == ["Gut", "Auch gut"]


# --- dates ------------------------------------------------------------------------------------------------------------


def test_a_date_that_nobody_can_read_is_told_and_costs_nothing_else() -> None:
    feed = rss("<title>a</title><pubDate>Mon, 30 Nov -0001 00:00:00 +0000</pubDate>", "<title>b</title>")

    assert feed.entries[0].published is None
    assert len(feed.entries) == 2
    assert "Dates that cannot be read: 1, the first of them “Mon, 30 Nov -0001 00:00:00 +0000”." in problems(feed)


@pytest.mark.parametrize("ttl", ["60", " 5 ", "0", "99999"])
def test_a_ttl_in_minutes_is_no_problem(ttl: str) -> None:
    assert problems(rss(channel=f"<ttl>{ttl}</ttl>")) == problems(rss())


def test_a_ttl_that_is_no_number_is_told() -> None:
    feed = rss(channel="<ttl>bald</ttl>")

    assert problems(feed) == ["The feed's ttl is no number of minutes: “bald”."]


# --- pictures ---------------------------------------------------------------------------------------------------------


def test_a_thumbnail_is_left_out_beside_a_picture() -> None:
    entry = rss(
        '<enclosure url="https://kreis.example/a.jpg" type="image/jpeg"/>'
        '<m:thumbnail xmlns:m="http://search.yahoo.com/mrss/" url="https://kreis.example/a-klein.jpg"/>'
    ).entries[0]

    assert [medium.url for medium in entry.media] == ["https://kreis.example/a.jpg"]


def test_a_picture_named_twice_is_one_and_keeps_its_credit() -> None:
    entry = rss(
        '<enclosure url="https://kreis.example/a.jpg" type="image/jpeg"/>'
        '<m:content xmlns:m="http://search.yahoo.com/mrss/" url="https://kreis.example/a.jpg" type="image/jpeg">'
        "<m:credit>Erika Beispiel</m:credit></m:content>"
    ).entries[0]

    assert [medium.credit for medium in entry.media] == ["Erika Beispiel"]


def test_the_cover_of_a_podcast_is_no_picture_of_an_entry() -> None:
    cover = '<i:image xmlns:i="http://www.itunes.com/dtds/podcast-1.0.dtd" href="https://kreis.example/cover.jpg"/>'

    assert rss(f"<title>a</title>{cover}").entries[0].media == ()


def test_media_are_found_in_xml_that_is_not_well_formed() -> None:
    feed = parse(
        fetched(
            '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><item><title>A & B &nbsp;</title>'
            '<media:content url="https://kreis.example/a.jpg" type="image/jpeg"/>'
            "<media:credit>Max Muster</media:credit></item></channel></rss>"
        )
    )

    assert feed.entries[0].media[0].credit == "Max Muster"
    assert any(problem.startswith("The feed is not well-formed XML") for problem in problems(feed))


# --- damage -----------------------------------------------------------------------------------------------------------


def test_error_text_before_the_feed_is_skipped_and_told() -> None:
    feed = parse(fetched('<br />\n<b>Warning</b>: kaputt\n<?xml version="1.0"?><rss version="2.0"><channel/></rss>'))

    assert feed.version == "rss20"
    assert problems(feed) == ["There is text before the feed, which was skipped: “Warning: kaputt”."]


def test_a_feed_that_breaks_off_gives_its_whole_entries_only() -> None:
    body = '<rss version="2.0"><channel><item><guid>1</guid></item><item><guid>https://kreis.example/2'

    feed = parse(fetched(body))

    assert [entry.guid for entry in feed.entries] == ["1"]
    assert "The feed breaks off in the middle of its last entry, which was left out." in problems(feed)


@pytest.mark.parametrize("rest", ["", "\n", "<", "<ite", "<item"])
def test_a_feed_that_breaks_off_between_two_entries_is_told(rest: str) -> None:
    feed = parse(fetched(f'<rss version="2.0"><channel><item><guid>1</guid></item>{rest}'))

    assert [entry.guid for entry in feed.entries] == ["1"]
    told = losses(feed.problems)
    assert told
    assert "The feed breaks off before its end; what would follow was left out." in str(told)


@pytest.mark.parametrize("rest", ["</chan", "</channel>", "</channel></rss", "</channel></rss>", "</channel>&"])
def test_a_feed_that_lacks_nothing_but_the_tags_around_its_entries_has_lost_none(rest: str) -> None:
    feed = parse(fetched(f'<rss version="2.0"><channel><item><guid>1</guid></item>{rest}'))

    assert [entry.guid for entry in feed.entries] == ["1"]
    assert losses(feed.problems) is None


def test_a_feed_that_breaks_off_before_its_first_entry_ends_is_refused() -> None:
    assert refusal('<rss version="2.0"><channel><item><title>Kreisstr').startswith("a feed that is broken before")


def test_an_impossible_character_reference_costs_nothing() -> None:
    feed = rss("<title>a&#xD800;&#x110000;&#99999999999;&#0;b &#252;</title>", "<title>c</title>")

    assert [entry.title for entry in feed.entries] == ["ab ü", "c"]
    assert not any("well-formed" in problem for problem in problems(feed))


def test_control_characters_cost_nothing() -> None:
    assert rss("<title>a\x0bb\x00c</title>").entries[0].title == "abc"


def test_names_of_html_entities_are_read_although_xml_does_not_know_them() -> None:
    assert rss("<title>Pr&uuml;fung &ndash; fertig</title>").entries[0].title == "Prüfung – fertig"


def test_markup_on_which_feedparser_fails_is_a_parse_error() -> None:
    body = '<rss version="2.0"><channel><item><textinput><name>x</name></textinput></item></channel></rss>'

    assert refusal(body) == "a damaged feed that cannot be read: KeyError('textinput')"


def test_an_entry_that_says_nothing_is_left_out_and_told() -> None:
    feed = rss("", "<title>a</title>")

    assert [entry.title for entry in feed.entries] == ["a"]
    assert "Entries that say nothing at all and were left out: 1 of 2." in problems(feed)


def test_broken_entries_without_a_feed_around_them_are_used_and_told() -> None:
    feed = parse(fetched("<channel><item><title>A & B</title><guid>1</guid></item></channel>"))

    assert feed.entries[0].title == "A & B"
    assert "The feed does not say which format it has." in problems(feed)


def test_a_feed_without_entries_is_a_feed() -> None:
    assert rss().entries == ()


def test_the_type_that_the_server_names_does_not_matter() -> None:
    body = '<rss version="2.0"><channel><item><guid>1</guid></item></channel></rss>'

    for content_type in ("text/html", "text/plain; charset=utf-8", "application/json", "image/png", ""):
        assert parse(fetched(body, content_type)).entries[0].guid == "1"


# --- no feed ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", ["", " \n\t", "\ufeff", "\0\0"])
def test_an_empty_answer_is_named(body: str) -> None:
    assert refusal(body) == "an empty answer instead of a feed"


def test_an_html_page_is_named_with_its_title() -> None:
    page = "<!DOCTYPE html>\n<!-- x --><html><head><title>Presse &amp; mehr {0}</title></head><body><p>x</body></html>"

    assert refusal(page) == "an HTML page instead of a feed: “Presse & mehr {0}”"


def test_a_long_title_of_a_page_is_cut() -> None:
    assert len(refusal(f"<html><title>{'a' * 500}</title>")) < 130


def test_an_html_page_that_shows_a_feed_is_no_feed() -> None:
    assert refusal(
        '<html><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id></entry></feed></html>'
    ).startswith("an HTML page")


@pytest.mark.parametrize(
    "page", ["<title>Just a moment...</title>", "<script src='/cdn-cgi/challenge-platform/x'></script>"]
)
def test_a_challenge_page_is_named(page: str) -> None:
    told = refusal(f"<!doctype html><html><head>{page}</head></html>")

    assert told.startswith("a Cloudflare challenge page instead of a feed")


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>Attention Required! | Cloudflare</title>", "a Cloudflare challenge page"),
        ("<title>Zugriff</title><script src='/_Incapsula_Resource?x'></script>", "a page that keeps programs out"),
        ("<title>Making sure you're not a bot!</title>", "a page that keeps programs out"),
        ("<title>Anmelden</title><form><input name=p type='password'></form>", "a login page"),
        ("<title>Intranet</title><h1>Login</h1><input type=password>", "a login page"),
        ("<title>Wartungsarbeiten</title>", "a maintenance page"),
        ("<title></title><body><h1>Wir sind gleich wieder da</h1>", "a maintenance page"),
        ("<title>503 Service Unavailable</title>", "a maintenance page"),
        ("<title>Seite nicht gefunden</title>", "an error page"),
        ("<title>500 Internal Server Error</title>", "an error page"),
        ("<title>Zugriff verweigert</title>", "an error page"),
        ("<title>Landkreis Musterland</title><a href=/anmelden>Anmelden</a>", "an HTML page"),
        ("<title>Landkreis Musterland</title><a href=/suche>404 Meldungen</a>", "an HTML page"),
    ],
)
def test_a_page_is_named_by_what_it_is(page: str, kind: str) -> None:
    for around in ("<!DOCTYPE html><html><head>{}</html>", "\n<HTML>{}", "<div>{}</div>", "<!-- x --><p>{}"):
        assert refusal(around.format(page)).startswith(f"{kind} instead of a feed")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"PK\x03\x04", "a ZIP file"),
        (b"\x1f\x8b\x08", "compressed data"),
    ],
)
def test_files_of_another_kind_are_named_and_will_not_change_soon(body: bytes, kind: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(fetched(body))

    assert str(caught.value) == f"{kind} instead of a feed"
    assert caught.value.permanent


def test_other_xml_is_named_by_its_root() -> None:
    assert (
        refusal('<?xml version="1.0"?><urlset><url/></urlset>') == "XML that is no feed: its root element is <urlset>"
    )


def test_well_formed_xml_with_items_that_is_no_feed_is_refused() -> None:
    assert (
        refusal("<shop><item><title>Tasse</title></item></shop>") == "XML that is no feed: its root element is <shop>"
    )


def test_plain_text_is_quoted() -> None:
    assert refusal("Access denied: 403") == "neither XML nor JSON, but “Access denied: 403”"
