"""Find the dates of sentences, with their days and the tense of their clauses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from summarizers.languages.dates import (
    DateKind,
    DatePhrase,
    TimeDirection,
    find_phrases,
    nearest,
)
from summarizers.languages.periods import Period
from summarizers.lexicons import words
from summarizers.model import fast_new
from summarizers.readers.english.risks.article_context import (
    ArticleContext,
    SentenceContext,
    lexical_cues,
)
from summarizers.readers.english.risks.clauses import (
    PAST_TENSES,
    ClausePosition,
    Clauses,
    ClauseTense,
)
from summarizers.readers.english.syntax.tags import reporters
from summarizers.readers.parse import Parse, Tokens
from summarizers.text.language import ENGLISH

OLD_DAYS = 60
"""The number of days after which an event is history: "promised in 2013 to pay"."""

_AHEAD = frozenset(
    (
        ClauseTense.MODAL,
        ClauseTense.INFINITIVE,
        ClauseTense.PRESENT,
        ClauseTense.PROGRESSIVE,
    )
)
_EXPECTING = frozenset(("plan", "expect", "poised", "suppose", "seek", "hope"))
_HIGHEST = 4
_REPORTABLE = frozenset((ClauseTense.INFINITIVE,))
# Verbs before a participle that tells a state: "will stay closed".
_STATES = frozenset(
    ("stay", "stays", "remain", "remains", "keep", "keeps", "be", "get", "become")
)
_LOOSE = frozenset(
    (ClauseTense.PRESENT, ClauseTense.PROGRESSIVE, ClauseTense.INFINITIVE)
)
_RECURRING = frozenset((DateKind.SEASON, DateKind.HOLIDAY))
_YEARLY = frozenset((DateKind.MONTH, DateKind.SEASON, DateKind.HOLIDAY))
_WITHIN = frozenset(("in", "within"))
_RANKS = frozenset(
    (
        *("first", "second", "third", "fourth", "fifth", "sixth", "seventh"),
        *("eighth", "ninth", "tenth", "last", "only"),
    )
)
_RANK_REACH = 6
# How many words a noun stands before the year in "match of 2018".
_OF_REACH = 2
# Nouns of time before "of 2018", which is then part of the date.
_TIMES = words("time_words") | {"half", "third", "quarter", "part", "season"}
_HABITS = words("habit_words")
_OUTDATED = frozenset(("initially", "originally"))
# How many words "can" stands before its verb at most.
_NEAR = 3
# Modals that may only report earlier words, and how far they stand before their verb.
_PAST_MODALS = frozenset(("would", "could", "might"))
_GROUP = 4
_OWNERS = frozenset(("'s", "’s"))
_NOUNS = frozenset(("", "NN", "NNS"))
_NAMED = _NOUNS | {"NNP"}
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_PLURAL_VERBS = _NOUNS | {"VBP"}
_BREAKS = _FINITE | {",", ":", "WP", "WDT", "VB", "TO"}
_ARTICLES = frozenset(("a", "an"))
_DETERMINERS = frozenset(("DT", "PRP$", "POS"))
_BACK = frozenset((ClauseTense.PAST, ClauseTense.PAST_PERFECT, ClauseTense.PERFECT))


class AnchoredDate(NamedTuple):
    """A date phrase with its days, the verb of its clause (-1: none) and its outlook.

    The outlook tells whether the clause is about the past or the future.
    """

    phrase: DatePhrase
    days: Period
    verb: int
    outlook: TimeDirection


def find_dates(
    context: ArticleContext, sentence_contexts: Sequence[SentenceContext]
) -> list[tuple[AnchoredDate, ...]]:
    """Return, for each sentence, its dates that mean definite days, in text order."""
    text = context.parse.layout.text
    sentences = [s.sentence for s in sentence_contexts]
    phrases = [find_phrases(text, s.start, s.end, ENGLISH) for s in sentences]
    pairs = zip(sentence_contexts, phrases, strict=True)
    return [_resolved(context, *pair) if pair[1] else () for pair in pairs]


def _resolved(
    context: ArticleContext,
    sentence_context: SentenceContext,
    phrases: Iterable[DatePhrase],
) -> tuple[AnchoredDate, ...]:
    read = [_resolve(context, sentence_context, phrase) for phrase in phrases]
    dates = [dated for dated in read if dated is not None]
    old = history_of(dates, context)
    clauses = sentence_context.clauses
    tokens = context.tokens
    return tuple(
        [
            d
            for d in dates
            if not depends_on(old, d.verb, clauses)
            and not is_overtaken(tokens, d.verb, clauses)
        ]
    )


def history_of(dates: Iterable[AnchoredDate], context: ArticleContext) -> set[int]:
    """Return the tokens of verbs with a date over ``OLD_DAYS`` before publication."""
    return {d.verb for d in dates if context.days_since(d.days) > OLD_DAYS} - {-1}


def depends_on(old: set[int], verb: int, clauses: Clauses) -> bool:
    """Return whether one of the verbs ``old`` reports the clause of ``verb``.

    Example: "promised" reports "pay" in "promised in 2013 to pay".
    """
    if not old or verb < 0 or clauses.governing_verb(verb) not in old:
        return False
    is_said = clauses.position(verb) is ClausePosition.SAID
    return is_said or clauses.tense(verb) in _REPORTABLE


def is_overtaken(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether a clause with a modal verb tells of an event that is over.

    It tells what could not happen ("could not be reached on Sunday") or an earlier
    announcement ("had said that it would sail on Sunday").
    """
    if verb < 0 or clauses.tense(verb) is not ClauseTense.MODAL:
        return False
    modals = _PAST_MODALS.intersection(tokens.lowers[max(0, verb - _GROUP) : verb])
    if "could" in modals and clauses.is_negated(verb):
        return True
    above = clauses.governing_verb(verb)
    if modals and _is_outdated(tokens, verb, above):
        return True
    is_told = above >= 0 and clauses.tense(above) is ClauseTense.PAST_PERFECT
    return bool(modals) and is_told and tokens.lowers[above] in reporters()


