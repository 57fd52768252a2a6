"""Reporting verbs with their auxiliaries, and the subject that stands behind them."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.languages.grammar import Reporter
from summarizers.languages.phrases import is_adverb, phrase_before, phrase_behind
from summarizers.languages.reading import Range, Reading
from summarizers.languages.vocabulary import is_tied

_LONGEST_GROUP = 8


class Cue(NamedTuple):
    """A verb group: its first token, its verb and its last token.

    ``pronoun`` is the index of a pronoun tied to the verb ("a-t-elle dit"), or -1.
    """

    first: int
    verb: int
    last: int
    reporter: Reporter
    pronoun: int


def cue_at(reading: Reading, verb: int) -> Cue | None:
    """The verb group around a reporting verb; ``None`` where the word is none."""
    words, low = reading.words, reading.low(verb)
    reporter = words.reporters.get(low)
    if reporter is None:
        return None
    first, helped, pronoun = _group(reading, verb)
    if not (helped or reporter.finite or reporter.gerund):
        return None
    if first == verb and _is_noun(reading, verb):
        return None
    last = verb
    if is_tied(reading.low(last + 1)) and reading.low(last + 1) in words.between:
        last += 1
    if words.is_inverted(reading.low(last + 1) or " "):
        last += 1
        pronoun = last
    return Cue(first, verb, last, reporter, pronoun)


def _group(reading: Reading, verb: int) -> tuple[int, bool, int]:
    """Where the group begins, whether it has an auxiliary, and its tied pronoun."""
    words = reading.words
    first, start = reading.bounds_at(verb)[0], verb
    helped, pronoun = False, -1
    while start > max(first, verb - _LONGEST_GROUP):
        low = reading.low(start - 1)
        if low in words.auxiliaries:
            helped = True
        elif words.is_inverted(low):
            pronoun = start - 1
        elif not _is_small(reading, start - 1):
            break
        start -= 1
    while start < verb and reading.low(start) in words.calendar:
        start += 1
    return start, helped, pronoun


def _is_small(reading: Reading, i: int) -> bool:
    return reading.low(i) in reading.words.between or is_adverb(reading, i)


def _is_noun(reading: Reading, verb: int) -> bool:
    """Whether an article stands before the word: "une annonce", "la demande"."""
    before = reading.low(verb - 1)
    if before not in reading.words.determiners and (
        before not in reading.words.grammar.owners
    ):
        return False
    return reading.tag(verb) not in {"VERB", "AUX"}


def comment_at(reading: Reading, i: int) -> tuple[Cue, Range] | None:
    """A verb before its subject, at ``i``: "a déclaré la ministre", "dit-il".

    Returns the verb group and the tokens of the subject.
    """
    for verb in range(i, min(i + _LONGEST_GROUP, len(reading.tokens))):
        if reading.low(verb) in reading.words.reporters:
            cue = cue_at(reading, verb)
            if cue is not None and cue.first <= i:
                break
        if not _may_precede(reading, verb):
            return None
    else:
        return None
    if cue.pronoun >= 0:
        return cue, (cue.pronoun, cue.pronoun)
    subject = phrase_behind(reading, cue.last + 1)
    return None if subject is None else (cue, subject)


def _may_precede(reading: Reading, i: int) -> bool:
    low = reading.low(i)
    return (
        low in reading.words.auxiliaries
        or reading.words.is_inverted(low or " ")
        or _is_small(reading, i)
    )


def subject_of(reading: Reading, cue: Cue) -> Range | None:
    """Who the subject of a verb group is; ``None`` where it is nobody."""
    if cue.pronoun >= 0:
        return cue.pronoun, cue.pronoun
    if cue.reporter.gerund:
        return subject_above(reading, cue.first)
    first = reading.bounds_at(cue.verb)[0]
    subject = phrase_before(reading, cue.first, first)
    if subject is None or reading.low(subject[0]) in reading.words.nobody:
        return None
    return subject


def subject_above(reading: Reading, end: int) -> Range | None:
    """The subject of the reporting verb before token ``end``, else of its sentence."""
    first = reading.bounds_at(end)[0]
    for i in range(end - 1, first - 1, -1):
        cue = cue_at(reading, i)
        if cue is None or cue.reporter.gerund or reading.is_quoted(i):
            continue
        found = comment_at(reading, cue.first)
        return found[1] if found is not None else subject_of(reading, cue)
    return opener_of(reading, first, end)


def opener_of(reading: Reading, first: int, end: int) -> Range | None:
    """The subject of the first verb of a sentence, before token ``end``."""
    for verb in range(first + 1, end):
        if reading.is_quoted(verb) or reading.low(verb) == ",":
            return None
        if reading.is_verb(verb):
            source = phrase_before(reading, verb, first)
            if source is None or reading.low(source[0]) in reading.words.nobody:
                return None
            return source
    return None
