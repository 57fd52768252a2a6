"""The editor of the page: which lines of a briefing are printed, in which order."""

from __future__ import annotations

from datetime import date

from summarizers.model import Article, Briefing, Line, Risk, RiskBasis, When
from summarizers.page import select_page

SENTENCES = (
    "The ferry company Norbat will close its night line.",
    "Four hundred sailors marched through the rain to Lenna.",
    "A court hears the union's complaint in June.",
    "The harbour council votes on a new pier in April.",
    "Bakers along the coast fear higher prices for flour.",
)
ARTICLE = Article("\n\n".join(SENTENCES), published=date(2026, 3, 1))
SPANS = tuple(
    ARTICLE.span(ARTICLE.text.index(words), ARTICLE.text.index(words) + len(words))
    for words in SENTENCES
)


def make_risk(at: int, month: int | None = None) -> Risk:
    span = SPANS[at]
    when = month and When(date(2026, month, 1), date(2026, month, 28), span)
    return Risk(span, (RiskBasis.FORWARD,), when or None)


def test_the_summary_follows_the_article() -> None:
    lines = tuple(Line(SPANS[at], 1.0) for at in (2, 0, 1))
    briefing = Briefing(ARTICLE, "fast", "en", summary=lines)

    printed = select_page(briefing).briefing

    assert [line.span for line in printed.summary] == list(SPANS[:3])


def test_dated_risks_come_first_and_the_nearest_of_them_at_the_top() -> None:
    risks = (make_risk(4), make_risk(2, 6), make_risk(3, 4))
    briefing = Briefing(ARTICLE, "fast", "en", risks=risks)

    printed = select_page(briefing).briefing

    assert printed.risks == (risks[2], risks[1], risks[0])
