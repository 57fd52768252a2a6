"""Find the numbers and days of one report, and what they count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple, TypeAlias

from summarizers.languages.date_frames import Outlook
from summarizers.languages.profile import DatePhrase, LanguageProfile, listed_profile
from summarizers.lexicons import table, words
from summarizers.model import Article, Sentence, Span
from summarizers.stories.casualties import (
    Quantity,
    casualty,
    find_quantities,
    following,
)
from summarizers.text.language import language_of_lists
from summarizers.text.splitting import split_text
from summarizers.text.terms import sentence_terms, stop_words, terms

_CLAUSE = re.compile(r"[^,;:.()\u2014]{0,80}$")
_MOST_WORDS = 3
_FARTHEST_DAYS = 400


class Day(NamedTuple):
    """A day phrase, printed as ``text[start:end]``, and the ``days`` that it may mean.

    ``step`` is the stem of a word before it, which may name what happens on that day.
    """

    step: str
    days: tuple[int, ...]
    start: int
    end: int


def find_days(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[Day]:
    """Yield the day of a sentence once for each stem before it.

    Yield none if the sentence has several dates, or one without weekday and month.
    """
    phrases = profile.find_phrases(article.text, sentence.start, sentence.end)
    if len(phrases) != 1:
        return
    (phrase,) = phrases
    text = article.text[phrase.start : phrase.end]
    if not _is_named(text, profile.code):
        return
    days = _days(phrase, article.published)
    days += _weekdays(text, profile.code) if days else ()
    start = _start(article.text, sentence, phrase, profile)
    if days:
        for step in _steps(article.text[sentence.start : phrase.start], profile):
            yield Day(step, days, start, phrase.end)


def _is_named(phrase: str, lang: str) -> bool:
    """Return whether the phrase holds the name of a weekday or month."""
    names = _names(lang)
    return bool(names.search(phrase) or names.search(phrase.lower()))


@cache
def _names(lang: str) -> re.Pattern[str]:
    return re.compile("|".join((*table("weekdays", lang), *table("months", lang))))


def _days(phrase: DatePhrase, published: date | None) -> tuple[int, ...]:
    """Return the days that a phrase may mean, in the past or future, as ordinals.

    The result is empty for a longer period, or for a day that is far from the
    publication date.
    """
    periods = {phrase.days(published, outlook) for outlook in Outlook}
    resolved = [period for period in periods if period is not None]
    if any(period.first != period.last for period in resolved):
        return ()
    days = sorted({period.first for period in resolved})
    if published and any(abs((day - published).days) > _FARTHEST_DAYS for day in days):
        return ()
    return tuple(day.toordinal() for day in days)


def _weekdays(phrase: str, lang: str) -> tuple[int, ...]:
    """Return the weekday that the phrase names, as -1 for Monday to -7 for Sunday.

    With it, two reports that both say "on Friday" agree, whenever they were published.
    """
    return tuple(
        -number
        for number, name in enumerate(table("weekdays", lang), start=1)
        if re.search(rf"\b{name}\b", phrase)
        or re.search(rf"\b{name}\b", phrase.lower())
    )


def _start(
    text: str, sentence: Sentence, phrase: DatePhrase, profile: LanguageProfile
) -> int:
    """Return where the printed day starts: at "on" in "on Friday"."""
    match = profile.phrasing().day_lead.search(
        text, max(sentence.start, phrase.start - 20), phrase.start
    )
    return phrase.start if match is None else match.start()


def _steps(before: str, profile: LanguageProfile) -> Iterator[str]:
    """Yield the stems of the clause's last words; none after a reporting verb."""
    clause = _CLAUSE.search(before)
    words = [] if clause is None else terms(clause[0])
    reporting = profile.reporting_forms()
    if any(word in reporting for word in words[-_MOST_WORDS:]):
        return
    stopped = stop_words(profile.code)
    content = [word for word in words if word not in stopped and word.isalpha()]
    yield from dict.fromkeys(map(profile.stem, content[-_MOST_WORDS:]))


# Casualties are reported at the top; numbers further down are of other events.
_TOP_SENTENCES = 8
_MOST_SENTENCES = 400
_LONGEST = 600
# A sentence with more numbers is a table of results or an inventory.
_MOST_NUMBERS = 3
_YEAR = re.compile(r"(?<![\w,.$€£])(?:1[5-9]\d\d|20\d\d)(?![\w,.]\d)")


@dataclass(frozen=True, slots=True)
class Value:
    """A number or day in one form, and the ranges in which its exact value may lie.

    ``may_be`` is empty if the exact value is not limited.
    """

    form: str
    may_be: tuple[tuple[float, float], ...]

    def contradicts(self, other: Value) -> bool:
        """Return whether the two values cannot both be true."""
        return not any(
            low <= top and bottom <= high
            for low, high in self.may_be
            for bottom, top in other.may_be
        )


