"""Checks on URLs."""

from __future__ import annotations

import pytest
from yarl import URL

from bot.core.domain.errors import BadResponseError, BadUrlError, BlockedAddressError
from bot.fetching.urls import (
    INTERNET,
    check_redirect,
    check_url,
)
from tests.tables import lines


def asked(url: str) -> str:
    """The address that is asked for it, or why none is."""
    try:
        return str(check_url(url, INTERNET))
    except BadUrlError:
        return "refused"
    except BlockedAddressError:
        return "blocked"


def test_each_address_is_asked_or_refused(subtests: pytest.Subtests) -> None:
    for line in lines("fetching/addresses"):
        url, _, becomes = line.rpartition(" ")
        with subtests.test(url):
            assert asked(url) == becomes


@pytest.mark.parametrize(
    "url",
    [
        *("", " http://example.org/", "http://example.org/\n", "ht\ttp://example.org/"),
        *("http://example.org/\u00a0", "http://example.org/\u202e"),
        *("http://example.org/\u200b", "http://example.org/\ud800"),
        "http://" + "a." * 127 + "org/",
    ],
)
def test_an_address_with_hidden_signs_is_refused(url: str) -> None:
    assert asked(url) == "refused"


def test_refusal_does_not_name_the_address() -> None:
    with pytest.raises(BlockedAddressError) as refusal:
        check_url("http://169.254.169.254/", INTERNET)

    assert "169" not in str(refusal.value)


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
