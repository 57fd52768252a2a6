"""The links of a section front: which are articles, and which page is an index."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.domain.records import MAX_ITEMS, PageLinks
from bot.core.ports.services import Page
from bot.core.text.domains import domain
from bot.core.text.identity import canonical_url
from bot.sources.pages.articles import parse_page
from bot.sources.pages.index_links import (
    is_article_address,
    page_links,
    parse_article_or_links,
)

FRONT = "https://lenna-gazette.example/harbour"
HEADLINE = "Crane drivers of Lenna walk out over pay"
TEASER = (
    "Two of the three cranes stand still, the operator said, and ships wait at the outer "
    "pier for a berth."
)


def read(body: str, *, head: str = "", url: str = FRONT) -> PageLinks:
    markup = f"<html><head>{head}</head><body>{body}</body></html>"
    return page_links(Page(url, markup.encode(), "text/html", "utf-8"))


def links(*addresses: str, text: str = HEADLINE, extra: str = "") -> str:
    return "".join(
        f'<h2><a href="{escape(address)}" {extra}>{escape(text)}</a></h2>'
        for address in addresses
    )


def front(number: int, *, teaser: str = TEASER) -> str:
    return "".join(
        f'<article><h2><a href="/2026/report-{at}">{HEADLINE} {at}</a></h2>'
        f"<p>{teaser}</p></article>"
        for at in range(number)
    )


def test_no_more_links_than_items_of_a_feed_are_read() -> None:
    assert len(read(front(MAX_ITEMS + 20)).urls) == MAX_ITEMS


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_only_html_has_links(kind: str) -> None:
    page = Page(FRONT, links("/strike").encode(), kind, "utf-8")

    assert page_links(page) == PageLinks()


def test_index_gives_its_links_and_every_other_page_its_article() -> None:
    index = Page(FRONT, front(8).encode(), "text/html", "utf-8")
    markup = f"<html><body><h1>{HEADLINE}</h1><p>{TEASER * 5}</p></body></html>"
    report = Page(FRONT, markup.encode(), "text/html", "utf-8")
    plain = Page(FRONT, TEASER.encode(), "text/plain", "utf-8")

    assert parse_article_or_links(index) == page_links(index)
    assert page_links(index).is_index
    for page in (report, plain):
        assert parse_article_or_links(page) == parse_page(page)


_ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["", "/", "https://lenna-gazette.example/", "//", "http://x/"]),
        st.text(alphabet="abc/-.?=&#%123é", max_size=30),
        st.sampled_from(["", "?utm_source=a", "#top", "/", ".jpg"]),
    ),
)


@given(st.lists(_ADDRESSES, max_size=12))
def test_whatever_a_page_links_to_the_links_are_distinct_and_of_its_site(
    addresses: list[str],
) -> None:
    urls = read(links(*addresses)).urls

    assert len({canonical_url(url) for url in urls}) == len(urls)
    for url in urls:
        assert urlsplit(url).scheme in {"http", "https"}
        assert urlsplit(url).fragment == ""
        assert domain(url) == domain(FRONT)
        assert is_article_address(url, FRONT)
