"""What stands before an article is no article; what is about it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.domain.errors import WallError
from bot.sources.pages.articles import parse_html
from bot.sources.pages.walls import Wall, wall_of_text

PAGES = Path(__file__).parents[4] / "data" / "walls"
ARTICLES = sorted(page.stem for page in PAGES.glob("article_*.html"))
WALLS = {
    "consent": Wall.CONSENT,
    "script": Wall.SCRIPT,
    "check": Wall.CHECK,
    "pay": Wall.PAY,
}
SHORT_WALLS = [
    ("Please enable JS and disable any ad blocker.", Wall.SCRIPT),
    ("Your browser is out of date. Please update your browser.", Wall.SCRIPT),
    ("Turn off your ad blocker to go on. Our work is paid for by it.", Wall.SCRIPT),
    ("Please wait. We want to be sure that you are human.", Wall.CHECK),
    ("You don't have permission to access this page on this server.", Wall.CHECK),
    ("Our systems have noticed unusual traffic from your network.", Wall.CHECK),
    ("You need a subscription to read this. Choose your plan.", Wall.PAY),
    ("This story is only for members. Join now to read on.", Wall.PAY),
    ("Log in or create an account to continue.", Wall.PAY),
    ("We use cookies. By going on, you agree to our use of cookies.", Wall.CONSENT),
    ("You can accept all cookies or reject those we do not need.", Wall.CONSENT),
]
NO_WALLS = [
    "The ferry stays in port until Thursday.",
    "The council of Lenna accepted all cookies that the bakers had sent.",
    "Robots now check the tickets on our ferries, and you are told to smile.",
    "We sailed at dawn. You could see the lighthouse, and our captain was singing.",
    "The paper said that it would let subscribers only read on from May.",
    "“You need a subscription to read this,” the sign on the door of the library says.",
    "",
]


def read(name: str) -> str:
    """The text of one of the pages."""
    return parse_html((PAGES / f"{name}.html").read_bytes()).text


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_about_walls_is_read(name: str) -> None:
    assert len(read(name).split()) > 30


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_is_told_in_a_sentence(kind: str) -> None:
    pages = sorted(page.stem for page in PAGES.glob(f"{kind}_*.html"))
    told = []
    for name in pages:
        with pytest.raises(WallError) as caught:
            read(name)
        told.append(str(caught.value))

    assert len(told) >= 3
    assert set(told) == {WALLS[kind].value}


@pytest.mark.parametrize(("text", "wall"), SHORT_WALLS)
def test_a_short_wall_is_known_by_what_it_asks_for(text: str, wall: Wall) -> None:
    assert wall_of_text(text) is wall


@pytest.mark.parametrize("text", NO_WALLS)
def test_what_only_has_their_words_is_no_wall(text: str) -> None:
    assert wall_of_text(text) is None


def test_a_request_for_consent_beside_an_article_is_left_out() -> None:
    text = read("article_with_banner")

    assert "cookies" not in text
    assert text.endswith("if the wind allows it.")


def test_a_text_that_is_declared_counts_where_the_page_shows_a_wall() -> None:
    body = "The ferry stays in port, the harbour master said. " * 14
    wall = (PAGES / "pay_subscribers.html").read_text()
    script = f'<script type="application/ld+json">{{"articleBody": "{body}"}}</script>'

    text = parse_html(wall.replace("</head>", f"{script}</head>")).text

    assert text.startswith("The ferry stays in port")


def test_a_class_that_only_tells_of_a_banner_takes_no_article_out() -> None:
    page = (PAGES / "article_fine.html").read_text()
    named = page.replace("<body>", '<body><div class="cookie-banner-open">')

    assert parse_html(named).text == read("article_fine")


@pytest.mark.parametrize(
    "part",
    [
        '<div class="onetrust">x' * 200,
        "<noscript>x" * 200,
        f'<div class="{"cookie" * 20_000}">x</div>',
        '<div class="cookie-banner">x y z</div>' * 200,
    ],
)
def test_what_is_crafted_around_an_article_takes_nothing_of_it(part: str) -> None:
    page = (PAGES / "article_fine.html").read_text()

    text = parse_html(page.replace("</body>", f"{part}</body>")).text

    assert text.startswith(read("article_fine"))
