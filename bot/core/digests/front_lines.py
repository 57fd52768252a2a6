"""Chooses the claim and the next event that stand below a story's headline.

Pure functions. A digest prints only one claim and one event of a story. So each must be
short, be about the news of the title, and not repeat it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from bot.core.digests.digest import QuotedLine
from bot.core.digests.novelty import (
    ShownContent,
    has_name,
    repeats,
    sentence_key,
    stance_of,
)
from bot.core.digests.self_contained import (
    has_pronoun_source,
    is_condolence,
    needs_context,
)
from bot.core.domain.records import StoredArticle
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import table
from summarizers.model import (
    PRINTED_SENTENCES,
    Briefing,
    Claim,
    ClaimKind,
    Line,
    Risk,
    Span,
)
from summarizers.page import chance_of, is_probable
from summarizers.text.language import (
    language_of_lists,
    listed_language,
    stop_words,
    terms,
)

# Claims of more words are printed in the full briefing only.
_MOST_WORDS = 60
# A claim with this share of the words of the first line, or of the title, repeats them.
# Fewer words than this are too few for the comparison.
_REPEATED = 0.5
_FEWEST_TERMS = 4
# The lowest probability of a claim beside a first line, of a claim that is the only line,
# and of an event without a day, week or month. A full briefing asks for less. Beside a
# first line, readers found .76 of the claims above the limit right, .54 of those below.
_LEAST_CLAIM, _LEAST_ONLY, _LEAST_VAGUE = 0.75, 0.65, 0.75
# A claim needs this many words if the news does not name its speaker.
_FEWEST_SAID = 4
_MONTH, _WEEK = timedelta(days=31), timedelta(days=7)
# A weekday alone ("on Wednesday") of more days ahead may mean the last one.
_MOST_DAYS_AHEAD = timedelta(days=4)
# An event that names only a month stands within this many characters of its report.
_TOP, _FEWEST_DAYS_OF_MONTH = 2_000, timedelta(days=27)
# The news and its title share this many words; a short title may share only one.
_FEWEST_SHARED, _SHORT_TITLE = 2, 3


@dataclass(frozen=True, slots=True)
class BriefedArticle:
    """A new article of a story, with its briefing."""

    article: StoredArticle
    briefing: Briefing


class FrontLines:
    """Chooses the lines below the headline of a story.

    ``lead`` is the report whose title is the headline, and ``sentence`` is the first
    line. If an update has no ``sentence``, its reports bring only more details, not a
    later state.
    """

    def __init__(
        self,
        lead: BriefedArticle,
        sentence: QuotedLine | None,
        shown: ShownContent,
    ) -> None:
        self._sentence = sentence
        self._shown = shown
        self._lang = listed_language(lead.briefing.lang)
        self._title = self._stems(lead.article.article.title or "")
        self._first = self._stems("" if sentence is None else sentence.span.text)
        self._only_retold = sentence is None and shown.last is not None
        self._told = self._stems("" if shown.last is None else shown.last.text)

    def claim(self, reports: Sequence[BriefedArticle]) -> QuotedLine | None:
        """Return the most probable new claim that names its speaker, if any."""
        claims = [
            (-claim.score, order, QuotedLine(report.article, claim))
            for order, report in enumerate(reports)
            for claim in self._shown.new_claims(report.briefing)
            if claim.speaker is not None and self._is_about_news(claim, report)
        ]
        ranked = sorted(claims, key=lambda item: item[:2])
        return _first((quote for *_, quote in ranked), (self._sentence,))

    def risk(
        self, reports: Sequence[BriefedArticle], claim: QuotedLine | None, today: date
    ) -> QuotedLine | None:
        """Return the nearest new event: dated ones first, then others by score.

        Of events on one day, those whose subject is unclear come last.
        """
        ranked = [
            (
                *_nearness(risk, today, report.briefing.lang),
                order,
                QuotedLine(report.article, risk),
            )
            for order, report in enumerate(reports)
            for risk in report.briefing.risks
            if _is_event(risk, report.briefing.lang)
            and self._shown.is_new(risk.span.text, report.briefing.lang)
            and not _is_over(risk, today)
            and not _may_be_past(risk, report)
            and not _is_aside(risk)
            and self._is_near_news(risk, report)
        ]
        quotes = (quote for *_, quote in sorted(ranked, key=lambda item: item[:5]))
        return _first(quotes, (self._sentence, claim))

    def _is_about_news(self, claim: Claim, report: BriefedArticle) -> bool:
        """Return whether a claim is about the news and does not only repeat it.

        The news is what the title and the first line say. The words of a speaker whom
        they name are always about the news.
        """
        words = " ".join(span.text for span in claim.content)
        content = self._stems(words)
        if (
            chance_of(claim, self._lang)
            < (_LEAST_CLAIM if self._first else _LEAST_ONLY)
            or len(words.split()) > _MOST_WORDS
            or self._names(claim, content)
            or needs_context(claim, self._lang)
            or _is_deed(claim)
            or is_condolence(words, self._lang)
        ):
            return False
        own_title = self._own_title(report)
        news, speaker = self._title | own_title | self._first, claim.speaker or ""
        is_principal = has_name(speaker) and not news.isdisjoint(self._stems(speaker))
        if (
            _has_share(content, news | self._told)
            or any(_has_share(title, content) for title in (own_title, self._title))
            or self._repeats_first(content, report)
        ):
            return False
        if is_principal or has_pronoun_source(claim, self._lang):
            return is_principal
        return (
            (has_name(speaker) or any(map(str.isupper, speaker[1:])))
            and len(content) >= _FEWEST_SAID
            and not news.isdisjoint(content)
            and self._is_close(words, own_title)
        )

    def _own_title(self, report: BriefedArticle) -> frozenset[str]:
        """Return the stems of a report's title.

        The result is empty if the title shares too few words with the headline.
        """
        own = self._stems(report.article.article.title or "")
        is_short = min(len(own), len(self._title)) <= _SHORT_TITLE
        least = 1 if is_short else _FEWEST_SHARED
        return own if len(own & self._title) >= least else frozenset()

    def _names(self, claim: Claim, content: frozenset[str]) -> bool:
        """Return whether a claim's words contain the speaker's name.

        They are then a reporter's words about the speaker. ``content`` are the stems of
        the words.
        """
        _, *last = (claim.speaker or "").split()
        is_part = claim.content != (claim.sentence,)
        return is_part and bool(last) and self._stems(last[-1]) <= content

    def _repeats_first(self, content: frozenset[str], report: BriefedArticle) -> bool:
        """Return whether half of a claim's words ``content`` are in the first line."""
        first = self._first
        if self._sentence is None and (lines := report.briefing.summary):
            first = self._stems(lines[0].span.text) - self._title
        return _has_share(content, first)

    def _is_near_news(self, risk: Risk, report: BriefedArticle) -> bool:
        """Return whether an event shares words with the news but not the first line."""
        words = self._stems(risk.span.text)
        own_title = self._own_title(report)
        if not own_title and self._title:
            return False
        best = report.briefing.summary[:PRINTED_SENTENCES]
        related = self._title | own_title | self._first
        related = related.union(*(self._stems(line.span.text) for line in best))
        if self._only_retold and not _is_of_days(risk):
            return False
        is_short = len(self._title | own_title) <= _SHORT_TITLE
        least = 1 if is_short or _is_of_days(risk) else _FEWEST_SHARED
        shared = (related & words) - self._stems(" ".join(_weekdays(self._lang)))
        return (
            len(shared) >= least
            and not _has_share(words, self._first)
            and (
                _is_within_a_week(risk, report)
                or self._is_close(risk.span.text, own_title)
            )
        )

    def _is_close(self, text: str, own_title: frozenset[str]) -> bool:
        """Return whether a text shares two words with the titles and the first line.

        A word that a title and the first line both have counts twice, and so does a
        name. Without a first line, any text is close.
        """
        titles = self._title | own_title
        words, names = self._stems(text), self._stems(" ".join(_names(text)))
        shared = len(words & titles) + len(words & self._first)
        shared += len(names & (titles | self._first))
        return not self._first or shared >= _FEWEST_SHARED

    def _stems(self, text: str) -> frozenset[str]:
        return stems_of(text, self._lang)


