from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from yarl import URL

from relay.errors import SourceError
from relay.sources.guard import PORTS, AddressGuard, AddressRefused, PortRefused, next_url, shown, shown_host, web_url

CLOSED = AddressGuard()
LOOPBACK = AddressGuard([ip_network("127.0.0.0/8"), ip_network("::1/128")])

# https://www.iana.org/assignments/iana-ipv4-special-registry, -ipv6-special-registry: not globally reachable, or
# reachable but no place for a website; and multicast.
SPECIAL_V4 = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
]
SPECIAL_V6 = [
    "::/128",
    "::1/128",
    "64:ff9b:1::/48",
    "100::/64",
    "100:0:0:1::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:db8::/32",
    "2002::/16",
    "3fff::/20",
    "5f00::/16",
    "fc00::/7",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
]

special_v4 = st.sampled_from(SPECIAL_V4).flatmap(lambda n: st.ip_addresses(v=4, network=n))
special_v6 = st.sampled_from(SPECIAL_V6).flatmap(lambda n: st.ip_addresses(v=6, network=n))
any_v4 = st.ip_addresses(v=4)
networks = st.one_of(
    st.builds(lambda ip, bits: IPv4Network((ip, bits), strict=False), any_v4, st.integers(0, 32)),
    st.builds(lambda ip, bits: IPv6Network((ip, bits), strict=False), st.ip_addresses(v=6), st.integers(0, 128)),
)


def dressed(network: str, ip: IPv4Address | IPv6Address) -> str:
    return str(IPv6Address(int(IPv6Address(network)) | int(ip)))


# --- addresses --------------------------------------------------------------------------------------------------------


@given(st.one_of(special_v4, special_v6))
def test_every_address_that_is_not_on_the_public_internet_is_refused(ip: IPv4Address | IPv6Address) -> None:
    assert not CLOSED.permits(str(ip))


@given(st.ip_addresses())
def test_what_is_permitted_is_global_unicast(ip: IPv4Address | IPv6Address) -> None:
    if CLOSED.permits(str(ip)):
        nat64 = ip in IPv6Network("64:ff9b::/96")
        assert ip.is_global or nat64
        assert not any((ip.is_multicast, ip.is_private, ip.is_loopback, ip.is_link_local, ip.is_unspecified))


@pytest.mark.parametrize("address", ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "2a01:4f8::1", "64:ff9b::101:101"])
def test_public_addresses_are_permitted(address: str) -> None:
    assert CLOSED.permits(address)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",  # cloud metadata
        "100.100.100.200",  # the same elsewhere, in the CGNAT range
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
        "::127.0.0.1",
        "::8.8.8.8",
        "fe80::1%eth0",
        "2a01:4f8::1%eth0",
    ],
)
def test_the_well_known_ways_in_are_refused(address: str) -> None:
    assert not CLOSED.permits(address)


