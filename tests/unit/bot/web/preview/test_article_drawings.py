"""An article with the sentences marked that a briefing prints."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.web.preview.page import Marked, draw_article, marked_runs
from summarizers.model import Article, Span

TEXT = "The ferry sails. It is late.\n\nNobody waits."
ARTICLE = Article(TEXT)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return ARTICLE.span(start, start + len(words))


def test_a_sentence_is_marked_and_leads_back() -> None:
    drawn = draw_article(ARTICLE, {1: span("It is late.")}, ("slack", "discord"))

    assert drawn == (
        '<p>The ferry sails. <a id="sentence-1"></a><mark>It is late.</mark>'
        '<sup class="back">1 <a href="#slack-1" title="slack">S</a>'
        '<a href="#discord-1" title="discord">D</a></sup></p><p>Nobody waits.</p>'
    )


def test_sentences_that_overlap_are_marked_as_one() -> None:
    runs = marked_runs({1: span("sails. It is"), 2: span("The ferry sails.")})

    assert runs == (Marked(0, 22, (2, 1)),)


def test_a_quotation_over_two_paragraphs_is_marked_in_both() -> None:
    drawn = draw_article(ARTICLE, {1: span("It is late.\n\nNobody waits.")}, ())

    assert "<mark>It is late.</mark>" in drawn
    assert "<mark>Nobody waits.</mark>" in drawn
    assert drawn.count('id="sentence-1"') == 1


def test_what_is_markup_elsewhere_is_text_here() -> None:
    article = Article("<script>alert(1)</script> & more")

    drawn = draw_article(article, {1: article.span(0, 8)}, ())

    assert "<script" not in drawn
    assert "<mark>&lt;script&gt;</mark>" in drawn
    assert "alert(1)&lt;/script&gt; &amp; more" in drawn


@given(
    st.text(st.sampled_from("ab .\n<"), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6),
)
def test_every_character_is_drawn_once(
    text: str, places: list[tuple[int, int]]
) -> None:
    article = Article(text)
    spans = {
        number: article.span(start, min(len(text), start + length))
        for number, (start, length) in enumerate(places, start=1)
        if start < len(text)
    }

    drawn = draw_article(article, spans, ())

    for mark in ("<p>", "</p>", "<mark>", "</mark>"):
        drawn = drawn.replace(mark, "")
    for number in spans:
        drawn = drawn.replace(f'<a id="sentence-{number}"></a>', "")
        drawn = drawn.replace(f'<sup class="back">{number} </sup>', "")
    lines = [line for line in text.split("\n") if line.strip()]
    assert drawn.replace("&lt;", "<") == "".join(lines)
