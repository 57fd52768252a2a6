from __future__ import annotations

import pytest

from bot.core.ports.services import Page
from bot.sources.feeds.parser import find_feeds


def page(head: str, *, encoding: str = "utf-8") -> Page:
    html = f"<!doctype html><html><head>{head}</head><body>Words</body></html>"
    return Page("https://example.org/news/", html.encode(encoding), "text/html")


def link(
    href: str, *, kind: str = "application/rss+xml", rel: str = "alternate"
) -> str:
    return f'<link rel="{rel}" type="{kind}" href="{href}">'


def test_feeds_are_found_in_the_order_of_the_page() -> None:
    found = find_feeds(
        page(link("a.xml") + link("/b.xml") + link("https://c.example/"))
    )

    assert found == (
        "https://example.org/news/a.xml",
        "https://example.org/b.xml",
        "https://c.example/",
    )


@pytest.mark.parametrize(
    "kind",
    [
        "application/rss+xml",
        "application/atom+xml",
        "application/feed+json",
        "APPLICATION/RSS+XML; charset=utf-8",
        "text/xml",
    ],
)
def test_every_format_is_found(kind: str) -> None:
    assert find_feeds(page(link("/f", kind=kind))) == ("https://example.org/f",)


@pytest.mark.parametrize(
    "tag",
    [
        link("/f", kind="text/html"),
        link("/f", rel="stylesheet"),
        link("/f", kind="application/json"),
        link("javascript:alert(1)"),
        link("http://[broken"),
        '<link rel="alternate" type="application/rss+xml">',
        '<a href="/feed.xml">Feed</a>',
    ],
)
def test_other_links_are_no_feeds(tag: str) -> None:
    assert find_feeds(page(tag)) == ()


def test_a_feed_counts_once() -> None:
    assert len(find_feeds(page(link("/a") * 3))) == 1


def test_a_link_may_have_several_relations() -> None:
    assert find_feeds(page(link("/a", rel="Alternate home"))) != ()
    assert find_feeds(page(link("/a", rel="feed", kind=""))) != ()


def test_links_start_from_the_base_of_the_page() -> None:
    found = find_feeds(page('<base href="https://other.example/x/">' + link("f")))

    assert found == ("https://other.example/x/f",)


def test_at_most_twenty_are_named() -> None:
    assert len(find_feeds(page("".join(link(f"/{i}") for i in range(50))))) == 20


@pytest.mark.parametrize("body", [b"", b"\x00\x00", b"<", b"\xff\xfe", b"words"])
def test_what_is_no_page_has_no_feeds(body: bytes) -> None:
    assert find_feeds(Page("https://example.org/", body, "text/html")) == ()


def test_links_of_a_broken_page_are_found() -> None:
    body = (
        b"<html><head><meta><title>a</title><b>" + link("/f").encode() + b"<p><div></p>"
    )

    assert find_feeds(Page("https://example.org/", body, "")) != ()


def test_links_are_found_although_the_base_of_the_page_is_no_address() -> None:
    found = find_feeds(page('<base href="//[">' + link("a.xml")))

    assert found == ("https://example.org/news/a.xml",)
