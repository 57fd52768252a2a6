from __future__ import annotations

import pytest

from bot.core.text.domains import domain


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


def test_a_password_is_no_part_of_who_reports() -> None:
    assert domain("https://ida:secret@localhost:80/a") == "localhost:80"


def test_a_name_in_another_script_has_one_form() -> None:
    written = domain("https://nyheter.blåbær.example/a")

    assert written == domain("https://xn--blbr-roah.example/b")
    assert written is not None
    assert written.isascii()