def _is_outdated(tokens: Tokens, verb: int, above: int) -> bool:
    """Return whether "initially" stands before a verb or the verb that reports it."""
    near = (tokens.lowers[max(0, i - _GROUP) : i] for i in (verb, above) if i >= 0)
    return any(not _OUTDATED.isdisjoint(lowers) for lowers in near)


def _resolve(
    context: ArticleContext,
    sentence_context: SentenceContext,
    phrase: DatePhrase,
) -> AnchoredDate | None:
    clauses = sentence_context.clauses
    tokens, sentence = context.parse.tokens, sentence_context.sentence.index
    at = _token_at(context.parse, sentence, phrase.start)
    first, stop = context.parse.bounds[sentence]
    verb = _fronted_verb(tokens, at, (first, stop), clauses.verb_of(at))
    if _is_habit(tokens, verb, at) or _describes(phrase, tokens, at):
        return None
    if _counts_occasions(tokens, at, first):
        outlook = TimeDirection.BACK
    else:
        outlook = _outlook(tokens, verb, clauses)
        if outlook is TimeDirection.AHEAD:
            outlook = _checked(phrase, tokens, verb, clauses)
    days = phrase.days(context.published, outlook)
    if days is None:
        return None
    is_loose = phrase.text.endswith("weekend") and _is_loose(tokens, verb, clauses)
    if outlook is TimeDirection.AHEAD and (
        is_loose or _belongs_to_subject(phrase, tokens, at, verb)
    ):
        days, outlook = _closest(phrase, days, context.published)
    return fast_new(AnchoredDate, (phrase, days, verb, outlook))


