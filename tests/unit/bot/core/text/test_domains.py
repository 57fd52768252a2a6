from __future__ import annotations

import pytest

from bot.core.text.domains import domain, host_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.bbc.co.uk/1/hi", "bbc.co.uk"),
        ("https://www.lenna-gazette.example/ferry", "lenna-gazette.example"),
        ("https://LENNA-gazette.Example./ferry", "lenna-gazette.example"),
        ("https://harbour.github.io/notes", "harbour.github.io"),
        ("http://m.lenna-gazette.example:8080/", "lenna-gazette.example"),
    ],
)
def test_a_site_is_known_by_the_domain_that_somebody_registered(
    url: str, expected: str
) -> None:
    assert domain(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://192.168.1.1:8000/a", "192.168.1.1:8000"),
        ("http://10.0.1.1/a", "10.0.1.1"),
        ("http://[2001:db8::1]:80/a", "[2001:db8::1]:80"),
        ("http://localhost:8000/a", "localhost:8000"),
        ("https://com/", "com"),
    ],
)
def test_a_host_that_nobody_registered_stands_for_itself(
    url: str, expected: str
) -> None:
    assert domain(url) == expected


def test_two_hosts_of_numbers_are_two_sites() -> None:
    assert domain("http://10.0.1.1/") != domain("http://192.168.1.1/")


def test_a_password_is_no_part_of_who_reports() -> None:
    assert domain("https://ida:secret@localhost:80/a") == "localhost:80"


def test_a_name_in_another_script_has_one_form() -> None:
    written = domain("https://nyheter.blåbær.example/a")

    assert written == domain("https://xn--blbr-roah.example/b")
    assert written is not None
    assert written.isascii()


@pytest.mark.parametrize(
    "url", [None, "", "ferry.txt", "file:///tmp/ferry.txt", "http://[bad", "http://"]
)
def test_what_has_no_host_has_no_domain(url: str | None) -> None:
    assert domain(url) is None


@pytest.mark.parametrize(
    "host", ["a..b", "\ud800.example", "-.example", "a" * 70 + "ø.example", "%00.x"]
)
def test_a_host_that_cannot_be_stands_for_something(host: str) -> None:
    assert domain(f"https://{host}/a")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://news.Lenna-Gazette.example:8080/feed", "news.lenna-gazette.example"),
        ("/srv/papers/lenna.txt", "/srv/papers/lenna.txt"),
        ("https://[broken/feed", "https://[broken/feed"),
        ("", ""),
    ],
)
def test_a_host_is_asked_or_what_has_none_stands_for_itself(
    url: str, expected: str
) -> None:
    assert host_of(url) == expected
