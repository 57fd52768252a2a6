"""Summarizes a story: one sentence, the best claim, the nearest risk. Pure functions.

A story that the channel knows by more than a title is an update. It is printed only if
it has a new claim, a new actor or a new number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.digests.digest import QuotedLine, StorySummary
from bot.core.digests.novelty import ShownContent, repeats, sentence_key, stance_of
from bot.core.digests.story import Story, StoryRank
from bot.core.domain.records import StoredArticle
from summarizers.languages.profile import listed_profile
from summarizers.model import Briefing, Claim, Line, Risk
from summarizers.page import is_probable
from summarizers.text.language import language_of_lists

# Articles of this length are complete; more length gives no precedence.
_FULL = 6_000
_QUOTES = tuple("\"'“„«‘")


@dataclass(frozen=True, slots=True)
class BriefedArticle:
    """A new article of a story, with its briefing."""

    article: StoredArticle
    briefing: Briefing


def new_by_prominence(story: Story) -> tuple[StoredArticle, ...]:
    """Return the new articles: originals, whole texts and long texts first."""
    return tuple(sorted(story.new, key=_prominence))


def summarize_story(
    story: Story,
    rank: StoryRank,
    reports: Sequence[BriefedArticle],
    *,
    shown: ShownContent,
    today: date,
) -> StorySummary | None:
    """Summarize the story, or return ``None`` if it contains nothing new.

    ``reports`` are in the order of ``new_by_prominence``, without articles that could
    not be briefed. If none could be briefed, the summary is the title alone.
    """
    if not story.read or not reports:
        return _summary(story, rank, reports, shown=shown, today=today)
    fresh = tuple(report for report in reports if _is_news(report, shown))
    if not fresh:
        return None
    return _summary(story, rank, fresh, shown=shown, today=today)


def _summary(
    story: Story,
    rank: StoryRank,
    reports: Sequence[BriefedArticle],
    *,
    shown: ShownContent,
    today: date,
) -> StorySummary:
    if not reports:
        return StorySummary(story, rank, new_by_prominence(story)[0])
    sentence = next(_sentences(reports[0], shown, update=bool(story.read)), None)
    claim = _first(_claims(reports, shown), (sentence,))
    risk = _first(_risks(reports, shown, today), (sentence, claim))
    actors = (name for report in reports for name in shown.new_actors(report.briefing))
    return StorySummary(
        story,
        rank,
        lead=reports[0].article,
        briefing=shown.unprinted(reports[0].briefing),
        named=reports[0].briefing.actors,
        sentence=sentence,
        claim=claim,
        risk=risk,
        actors=tuple(dict.fromkeys(actors)) if story.read else (),
    )


def _first(
    quotes: Iterable[QuotedLine], printed: Iterable[QuotedLine | None]
) -> QuotedLine | None:
    """Return the first quotation that does not repeat a printed one, if any."""
    before = [other for other in printed if other is not None]
    return next((quote for quote in quotes if not _is_quoted(quote, before)), None)


def _is_quoted(quote: QuotedLine, before: Iterable[QuotedLine]) -> bool:
    """Return whether the quotation repeats one of ``before``, even in other words.

    Another publisher may report as a claim what this one's main sentence says.
    """
    text, needed = _words_of(quote)
    key, lang = sentence_key(quote.span.text), _language(quote)
    return any(
        key == sentence_key(other.span.text)
        or repeats(text, other.span.text, lang, needed)
        for other in before
    )


def _words_of(quote: QuotedLine) -> tuple[str, frozenset[str]]:
    """Return the quotation's words (of a claim, only its content) and its stance."""
    if isinstance(quote.line, Claim):
        said = " ".join(part.text for part in quote.line.content)
        article = quote.article.article
        return said, stance_of(quote.line, article, _language(quote))
    return quote.span.text, frozenset()


def _language(quote: QuotedLine) -> str:
    article = quote.article.article
    return language_of_lists(article.lang, article.text)


def _is_news(report: BriefedArticle, shown: ShownContent) -> bool:
    """Return whether the report has a new claim, a new actor or a new number.

    A new actor in a copy may be the publisher only, and does not count.
    """
    briefing = report.briefing
    return bool(
        next(shown.new_claims(briefing), None)
        or (report.article.copy_of is None and shown.new_actors(briefing))
        or shown.new_numbers(briefing)
    )


def _sentences(
    report: BriefedArticle, shown: ShownContent, *, update: bool
) -> Iterator[QuotedLine]:
    """Yield the new sentences of the summary; doubtful and unclear ones come last.

    Bare quotations and sentences whose subject is unclear are hard to understand
    without the sentence before them. In an update, all sentences with a new number
    precede those without one.
    """
    lines, lang = report.briefing.summary, report.briefing.lang
    is_unclear = listed_profile(lang).is_unclear
    numbers = shown.new_numbers(report.briefing) if update else ()

    def precedence(line: Line) -> tuple[bool, bool, bool]:
        text = line.span.text
        vague = text.startswith(_QUOTES) or is_unclear(text)
        return not is_probable(line), line.span not in numbers, vague

    for line in sorted(lines, key=precedence):
        if shown.is_new(line.span.text, lang):
            yield QuotedLine(report.article, line)


def _claims(
    reports: Sequence[BriefedArticle], shown: ShownContent
) -> Iterator[QuotedLine]:
    """Yield new claims by score; claims with a named speaker come first."""
    ranked = [
        (claim.speaker is None, -claim.score, order, QuotedLine(report.article, claim))
        for order, report in enumerate(reports)
        for claim in shown.new_claims(report.briefing)
    ]
    yield from (quote for *_, quote in sorted(ranked, key=lambda item: item[:3]))


def _risks(
    reports: Sequence[BriefedArticle], shown: ShownContent, today: date
) -> Iterator[QuotedLine]:
    """Yield new and probable risks: the nearest date first, then undated risks by score.

    Of equals, risks whose subject is unclear come last.
    """
    ranked = [
        (
            *_nearness(risk, today, report.briefing.lang),
            order,
            QuotedLine(report.article, risk),
        )
        for order, report in enumerate(reports)
        for risk in filter(is_probable, report.briefing.risks)
        if shown.is_new(risk.span.text, report.briefing.lang)
        and not _is_over(risk, today)
    ]
    yield from (quote for *_, quote in sorted(ranked, key=lambda item: item[:5]))


def _nearness(risk: Risk, today: date, lang: str) -> tuple[bool, date, bool, float]:
    first = today if risk.when is None else max(risk.when.first, today)
    return (
        risk.when is None,
        first,
        listed_profile(lang).is_unclear(risk.span.text),
        -risk.score,
    )


def _is_over(risk: Risk, today: date) -> bool:
    return risk.when is not None and risk.when.last < today


def _prominence(article: StoredArticle) -> tuple[bool, bool, int, str]:
    """Return the sort key: originals first, then whole texts, then long ones."""
    length = min(len(article.article.text), _FULL)
    return article.copy_of is not None, not article.is_whole, -length, article.id
