"""FEED-11, SEC-17: we go to open websites only, at first and after every redirect, never long and never much."""

import gzip
import socket
import ssl
import time
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path

import pytest

from ovkk_core.subscriptions.addresses import FetchError, refused, target_of
from ovkk_core.subscriptions.fetching import Known, fetch
from tests.core.subscriptions.hostile.website import BOMB, HERE, Website, certificate_for, trickling, website

US = "https://www.vereniging.example"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.1.2.3",
        ),
        *("224.0.0.1", "255.255.255.255", "240.0.0.1", "198.18.0.1", "192.0.2.1", "192.0.0.1", "::", "::1", "fe80::1"),
        *("fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1"),
        *(
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fec0::1",
            "::ffff:169.254.169.254",
        ),
    ],
)
def test_sec_17_address_that_is_not_on_the_open_internet_is_refused(address: str) -> None:
    assert refused(ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "1.1.1.1", "2a00:1450:4001::1", "64:ff9b::101:101", "2606:4700::1"]
)
def test_sec_17_open_address_is_not_refused(address: str) -> None:
    assert not refused(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *(
            "http://127.0.0.1/",
            "http://localhost/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://0/",
        ),
        *("http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest/meta-data", "webcal://10.0.0.1/a.ics"),
    ],
)
def test_feed_11_address_within_is_refused_however_it_is_written(address: str) -> None:
    with pytest.raises(FetchError, match=r"besloten netwerk|niet gevonden"):
        fetch(address, US)


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("file:///etc/passwd", "geen webadres"),
        ("ftp://raad.test/a.ics", "geen webadres"),
        ("gopher://raad.test", "geen webadres"),
        ("raad.test/a.ics", "geen webadres"),
        ("http://anna:geheim@raad.test/", "gebruikersnaam"),
        ("http://raad.test:22/", "poort 22"),
        ("http://[1:2/", "niet te lezen"),
        ("http://raad.test:99999/", "niet te lezen"),
        ("http://ra..ad.test/", "bestaat niet"),
    ],
)
def test_feed_11_other_addresses_are_refused_with_the_reason(address: str, reason: str) -> None:
    with pytest.raises(FetchError, match=reason):
        fetch(address, US)


def test_webcal_is_https_and_nothing_breaks_the_request() -> None:
    target = target_of("webcal://Raad.test/een agenda.ics?a=b c\r\nX: y")
    assert (target.secure, target.host, target.port, target.authority) == (True, "raad.test", 443, "raad.test")
    assert target.path == "/een%20agenda.ics?a=b%20cX:%20y"


