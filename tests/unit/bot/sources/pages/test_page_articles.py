"""Pages as articles; every page is our own writing."""

from __future__ import annotations

import pytest

from bot.core.domain.errors import NoTextError
from bot.core.ports.services import Page
from bot.sources.pages import parse_html, parse_page
from summarizers.errors import EmptyTextError, NotTextError

FIRST = (
    "The harbour of Norrvik will close to fishing boats in March, the port authority "
    "said on Monday, because the northern pier is sinking into the mud."
)
SECOND = (
    "“We have patched it for ten years and cannot patch it again,” said Ada Lindgren, "
    "who has led the authority since 2019 and was born in the house next to the pier."
)
THIRD = (
    "Fishermen protested in front of the town hall. They fear that the repairs will "
    "last longer than the two years that the authority has promised, and that the "
    "fish market will move to another town for good."
)
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def html(body: str = BODY, head: str = "<title>Harbour closes</title>") -> str:
    return (
        f"<html><head>{head}</head><body>"
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f"<article><h1>Harbour closes</h1>{body}</article>"
        "<footer>All rights reserved. Contact us.</footer></body></html>"
    )


def meta(**properties: str) -> str:
    return "".join(
        f'<meta property="{name.replace("_", ":", 1)}" content="{value}">'
        for name, value in properties.items()
    )


def test_paragraphs_are_separated_by_blank_lines() -> None:
    text = parse_html(html()).text

    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in text


def test_navigation_and_footer_are_left_out() -> None:
    text = parse_html(html()).text

    assert "Sport" not in text
    assert "rights reserved" not in text


def test_page_tells_its_title_authors_and_site() -> None:
    head = meta(og_title="Harbour closes", og_site_name="The Norrvik Post")
    head += '<meta name="author" content="Bo Ek; Mia Dahl">'

    article = parse_html(html(head=head), url="https://post.example/harbour")

    assert article.title == "Harbour closes"
    assert article.site == "The Norrvik Post"
    assert article.authors == ("Bo Ek", "Mia Dahl")
    assert article.url == "https://post.example/harbour"


def test_sentences_in_a_table_stay() -> None:
    rows = f"<tr><td>{SECOND}</td><td>12</td></tr><tr><td>{THIRD}</td><td>3</td></tr>"

    text = parse_html(html(f"<p>{FIRST}</p><table>{rows}</table>")).text

    assert "|" not in text
    assert SECOND in text


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("", "cp1252"),
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=cp1250">',
            "cp1250",
        ),
    ],
)
def test_charset_is_declared_or_found(head: str, encoding: str) -> None:
    page = html(head=head).encode(encoding)

    assert SECOND in parse_html(page).text


def test_charset_of_the_server_wins() -> None:
    page = html(BODY.replace("Norrvik", "Нордвик")).encode("cp1251", "ignore")

    assert "Нордвик" in parse_html(page, charset="windows-1251").text


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "<",
        "<html></html>",
        "<html><body></body></html>",
        "<script>var a = 'The harbour will close in March.';</script>",
        "<p>12345 67890</p>",
        "<!--" * 1000,
        "<" * 100_000,
        "<table>" * 3000,
        "<div>" * 20_000 + "<p>hello world</p>" + "</div>" * 20_000,
        "\0" * 1000,
        "\ud800" * 10,
    ],
    ids=range(13),
)
def test_page_without_text_is_no_article(source: str) -> None:
    with pytest.raises(NoTextError):
        parse_html(source)


def test_only_the_first_tags_of_a_huge_page_are_read() -> None:
    body = "".join(f"<p>Boat number {i} left the harbour.</p>" for i in range(26_000))

    text = parse_html(f"<html><body>{body}</body></html>").text

    assert "Boat number 0 " in text
    assert "Boat number 25999 " not in text


@pytest.mark.parametrize(
    ("body", "error"), [(b" ", EmptyTextError), (b"\x00\x01" * 50, NotTextError)]
)
def test_fetched_text_must_be_text(body: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        parse_page(Page("https://post.example/a.txt", body, "text/plain"))


def test_data_is_no_page() -> None:
    with pytest.raises(NoTextError):
        parse_page(Page("https://post.example/a", b'{"a": "b"}', "application/json"))


def test_article_tells_its_language() -> None:
    german = (
        "<p>Der Hafen von Norrvik wird im März für Fischerboote geschlossen, sagte die "
        "Behörde am Montag, weil der Pier im Schlamm versinkt und niemand ihn hält.</p>"
    )

    assert parse_html(html()).lang == "en"
    assert parse_html(html(german * 3)).lang == "de"


def test_inline_links_to_other_articles_are_no_part_of_the_lead() -> None:
    popup = '<span><a href="/1">Ada opens a pier</a> <a href="/2">Ada speaks</a></span>'
    lead = f'<p>Mayor <a href="/ada">Ada Ek</a>{popup} said no to the plan.</p>'

    text = parse_html(html(lead + BODY)).text

    assert "Mayor Ada Ek said no to the plan." in text


def test_quoted_posts_stay_in_the_text() -> None:
    post = (
        '<div class="social-media-embed"><blockquote class="twitter-tweet"><p>The pier '
        "is older than all of us and it will be gone in a year.</p>Ada (@ada)"
        "</blockquote></div>"
    )

    text = parse_html(html(BODY + post + f"<p>{FIRST} Twice.</p>")).text

    assert "The pier is older than all of us" in text


def test_body_cut_into_parts_is_read_whole() -> None:
    parts = "".join(
        f'<div><div class="article__body"><p>{line}</p></div><aside>Ad</aside></div>'
        for line in (FIRST, SECOND, THIRD)
    )

    text = parse_html(html(parts)).text

    assert f"{FIRST}\n\n{SECOND}\n\n{THIRD}" in text


def test_many_empty_paragraphs_and_links_cost_little() -> None:
    links = '<p></p><p><a href="/1">See this other story</a></p>' * 3000

    text = parse_html(html(BODY + links)).text

    assert "other story" not in text