def _is_deed(claim: Claim) -> bool:
    """Return whether the reporter's verb is printed, as in "opposed a bill in 2007".

    Such a claim names a matter, not what the speaker said about it.
    """
    return (
        claim.kind is ClaimKind.INDIRECT
        and claim.cue is not None
        and any(span.overlaps(claim.cue) for span in claim.shown)
        and not any(span.overlaps(claim.cue) for span in claim.content)
    )


def _is_within_a_week(risk: Risk, report: BriefedArticle) -> bool:
    """Return whether an event falls due within a week of its report."""
    latest = report.article.moment.date() + _WEEK
    return risk.when is not None and risk.when.first <= latest


def _may_be_past(risk: Risk, report: BriefedArticle) -> bool:
    """Return whether the day of an event is only a weekday that is far ahead.

    Such a weekday may mean a past day.
    """
    when = risk.when
    if when is None or when.span.text not in _weekdays(_lang_of(report)):
        return False
    return when.first - report.article.moment.date() > _MOST_DAYS_AHEAD


def _is_aside(risk: Risk) -> bool:
    """Return whether an event of a month or more stands far down in its report."""
    when = risk.when
    is_long = when is not None and when.last - when.first >= _FEWEST_DAYS_OF_MONTH
    return is_long and risk.span.start >= _TOP