def test_file_is_fetched_and_the_next_time_only_when_it_changed(site: Website) -> None:
    site.shows(b"BEGIN:VCALENDAR", ETag='"een"', Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT")
    first = fetch(site.address(), US, limits=HERE)
    second = fetch(site.address(), US, first.known, HERE)
    assert (first.content, first.known) == (b"BEGIN:VCALENDAR", Known('"een"', "Mon, 02 Mar 2026 10:00:00 GMT"))
    assert second.content is None
    assert site.asked[0]["Host"] == f"127.0.0.1:{site.port}"
    assert site.asked[0]["User-Agent"].startswith("OVKK/")
    assert site.asked[0]["User-Agent"].endswith(f"(+{US})")
    assert site.asked[1]["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"


@pytest.mark.parametrize(
    "location",
    ["http://169.254.169.254/", "http://[::ffff:127.0.0.1]/", "http://[::1]/", "http://127.0.0.2/", "http://10.0.0.1/"],
)
def test_feed_11_redirect_to_within_is_refused(site: Website, location: str) -> None:
    site.sends_on(location)
    with pytest.raises(FetchError, match="besloten netwerk"):
        fetch(site.address(), US, limits=HERE)


@pytest.mark.parametrize(("location", "reason"), [("file:///etc/passwd", "geen webadres"), ("/", "steeds door")])
def test_feed_11_other_redirects_are_refused(site: Website, location: str, reason: str) -> None:
    site.sends_on(location)
    with pytest.raises(FetchError, match=reason):
        fetch(site.address(), US, limits=HERE)
    assert len(site.asked) <= 4


def test_feed_11_three_redirects_are_followed_and_a_fourth_is_not(site: Website) -> None:
    for number in range(4):
        site.sends_on(f"/{number + 1}", f"/{number}")
    site.shows(b"hier", "/4")
    assert fetch(site.address("/1"), US, limits=HERE).content == b"hier"
    with pytest.raises(FetchError, match="steeds door"):
        fetch(site.address("/0"), US, limits=HERE)


def test_feed_11_https_never_sends_us_on_to_http() -> None:
    from ovkk_core.subscriptions.fetching import _next

    with pytest.raises(FetchError, match="zonder https"):
        _next(target_of("https://raad.test/"), "http://raad.test/", HERE)


def test_feed_11_name_that_changes_its_address_is_connected_where_it_was_checked(site: Website) -> None:
    """DNS rebinding: the first answer is judged and connected to; a second is never asked for."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[object]:
        asked.append(host)
        address = "127.0.0.1" if len(asked) == 1 else "169.254.169.254"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    site.shows(b"hier")
    found = fetch(f"http://raad.test:{site.port}/", US, limits=replace(HERE, resolver=rebinding))
    assert (found.content, asked) == (b"hier", ["raad.test"])
    assert site.asked[0]["Host"] == f"raad.test:{site.port}"
    with pytest.raises(FetchError, match="besloten netwerk"):
        fetch(f"http://raad.test:{site.port}/", US, limits=replace(HERE, resolver=rebinding))


def test_feed_11_certificate_is_checked_for_the_name(tmp_path: Path) -> None:
    def here(_host: str, port: int) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    certificate = certificate_for("raad.test", tmp_path)
    known = replace(HERE, resolver=here, trust=ssl.create_default_context(cafile=certificate))
    with website(certificate) as site:
        site.shows(b"hier")
        assert fetch(f"https://raad.test:{site.port}/", US, limits=known).content == b"hier"
        with pytest.raises(FetchError, match="certificaat"):
            fetch(f"https://andere.test:{site.port}/", US, limits=known)
        with pytest.raises(FetchError, match="certificaat"):
            fetch(f"https://raad.test:{site.port}/", US, limits=replace(HERE, resolver=here))


def test_feed_11_name_with_one_address_within_is_refused(site: Website) -> None:
    def both(_host: str, port: int) -> list[object]:
        return [(socket.AF_INET, 1, 6, "", (address, port)) for address in ("93.184.215.14", "10.0.0.1")]

    with pytest.raises(FetchError, match="besloten netwerk"):
        fetch("http://raad.test/", US, limits=replace(HERE, resolver=both))


@pytest.mark.parametrize("content", [b"x" * 100, b"x" * 2_000_001])
def test_feed_11_time_counts_for_everything_together(site: Website, content: bytes) -> None:
    site.shows(content)
    site.writing = trickling
    with pytest.raises(FetchError, match="niet binnen 5 seconden"):
        fetch(site.address(), US, limits=replace(HERE, seconds=0.5))


def test_feed_11_slow_resolver_is_not_waited_for() -> None:
    def slow(_host: str, _port: int) -> list[object]:
        time.sleep(2)
        return []

    with pytest.raises(FetchError, match="niet gevonden"):
        fetch("http://raad.test/", US, limits=replace(HERE, resolver=slow, seconds=0.1))


def test_feed_11_more_than_2_mb_is_refused_packed_or_not(site: Website) -> None:
    site.shows(BOMB, Content_Encoding="gzip")
    with pytest.raises(FetchError, match="groter dan 2 MB"):
        fetch(site.address(), US, limits=HERE)
    site.shows(b"x" * 2_000_001)
    with pytest.raises(FetchError, match="groter dan 2 MB"):
        fetch(site.address(), US, limits=HERE)
    site.shows(gzip.compress(b"x" * 2_000_000), Content_Encoding="gzip")
    assert len(fetch(site.address(), US, limits=HERE).content or b"") == 2_000_000


@pytest.mark.parametrize(
    ("status", "headers", "content", "reason"),
    [
        (404, {}, b"", "geen agenda"),
        (403, {}, b"", "niet aan ons geven"),
        (500, {}, b"", "status 500"),
        (200, {"Content_Encoding": "br"}, b"x", "vorm die wij niet lezen"),
        (200, {"Content_Encoding": "gzip"}, b"geen gzip", "verbinding"),
        (200, {"Content_Encoding": "gzip"}, gzip.compress(b"x" * 999, mtime=0)[:-12], "verbinding"),
        (200, {"Content_Length": "99"}, b"x", "verbinding"),
    ],
)
def test_feed_11_every_failure_has_its_dutch_reason(
    site: Website, status: int, headers: dict[str, str], content: bytes, reason: str
) -> None:
    site.shows(content, status=status, **headers)
    with pytest.raises(FetchError, match=reason):
        fetch(site.address(), US, limits=HERE)


def test_site_that_is_away_has_its_dutch_reason(site: Website) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match="verbinding"):
            fetch(f"http://127.0.0.1:{free.getsockname()[1]}/", US, limits=HERE)
