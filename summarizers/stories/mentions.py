"""Find the numbers and days in one report, and what each number counts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import islice
from typing import NamedTuple, TypeAlias

from summarizers.languages.dates import DatePhrase, TimeDirection
from summarizers.languages.profile import LanguageProfile, listed_profile
from summarizers.lexicons import entries, table, words
from summarizers.model import Article, Sentence, Span
from summarizers.stories.casualties import (
    Casualty,
    Quantity,
    casualty,
    find_quantities,
    following,
)
from summarizers.text.language import language_of_lists
from summarizers.text.splitting import split_text
from summarizers.text.terms import sentence_terms, stop_words, terms

# The end of a unit that is compared only with its stuff: "kilometres of coast".
_OF = " of"
# The entry of the list of amounts for the thing behind an amount.
_THING = "*"
_CLAUSE = re.compile(r"[^,;:.()\u2014]{0,80}$")
_MOST_WORDS = 3
_FARTHEST_DAYS = 400


class Day(NamedTuple):
    """A day phrase, printed as ``text[start:end]``, and the ``days`` that it may mean.

    Each of ``days`` is an ordinal as of ``date.toordinal``, or -1 to -7 for Monday to
    Sunday of any week. ``step`` is the stem of a word before the phrase, which may name
    the event of that day.
    """

    step: str
    days: tuple[int, ...]
    start: int
    end: int


def find_days(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[Day]:
    """Yield the day that a sentence names, once for each stem of the words before it.

    Yield none if the sentence has several dates, or a date without weekday and month.
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
    """Return whether the phrase contains the name of a weekday or month."""
    names = _names(lang)
    return bool(names.search(phrase) or names.search(phrase.lower()))


@cache
def _names(lang: str) -> re.Pattern[str]:
    return re.compile("|".join((*table("weekdays", lang), *table("months", lang))))


def _days(phrase: DatePhrase, published: date | None) -> tuple[int, ...]:
    """Return the days that a phrase may mean, as ordinals of ``date.toordinal``.

    The phrase may be about the past or the future. The result is empty for a longer
    period, or for a day that is far from the publication date.
    """
    periods = {phrase.days(published, outlook) for outlook in TimeDirection}
    resolved = [period for period in periods if period is not None]
    if any(period.first != period.last for period in resolved):
        return ()
    days = sorted({period.first for period in resolved})
    if published and any(abs((day - published).days) > _FARTHEST_DAYS for day in days):
        return ()
    return tuple(day.toordinal() for day in days)


def _weekdays(phrase: str, lang: str) -> tuple[int, ...]:
    """Return the weekday that the phrase names, from -1 for Monday to -7 for Sunday.

    So two reports that both say "on Friday" agree, whenever they were published.
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
    """Return the offset where the printed day starts: at "on" in "on Friday"."""
    match = (
        profile.numerals()
        .pattern("day_lead")
        .search(text, max(sentence.start, phrase.start - 20), phrase.start)
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
# The list of casualties begins with the killed and the injured.
_HURT = 2
_LONGEST = 600
# A sentence with more numbers is a table of results or an inventory.
_MOST_NUMBERS = 3
_YEAR = re.compile(r"(?<![\w,.$€£])(?:1[5-9]\d\d|20\d\d)(?![\w,.]\d)")


@dataclass(frozen=True, slots=True)
class Value:
    """A number or day in plain form, and the ranges in which its exact value may lie.

    ``may_be`` is empty for one end of a range or a part of a longer number. Such a
    value contradicts every value, so that its subject is not compared.
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


_Found: TypeAlias = "tuple[Subject, Value, int, int, CountKind]"


class CountKind(NamedTuple):
    """The properties of a count, from the words before and behind its noun.

    ``qualifiers`` are the words before the noun; ``restrictions`` are those of them
    that name only a part of the things ("stolen cars"). ``fate`` is what happened to
    the things. ``stuff`` are the stems of the words behind a unit: "oil" in "tonnes of
    oil". ``is_total`` is true for a noun of which reports always count all,
    ``is_people`` for people in general.
    """

    qualifiers: frozenset[str] = frozenset()
    restrictions: frozenset[str] = frozenset()
    fate: str = ""
    stuff: frozenset[str] = frozenset()
    is_total: bool = False
    is_people: bool = False


