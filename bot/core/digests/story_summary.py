"""How a story is told: one sentence, the best claim, the nearest risk: pure.

A story that the channel knows by more than a title is told again only for a new claim,
a new actor or a new number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.core.digests.digest import Quote, Story
from bot.core.digests.novelty import Known, says_the_same, sentence_key, stance_of
from bot.core.digests.story import Coverage, Rank
from bot.core.domain.records import StoredArticle
from summarizers.languages.profile import listed_profile
from summarizers.model import Briefing, Claim, Line, Risk
from summarizers.text.language import language_of_lists

# A report of this many characters is full; that a longer one is longer says nothing.
_FULL = 6_000
_QUOTES = tuple("\"'“„«‘")


@dataclass(frozen=True, slots=True)
class Report:
    """A new article of a story with its briefing, as far as it could be briefed."""

    article: StoredArticle
    briefing: Briefing


def leading(coverage: Coverage) -> tuple[StoredArticle, ...]:
    """The new articles, the fullest original report first."""
    return tuple(sorted(coverage.new, key=_standing))


def tell(
    coverage: Coverage,
    rank: Rank,
    reports: Sequence[Report],
    *,
    known: Known,
    today: date,
) -> Story | None:
    """The story as it is told, or ``None`` when it brings nothing new.

    ``reports`` are in the order of ``leading``; articles that could not be briefed
    are missing. Where all are, nobody knows what is new, and the title stands alone.
    """
    if not coverage.read or not reports:
        return _told(coverage, rank, reports, known=known, today=today)
    fresh = tuple(report for report in reports if _is_news(report, known))
    if not fresh:
        return None
    return _told(coverage, rank, fresh, known=known, today=today)


def _told(
    coverage: Coverage,
    rank: Rank,
    reports: Sequence[Report],
    *,
    known: Known,
    today: date,
) -> Story:
    if not reports:
        return Story(coverage, rank, leading(coverage)[0])
    sentence = next(_sentences(reports[0], known, update=bool(coverage.read)), None)
    claim = _first(_claims(reports, known), (sentence,))
    risk = _first(_risks(reports, known, today), (sentence, claim))
    actors = (name for report in reports for name in known.new_actors(report.briefing))
    return Story(
        coverage,
        rank,
        lead=reports[0].article,
        briefing=known.unprinted(reports[0].briefing),
        sentence=sentence,
        claim=claim,
        risk=risk,
        actors=tuple(dict.fromkeys(actors)) if coverage.read else (),
    )


def _first(quotes: Iterable[Quote], told: Iterable[Quote | None]) -> Quote | None:
    """The first that says something else than those told, if by other words."""
    before = [quote for quote in told if quote is not None]
    return next((one for one in quotes if not _is_told(one, before)), None)


def _is_told(quote: Quote, before: Iterable[Quote]) -> bool:
    """Whether a sentence is among those told, letter by letter or nearly.

    Another paper may tell as a claim what this one's main sentence says.
    """
    said, needed = _words_of(quote)
    key, lang = sentence_key(quote.span.text), _language(quote)
    return any(
        key == sentence_key(one.span.text)
        or says_the_same(said, one.span.text, lang, needed)
        for one in before
    )


def _words_of(quote: Quote) -> tuple[str, frozenset[str]]:
    """What a line says, of a claim only its content; and the words that it hangs on."""
    if isinstance(quote.line, Claim):
        said = " ".join(part.text for part in quote.line.content)
        article = quote.article.article
        return said, stance_of(quote.line, article, _language(quote))
    return quote.span.text, frozenset()


def _language(quote: Quote) -> str:
    article = quote.article.article
    return language_of_lists(article.lang, article.text)


def _is_news(report: Report, known: Known) -> bool:
    """Whether the report has a new claim, a new actor or a new number.

    Who is new in a copy may be no more than who printed it.
    """
    briefing = report.briefing
    return bool(
        next(known.new_claims(briefing), None)
        or (report.article.copy_of is None and known.new_actors(briefing))
        or known.new_numbers(briefing)
    )


def _sentences(report: Report, known: Known, *, update: bool) -> Iterator[Quote]:
    """New sentences of the summary; of an update, first those with a new number.

    Bare quotations come last: without the name of the speaker they tell little. So do
    those that begin with a pronoun: nobody knows for whom it stands.
    """
    lines, lang = report.briefing.summary, report.briefing.lang
    is_unclear = listed_profile(lang).is_unclear
    numbers = known.new_numbers(report.briefing) if update else ()

    def standing(line: Line) -> tuple[bool, bool]:
        text = line.span.text
        vague = text.startswith(_QUOTES) or is_unclear(text)
        return line.span not in numbers, vague

    for line in sorted(lines, key=standing):
        if known.is_new(line.span.text, lang):
            yield Quote(report.article, line)


def _claims(reports: Sequence[Report], known: Known) -> Iterator[Quote]:
    """New claims, the best first; one whose speaker is named before one without."""
    found = [
        (claim.speaker is None, -claim.score, order, Quote(report.article, claim))
        for order, report in enumerate(reports)
        for claim in known.new_claims(report.briefing)
    ]
    yield from (quote for *_, quote in sorted(found, key=lambda one: one[:3]))


def _risks(reports: Sequence[Report], known: Known, today: date) -> Iterator[Quote]:
    """New risks, the nearest day first, then those without a day by their score.

    Of equals those that begin with a pronoun come last.
    """
    found = [
        (
            *_nearness(risk, today, report.briefing.lang),
            order,
            Quote(report.article, risk),
        )
        for order, report in enumerate(reports)
        for risk in report.briefing.risks
        if known.is_new(risk.span.text, report.briefing.lang)
        and not _is_over(risk, today)
    ]
    yield from (quote for *_, quote in sorted(found, key=lambda one: one[:5]))


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


def _standing(article: StoredArticle) -> tuple[bool, bool, int, str]:
    """What puts one report before another: original, whole, full."""
    length = min(len(article.article.text), _FULL)
    return article.copy_of is not None, not article.is_whole, -length, article.id