def _fronted_verb(tokens: Tokens, at: int, bounds: tuple[int, int], verb: int) -> int:
    """Return the token of a date's verb; the next finite one if ``verb`` is a noun.

    In "In May, a judge ordered a review", "judge" looks like a verb, but no verb in the
    plural follows "a".
    """
    first, stop = bounds
    if at > first + 1 or verb <= at or not _is_singular(tokens, at, verb):
        return verb
    ahead = (i for i in range(verb + 1, stop) if tokens.tags[i] in _FINITE)
    return next(ahead, verb)


def _is_singular(tokens: Tokens, at: int, verb: int) -> bool:
    """Return whether "a" or "an" stands before ``verb`` in its phrase after ``at``."""
    if tokens.tags[verb] not in _PLURAL_VERBS:
        return False
    for i in range(verb - 1, at, -1):
        if tokens.tags[i] in _BREAKS:
            return False
        if tokens.lowers[i] in _ARTICLES:
            return True
    return False


def _closest(
    phrase: DatePhrase, ahead: Period, published: date | None
) -> tuple[Period, TimeDirection]:
    """Return the coming or the past days of a phrase, whichever are closer.

    ``ahead`` are the coming days. The second value is the outlook of the returned days:
    future or past.
    """
    last = phrase.days(published, TimeDirection.OPEN)
    if last is None or published is None:
        return ahead, TimeDirection.AHEAD
    if nearest((ahead, last), published, TimeDirection.OPEN) == ahead:
        return ahead, TimeDirection.AHEAD
    return last, TimeDirection.OPEN


def _belongs_to_subject(phrase: DatePhrase, tokens: Tokens, at: int, verb: int) -> bool:
    """Return whether a weekday belongs to a subject: "Tuesday's vote will help".

    Such a weekday means the closest day, which may be past.
    """
    if phrase.kind is not DateKind.WEEKDAY or not 1 < at < verb:
        return False
    is_owner = _is_owner(phrase, tokens)
    noun = at - 2 if is_owner and tokens.tags[at - 1] == "IN" else at - 1
    return tokens.tags[noun] in _NAMED


def _is_habit(tokens: Tokens, verb: int, at: int) -> bool:
    """Return whether a date is part of a habit: "usually waits until May"."""
    near = (tokens.lowers[max(0, i - _NEAR) : i] for i in (verb, at) if i > 0)
    return any(not _HABITS.isdisjoint(lowers) for lowers in near)


def _describes(phrase: DatePhrase, tokens: Tokens, at: int) -> bool:
    """Return whether a year only describes a noun: "the first match of 2018"."""
    if phrase.kind is not DateKind.YEAR or tokens.lowers[at - 1] != "of":
        return False
    noun = at - _OF_REACH
    if noun < 1 or tokens.lowers[noun] in _TIMES:
        return False
    before = range(max(0, noun - _NEAR), noun)
    return any(tokens.tags[i] == "JJS" or tokens.lowers[i] in _RANKS for i in before)


def _counts_occasions(tokens: Tokens, at: int, first: int) -> bool:
    """Return whether "in" at ``at`` ends a count: "the second time in seven months"."""
    if tokens.lowers[at] not in _WITHIN or tokens.tags[at - 1] not in _NOUNS:
        return False
    return any(
        tokens.tags[i] == "JJS" or tokens.lowers[i] in _RANKS
        for i in range(max(first, at - _RANK_REACH), at - 1)
    )


def _checked(
    phrase: DatePhrase, tokens: Tokens, verb: int, clauses: Clauses
) -> TimeDirection:
    """Return the outlook of a date in a clause that may look ahead.

    The present tense does not show the year of a month ("The rule dates from July 8").
    A date before a noun may be past or future: "the July 25 call will be printed". With
    "can", a feast or season is a habit: "Easter can be loud".
    """
    is_loose = _is_loose(tokens, verb, clauses)
    if (
        phrase.kind in _RECURRING
        and "can" in tokens.lowers[max(0, verb - _NEAR) : verb]
    ):
        return TimeDirection.BACK
    if _is_modifier(phrase, tokens):
        if phrase.kind in _YEARLY or is_loose:
            return (
                TimeDirection.BACK
                if phrase.kind is DateKind.UNIT
                else TimeDirection.OPEN
            )
    elif phrase.kind in _YEARLY and is_loose:
        return TimeDirection.OPEN
    return TimeDirection.AHEAD