def _lang_of(report: BriefedArticle) -> str:
    return listed_language(report.briefing.lang)


def _names(text: str) -> Iterator[str]:
    """Yield the capitalised words after the first word of a text."""
    return (word for word in text.split()[1:] if word[:1].isupper())


@cache
def _weekdays(lang: str) -> tuple[str, ...]:
    return tuple(table("weekdays", lang))


def stems_of(text: str, lang: str) -> frozenset[str]:
    """Return the stems of the words that show the subject of a text."""
    listed = listed_language(lang)
    content = frozenset(terms(text)) - stop_words(listed)
    return frozenset(map(listed_profile(listed).stem, content))


def _has_share(part: frozenset[str], whole: frozenset[str]) -> bool:
    """Return whether ``whole`` has at least half of the words ``part``.

    The result is false if ``part`` has fewer than four words.
    """
    return len(part) >= _FEWEST_TERMS and len(part & whole) >= _REPEATED * len(part)


def _first(
    quotes: Iterable[QuotedLine], printed: Iterable[QuotedLine | None]
) -> QuotedLine | None:
    """Return the first quotation that does not repeat a printed one, if any."""
    before = [other for other in printed if other is not None]
    return next((quote for quote in quotes if not _is_quoted(quote, before)), None)


def _is_quoted(quote: QuotedLine, before: Iterable[QuotedLine]) -> bool:
    """Return whether a quotation repeats one of ``before``, even in other words.

    For example, one publisher's claim may say the same as another's main sentence.
    """
    text, needed = _words_of(quote)
    key, lang = sentence_key(quote.span.text), _language(quote)
    return any(
        key == sentence_key(other.span.text)
        or _overlaps(quote, other)
        or repeats(text, other.span.text, lang, needed)
        for other in before
    )


def printed_spans(line: Line | Claim | Risk) -> tuple[Span, ...]:
    """Return the slices that a line prints."""
    if isinstance(line, Claim):
        return (*line.shown, *line.content)
    return (line.span,)


def _overlaps(quote: QuotedLine, other: QuotedLine) -> bool:
    """Return whether two quotations print a character of an article twice."""
    return quote.article.id == other.article.id and any(
        a.overlaps(b)
        for a in printed_spans(quote.line)
        for b in printed_spans(other.line)
    )


def _words_of(quote: QuotedLine) -> tuple[str, frozenset[str]]:
    """Return a quotation's words, and the words of its cue that change its meaning.

    The cue is the reporting verb: "denied" changes the meaning, "said" does not. A line
    other than a claim has no cue.
    """
    if isinstance(quote.line, Claim):
        said = " ".join(part.text for part in quote.line.content)
        article = quote.article.article
        return said, stance_of(quote.line, article, _language(quote))
    return quote.span.text, frozenset()


def _language(quote: QuotedLine) -> str:
    article = quote.article.article
    return language_of_lists(article.lang, article.text)


def _nearness(risk: Risk, today: date, lang: str) -> tuple[bool, date, bool, float]:
    first = today if risk.when is None else max(risk.when.first, today)
    return (
        risk.when is None,
        first,
        listed_profile(lang).is_unclear(risk.span.text),
        -risk.score,
    )


def _is_event(risk: Risk, lang: str) -> bool:
    """Return whether a risk is probable enough; without a day, it needs to be surer."""
    when = risk.when
    is_dated = when is not None and when.exact and when.last - when.first < _MONTH
    is_sure = is_dated or chance_of(risk, lang) >= _LEAST_VAGUE
    return is_probable(risk, lang) and is_sure


def _is_of_days(risk: Risk) -> bool:
    """Return whether a risk names days that are less than a week in total."""
    when = risk.when
    return when is not None and when.exact and when.last - when.first < _WEEK


def _is_over(risk: Risk, today: date) -> bool:
    return risk.when is not None and risk.when.last < today
