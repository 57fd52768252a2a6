"""Checks on URLs."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.core.domain.errors import BadResponseError, BadUrlError, BlockedAddressError
from bot.fetching.urls import (
    ANYWHERE,
    INTERNET,
    MAX_LENGTH,
    check_redirect,
    check_url,
)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        ("https://Example.ORG/A?b=C", "https://example.org/A?b=C"),
        ("http://EXAMPLE.org", "http://example.org"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org./x", "https://example.org./x"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://bücher.example/ä", "https://xn--bcher-kva.example/%C3%A4"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        ("https://a_b.example.org/", "https://a_b.example.org/"),
        ("https://1.1.1.1/", "https://1.1.1.1/"),
        ("http://[2606:4700:4700::1111]/", "http://[2606:4700:4700::1111]/"),
        ("http://example.org:443/", "http://example.org:443/"),
    ],
)
def test_ordinary_address_gets_its_canonical_form(given: str, asked: str) -> None:
    assert str(check_url(given, INTERNET)) == asked


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "/etc/passwd",
        "file:///etc/passwd",
        "ftp://example.org/a",
        "gopher://example.org/1",
        "javascript:alert(1)",
        "data:text/html,<p>x",
        "jar:http://x!/y",
        "http://",
        "http:///path",
        "http://:80/",
        "http://[::1",
        "http://a..example.org/",
        "http://-a.example.org/",
        "http://a.example.org../",
        "http://xn--a/",
        "http://xn--a.example.org/",
        "http://exa mple.org/",
        " http://example.org/",
        "http://example.org/\n",
        "ht\ttp://example.org/",
        "http://example.org/\u00a0",
        "http://example.org/\u202e",
        "http://example.org/\u200b",
        "http://exam\\ple.org/",
        "http://good.example\\@evil.example/",
        "http://example.org/\ud800",
        "http://me:word@example.org/",
        "http://me@example.org/",
        "http://example.org:25/",
        "http://example.org:0/",
        "http://example.org:8080/",
        "http://example.org:99999/",
        "http://example.org:abc/",
        "http://" + "a" * 64 + ".org/",
        "http://" + "a." * 127 + "org/",
    ],
)
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(BadUrlError):
        check_url(url, INTERNET)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1.",
        "127.0.0.1:8080",
        "me:word@127.0.0.1",
        "0x7f000001",
        "0x7f.1",
        "127.1",
        "0",
        "2130706433",
        "017700000001",
        "0177.0.0.1",
        "①②⑦.⓪.⓪.①",
        "１２７.0.0.1",
        "127。0。0。1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[fe80::1%25eth0]",
        "169.254.169.254",
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "metadata.google.internal",
        "printer.local",
        "nas.home.arpa",
    ],
)
def test_host_inside_the_network_is_blocked(host: str) -> None:
    with pytest.raises(BlockedAddressError):
        check_url(f"http://{host}/", INTERNET)


def test_odd_notation_of_a_public_address_is_blocked_as_well() -> None:
    with pytest.raises(BlockedAddressError):
        check_url("http://0x08080808/", INTERNET)


def test_refusal_does_not_name_the_address() -> None:
    with pytest.raises(BlockedAddressError) as refusal:
        check_url("http://169.254.169.254/", INTERNET)

    assert "169" not in str(refusal.value)


def test_address_may_have_the_longest_length_but_no_more() -> None:
    longest = "http://example.org/".ljust(MAX_LENGTH, "a")

    assert str(check_url(longest, INTERNET)) == longest
    with pytest.raises(BadUrlError):
        check_url(longest + "a", INTERNET)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/", "http://localhost:25/"])
def test_tests_may_reach_their_own_machine(url: str) -> None:
    assert str(check_url(url, ANYWHERE)) == url


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://me@127.0.0.1/"])
def test_even_tests_may_only_ask_for_web_addresses(url: str) -> None:
    with pytest.raises(BadUrlError):
        check_url(url, ANYWHERE)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", "https://example.org/b"),
        ("b", "https://example.org/a/b"),
        ("?c=d", "https://example.org/a/x?c=d"),
        ("//example.com/", "https://example.com/"),
        (" http://example.com/ ", "http://example.com/"),
    ],
)
def test_redirect_is_relative_to_its_page(location: str, target: str) -> None:
    source = URL("https://example.org/a/x")

    assert str(check_redirect(source, location, INTERNET)) == target


@pytest.mark.parametrize("location", [None, "", "  "])
def test_redirect_to_nowhere_is_a_bad_response(location: str | None) -> None:
    with pytest.raises(BadResponseError):
        check_redirect(URL("https://example.org/"), location, INTERNET)


@pytest.mark.parametrize("location", ["ftp://example.org/", "http://[::1", "data:,x"])
def test_redirect_to_something_else_is_refused(location: str) -> None:
    with pytest.raises(BadUrlError):
        check_redirect(URL("https://example.org/"), location, INTERNET)


@pytest.mark.parametrize(
    "text", ["a" * 2048, "http://" + "a." * 1000, "http://" + "1" * 2000]
)
def test_long_address_is_refused_at_once(text: str) -> None:
    with pytest.raises((BadUrlError, BlockedAddressError)):
        check_url(text, INTERNET)
