from __future__ import annotations

import codecs
from collections.abc import Callable

import pytest

from bot.core.domain.records import Feed
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import ADDRESS, ITEM, atom, item, page, rss

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


BROKEN = {
    "names of HTML": ("<title>Bl&aring;tt&nbsp;&ndash; open</title>", "Blått – open"),
    "unknown name": ("<title>Bl&none; open</title>", "Bl&none; open"),
    "ampersand": ("<title>Ships & Sons</title>", "Ships & Sons"),
    "ampersand at the end": ("<title>Ships &</title>", "Ships &"),
    "less than": ("<title>2 < 3</title>", "2 < 3"),
    "control character": ("<title>Sh\x01ip\x0bs</title>", "Ships"),
    "number of none": ("<title>Sh&#x1;ips &#150; now</title>", "Ships – now"),
    "open tag": ("<title>Big <b>ships<br></title>", "Big ships"),
    "wrong order": ("<title><b><i>Ships</b></i></title>", "Ships"),
    "no end": ("<title>Ships", "Ships"),
    "wrong end": ("<title>Ships</titl>", "Ships"),
    "no end of a section": ("<title><![CDATA[Ships & more</title>", "Ships & more"),
    "strange prefix": ("<x:y>1</x:y><title>Ships</title>", "Ships"),
    "strange attribute": ('<a x:y="1"/><title>Ships</title>', "Ships"),
    "no quotes": ("<enclosure url=a.mp3 /><title>Ships</title>", "Ships"),
}


@pytest.mark.parametrize(("markup", "title"), BROKEN.values(), ids=BROKEN)
def test_every_item_and_title_of_a_damaged_feed_is_kept(
    markup: str, title: str
) -> None:
    feed = parse_feed(page(two(markup)))

    assert titles(feed) == [title, "Two"]
    assert [found.url for found in feed.items] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    assert feed.damaged


AROUND = {
    "a warning": ("<br />\n<b>Notice</b>: line 3\n", ""),
    "blank lines": ("\n\n \t", "\n"),
    "a header twice": (HEADER + HEADER, ""),
    "a script behind": ("", "<script>track('<rss>')</script>"),
    "words behind": ("", "\x00\x00 bye"),
    "a comment before": ("<!-- made by hand -->", ""),
    "a DTD": ('<!DOCTYPE rss SYSTEM "http://127.0.0.1/rss.dtd">', ""),
    "a header and a DTD": (f'{HEADER}<!DOCTYPE rss [<!ENTITY a "b">]>', ""),
}


@pytest.mark.parametrize(("before", "behind"), AROUND.values(), ids=AROUND)
def test_what_stands_around_a_feed_does_no_harm(before: str, behind: str) -> None:
    feed = parse_feed(page(before + two("<title>One</title>") + behind))

    assert titles(feed) == ["One", "Two"]


def test_missing_namespaces_are_supplied() -> None:
    body = (
        '<rss version="2.0"><channel><item><title>One</title>'
        "<dc:creator>Ada</dc:creator><dc:date>2026-02-03</dc:date>"
        "<content:encoded>A long text</content:encoded></item></channel></rss>"
    )

    (found,) = parse_feed(page(body)).items

    assert (found.authors, found.content) == (("Ada",), "A long text")
    assert found.published is not None


UNUSUAL = {
    "no namespace": """<feed><title>a</title><entry><id>1</id><title>One</title>
        <link href="/1"/></entry></feed>""",
    "another namespace": """<feed xmlns="http://example.org/"><entry><id>1</id>
        <title>One</title><link href="/1"/></entry></feed>""",
    "prefix": """<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:id>1</a:id>
        <a:title>One</a:title><a:link href="/1"/></a:entry></a:feed>""",
    "default namespace": """<rss xmlns="http://example.org/rss2"><channel><item>
        <guid>1</guid><title>One</title><link>/1</link></item></channel></rss>""",
    "capitals": """<RSS><CHANNEL><TITLE>a</TITLE><ITEM><GUID>1</GUID>
        <TITLE>One</TITLE><LINK>/1</LINK></ITEM></CHANNEL></RSS>""",
    "outside": """<rss><channel><title>a</title></channel><item><guid>1</guid>
        <title>One</title><link>/1</link></item></rss>""",
}


@pytest.mark.parametrize("body", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_names_and_places_are_understood(body: str) -> None:
    (found,) = parse_feed(page(body)).items

    assert (found.guid, found.title) == ("1", "One")
    assert found.url == "https://example.org/1"


@pytest.mark.parametrize(
    "body",
    [
        "<rss><item><title>One</title><channel><title>a</title></channel></item></rss>",
        "<rss><channel><x><item><title>One</title></item></x></channel></rss>",
        "<rss><item><title>One</title></item><channel><title>a</title></channel></rss>",
    ],
)
def test_an_item_in_an_odd_place_breaks_nothing(body: str) -> None:
    feed = parse_feed(page(body))

    assert titles(feed) in (["One"], [])


def test_a_feed_that_was_cut_gives_its_whole_items() -> None:
    body = two("<title>One</title>", "<title>Two is not wh")

    feed = parse_feed(page(body.partition("not wh")[0]))

    assert titles(feed) == ["One"]
    assert feed.damaged


@pytest.mark.parametrize("entries", [2, 3])
def test_an_atom_feed_that_was_cut_gives_its_whole_entries(entries: int) -> None:
    body = atom("".join(f"<entry><title>{i}</title></entry>" for i in range(5)))

    feed = parse_feed(page(body[: body.index(f"<title>{entries}") + 8]))

    assert titles(feed) == [str(i) for i in range(entries)]


def test_a_feed_cut_in_its_first_item_gives_what_there_is() -> None:
    body = rss(item("<title>One</title><link>/1</link><description>The harb"))

    feed = parse_feed(page(body.partition("harb")[0]))

    assert titles(feed) == ["One"]


def test_a_text_keeps_its_markup_where_it_was_not_escaped() -> None:
    body = two("<title>One</title><description><p>A & <br>B</p></description>")

    found = parse_feed(page(body)).items[0]

    assert "<p>A & <br>B</p>" in found.content


def test_a_whole_feed_is_not_called_damaged() -> None:
    assert not parse_feed(page(HEADER + rss())).damaged


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