def _is_loose(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether only a weak sign shows that a clause is about the future.

    The sign is a present tense, or an infinitive that depends on no word such as "will"
    or "expected".
    """
    tense = clauses.tense(verb)
    if tense not in _LOOSE or _expects(tokens.lowers[verb]):
        return False
    above = clauses.governing_verb(verb)
    if tense is not ClauseTense.INFINITIVE or above < 0:
        return True
    is_modal = clauses.tense(above) is ClauseTense.MODAL
    return not (is_modal or _expects(tokens.lowers[above]))


def _is_modifier(phrase: DatePhrase, tokens: Tokens) -> bool:
    """Return whether a date stands before a noun: "Sunday's vote"."""
    if _is_owner(phrase, tokens):
        return True
    before = bisect_left(tokens.starts, phrase.start) - 1
    behind = bisect_left(tokens.starts, phrase.end)
    if before < 0 or behind >= len(tokens):
        return False
    is_noun = tokens.tags[behind] in _NOUNS and tokens.lowers[behind].isalpha()
    return is_noun and tokens.tags[before] in _DETERMINERS


def _is_owner(phrase: DatePhrase, tokens: Tokens) -> bool:
    behind = bisect_left(tokens.starts, phrase.end)
    return behind < len(tokens) and tokens.lowers[behind] in _OWNERS


def _outlook(tokens: Tokens, verb: int, clauses: Clauses) -> TimeDirection:
    """Return whether the clause of ``verb`` is about the future, the past, or either.

    A participle or infinitive follows its governing verb. An expected or planned event
    lies ahead; one that was expected may be over.
    """
    for _ in range(_HIGHEST):
        if verb < 0:
            break
        tense = clauses.tense(verb)
        if _expects(tokens.lowers[verb]):
            return TimeDirection.OPEN if tense in PAST_TENSES else TimeDirection.AHEAD
        if tense is ClauseTense.INFINITIVE and _is_over(tokens, verb, clauses):
            return TimeDirection.OPEN
        if tense in _AHEAD:
            return TimeDirection.AHEAD
        is_state = tokens.lowers[verb - 1] in _STATES
        is_over = tense in _BACK or tokens.tags[verb] == "VBN"
        if (is_over and not is_state) or tokens.lowers[verb - 1] == "since":
            return TimeDirection.BACK
        verb = clauses.governing_verb(verb)
    return TimeDirection.OPEN


def _expects(lower: str) -> bool:
    cue = lexical_cues().get(lower)
    return cue is not None and cue.forward in _EXPECTING


def _is_over(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Return whether an infinitive depends on a verb such as "was due", "went on".

    An event that somebody asked, feared or hoped for in the past may still be ahead.
    """
    above = clauses.governing_verb(verb)
    for _ in range(_HIGHEST):
        if above < 0 or clauses.tense(above) is not ClauseTense.INFINITIVE:
            break
        above = clauses.governing_verb(above)
    if above < 0 or clauses.tense(above) not in PAST_TENSES:
        return False
    cue = lexical_cues().get(tokens.lowers[above])
    if cue is None or not cue.forward:
        return True
    return cue.forward in _EXPECTING | {"continue", "remain"}


def _token_at(parse: Parse, sentence: int, offset: int) -> int:
    first, last = parse.bounds[sentence]
    at = bisect_right(parse.tokens.starts, offset, first, last)
    return max(first, at - 1)
