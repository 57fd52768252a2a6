from __future__ import annotations

from contextlib import closing
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from typing_extensions import override

from bot.demo import HOSTILE_PAGE, PAGES, sample_page, serve_pages


class Tags(HTMLParser):
    """Counts the links of a page and collects the properties of its metas."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.links = 0
        self.properties: set[str | None] = set()
        self.feed(page.decode())

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.links += tag == "a"
        self.properties |= {dict(attrs).get("property")} if tag == "meta" else set()


def read(base: str, path: str) -> tuple[int, str, bytes]:
    with closing(HTTPConnection(urlsplit(base).netloc, timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def test_the_sample_site_serves_every_page() -> None:
    with serve_pages(sample_page) as base:
        answers = [read(base, f"/{name}") for name in PAGES]

    assert answers == [(200, "text/html", sample_page(name)) for name in PAGES]


def test_the_sample_site_has_at_least_six_pages_and_listens_on_loopback() -> None:
    with serve_pages(sample_page) as base:
        host = urlsplit(base).hostname

    assert host == "127.0.0.1"
    assert len(set(PAGES)) >= 6


@pytest.mark.parametrize("path", ["/", "/nothing.html", "/../demo.py", "/__init__.py"])
def test_nothing_but_the_sample_pages_is_served(path: str) -> None:
    with serve_pages(sample_page) as base:
        status, _, _ = read(base, path)

    assert status == 404


def test_the_sample_site_is_gone_when_the_demo_ends() -> None:
    with serve_pages(sample_page) as base:
        pass

    with pytest.raises(ConnectionRefusedError):
        read(base, f"/{PAGES[0]}")


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_page_says_when_it_was_published(name: str) -> None:
    page = sample_page(name)

    dated = "article:published_time" in Tags(page).properties

    assert dated or b'"datePublished"' in page


@pytest.mark.parametrize("name", PAGES)
def test_a_sample_page_links_to_more_than_its_article(name: str) -> None:
    page = sample_page(name)

    assert Tags(page).links >= 3


def test_the_hostile_page_holds_its_attributes_in_one_element() -> None:
    page = sample_page(HOSTILE_PAGE)

    assert page.count(b"=x") == 200_000
    assert page.count(b"<p ") == 1