_ANY_KIND = CountKind()


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing that a number counts, with the ``label`` to print and its ``unit``.

    Numbers of a ``sure`` subject are compared even if their sentences share no words.
    """

    label: str
    unit: str
    sure: bool = False


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a report; ``terms`` are the stems of the other words of its sentence.

    ``kind`` distinguishes two counts of one noun. A ``tentative`` number is in a
    sentence that may be about another time; it is compared only as a total.
    """

    subject: Subject
    value: Value
    span: Span
    sentence: Span
    terms: frozenset[str]
    kind: CountKind = _ANY_KIND
    tentative: bool = False


Mentions: TypeAlias = Mapping[Subject, tuple[NumberMention, ...]]


def read_mentions(article: Article) -> Mentions:
    """Map each subject of a report to the report's numbers of it.

    A subject whose numbers contradict each other is left out.
    """
    by_subject: dict[Subject, list[NumberMention]] = defaultdict(list)
    profile = listed_profile(language_of_lists(article.lang, article.text))
    for sentence in split_text(article, profile.code).sentences[:_MOST_SENTENCES]:
        if sentence.noise is not None or _is_elsewhere(sentence, article, profile):
            continue
        background = _background(sentence, profile)
        if background <= words("weak_background", profile.code):
            for mention in _mentions(article, sentence, profile):
                tentative = replace(mention, tentative=bool(background))
                by_subject[mention.subject].append(tentative)
    sure = {subject: _surest(mentions) for subject, mentions in by_subject.items()}
    return {subject: mentions for subject, mentions in sure.items() if _agree(mentions)}


class CasualtyCount(NamedTuple):
    """A number of people with the same fate, such as 5 killed soldiers."""

    fate: str
    group: str
    number: float


def casualty_counts(
    article: Article, lang: str
) -> tuple[tuple[int, CasualtyCount], ...]:
    """Return the numbers of killed and injured people in the article's first sentences.

    Each number comes with its offset in the text.
    """
    profile = listed_profile(lang)
    fates = _fates_of_people(profile.code)[:_HURT]
    return tuple(
        (quantity.start, CasualtyCount(hurt.label, hurt.group, quantity.value))
        for sentence in split_text(article, profile.code).sentences[:_TOP_SENTENCES]
        for quantity in find_quantities(
            article.text, sentence.start, sentence.end, profile.numerals()
        )
        if (hurt := casualty(article.text, quantity, sentence, profile)) is not None
        and hurt.label in fates
    )


def death_count(article: Article, lang: str) -> float:
    """Return the highest number of killed people at the top of a report; 0 if none."""
    killed, *_ = dict.fromkeys(table("casualty_states", lang).values())
    counts = (count for _, count in casualty_counts(article, lang))
    return max((count.number for count in counts if count.fate == killed), default=0.0)


def _surest(mentions: Sequence[NumberMention]) -> tuple[NumberMention, ...]:
    """Return the mentions that are not tentative, or all if all of them are."""
    sure = tuple(mention for mention in mentions if not mention.tentative)
    return sure or tuple(mentions)


def _agree(mentions: Sequence[NumberMention]) -> bool:
    """Return whether all mentions can be the same number."""
    first = mentions[0]
    return not any(mention.value.contradicts(first.value) for mention in mentions)


def _is_elsewhere(
    sentence: Sentence, article: Article, profile: LanguageProfile
) -> bool:
    """Return whether a sentence names another time or year, or is very long.

    Its numbers then may not be those of the event.
    """
    if len(sentence.text) > _LONGEST or profile.numerals().pattern("other_time").search(
        sentence.text
    ):
        return True
    year = None if article.published is None else str(article.published.year)
    return any(written != year for written in _YEAR.findall(sentence.text))


def _background(sentence: Sentence, profile: LanguageProfile) -> frozenset[str]:
    """Return the words of a sentence that refer to other times or to possibilities."""
    return words("background_words", profile.code) & set(sentence_terms(sentence.text))


