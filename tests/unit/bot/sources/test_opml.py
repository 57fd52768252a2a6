from __future__ import annotations

import pytest

from bot.core.domain.errors import ParseError
from bot.sources.opml import Outline, parse_opml, skipped_outlines, write_opml

HEAD = '<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head>'
PORTS = '<outline type="rss" text="Ports" xmlUrl="https://example.org/ports.xml"/>'


def opml(outlines: str) -> bytes:
    return f"{HEAD}<body>{outlines}</body></opml>".encode()


def test_a_list_gives_its_feeds_in_order() -> None:
    body = opml(f'{PORTS}<outline text="Sea" xmlUrl="http://sea.example/feed"/>')

    outlines = parse_opml(body)

    assert outlines == (
        Outline("Ports", "https://example.org/ports.xml"),
        Outline("Sea", "http://sea.example/feed"),
    )


def test_a_feed_knows_the_folders_around_it() -> None:
    body = opml(
        f'<outline text="News"><outline text="North">{PORTS}</outline></outline>'
    )

    (outline,) = parse_opml(body)

    assert outline.folders == ("News", "North")


@pytest.mark.parametrize("name", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_letter_case_does_not_matter(name: str) -> None:
    body = opml(f'<outline TEXT="Ports" {name}="https://example.org/p"/>')

    (outline,) = parse_opml(body)

    assert outline == Outline("Ports", "https://example.org/p")


def test_a_title_wins_over_a_text_and_is_one_line() -> None:
    body = opml(
        '<outline text="p" title="All \n ports" xmlUrl="https://example.org/"/>'
    )

    (outline,) = parse_opml(body)

    assert outline.title == "All ports"


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("feed://example.org/a", "http://example.org/a"),
        ("feed:https://example.org/a", "https://example.org/a"),
        (" https://example.org/a\n", "https://example.org/a"),
    ],
)
def test_addresses_are_read_as_programs_write_them(written: str, url: str) -> None:
    (outline,) = parse_opml(opml(f'<outline text="a" xmlUrl="{written}"/>'))

    assert outline.url == url


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/hosts", "", "a.xml"]
)
def test_what_is_no_address_of_the_web_is_left_out(url: str) -> None:
    assert parse_opml(opml(f'<outline text="a" xmlUrl="{url}"/>')) == ()


@pytest.mark.parametrize(
    "body",
    [
        opml(PORTS).replace(b"</body></opml>", b""),
        opml(f"<outline text='Broken'>{PORTS}"),
        b"\n\n" + opml(PORTS),
        b"\xef\xbb\xbf" + opml(PORTS),
        opml(PORTS.replace("Ports", "Po\x01rts")),
        opml(PORTS).replace(b"<body>", b"<body><outline text=oops>"),
        f"<outline>{PORTS}</outline>".encode(),
    ],
    ids=["cut", "open", "blank lines", "mark", "control", "quotes", "no root"],
)
def test_a_broken_list_gives_the_feeds_that_can_be_read(body: bytes) -> None:
    (outline,) = parse_opml(body)

    assert (outline.title, outline.url) == ("Ports", "https://example.org/ports.xml")


def test_the_declared_encoding_is_used() -> None:
    body = opml(PORTS.replace("Ports", "Häfen")).decode()
    declared = body.replace('"1.0"', '"1.0" encoding="cp1252"', 1)

    (outline,) = parse_opml(declared.encode("cp1252"))

    assert outline.title == "Häfen"


def test_entities_of_a_list_are_never_resolved() -> None:
    entity = '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    body = entity.encode() + opml(PORTS.replace("Ports", "a&x;b"))

    (outline,) = parse_opml(body)

    assert outline.title in {"ab", "a&x;b"}


@pytest.mark.parametrize(
    "body", [b"", b"just words", b"<html><p>x</p></html>", b"\x00"]
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError, match="not an OPML file"):
        parse_opml(body)


OUTLINES = (
    Outline("Ports & <Ships>", "https://example.org/?a=1&b=2", ("News", "North")),
    Outline("Häfen", "https://example.org/2", ("News", "North")),
    Outline("Loose", "https://example.org/3"),
    Outline("Other", "https://example.org/4", ("News",)),
)


def test_what_is_written_is_read_again() -> None:
    found = parse_opml(write_opml(OUTLINES))

    assert sorted(found, key=str) == sorted(OUTLINES, key=str)


def test_feeds_of_a_folder_stand_together() -> None:
    body = write_opml(OUTLINES).decode()

    assert body.count('text="North"') == 1
    assert body.index("Häfen") < body.index("Loose")


@pytest.mark.parametrize(
    ("outlines", "skipped"),
    [
        (PORTS, ()),
        (f'<outline text="News">{PORTS}</outline>', ()),
        (PORTS * 2, (("https://example.org/ports.xml", "is in the list twice"),)),
        (
            '<outline text="Empty"/>',
            (("Empty", "has no address of a feed (xmlUrl)"),),
        ),
        (
            '<outline xmlUrl="file:///etc/hosts"/>',
            (("file:///etc/hosts", "has an address that is not of the web"),),
        ),
        (
            "<outline/>",
            (
                (
                    "an outline without a name",
                    "has no address of a feed (xmlUrl)",
                ),
            ),
        ),
    ],
)
def test_what_is_no_feed_is_listed_with_its_reason(
    outlines: str, skipped: tuple[tuple[str, str], ...]
) -> None:
    assert skipped_outlines(opml(outlines)) == skipped
