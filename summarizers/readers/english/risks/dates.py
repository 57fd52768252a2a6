"""Find the dates of sentences, with their days and the tense of their clauses."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from summarizers.languages.dates import (
    DateKind,
    DatePhrase,
    Period,
    TimeDirection,
    find_phrases,
)
from summarizers.languages.english import inflected
from summarizers.lexicons import entries, table
from summarizers.model import Sentence, fast_new
from summarizers.readers.english.risks.clauses import (
    PAST_TENSES,
    Clauses,
    ClauseTense,
)
from summarizers.readers.english.syntax.tokens import COMMON_NOUNS, PRESENT, reporters
from summarizers.readers.parse import Parse, Tokens

_PRESENT = frozenset((ClauseTense.PRESENT, ClauseTense.PROGRESSIVE))
_AHEAD = _PRESENT | {ClauseTense.MODAL, ClauseTense.INFINITIVE}
_BACK = PAST_TENSES | {ClauseTense.PERFECT}
_EXPECTING = frozenset(("plan", "expect", "poised", "suppose", "seek", "hope"))
_ANNOUNCING = frozenset(("threat", "warn", "urge"))
# How many verbs may govern each other.
_HIGHEST = 4
# Verbs before a participle that tells a state: "will stay closed".
_STATES = frozenset(
    ("stay", "stays", "remain", "remains", "keep", "keeps", "be", "get", "become")
)
_YEARLY = frozenset((DateKind.MONTH, DateKind.SEASON, DateKind.HOLIDAY))
_DAYS = frozenset((DateKind.WEEKDAY, DateKind.DAY))
_WITHIN = frozenset(("in", "within"))
# Words before an occasion at the start of a sentence: "During a visit on May 4, …".
_OCCASIONS = frozenset(("in", "during", "at", "after", "on"))
_RANKS = frozenset(
    (
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
        *("eighth", "ninth", "tenth", "last", "only"),
    )
)
_RANK_REACH = 6
# Modals that may only report earlier words, and how far they stand before their verb.
_PAST_MODALS = frozenset(("would", "could", "might"))
_GROUP = 4
_MARKS = frozenset(("``", "''", "MD"))
_OWNERS = frozenset(("'s", "’s"))
_DETERMINERS = frozenset(("DT", "PRP$", "POS"))
_VERBS = PRESENT | {"VBD"}


class AnchoredDate(NamedTuple):
    """A date phrase with its first token ``at``, its days and its clause.

    ``verb`` is the verb of the clause, or -1. ``direction`` tells whether the clause is
    about the past or the future.
    """

    phrase: DatePhrase
    at: int
    days: Period
    verb: int
    direction: TimeDirection


@cache
def forms(name: str) -> dict[str, str]:
    """Map each form of the words of a list to its kind.

    Forms written in the list override inflected ones.
    """
    pairs = (entry.partition("\t") for entry in entries(name))
    own = table(name)
    return {form: kind for base, _, kind in pairs for form in inflected(base)} | own


def find_dates(
    parse: Parse, sentence: Sentence, clauses: Clauses, published: date | None
) -> Iterator[AnchoredDate]:
    """Yield the dates of a sentence that mean definite days, in text order."""
    tokens, (first, stop) = parse.tokens, parse.bounds[sentence.index]
    for phrase in find_phrases(parse.layout.text, sentence.start, sentence.end, "en"):
        at = max(first, bisect_right(tokens.starts, phrase.start, first, stop) - 1)
        verb = clauses.verb_of(at)
        before = clauses.governing_verb(at)
        if verb < 0 and _MARKS.isdisjoint(tokens.tags[before:at]):
            verb = before
        direction = TimeDirection.BACK
        opens_back = verb < 0 and _opens_past(tokens, at, first, clauses)
        if not opens_back and not _counts_occasions(tokens, at, first):
            direction = _direction(phrase, tokens, at, verb, clauses)
        days = phrase.days(published, direction)
        if days is not None and not is_overtaken(tokens, verb, clauses):
            yield fast_new(AnchoredDate, (phrase, at, days, verb, direction))


def is_overtaken(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether a clause with a modal verb tells of an event that is over.

    It tells what could not happen ("could not be reached on Sunday") or an earlier
    announcement ("had said that it would sail on Sunday").
    """
    if clauses.tense(verb) is not ClauseTense.MODAL:
        return False
    modals = _PAST_MODALS.intersection(tokens.lowers[max(0, verb - _GROUP) : verb])
    if "could" in modals and clauses.is_negated(verb):
        return True
    above = clauses.governing_verb(verb)
    is_earlier = clauses.tense(above) is ClauseTense.PAST_PERFECT
    return bool(modals) and is_earlier and tokens.lowers[above] in reporters()