def _mentions(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[NumberMention]:
    for read in (_numbers, _dates):
        for subject, value, start, end, kind in read(article, sentence, profile):
            span = article.span(start, end)
            terms = _context(sentence, subject, profile)
            yield NumberMention(subject, value, span, sentence.span, terms, kind)


def _numbers(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[_Found]:
    text, bounds = article.text, (sentence.start, sentence.end)
    quantities = tuple(find_quantities(text, *bounds, profile.numerals()))
    for quantity in quantities:
        may_be = () if quantity.loose else ((quantity.low, quantity.high),)
        value = Value(f"{quantity.value:.12g}", may_be)
        hurt = casualty(text, quantity, sentence, profile)
        if hurt is not None and sentence.index < _TOP_SENTENCES:
            yield from _casualties(hurt, value, profile)
        if hurt is not None and hurt.label in _fates_of_people(profile.code)[:_HURT]:
            continue
        if len(quantities) > _MOST_NUMBERS:
            return
        if quantity.currency:
            for label in _amount(text, quantities, sentence, profile):
                subject = Subject(label, quantity.currency)
                yield subject, value, quantity.start, quantity.end, _ANY_KIND
        else:
            yield from _counts_of(text, quantity, value, sentence, profile)


def _casualties(
    hurt: Casualty, value: Value, profile: LanguageProfile
) -> Iterator[_Found]:
    """Yield a number of casualties for its fate, and for each class of that fate.

    A class is a group of nouns and fates that reports count alike, such as the dead.
    """
    subject = Subject(hurt.label, f"{hurt.label} {hurt.group}", sure=True)
    yield subject, value, hurt.start, hurt.end, _ANY_KIND
    for group in _listed_classes(hurt.label, profile):
        subject = Subject(group, f"≈{group}")
        yield subject, value, hurt.start, hurt.end, _ANY_KIND


def _fates_of_people(lang: str) -> tuple[str, ...]:
    """Return the fates of people in the word lists, the worst first."""
    return tuple(dict.fromkeys(table("casualty_states", lang).values()))


def _counts_of(
    text: str,
    quantity: Quantity,
    value: Value,
    sentence: Sentence,
    profile: LanguageProfile,
) -> Iterator[_Found]:
    """Yield each thing that a number counts: its noun, and the classes of the noun."""
    for noun, end, qualifiers in _counted(text, quantity, sentence, profile):
        currency = table("currency_nouns", profile.code).get(noun)
        if currency is not None:
            kind = CountKind(is_total=True)
            for label in _purposes(text, end, sentence, profile):
                yield Subject(label, currency), value, quantity.start, end, kind
            return
        kind = _kind(text, (noun, end), qualifiers, sentence, profile)
        unit = table("bulk_measures", profile.code).get(noun) or profile.stem(noun)
        yield Subject(noun, unit), value, quantity.start, end, kind
        for group in _classes_of(noun, sentence, profile):
            yield (
                Subject(group, f"≈{group}"),
                value,
                quantity.start,
                end,
                CountKind(fate=kind.fate),
            )
        if _is_of_people(noun, profile):
            kind = kind._replace(is_people=True)
            people = entries("people_words", profile.code)[0]
            yield Subject(people, "≈"), value, quantity.start, end, kind


def _kind(
    text: str,
    noun: tuple[str, int],
    qualifiers: frozenset[str],
    sentence: Sentence,
    profile: LanguageProfile,
) -> CountKind:
    """Return the properties of a count; ``noun`` is the noun and its end offset.

    ``qualifiers`` are the words before the noun.
    """
    word, end = noun
    is_measure = word in table("bulk_measures", profile.code)
    restricts = profile.numerals().pattern("restricting").search
    return CountKind(
        qualifiers,
        frozenset(filter(restricts, qualifiers)),
        _fate(text, end, sentence, profile),
        _stuff(text, end, profile) if is_measure else frozenset(),
        is_total=word in words("tally_nouns", profile.code),
        is_people=word in words("people_words", profile.code),
    )


def _purposes(
    text: str, end: int, sentence: Sentence, profile: LanguageProfile
) -> tuple[str, ...]:
    """Return the labels for an amount of money, by the other words of its sentence.

    An example is "damage". The result is empty for a rate such as "$5 an hour". ``end``
    is the end of the amount.
    """
    if profile.numerals().pattern("rate").match(text, end):
        return ()
    labels = table("amount_words", profile.code)
    listed = (labels[word] for word in sentence_terms(sentence.text) if word in labels)
    amounts = (label for names in listed for label in names.split(", "))
    return tuple(dict.fromkeys(amounts))


def _classes_of(
    noun: str, sentence: Sentence, profile: LanguageProfile
) -> tuple[str, ...]:
    """Return the classes of nouns within which a number of this noun is compared.

    If a noun for people is in no class, another word of the sentence may name one.
    """
    classes = _listed_classes(noun, profile)
    if not _is_of_people(noun, profile):
        return classes
    cues = table("counting_cues", profile.code)
    cued = (cues[word] for word in sentence_terms(sentence.text) if word in cues)
    return tuple(dict.fromkeys((*classes, *islice(cued, 1))))


def _is_of_people(noun: str, profile: LanguageProfile) -> bool:
    ends = entries("people_ends", profile.code)
    return noun in words("people_words", profile.code) or noun.endswith(ends)


def _listed_classes(noun: str, profile: LanguageProfile) -> tuple[str, ...]:
    """Return the classes of the list ``counted_classes`` for a noun or a fate."""
    listed = table("counted_classes", profile.code).get(noun)
    return () if listed is None else tuple(listed.split(", "))


def _stuff(text: str, end: int, profile: LanguageProfile) -> frozenset[str]:
    """Return the stems of the stuff that a unit measures: "oil" in "tonnes of oil".

    ``end`` is the end of the unit.
    """
    match = profile.numerals().pattern("stuff").match(text, end)
    return frozenset(map(profile.stem, terms(match[1]))) if match else frozenset()


def _fate(text: str, end: int, sentence: Sentence, profile: LanguageProfile) -> str:
    """Return what became of the counted things, if one of the next words says it.

    ``end`` is the end of the counted noun.
    """
    behind = following(text, end, sentence.end, profile)
    fates = words("fates", profile.code)
    return next((word for word, _ in islice(behind, 4) if word in fates), "")


def _dates(
    article: Article, sentence: Sentence, profile: LanguageProfile
) -> Iterator[_Found]:
    for day in find_days(article, sentence, profile):
        may_be = tuple((float(number), float(number)) for number in day.days)
        value = Value(date.fromordinal(max(day.days)).isoformat(), may_be)
        yield Subject("date", day.step), value, day.start, day.end, _ANY_KIND


def _amount(
    text: str,
    quantities: Sequence[Quantity],
    sentence: Sentence,
    profile: LanguageProfile,
) -> tuple[str, ...]:
    """Return the labels of a sentence's only amount of money, such as "damage".

    The result is empty for a rate ("$5 an hour"), for a conversion in brackets, and if
    the sentence has several amounts.
    """
    money = [quantity for quantity in quantities if quantity.currency]
    if len(money) != 1:
        return ()
    if text[sentence.start : money[0].start].rstrip().endswith("("):
        return ()
    labels = _purposes(text, money[0].end, sentence, profile)
    return labels or _price(text, money[0], sentence, profile)


def _price(
    text: str, money: Quantity, sentence: Sentence, profile: LanguageProfile
) -> tuple[str, ...]:
    """Return the label for costs if ``money`` is a thing's price: "the $2bn tunnel".

    The result is empty for any other amount.
    """
    behind = next(following(text, money.end, sentence.end, profile), ("", 0))[0]
    lead = (
        profile.numerals().pattern("priced").search(text, sentence.start, money.start)
    )
    if lead is None or not behind or behind in stop_words(profile.code):
        return ()
    label = table("amount_words", profile.code).get(_THING)
    return () if label is None else (label,)


def _counted(
    text: str, quantity: Quantity, sentence: Sentence, profile: LanguageProfile
) -> Iterator[tuple[str, int, frozenset[str]]]:
    """Yield each plural noun that a number counts, its end and the words before it."""
    left_out = words("measure_words", profile.code) | stop_words(profile.code)
    left_out -= table("currency_nouns", profile.code).keys()
    before: list[str] = []
    for word, end in following(text, quantity.behind, sentence.end, profile):
        measure = table("bulk_measures", profile.code).get(word)
        if measure is not None:
            if not measure.endswith(_OF) or _stuff(text, end, profile):
                yield word, end, frozenset()
            return
        if word in left_out:
            return
        if _is_plural(word, profile):
            yield word, end, frozenset(before)
            return
        before.append(word)


def _is_plural(word: str, profile: LanguageProfile) -> bool:
    is_plural = profile.numerals().pattern("plural").search(word)
    return is_plural is not None or word in words("plural_words", profile.code)


def _context(
    sentence: Sentence, subject: Subject, profile: LanguageProfile
) -> frozenset[str]:
    left_out = stop_words(profile.code) | table("number_words", profile.code).keys()
    left_out |= table("number_scales", profile.code).keys()
    counted = {subject.unit, profile.stem(subject.label)}
    return frozenset(
        stem
        for word in sentence_terms(sentence.text)
        if word not in left_out
        and word.isalpha()
        and (stem := profile.stem(word)) not in counted
    )
