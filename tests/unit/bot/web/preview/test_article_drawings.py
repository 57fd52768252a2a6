"""An article with the sentences marked that a briefing prints."""

from __future__ import annotations

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.web.preview import Proof, ProofKind
from bot.web.preview.page import draw_article
from summarizers.model import Article, Span

TEXT = "The ferry sails. It is late.\n\nNobody waits."
ARTICLE = Article(TEXT)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return ARTICLE.span(start, start + len(words))


def back(number: int, kind: str = "c") -> str:
    return (
        f'<a class="no {kind}" data-n="{number}" href="#slack-{number}" '
        f'aria-label="Line {number} of the briefing">{number}</a>'
    )


def test_a_mark_looks_as_the_section_that_prints_its_sentence() -> None:
    proofs = {
        1: Proof(span("The ferry sails."), ProofKind.SUMMARY),
        2: Proof(span("Nobody waits."), ProofKind.RISK),
    }

    drawn = draw_article(ARTICLE, proofs, "slack")

    assert '<mark class="s" data-n="1"' in drawn
    assert '<mark class="w" data-n="2"' in drawn
    assert back(2, "w") in drawn


def test_what_is_markup_elsewhere_is_text_here() -> None:
    article = Article("<script>alert(1)</script> & more")

    proof = Proof(article.span(0, 8), ProofKind.RISK)
    drawn = draw_article(article, {1: proof}, "slack")

    assert "<script" not in drawn
    assert f'<span class="nw">&lt;script&gt;{back(1, "w")}</span></mark>' in drawn
    assert "alert(1)&lt;/script&gt; &amp; more" in drawn


@given(
    st.text(st.sampled_from("ab .\n<"), min_size=1, max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6),
)
def test_every_character_is_drawn_once(
    text: str, places: list[tuple[int, int]]
) -> None:
    article = Article(text)
    proofs = {
        number: Proof(
            article.span(start, min(len(text), start + length)), ProofKind.CLAIM
        )
        for number, (start, length) in enumerate(places, start=1)
        if start < len(text)
    }

    drawn = draw_article(article, proofs, "slack")

    for number in proofs:
        drawn = drawn.replace(back(number), "")
    lines = [line for line in text.split("\n") if line.strip()]
    assert unescape(re.sub(r"<[^>]*>", "", drawn)) == "".join(lines)