@pytest.mark.parametrize(
    "text",
    ["", "localhost", "2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "127.0.0.01", "1.1.1.1 ", "[::1]"],
)
def test_what_is_no_canonical_address_is_refused(text: str) -> None:
    assert not CLOSED.permits(text)
    assert not AddressGuard([ip_network("0.0.0.0/0"), ip_network("::/0")]).permits(text)


@given(st.text())
def test_any_text_can_be_asked_about(text: str) -> None:
    assert CLOSED.permits(text) in (True, False)


@given(st.one_of(any_v4, special_v4), st.lists(networks, max_size=3))
def test_an_ipv4_address_in_ipv6_clothes_is_judged_as_itself(
    ip: IPv4Address, allowed: list[IPv4Network | IPv6Network]
) -> None:
    guard = AddressGuard([network for network in allowed if network.version == 4])
    assert guard.permits(dressed("::ffff:0:0", ip)) == guard.permits(str(ip))
    assert guard.permits(dressed("64:ff9b::", ip)) == guard.permits(str(ip))


@given(any_v4)
def test_ipv4_compatible_6to4_and_teredo_addresses_are_never_public(ip: IPv4Address) -> None:
    assert not CLOSED.permits(dressed("::", ip))
    assert not CLOSED.permits(str(IPv6Address(0x2002 << 112 | int(ip) << 80 | 1)))
    assert not CLOSED.permits(str(IPv6Address(0x20010000 << 96 | int(ip) << 64 | 1)))


@given(st.ip_addresses(), st.lists(networks, max_size=3))
def test_an_allowed_network_opens_itself_and_nothing_else(
    ip: IPv4Address | IPv6Address, allowed: list[IPv4Network | IPv6Network]
) -> None:
    guard = AddressGuard(allowed)
    if any(ip in network for network in allowed):
        assert guard.permits(str(ip))
    elif not isinstance(ip, IPv6Address) or (ip.ipv4_mapped is None and ip not in IPv6Network("64:ff9b::/96")):
        assert guard.permits(str(ip)) == CLOSED.permits(str(ip))


# --- sockets ----------------------------------------------------------------------------------------------------------


def test_the_socket_is_of_the_kind_that_was_asked_for() -> None:
    for family, where in ((socket.AF_INET, ("127.0.0.1", 80)), (socket.AF_INET6, ("::1", 80, 0, 0))):
        with LOOPBACK.socket((family, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", where)) as made:
            assert (made.family, made.type, made.proto) == (family, socket.SOCK_STREAM, socket.IPPROTO_TCP)


def test_no_socket_is_made_for_a_refused_address() -> None:
    with pytest.raises(AddressRefused) as caught:
        CLOSED.socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("192.168.1.1", 80)))
    assert (caught.value.address, caught.value.port) == ("192.168.1.1", 80)
    assert not isinstance(caught.value, PortRefused)


def test_a_scope_beside_the_address_counts_as_one_within_it() -> None:
    with pytest.raises(AddressRefused, match="refused"):
        CLOSED.socket((socket.AF_INET6, socket.SOCK_STREAM, 0, "", ("2a01:4f8::1", 80, 0, 2)))


@given(st.integers(0, 65535))
@example(22)
@example(25)
@example(6379)
def test_a_public_address_is_asked_only_at_ports_of_websites(port: int) -> None:
    info = (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("1.1.1.1", port))
    if port in PORTS:
        CLOSED.socket(info).close()
    else:
        with pytest.raises(PortRefused):
            CLOSED.socket(info)


@given(st.integers(1, 65535))
def test_an_address_in_an_allowed_network_is_asked_at_any_port(port: int) -> None:
    LOOPBACK.socket((socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))).close()


# --- URLs -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("  https://www.musterland.example/presse.rss\n", "https://www.musterland.example/presse.rss"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("http://musterland.example/straße?ort=süd", "http://musterland.example/stra%C3%9Fe?ort=s%C3%BCd"),
        ("HTTP://WWW.Musterland.Example/", "http://www.musterland.example/"),
        ("https://musterland.example./a#b", "https://musterland.example./a"),
        ("http://93.184.215.14:8080/", "http://93.184.215.14:8080/"),
        ("http://[2a01:4f8::1]/", "http://[2a01:4f8::1]/"),
    ],
)
def test_a_url_is_read_as_people_write_it(text: str, read: str) -> None:
    assert str(web_url(text)) == read


