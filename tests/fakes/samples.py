"""An article of our own and its briefing, with an entry in every section."""

from __future__ import annotations

from datetime import date

from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Mention,
    Noise,
    Risk,
    RiskBasis,
    Span,
    When,
)

TEXT = (
    "The ferry line Norbat will stop its night service in March, manager Ada Linn "
    "said on Tuesday. “We lose money every night,” she told the council, “and nobody "
    "pays for it.” Unions fear that forty jobs may go.\n\nPhoto: Harbour Press"
)


def make_article(**changes: str | date | None) -> Article:
    """The article, published on 10 February 2026."""
    fields: dict[str, str | date | None] = {
        "text": TEXT,
        "title": "Night ferries to end",
        "url": "https://news.example.org/ferries?id=7",
        "published": date(2026, 2, 10),
        **changes,
    }
    return Article(**fields)  # type: ignore[arg-type] # the fields are the caller's


def find(article: Article, words: str) -> Span:
    """The first place of these words."""
    start = article.text.index(words)
    return article.span(start, start + len(words))


def make_briefing(article: Article | None = None, *notes: str) -> Briefing:
    """The article's briefing; the article must hold the sample's text."""
    article = article or make_article()
    return Briefing(
        article=article,
        engine="fast",
        lang="en",
        summary=(Line(_first(article), 0.9),),
        actors=(_ada(article), _union(article)),
        claims=(_quotation(article), _fear(article)),
        risks=(_risk(article),),
        noise=(Noise(find(article, "Photo: Harbour Press"), "caption"),),
        notes=notes,
    )


def _first(article: Article) -> Span:
    start = find(article, "The ferry").start
    return article.span(start, find(article, "said on Tuesday.").end)


def _second(article: Article) -> Span:
    start = find(article, "“We lose").start
    return article.span(start, find(article, "pays for it.”").end)


def _ada(article: Article) -> Actor:
    mentions = (
        Mention(find(article, "Ada Linn")),
        Mention(find(article, "she"), pronoun=True),
    )
    role = find(article, "manager")
    return Actor("Ada Linn", ActorKind.PERSON, role, ("Linn",), mentions, 2.5)


def _union(article: Article) -> Actor:
    mentions = (Mention(find(article, "Unions")),)
    return Actor("Unions", ActorKind.GROUP, mentions=mentions, salience=1.0)


def _quotation(article: Article) -> Claim:
    content = (
        find(article, "We lose money every night,"),
        find(article, "and nobody pays for it."),
    )
    return Claim(
        speaker="Ada Linn",
        source=find(article, "she"),
        cue=find(article, "told"),
        content=content,
        sentence=_second(article),
        kind=ClaimKind.DIRECT,
        score=0.8,
    )


def _fear(article: Article) -> Claim:
    return Claim(
        speaker=None,
        source=find(article, "Unions"),
        cue=find(article, "fear"),
        content=(find(article, "forty jobs may go"),),
        sentence=find(article, "Unions fear that forty jobs may go."),
        kind=ClaimKind.INDIRECT,
        score=0.4,
        shown=(find(article, "fear that forty jobs may go"),),
    )


def _risk(article: Article) -> Risk:
    when = When(date(2026, 3, 1), date(2026, 3, 31), find(article, "March"))
    basis = (RiskBasis.FORWARD, RiskBasis.HAZARD)
    return Risk(_first(article), basis, when, "Ada Linn", 0.7)
