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
PROSE = " ".join([TEASER] * 12)


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


def test_a_front_with_headlines_and_teasers_is_an_index() -> None:
    found = read(f"<h1>Harbour</h1>{front(12)}")

    assert found.is_index
    assert found.urls == tuple(
        f"https://lenna-gazette.example/2026/report-{at}" for at in range(12)
    )


def test_an_article_with_links_to_others_is_not_an_index() -> None:
    found = read(f"<h1>{HEADLINE}</h1><p>{PROSE}</p><h3>More</h3>{front(12)}")

    assert not found.is_index
    assert len(found.urls) == 12


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:published_time" content="2026-03-02">',
        '<script type="application/ld+json">{"articleBody": "' + PROSE + '"}</script>',
    ],
)
def test_a_page_that_declares_an_article_is_not_an_index(head: str) -> None:
    assert not read(front(12), head=head).is_index


@pytest.mark.parametrize(("number", "is_index"), [(4, False), (5, True)])
def test_an_index_has_five_links(number: int, *, is_index: bool) -> None:
    assert read(front(number)).is_index is is_index


def test_a_page_of_notices_without_links_is_not_an_index() -> None:
    assert read(f"<h1>Notices</h1><p>{PROSE}</p>") == PageLinks()


def test_comments_are_not_read() -> None:
    assert read(f"<!-- {PROSE} -->{front(6)}<!-- {PROSE} -->").is_index


def test_long_texts_around_the_content_do_not_make_an_article() -> None:
    around = f"<header><p>{PROSE}</p></header><footer><p>{PROSE}</p></footer>"

    assert read(f"{around}{front(6)}<aside>{PROSE}</aside>").is_index


def test_addresses_are_canonical_and_each_is_listed_once_in_the_order_of_the_page() -> (
    None
):
    found = read(
        links(
            "/b?utm_source=front",
            "https://www.lenna-gazette.example/a#comments",
            "http://lenna-gazette.example/b/",
            "a",
            "/c?id=7&utm_campaign=x",
        )
    )

    assert found.urls == (
        "https://lenna-gazette.example/b",
        "https://www.lenna-gazette.example/a",
        "https://lenna-gazette.example/c?id=7",
    )


def test_relative_addresses_count_from_the_base_of_the_page() -> None:
    base = '<base href="https://lenna-gazette.example/news/">'

    assert read(links("strike"), head=base).urls == (
        "https://lenna-gazette.example/news/strike",
    )


@pytest.mark.parametrize(
    "address",
    [
        "https://coast-courier.example/strike",
        "https://lenna-gazette.example.evil.example/strike",
        "mailto:desk@lenna-gazette.example",
        "javascript:void(0)",
        "#top",
        "",
        "/harbour",
        "/harbour/?utm_source=x",
        "/",
        "/tag/harbour/",
        "/tags/harbour",
        "/category/ports/",
        "/author/ida-lund/",
        "/authors/ida-lund",
        "/harbour/page/2/",
        "/login?next=/strike",
        "/account/sign-in",
        "/newsletters/morning",
        "/subscribe",
        "/privacy-policy.html",
        "/impressum",
        "/contact",
        "/mentions-legales",
        "/photo.jpg",
        "/report.pdf",
        "/clip.mp4",
        "/harbour/feed",
        "http://[",
        "https://lenna-gazette.example:port/strike",
    ],
)
def test_links_to_other_things_than_articles_are_left_out(address: str) -> None:
    assert read(links(address, "/strike")).urls == (
        "https://lenna-gazette.example/strike",
    )


@pytest.mark.parametrize(
    "address",
    [
        "/strike",
        "/2026/03/02/strike-at-the-port.html",
        "/news/12345678",
        "/article?id=12",
        "https://news.lenna-gazette.example/strike",
        "/help/islanders-wait-for-bread",
        "/ports/privacy-rules-for-ships-change",
        "/harbour/strike",
    ],
)
def test_addresses_of_articles_are_read(address: str) -> None:
    assert len(read(links(address)).urls) == 1


@pytest.mark.parametrize(
    "body",
    [
        f"<nav>{links('/strike')}</nav>",
        f"<footer>{links('/strike')}</footer>",
        f"<aside>{links('/strike')}</aside>",
        f"<header>{links('/strike')}</header>",
        f"<div role=navigation>{links('/strike')}</div>",
        f"<div class='box sponsored'>{links('/strike')}</div>",
        f"<div hidden>{links('/strike')}</div>",
        links("/strike", extra="rel='sponsored noopener'"),
        links("/strike", extra="rel=nofollow"),
        links("/strike", extra="download"),
        links("/strike", text="Read more"),
        links("/strike", text="1 2 3 4 5 6"),
        f"<p>{TEASER} See <a href='/strike'>what the drivers ask for now</a> too.</p>",
    ],
)
def test_links_in_other_places_or_without_a_headline_are_left_out(body: str) -> None:
    assert read(body).urls == ()


@pytest.mark.parametrize(
    "body",
    [
        f"<article><header>{links('/strike')}</header></article>",
        f"<p><a href='/strike'>{HEADLINE}</a> {TEASER}</p>",
        f"<a href='/strike'><h3>{HEADLINE}</h3><p>{TEASER}</p></a>",
        f"<a href='/strike'><img src=a.jpg></a><a href='/strike'>{HEADLINE}</a>",
        f"<a href='/strike' aria-label='{HEADLINE}'></a>",
        "<a href='/strike'>港で起きた火災でフェリーが欠航</a>",
    ],
)
def test_headlines_have_several_forms(body: str) -> None:
    assert read(body).urls == ("https://lenna-gazette.example/strike",)


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


def test_a_page_without_elements_has_no_links() -> None:
    assert page_links(Page(FRONT, b"", "text/html")) == PageLinks()


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


@given(st.permutations(range(8)))
def test_the_order_is_that_of_the_page(order: list[int]) -> None:
    found = read(links(*(f"/report-{at}-of-the-day" for at in order)))

    assert [url.split("-")[2] for url in found.urls] == [str(at) for at in order]