def _counts_occasions(tokens: Tokens, at: int, first: int) -> bool:
    """Return whether "in" at ``at`` ends a count: "the second time in seven months"."""
    if tokens.lowers[at] not in _WITHIN:
        return False
    return not _RANKS.isdisjoint(tokens.lowers[max(first, at - _RANK_REACH) : at])


def _opens_past(tokens: Tokens, at: int, first: int, clauses: Clauses) -> bool:
    """Return whether a past main clause follows: "In a speech on May 4, he made clear"."""
    main = clauses.main_head()
    is_past = main > at and clauses.tense(main) in PAST_TENSES
    return is_past and tokens.lowers[first] in _OCCASIONS


def _direction(
    phrase: DatePhrase, tokens: Tokens, at: int, verb: int, clauses: Clauses
) -> TimeDirection:
    """Return the direction of a date in the clause of ``verb``.

    The present tense does not show the year of a month ("The rule dates from July 8").
    A date before a noun may be past or future: "the July 25 call will be printed". So
    may the day of a noun: "The ruling on Tuesday's vote", "The decision today is".
    """
    direction = _direction_of_clause(tokens, verb, clauses)
    if direction is not TimeDirection.AHEAD:
        return direction
    behind = bisect_right(tokens.starts, phrase.end - 1)
    after = tokens[behind] if behind < len(tokens) else None
    is_noun = after is not None and after.tag in COMMON_NOUNS and after.lower.isalpha()
    is_owner = after is not None and after.lower in _OWNERS
    is_owner = is_owner or (is_noun and tokens.tags[at - 1] in _DETERMINERS)
    is_yearly, is_loose = phrase.kind in _YEARLY, _is_loose(tokens, verb, clauses)
    if is_owner and is_loose and phrase.kind is DateKind.UNIT:
        return TimeDirection.BACK
    is_of_noun = (
        phrase.kind in _DAYS
        and 1 < at < verb
        and tokens.tags[at - 1] in COMMON_NOUNS
        and tokens.tags[at + 1] in _VERBS
    )
    is_unsure = is_yearly or is_loose if is_owner else is_yearly and is_loose
    return TimeDirection.OPEN if is_unsure or is_of_noun else direction


def _is_loose(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether only a weak sign shows that a clause is about the future.

    The sign is a present tense, or an infinitive that depends on no word such as
    "expected".
    """
    tense = clauses.tense(verb)
    if tense is ClauseTense.INFINITIVE:
        return not _expects(tokens, clauses.governing_verb(verb))
    return tense in _PRESENT and not _expects(tokens, verb)


def _direction_of_clause(tokens: Tokens, verb: int, clauses: Clauses) -> TimeDirection:
    """Return whether the clause of ``verb`` is about the future, the past, or either.

    A participle or infinitive follows its governing verb. An expected or planned event
    lies ahead; one that was expected may be over.
    """
    for _ in range(_HIGHEST):
        if verb < 0:
            break
        tense = clauses.tense(verb)
        # "Accused of plotting to bomb": the infinitive is part of the deed.
        is_infinitive = tense is ClauseTense.INFINITIVE
        deed = clauses.governing_verb(verb) if is_infinitive else verb
        if clauses.is_past_deed(deed):
            return TimeDirection.BACK
        if _expects(tokens, verb):
            return TimeDirection.OPEN if tense in PAST_TENSES else TimeDirection.AHEAD
        if is_infinitive and _is_over(tokens, verb, clauses):
            return TimeDirection.OPEN
        if tense in _AHEAD:
            return TimeDirection.AHEAD
        if tense in _BACK and tokens.lowers[verb - 1] not in _STATES:
            return TimeDirection.BACK
        verb = clauses.governing_verb(verb)
    return TimeDirection.OPEN


def _expects(tokens: Tokens, verb: int) -> bool:
    return verb >= 0 and forms("forward_words").get(tokens.lowers[verb]) in _EXPECTING


def _is_over(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether an infinitive depends on a past verb: "was due", "went on".

    An event that somebody asked for or threatened in the past may still be ahead.
    """
    for _ in range(_HIGHEST):
        verb = clauses.governing_verb(verb)
        if clauses.tense(verb) is not ClauseTense.INFINITIVE:
            break
    is_announced = forms("forward_words").get(tokens.lowers[verb]) in _ANNOUNCING
    return clauses.tense(verb) in PAST_TENSES and not is_announced
