from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.domain.configuration import Endpoint
from bot.settings.value_checks import (
    absolute,
    parse_endpoint,
    plain_address,
    wrong_address,
    wrong_contact,
    wrong_endpoint,
    wrong_lang,
    wrong_path,
)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://example.org:8080/a?b=c#d",
        "https://ä.de/ö",
        *("http://[::1]:80/", "http://127.0.0.1/", "https://my_host.example.org./a"),
    ],
)
def test_whole_addresses_are_right(url: str) -> None:
    assert wrong_address(url) is None


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org", "https://", "https://e.org/\n"]
)
def test_what_is_no_whole_address_is_told(url: str) -> None:
    assert str(wrong_address(url)).startswith("write a whole address")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("https://example.org:99999/", "a port is a number from 1 to 65535"),
        ("https://example.org:port/", "a port is a number from 1 to 65535"),
        ("https://example.org:0/", "a port is a number from 1 to 65535"),
        ("https://example..org/", '"example..org" is not a host name'),
        ("https://.example.org/", '".example.org" is not a host name'),
        ("https://exa%20mple.org/", '"exa%20mple.org" is not a host name'),
        ("https://exa<mple>.org/", '"exa<mple>.org" is not a host name'),
        ("https://exa mple.org/", "an address contains no blanks; write %20"),
        ("https://example.org/a b", "an address contains no blanks; write %20"),
    ],
)
def test_what_no_server_can_be_asked_for_is_told(url: str, told: str) -> None:
    assert wrong_address(url) == told


@pytest.mark.parametrize(
    "contact", ["desk@example.org", "a.b+c@news.example.org", "https://example.org/us"]
)
def test_a_contact_is_a_mail_or_web_address(contact: str) -> None:
    assert wrong_contact(contact) is None


@pytest.mark.parametrize(
    "contact",
    [
        *("", "desk", "desk@", "@example.org", "a b@example.org", "desk@example"),
        "desk@example.org\r\nX: y",
        "https://example.org/(us)",
        "https://example.org/ä",
        "mailto:desk@example.org",
    ],
)
def test_a_contact_cannot_break_out_of_a_header(contact: str) -> None:
    assert wrong_contact(contact) is not None


@pytest.mark.parametrize("path", ["a.txt", "../news", "/srv/n e w s", "é.md"])
def test_paths_are_right(path: str) -> None:
    assert wrong_path(path) is None


@pytest.mark.parametrize("path", ["", " ", "~/a", "a\0b", "https://example.org/a"])
def test_what_is_no_path_is_told(path: str) -> None:
    assert wrong_path(path) is not None


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("a.txt", "/etc/sitrep/a.txt"),
        ("./b/../a.txt", "/etc/sitrep/a.txt"),
        ("/srv/a.txt", "/srv/a.txt"),
    ],
)
def test_a_path_is_seen_from_the_folder(path: str, found: str) -> None:
    assert absolute(path, Path("/etc/sitrep")) == found


def test_a_link_keeps_the_name_that_it_is_known_by(tmp_path: Path) -> None:
    (tmp_path / "monday").mkdir()
    (tmp_path / "today").symlink_to(tmp_path / "monday")

    assert absolute("today", tmp_path) == str(tmp_path / "today")


@pytest.mark.parametrize(
    ("code", "is_right"), [("de", True), ("!", False), ("", False)]
)
def test_a_language_is_a_code(code: str, *, is_right: bool) -> None:
    assert (wrong_lang(code) is None) is is_right


@pytest.mark.parametrize(
    "url", ["https://Example.org/a", "https://example.org/a#b", "https://example.org/a"]
)
def test_spellings_of_one_address_are_equal(url: str) -> None:
    assert plain_address(url) == "https://example.org/a"


def test_what_is_no_address_stays_as_it_is() -> None:
    assert plain_address("http://[::1") == "http://[::1"


@pytest.mark.parametrize(
    ("text", "endpoint"),
    [
        ("127.0.0.1:8099", Endpoint("127.0.0.1", 8099)),
        ("localhost:1", Endpoint("localhost", 1)),
        ("[::1]:65535", Endpoint("::1", 65535)),
    ],
)
def test_a_place_to_listen_is_read_and_written(text: str, endpoint: Endpoint) -> None:
    assert parse_endpoint(text) == endpoint
    assert str(endpoint) == text


@pytest.mark.parametrize(
    "text", ["", "8099", ":8099", "127.0.0.1", "::1:80", "http://a:80", "a b:80"]
)
def test_what_is_no_place_to_listen_is_refused(text: str) -> None:
    assert wrong_endpoint(text) == (
        'write an address and a port, such as "127.0.0.1:8099"'
    )


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_a_port_that_there_is_not_is_refused(port: str) -> None:
    assert wrong_endpoint(f"127.0.0.1:{port}") == ("a port is a number from 1 to 65535")


@pytest.mark.parametrize("unit", ["a", "a.", "-.", ".", ":", "[", "ä."])
def test_long_addresses_are_read_in_linear_time(unit: str) -> None:
    wrong_address(f"https://{unit * (50_000 // len(unit))}!/")
