from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.domain.records import Item
from bot.sources.feeds.parser import parse_feed
from tests.fakes.feeds import atom, item, page, rss

XHTML = "http://www.w3.org/1999/xhtml"


def only(body: str) -> Item:
    """The only item of a feed."""
    (found,) = parse_feed(page(body)).items
    return found


@pytest.mark.parametrize("name", ["media:title", "dc:title"])
def test_a_title_of_another_format_is_not_the_items(name: str) -> None:
    found = only(rss(item(f"<{name}>Picture</{name}><title>Ships</title>")))

    assert found.title == "Ships"


def test_a_title_of_another_format_is_better_than_none() -> None:
    found = only(rss(item("<media:title>Picture</media:title>")))

    assert found.title == "Picture"


def test_a_link_of_atom_does_not_hide_the_items_own() -> None:
    links = '<atom:link rel="self" href="/self"/><link>/page</link>'

    found = only(rss(item(f"<title>a</title>{links}")))

    assert found.url == "https://example.org/page"


def test_a_link_of_atom_serves_when_there_is_no_other() -> None:
    found = only(rss(item('<title>a</title><atom:link rel="alternate" href="/b"/>')))

    assert found.url == "https://example.org/b"


@pytest.mark.parametrize(
    "links",
    [
        '<link rel="enclosure" href="/a.mp3"/><link href="/page"/>',
        '<link rel="self" href="/self"/><link rel="alternate" href="/page"/>',
        '<link rel="alternate" href="/page"/><link rel="replies" href="/r"/>',
        '<link href=" /page "/>',
    ],
)
def test_the_link_of_an_atom_entry_is_the_one_to_its_page(links: str) -> None:
    found = only(atom(f"<entry><title>a</title>{links}</entry>"))

    assert found.url == "https://example.org/page"


def test_an_atom_entry_without_a_page_links_nowhere() -> None:
    entry = '<entry><id>urn:1</id><link rel="enclosure" href="/a.mp3"/></entry>'

    assert only(atom(entry)).url is None


def test_a_lasting_id_that_is_an_address_is_the_link() -> None:
    found = only(rss(item("<title>a</title><guid>https://example.org/7</guid>")))

    assert found.url == found.guid == "https://example.org/7"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,words",
        "file:///etc/hosts",
        "mailto:a@example.org",
        "http://user:word@example.org/",
        "http://[::1",
        "http://example.org:port/",
        "",
    ],
)
def test_a_link_that_leads_to_no_page_is_dropped(link: str) -> None:
    assert only(rss(item(f"<title>a</title><link>{link}</link>"))).url is None


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/a", "https://example.org/a"),
        ("a?b=1&amp;c=2", "https://example.org/news/a?b=1&c=2"),
        ("//other.example/a", "https://other.example/a"),
        ("\n https://other.example/a\n b \n", "https://other.example/ab"),
        ("HTTPS://Example.org/a", "https://Example.org/a"),
        ("https://example.org/häfen", "https://example.org/häfen"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
    ],
)
def test_a_link_starts_from_the_feeds_address(link: str, url: str) -> None:
    assert only(rss(item(f"<title>a</title><link>{link}</link>"))).url == url


def test_links_start_from_where_the_feed_says() -> None:
    entry = '<entry xml:base="b/"><title>a</title><link href="page"/></entry>'

    found = only(atom(entry, attributes='xml:base="https://other.example/a/"'))

    assert found.url == "https://other.example/a/b/page"


def test_links_of_an_rss_feed_start_from_where_it_says() -> None:
    entry = '<item xml:base="/deep/"><title>a</title><link>page</link></item>'

    assert only(rss(entry)).url == "https://example.org/deep/page"


@pytest.mark.parametrize(
    ("base", "href", "url"),
    [("//[", "page", "https://example.org/news/page"), ("/b/", "//[", None)],
)
def test_a_base_or_a_link_that_is_no_address_breaks_no_feed(
    base: str, href: str, url: str | None
) -> None:
    entry = f'<entry xml:base="{base}"><title>a</title><link href="{href}"/></entry>'

    assert only(atom(entry)).url == url


def test_a_base_without_links_does_no_harm() -> None:
    entry = '<entry xml:base="/deep/"><title>a</title></entry>'

    assert only(atom(entry)).url is None


@pytest.mark.parametrize("guid", ["20260203", "12:30", "7", "3 February 2026"])
def test_an_id_is_never_read_as_a_date(guid: str) -> None:
    found = only(rss(item(f"<title>a</title><guid>{guid}</guid>")))

    assert (found.guid, found.published) == (guid, None)


@pytest.mark.parametrize("guid", ["20260203", "https://example.org/7"])
def test_a_vague_date_is_not_mended_by_the_id(guid: str) -> None:
    body = f"<title>a</title><guid>{guid}</guid><pubDate>10:30</pubDate>"

    assert only(rss(item(body))).published is None


def test_an_update_serves_as_the_date_when_there_is_no_other() -> None:
    entry = "<entry><title>a</title><updated>2026-02-03T10:00:00Z</updated></entry>"

    assert only(atom(entry)).published == datetime(2026, 2, 3, 10, tzinfo=UTC)


def test_an_item_without_an_id_has_none() -> None:
    assert only(rss(item("<title>a</title><link>/a</link>"))).guid is None


def test_an_id_that_several_items_share_names_none() -> None:
    items = (item(f"<link>/{i}</link><guid>same</guid>") for i in range(3))

    feed = parse_feed(page(rss("".join(items))))

    assert [found.guid for found in feed.items] == [None, None, None]
    assert len({found.url for found in feed.items}) == 3


def test_an_item_that_stands_twice_keeps_its_id() -> None:
    twice = item("<title>a</title><link>/a</link><guid>same</guid>") * 2

    feed = parse_feed(page(rss(twice)))

    assert [found.guid for found in feed.items] == ["same", "same"]


def test_the_longest_text_of_an_item_is_its_content() -> None:
    body = (
        "<description>A long account of it all.</description>"
        "<content:encoded>Short.</content:encoded>"
    )

    assert only(rss(item(body))).content == "A long account of it all."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            f'<content type="xhtml"><div xmlns="{XHTML}"><p>2 &lt; 3</p></div></content>',
            "<div><p>2 &lt; 3</p></div>",
        ),
        (
            f'<content><h:div xmlns:h="{XHTML}"><h:p>words</h:p></h:div></content>',
            "<div><p>words</p></div>",
        ),
        ("<content type='html'>&lt;p&gt;words&lt;/p&gt;</content>", "<p>words</p>"),
        ("<summary>words</summary>", "words"),
    ],
)
def test_a_content_is_markup_however_it_is_written(content: str, text: str) -> None:
    assert only(atom(f"<entry><title>a</title>{content}</entry>")).content == text


def test_a_title_with_elements_in_it_is_read_whole() -> None:
    title = (
        '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Big '
        "<em>ships</em> &amp; more</div></title>"
    )

    assert only(atom(f"<entry>{title}</entry>")).title == "Big ships & more"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("<author>ada@example.org (Ada Holm)</author>", ("Ada Holm",)),
        ("<author>Ada Holm &lt;ada@example.org&gt;</author>", ("Ada Holm",)),
        ("<author>ada@example.org</author>", ()),
        ("<dc:creator><![CDATA[ Ada  Holm ]]></dc:creator>", ("Ada Holm",)),
        ("<dc:creator></dc:creator>", ()),
    ],
)
def test_an_author_is_a_name(author: str, names: tuple[str, ...]) -> None:
    assert only(rss(item(f"<title>a</title>{author}"))).authors == names
