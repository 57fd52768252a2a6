from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from bot.core.domain.records import Feed
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import ADDRESS, ITEM, item, page, rss

HEADER = '<?xml version="1.0" encoding="utf-8"?>\n'
TITLE = "Häfen – “closed” & Café"


def two(title: str, other: str = "<title>Two</title><link>/2</link>") -> str:
    """A feed of two items, the first of which has this title's markup."""
    return rss(item(f"{title}<link>/1</link>") + item(other))


def titles(feed: Feed) -> list[str | None]:
    return [found.title for found in feed.items]


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "windows bytes": lambda text: text.encode("cp1252"),
    "declared as Latin-1": lambda text: text.replace("utf-8", "iso-8859-1").encode(),
    "Latin-1": lambda text: text.replace("utf-8", "iso-8859-1").encode("cp1252"),
    "declared as UTF-16": lambda text: text.replace("utf-8", "utf-16").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-be"),
    "UTF-32": lambda text: text.encode("utf-32"),
    "a mark": lambda text: codecs.BOM_UTF8 + text.encode(),
    "two marks": lambda text: 2 * codecs.BOM_UTF8 + b"\n\n" + text.encode(),
    "an unknown name": lambda text: text.replace("utf-8", "x-none").encode(),
    "no header": lambda text: text.removeprefix(HEADER).encode(),
    "mixed": lambda text: text.encode().replace("ä".encode(), b"\xe4"),
}


@pytest.mark.parametrize("encode", ENCODINGS.values(), ids=ENCODINGS)
def test_a_title_is_right_in_whatever_encoding(encode: Callable[[str], bytes]) -> None:
    written = f"<title>{TITLE.replace('&', '&amp;')}</title>"

    feed = parse_feed(page(encode(HEADER + two(written))))

    assert titles(feed) == [TITLE, "Two"]


@pytest.mark.parametrize(
    ("encoding", "title"),
    [("windows-1251", "Порт закрыт"), ("koi8-r", "Порт"), ("euc-jp", "港が閉まる")],
)
def test_an_encoding_counts_when_header_or_server_say_it(
    encoding: str, title: str
) -> None:
    body = two(f"<title>{title}</title>")
    declared = f'<?xml version="1.0" encoding="{encoding}"?>{body}'

    by_header = parse_feed(page(declared.encode(encoding)))
    by_server = parse_feed(page(body.encode(encoding), charset=encoding))

    assert titles(by_header) == titles(by_server) == [title, "Two"]


def test_an_encoding_whose_bytes_look_like_letters_is_read() -> None:
    body = '<?xml version="1.0" encoding="iso-2022-jp"?>' + two("<title>港</title>")

    feed = parse_feed(page(body.encode("iso-2022-jp")))

    assert titles(feed) == ["港", "Two"]


def test_bytes_that_are_not_what_they_say_are_called_damaged() -> None:
    body = (HEADER + two("<title>Café</title>")).encode("cp1252")

    assert parse_feed(page(body)).damaged


@pytest.mark.parametrize("step", [61, 173, 397])
def test_a_feed_with_holes_breaks_nothing(step: int) -> None:
    whole = rss(ITEM * 5).encode()

    feeds = [
        parse_feed(page(whole[:at] + whole[at + 7 :]))
        for at in range(200, len(whole) - 200, step)
    ]

    assert all(len(feed.items) >= 3 for feed in feeds)


def test_the_address_never_changes_what_is_read() -> None:
    body = two("<title>One</titl>")

    assert titles(parse_feed(page(body, url=""))) == titles(parse_feed(page(body)))
    assert ADDRESS.startswith("https://example.org/")
