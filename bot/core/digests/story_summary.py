"""Summarizes a story: one sentence, the best claim, the nearest risk. Pure functions.

A story of which the channel was shown more than a title is an update. It is printed
only if it has a new claim, a new actor or a new number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from bot.core.digests.digest import QuotedLine, StorySummary
from bot.core.digests.newest_state import StateOrder
from bot.core.digests.novelty import ShownContent, repeats, sentence_key, stance_of
from bot.core.digests.story import StoryRank
from bot.core.domain.records import StoredArticle
from summarizers.languages.profile import listed_profile
from summarizers.model import Briefing, Claim, Line, Risk, Span
from summarizers.page import LEAST_OF_LEAD, is_probable
from summarizers.stories.endings import tells_ending
from summarizers.text.language import language_of_lists, listed_language
from summarizers.text.splitting import split_text

# Lines below the first come from reports that are not older than the lead by more.
_CURRENT = timedelta(hours=24)
# A report says what happened in its first sentences.
_TOP = 3
# A title of more words than this is repeated by no chance.
_LONG_TITLE = 3
_QUOTES = tuple("\"'“„«‘")


@dataclass(frozen=True, slots=True)
class BriefedArticle:
    """A new article of a story, with its briefing."""

    article: StoredArticle
    briefing: Briefing


def summarize_story(
    order: StateOrder,
    rank: StoryRank,
    reports: Sequence[BriefedArticle],
    *,
    shown: ShownContent,
    today: date,
) -> StorySummary | None:
    """Summarize the story, or return ``None`` if it contains nothing new.

    ``reports`` are the briefed articles that may lead, in the order of ``order``. If
    there are none, the summary is the title alone. An ending that the channel was not
    shown is always new.
    """
    if not order.leads:
        return None
    story = order.story
    if not reports:
        return StorySummary(story, rank, order.leads[0])
    if story.read:
        reports = [
            report
            for report in reports
            if report.article.id == order.ending or _is_news(report, shown)
        ]
    if not reports:
        return None
    return _summary(order, rank, reports, shown=shown, today=today)


def _summary(
    order: StateOrder,
    rank: StoryRank,
    reports: Sequence[BriefedArticle],
    *,
    shown: ShownContent,
    today: date,
) -> StorySummary:
    lead, story = reports[0], order.story
    ended = lead.article.id == order.ending
    opening = Opening(lead, ended=ended, update=bool(story.read))
    sentence = next(opening.sentences(shown), None)
    current = [
        report for report in reports if _is_current(report.article, lead.article)
    ]
    claim = _first(_claims(current, shown), (sentence,))
    risk = _first(_risks(current, shown, today), (sentence, claim))
    actors = (name for report in current for name in shown.new_actors(report.briefing))
    return StorySummary(
        story,
        rank,
        lead=lead.article,
        whole=lead.briefing,
        sentence=sentence,
        claim=claim,
        risk=risk,
        actors=tuple(dict.fromkeys(actors)) if story.read else (),
        ended=ended,
    )


def with_thread(summary: StorySummary, printed: Collection[str]) -> StorySummary:
    """Add to the summary the full briefing without the lines that the front prints.

    ``printed`` are the keys of the sentences that the channel was shown or the front
    has.
    """
    if summary.whole is None:
        return summary
    rest = ShownContent(printed).unprinted(summary.whole)
    spans = [
        span
        for quote in summary.quotes
        if quote.article.id == summary.lead.id
        for span in _printed_spans(quote.line)
    ]
    briefing = replace(
        rest,
        summary=tuple(_apart(rest.summary, spans)),
        claims=tuple(_apart(rest.claims, spans)),
        risks=tuple(_apart(rest.risks, spans)),
    )
    return replace(summary, briefing=briefing)


_Statement = TypeVar("_Statement", Line, Claim, Risk)


def _apart(lines: Iterable[_Statement], spans: list[Span]) -> Iterator[_Statement]:
    """Yield the lines that share no character with ``spans``.

    The spans of each yielded line are added to ``spans``.
    """
    for line in lines:
        own = _printed_spans(line)
        if not any(a.overlaps(b) for a in own for b in spans):
            spans.extend(own)
            yield line


def _printed_spans(line: Line | Claim | Risk) -> tuple[Span, ...]:
    if isinstance(line, Claim):
        return (*line.shown, *line.content)
    return (line.span,)


def _is_current(article: StoredArticle, lead: StoredArticle) -> bool:
    """Return whether an article is not much older than the lead."""
    return article.moment >= lead.moment - _CURRENT


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
        or _overlaps(quote, other)
        or repeats(text, other.span.text, lang, needed)
        for other in before
    )


def _overlaps(quote: QuotedLine, other: QuotedLine) -> bool:
    """Return whether two quotations print a character of an article twice."""
    return quote.article.id == other.article.id and any(
        a.overlaps(b)
        for a in _printed_spans(quote.line)
        for b in _printed_spans(other.line)
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


class Opening:
    """The sentences of the lead, ordered so that the first one says what happened.

    Sentences at the top of the report come first. If ``ended`` is set, sentences that
    tell the ending precede them; with ``update``, sentences with a new number precede
    those without. Sentences that need the one before (a bare quotation, an unclear
    subject) come later, and so do those that repeat the title.
    """

    def __init__(self, report: BriefedArticle, *, ended: bool, update: bool) -> None:
        self._report = report
        self._ended = ended
        self._update = update

    def sentences(self, shown: ShownContent) -> Iterator[QuotedLine]:
        """Yield the new sentences, the best first; improbable ones come last."""
        briefing = self._report.briefing
        numbers = shown.new_numbers(briefing) if self._update else ()
        top = self._top()

        def precedence(line: Line) -> tuple[bool, ...]:
            text = line.span.text
            is_unclear = listed_profile(briefing.lang).is_unclear(text)
            return (
                not (is_probable(line) or self._is_ending(line)),
                not self._is_ending(line),
                self._repeats_title(text),
                is_unclear or text.startswith(_QUOTES) or text.endswith("?"),
                line.span.start >= top,
                line.span not in numbers,
            )

        for line in sorted(briefing.summary, key=precedence):
            if shown.is_new(line.span.text, briefing.lang):
                yield QuotedLine(self._report.article, line)

    def _is_ending(self, line: Line) -> bool:
        lang = listed_language(self._report.briefing.lang)
        return (
            self._ended
            and line.acceptance >= LEAST_OF_LEAD
            and tells_ending(line.span.text, lang)
        )

    def _repeats_title(self, text: str) -> bool:
        """Return whether the title is joined to a sentence, as in pages without layout.

        A capital letter follows it, as in "Fire in Lenna The ferry burns."
        """
        title = (self._report.article.article.title or "").strip()
        behind = text[len(title) :].lstrip()
        return (
            title.count(" ") >= _LONG_TITLE
            and text.casefold().startswith(title.casefold())
            and behind[:1].isupper()
        )

    def _top(self) -> int:
        """Return the offset at which the first sentences of the report end."""
        article = self._report.article.article
        lang = listed_language(self._report.briefing.lang)
        sentences = split_text(article, lang).sentences
        prose = [sentence.end for sentence in sentences if sentence.noise is None]
        return prose[min(_TOP, len(prose)) - 1] if prose else len(article.text)


def _claims(
    reports: Sequence[BriefedArticle], shown: ShownContent
) -> Iterator[QuotedLine]:
    """Yield the new claims that name their speaker, the highest score first."""
    ranked = [
        (-claim.score, order, QuotedLine(report.article, claim))
        for order, report in enumerate(reports)
        for claim in shown.new_claims(report.briefing)
        if claim.speaker is not None
    ]
    yield from (quote for *_, quote in sorted(ranked, key=lambda item: item[:2]))


def _risks(
    reports: Sequence[BriefedArticle], shown: ShownContent, today: date
) -> Iterator[QuotedLine]:
    """Yield new and probable risks: the nearest date first, then undated by score.

    Of equal ones, risks whose subject is unclear come last.
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
