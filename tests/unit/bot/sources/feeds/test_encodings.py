from __future__ import annotations

import pytest

from bot.sources.feeds.encodings import HEADER, to_utf8

DOCUMENT = "<rss>Häfen</rss>"


def declared(encoding: str) -> str:
    return f'<?xml version="1.0" encoding="{encoding}"?>{DOCUMENT}'


@pytest.mark.parametrize("encoding", ["iso-8859-1", "UTF-16", "windows-1252", "x-none"])
def test_a_header_says_what_the_bytes_are_then(encoding: str) -> None:
    body = declared(encoding).encode()

    assert to_utf8(body).body == HEADER + DOCUMENT.encode()


def test_the_header_counts_before_the_servers_word() -> None:
    body = declared("cp1250").replace("Häfen", "Łódź").encode("cp1250")

    assert "Łódź" in to_utf8(body, "windows-1251").body.decode()


@pytest.mark.parametrize(
    ("body", "is_damaged"),
    [
        (declared("utf-8").encode(), False),
        (declared("utf-8").encode("cp1252"), True),
        (DOCUMENT.encode("cp1252"), True),
        (declared("cp1252").encode("cp1252"), False),
        (declared("cp1252").encode(), False),
        (DOCUMENT.encode("utf-16"), False),
    ],
)
def test_a_document_is_damaged_when_it_is_not_what_it_says(
    body: bytes,
    is_damaged: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert to_utf8(body).damaged is is_damaged


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE rss>",
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/a.dtd">',
        '<!doctype rss [<!ENTITY a "x"> <!ENTITY b "]">]>',
        '<!DOCTYPE rss PUBLIC "-//a" "b" [\n<!ENTITY % c SYSTEM "d">\n] >',
    ],
)
def test_a_doctype_is_taken_out(doctype: str) -> None:
    body = f"<!-- note -->{doctype}{DOCUMENT}"

    assert to_utf8(body.encode()).body.decode() == f"<!-- note -->{DOCUMENT}"


@pytest.mark.parametrize("body", [b"", b"\xff", b"\xff\xfe", b"\x00", b"\xef\xbb\xbf"])
def test_any_bytes_become_utf8(body: bytes) -> None:
    assert isinstance(to_utf8(body).body.decode("utf-8"), str)
