"""Temporal anchoring: the dates of a sentence, each with the tense of its clause."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from summarizers.languages.date_frames import Outlook
from summarizers.languages.english.dates import (
    Anchor,
    EnglishDatePhrase,
    families_of,
    find_numbers,
    find_phrases,
)
from summarizers.languages.periods import Period
from summarizers.model import fast_new
from summarizers.readers.english.risks.article_context import (
    ArticleContext,
    ListedCues,
    Stretch,
)
from summarizers.readers.english.risks.clauses import (
    BE_PAST,
    PAST_TENSES,
    Clauses,
    ClauseTense,
)
from summarizers.readers.english.risks.lexical_cues import lexical_cues
from summarizers.readers.parse import Parse, Tokens

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
_BACK = frozenset((ClauseTense.PAST, ClauseTense.PAST_PERFECT, ClauseTense.PERFECT))


class AnchoredDate(NamedTuple):
    """A resolved date, the verb of its clause (-1 for none) and where that looks."""

    phrase: EnglishDatePhrase
    days: Period
    verb: int
    outlook: Outlook


def find_dates(
    context: ArticleContext, stretches: Sequence[Stretch]
) -> list[tuple[AnchoredDate, ...]]:
    """The dates of each sentence that can be resolved, in text order."""
    text = context.parse.layout.text
    anchors = [_anchors(context, stretch) for stretch in stretches]
    phrases = [
        find_phrases(text, s.start, s.end, anchors=near) if near else ()
        for (s, _, _), near in zip(stretches, anchors, strict=True)
    ]
    pairs = zip(stretches, phrases, strict=True)
    return [_resolved(context, *pair) if pair[1] else () for pair in pairs]


def _anchors(context: ArticleContext, stretch: Stretch) -> list[Anchor]:
    text, sentence = context.parse.layout.text, stretch.sentence
    numbers = find_numbers(text, sentence.start, sentence.end)
    return numbers + _listed(context.tokens, stretch.cues)


def _resolved(
    context: ArticleContext, stretch: Stretch, phrases: Iterable[EnglishDatePhrase]
) -> tuple[AnchoredDate, ...]:
    dates = [_resolve(context, stretch, phrase) for phrase in phrases]
    return tuple([dated for dated in dates if dated is not None])


def _listed(tokens: Tokens, cues: ListedCues) -> list[Anchor]:
    anchors: list[Anchor] = []
    for i in [i for i, cue in cues if cue.date]:
        start = tokens.starts[i]
        anchors += [(start, family) for family in families_of(tokens.texts[i])]
    return anchors


def _resolve(
    context: ArticleContext, stretch: Stretch, phrase: EnglishDatePhrase
) -> AnchoredDate | None:
    clauses = stretch.clauses
    at = _token_at(context.parse, stretch.sentence.index, phrase.start)
    verb = clauses.verb_of(at)
    outlook = _outlook(context.parse.tokens, verb, clauses)
    days = phrase.days(context.published, outlook)
    if days is None:
        return None
    return fast_new(AnchoredDate, (phrase, days, verb, outlook))


def _outlook(tokens: Tokens, verb: int, clauses: Clauses) -> Outlook:
    """Where the clause of a verb looks; a participle looks where its head looks.

    An expected or planned event lies ahead; one that was expected may be over.
    """
    for _ in range(_HIGHEST):
        if verb < 0:
            break
        tense = clauses.tense(verb)
        if _expects(tokens.lowers[verb]):
            return Outlook.OPEN if tense in PAST_TENSES else Outlook.AHEAD
        if tense is ClauseTense.INFINITIVE and _was_due(tokens, verb, clauses):
            return Outlook.OPEN
        if tense in _AHEAD:
            return Outlook.AHEAD
        if tense in _BACK or tokens.tags[verb] == "VBN":
            return Outlook.BACK
        verb = clauses.above(verb)
    return Outlook.OPEN


def _expects(lower: str) -> bool:
    cue = lexical_cues().get(lower)
    return cue is not None and cue.forward in _EXPECTING


def _was_due(tokens: Tokens, verb: int, clauses: Clauses) -> bool:
    """Whether an infinitive depends on "was due", "was expected" or a similar phrase."""
    above = clauses.above(verb)
    if above < 0 or clauses.tense(above) not in PAST_TENSES:
        return False
    return tokens.lowers[above] in BE_PAST or _expects(tokens.lowers[above])


def _token_at(parse: Parse, sentence: int, offset: int) -> int:
    first, last = parse.bounds[sentence]
    at = bisect_right(parse.tokens.starts, offset, first, last)
    return max(first, at - 1)
