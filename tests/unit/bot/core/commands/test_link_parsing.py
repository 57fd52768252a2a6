from __future__ import annotations

import pytest

from bot.core.commands.link_parsing import MOST_LINKS, address, links


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("see https://lenna.example/a, then go", ("https://lenna.example/a",)),
        ("<https://lenna.example/a|the paper>", ("https://lenna.example/a",)),
        ("[the paper](https://lenna.example/a)", ("https://lenna.example/a",)),
        ("(https://lenna.example/a).", ("https://lenna.example/a",)),
        ("**https://lenna.example/a**", ("https://lenna.example/a",)),
        ("https://lenna.example/a_(b)", ("https://lenna.example/a_(b)",)),
        ("HTTPS://Lenna.example/A", ("HTTPS://Lenna.example/A",)),
        ("http://ida:secret@lenna.example/a", ("http://lenna.example/a",)),
        (
            "[https://bank.example](https://lenna.example)",
            ("https://bank.example", "https://lenna.example"),
        ),
        (
            "https://lenna.example/a https://lenna.example/a#part",
            ("https://lenna.example/a#part",),
        ),
        ("https://häfen.example/ä", ("https://häfen.example/ä",)),
    ],
)
def test_links_are_found_in_the_notation_of_either_platform(
    text: str, found: tuple[str, ...]
) -> None:
    assert links(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "nothing here",
        "ftp://lenna.example/a",
        "javascript:alert(1)",
        "data:text/html;base64,PGI+",
        "https://",
        "https://:80/a",
        "https://lenna.example:0/",
        "https://lenna.example:99999/",
        "https://[::1/",
    ],
)
def test_what_is_no_link_is_none(text: str) -> None:
    assert links(text) == ()


def test_of_many_links_the_first_are_taken() -> None:
    text = " ".join(f"https://lenna.example/{number}" for number in range(40))

    found = links(text)

    assert len(found) == MOST_LINKS
    assert found[0] == "https://lenna.example/0"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("lenna.example/a", "https://lenna.example/a"),
        (" www.lenna.example ", "https://www.lenna.example"),
        ("<http://lenna.example|lenna>", "http://lenna.example"),
        ("ports", None),
        ("", None),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("a b.example", None),
        ("ida@lenna.example", None),
    ],
)
def test_a_typed_address_needs_no_scheme(typed: str, found: str | None) -> None:
    assert address(typed) == found