_Found: TypeAlias = "tuple[Subject, Value, int, int]"


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a number counts; if ``sure``, no more evidence is needed."""

    label: str
    unit: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a report; ``terms`` are the stems of its sentence's other words."""

    subject: Subject
    value: Value
    span: Span
    sentence: Span
    terms: frozenset[str]


Mentions: TypeAlias = Mapping[Subject, tuple[NumberMention, ...]]


def read_mentions(article: Article) -> Mentions:
    """Map each subject of a report to its numbers, if they do not contradict."""
    by_subject: dict[Subject, list[NumberMention]] = defaultdict(list)
    profile = listed_profile(language_of_lists(article.lang, article.text))
    for sentence in split_text(article, profile.code).sentences[:_MOST_SENTENCES]:
        if sentence.noise is None and not _is_background(sentence, article, profile):
            for mention in _mentions(article, sentence, profile):
                by_subject[mention.subject].append(mention)
    return {
        subject: tuple(mentions)
        for subject, mentions in by_subject.items()
        if _agree(mentions)
    }


def _agree(mentions: Sequence[NumberMention]) -> bool:
    """Return whether all mentions can be the same number."""
    first = mentions[0]
    return not any(mention.value.contradicts(first.value) for mention in mentions)


def _is_background(
    sentence: Sentence, article: Article, profile: LanguageProfile
) -> bool:
    """Return whether a sentence may be about other times, events or possibilities.

    Very long sentences count, too.
    """
    if len(sentence.text) > _LONGEST or profile.phrasing().other_time.search(
        sentence.text
    ):
        return True
    background = words("background_words", profile.code)
    if not background.isdisjoint(sentence_terms(sentence.text)):
        return True
    year = None if article.published is None else str(article.published.year)
    return any(written != year for written in _YEAR.findall(sentence.text))


def _mentions(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[NumberMention]:
    for read in (_numbers, _dates):
        for subject, value, start, end in read(article, sentence, profile):
            span = article.span(start, end)
            terms = _context(sentence, subject, profile)
            yield NumberMention(subject, value, span, sentence.span, terms)


def _numbers(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[_Found]:
    text, bounds = article.text, (sentence.start, sentence.end)
    quantities = tuple(find_quantities(text, *bounds, profile.numerals()))
    for quantity in quantities:
        may_be = () if quantity.loose else ((quantity.low, quantity.high),)
        value = Value(f"{quantity.value:.12g}", may_be)
        hurt = casualty(text, quantity, sentence, profile)
        if hurt is not None:
            if sentence.index < _TOP_SENTENCES:
                unit = f"{hurt.label} {hurt.group}"
                yield Subject(hurt.label, unit, sure=True), value, hurt.start, hurt.end
        elif len(quantities) > _MOST_NUMBERS:
            return
        elif quantity.currency:
            label = _amount(text, quantities, sentence, profile)
            if label is not None:
                yield (
                    Subject(label, quantity.currency),
                    value,
                    quantity.start,
                    quantity.end,
                )
        else:
            for noun, end in _counted(text, quantity, sentence, profile):
                yield Subject(noun, profile.stem(noun)), value, quantity.start, end


def _dates(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[_Found]:
    for day in find_days(article, sentence, profile):
        may_be = tuple((float(number), float(number)) for number in day.days)
        value = Value(date.fromordinal(max(day.days)).isoformat(), may_be)
        yield Subject("date", day.step), value, day.start, day.end


def _amount(
    text: str,
    quantities: Sequence[Quantity],
    sentence: Sentence,
    profile: LanguageProfile,
) -> str | None:
    """Return the label of a sentence's only amount of money, such as "damage".

    Return ``None`` for a rate ("$5 an hour") or a conversion in brackets.
    """
    money = [quantity for quantity in quantities if quantity.currency]
    if len(money) != 1 or profile.phrasing().rate.match(text, money[0].end):
        return None
    if text[sentence.start : money[0].start].rstrip().endswith("("):
        return None
    labels = table("amount_words", profile.code)
    amounts = (labels[word] for word in sentence_terms(sentence.text) if word in labels)
    return next(amounts, None)


def _counted(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Iterator[tuple[str, int]]:
    """Yield the plural noun that the number counts, with its end, if there is one."""
    left_out = words("measure_words", profile.code) | stop_words(profile.code)
    for word, end in following(text, quantity.behind, sentence.end, profile):
        if word in left_out:
            return
        if _is_plural(word, profile):
            yield word, end
            return


def _is_plural(word: str, profile: LanguageProfile) -> bool:
    ended = word.endswith(profile.phrasing().plural_ends)
    return word in words("plural_words", profile.code) or (
        ended and not word.endswith(profile.phrasing().singular_ends)
    )


def _context(
    sentence: Sentence, subject: Subject, profile: LanguageProfile
) -> frozenset[str]:
    left_out = stop_words(profile.code) | profile.numerals().values.keys()
    return frozenset(
        stem
        for word in sentence_terms(sentence.text)
        if word not in left_out
        and word.isalpha()
        and (stem := profile.stem(word)) != subject.unit
    )