@pytest.mark.parametrize(
    "text",
    [
        "",
        "www.musterland.example/presse.rss",
        "/presse.rss",
        "file:///etc/passwd",
        "gopher://musterland.example/",
        "ftp://musterland.example/",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "mailto:presse@musterland.example",
        "http:///presse",
        "http:presse",
        "http://musterland.example:99999/",
        "http://muster land.example/",
        "http://musterland.example\\@evil.example/",
        "http://muster%0dland.example/",
        "http://muster\x00land.example/",
        "http://muster..land.example/",
        "http://" + "a" * 64 + ".example/",
        "http://" + "a." * 130 + "example/",
        "http://2130706433",
        "http://0x7f000001",
        "http://0x7f.1",
        "http://127.1",
        "http://0177.0.0.1",
        "http://127.0.0.1.",
        "http://[::1%25lo]/",
        "http://xn--a/",
        "http://\udcff/",
    ],
)
def test_what_cannot_be_asked_is_refused_for_good(text: str) -> None:
    with pytest.raises(SourceError) as caught:
        web_url(text)
    assert caught.value.permanent


@pytest.mark.parametrize("user", ["erika", "erika:geheim", ":geheim", "erika:"])
def test_a_user_name_or_password_is_refused_and_not_repeated(user: str) -> None:
    with pytest.raises(SourceError, match="user name or password") as caught:
        web_url(f"https://{user}@musterland.example/presse.rss?key=geheim")
    assert caught.value.permanent
    assert "geheim" not in str(caught.value)
    assert "erika" not in str(caught.value)


@given(st.text() | st.text().map("http://{}".format) | st.text().map("https://a.example{}".format))
def test_any_text_is_a_url_or_a_source_error(text: str) -> None:
    try:
        url = web_url(text)
    except SourceError as exc:
        assert exc.permanent  # noqa: PT017 - either way is right
    else:
        assert url.scheme in ("http", "https")
        assert urlsplit(str(url)).hostname == url.raw_host
        str(url).encode("ascii")
        assert shown(url).isprintable()


@given(st.text(st.characters(codec=None)))
@example("http://xn--a/")
@example("http://[")
@example("//")
@example("\udcff")
def test_any_location_is_a_url_or_a_source_error(location: str) -> None:
    try:
        url = next_url(URL("https://www.musterland.example/a/b?c"), location)
    except SourceError as exc:
        assert exc.permanent  # noqa: PT017 - either way is right
    else:
        assert url.scheme == "https"
        str(url).encode("ascii")


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/neu", "https://www.musterland.example/neu"),
        ("neu", "https://www.musterland.example/a/neu"),
        ("?seite=2", "https://www.musterland.example/a/b?seite=2"),
        ("//musterland.example/neu#teil", "https://musterland.example/neu"),
        ("https://müller.example/", "https://xn--mller-kva.example/"),
        ("/stra\udcdfe", "https://www.musterland.example/stra%DFe"),  # as ISO-8859-1 bytes
        ("/straße", "https://www.musterland.example/stra%C3%9Fe"),
    ],
)
def test_a_redirect_leads_where_a_browser_would_go(location: str, target: str) -> None:
    assert str(next_url(URL("https://www.musterland.example/a/b"), location)) == target


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://a.example/", "http://0x7f.1/", "//a:b@c/"])
def test_a_redirect_obeys_the_rules_of_every_url(location: str) -> None:
    with pytest.raises(SourceError) as caught:
        next_url(URL("http://www.musterland.example/"), location)
    assert caught.value.permanent


def test_a_redirect_from_https_to_http_is_refused() -> None:
    with pytest.raises(SourceError, match="redirects from https to unprotected http") as caught:
        next_url(URL("https://www.musterland.example/?key=geheim"), "http://www.musterland.example/?key=geheim")
    assert caught.value.permanent
    assert "geheim" not in str(caught.value)
    assert next_url(URL("http://musterland.example/"), "https://musterland.example/").scheme == "https"


def test_what_people_see_of_a_url_holds_no_secret() -> None:
    url = URL("https://erika:geheim@müller.example:8443/presse%0A.rss?key=geheim#geheim")
    assert shown(url) == "https://müller.example:8443/presse%0A.rss"
    assert shown_host(URL("http://[2a01:4f8::1]:8080/")) == "[2a01:4f8::1]:8080"
    assert len(shown(URL("https://musterland.example/" + "a" * 9000))) < 300
