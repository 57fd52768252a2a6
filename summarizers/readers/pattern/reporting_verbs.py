"""Reporting verbs with their auxiliaries, and the subject that stands behind them."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.languages.profile import Reporter
from summarizers.readers.pattern.noun_phrases import (
    fused_phrase,
    is_adverb,
    phrase_before,
    phrase_behind,
)
from summarizers.readers.pattern.pattern_document import ENDS, Range, Reading
from summarizers.readers.pattern.vocabulary import is_tied

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
        return _supported(reading, verb)
    first, helped, pronoun = _group(reading, verb)
    if not (helped or reporter.finite or reporter.gerund):
        return None
    if first == verb and _is_noun(reading, verb):
        return None
    last = verb
    if is_tied(reading.low(last + 1)) and reading.low(last + 1) in words.between:
        last += 1
    if words.is_inverted(reading.low(last + 1)) or _is_one(reading, last + 1):
        last += 1
        pronoun = last
    return Cue(first, verb, last, reporter, pronoun)


def _supported(reading: Reading, verb: int) -> Cue | None:
    """The group of an infinitive: "a tenu à préciser", "s'est-il borné à répondre"."""
    reporter = reading.words.infinitive_reporters.get(reading.low(verb))
    if reporter is None or reading.low(verb - 1) not in _leads(reading):
        return None
    support = verb - 2
    if reading.low(support) not in reading.words.supports:
        return None
    while reading.low(support - 1) in reading.words.supports:
        support -= 1
    first, _, pronoun = _group(reading, support)
    return Cue(first, verb, verb, reporter, pronoun)


def _leads(reading: Reading) -> frozenset[str]:
    """The words before an infinitive."""
    return reading.words.grammar.particles | reading.words.prepositions


def _group(reading: Reading, verb: int) -> tuple[int, bool, int]:
    """Where the group begins, whether it has an auxiliary, and its tied pronoun."""
    words = reading.words
    first, start = reading.bounds_at(verb)[0], verb
    helped, pronoun = False, -1
    while start > max(first, verb - _LONGEST_GROUP):
        low = reading.low(start - 1)
        if low in words.auxiliaries:
            helped = True
        elif words.is_inverted(low) or _is_one(reading, start - 1):
            pronoun = start - 1
        elif not _is_small(reading, start - 1):
            break
        start -= 1
    while start < verb and reading.low(start) in words.calendar:
        start += 1
    return start, helped, pronoun


def _is_one(reading: Reading, i: int) -> bool:
    """Whether a pronoun for nobody is tied to a verb: "dit-on"."""
    low = reading.low(i)
    return is_tied(low) and low in reading.words.nobody


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
        if _may_report(reading, verb):
            cue = cue_at(reading, verb)
            if cue is not None and cue.first <= i:
                break
        if not _may_precede(reading, verb):
            return None
    else:
        return None
    if cue.pronoun >= 0:
        if not _is_one(reading, cue.pronoun):
            return cue, (cue.pronoun, cue.pronoun)
        host = host_of(reading, cue)
        return None if host is None else (cue, host)
    subject = phrase_behind(reading, cue.last + 1)
    return None if subject is None else (cue, subject)


def host_of(reading: Reading, cue: Cue) -> Range | None:
    """Whose house speaks behind "one says": "dit-on chez X"."""
    if cue.pronoun < 0 or not _is_one(reading, cue.pronoun):
        return None
    start = cue.last + 1
    for phrase in reading.words.hosts:
        if reading.matches(start, phrase):
            return fused_phrase(reading, start + len(phrase))
    return None


def _may_report(reading: Reading, i: int) -> bool:
    """Whether a word is a form of a reporting verb, its infinitive behind a lead."""
    words, low = reading.words, reading.low(i)
    if low in words.reporters:
        return True
    return low in words.infinitives and reading.low(i - 1) in _leads(reading)


def _may_precede(reading: Reading, i: int) -> bool:
    low = reading.low(i)
    support = low in reading.words.supports or (
        low in _leads(reading) and reading.low(i - 1) in reading.words.supports
    )
    return support or (
        low in reading.words.auxiliaries
        or reading.words.is_inverted(low)
        or _is_one(reading, i)
        or _is_small(reading, i)
    )


def subject_of(reading: Reading, cue: Cue) -> Range | None:
    """Who the subject of a verb group is; ``None`` where it is nobody."""
    if cue.pronoun >= 0:
        named = not _is_one(reading, cue.pronoun)
        return (cue.pronoun, cue.pronoun) if named else None
    if cue.reporter.gerund:
        return subject_above(reading, cue.first)
    first = reading.bounds_at(cue.verb)[0]
    if is_relative(reading, cue):
        return antecedent_of(reading, cue.first - 1)
    subject = phrase_before(reading, cue.first, first)
    if subject is None and reading.low(cue.first - 1) in words_between(reading):
        subject = _shared_subject(reading, first, cue.first)
    if subject is None or reading.is_nobody(subject):
        return None
    return _example_of(reading, subject) or subject


def is_relative(reading: Reading, cue: Cue) -> bool:
    """Whether a relative pronoun is the subject: "…, qui craint que"."""
    before, first = cue.first - 1, reading.bounds_at(cue.verb)[0]
    return before > first and reading.low(before) in reading.words.relatives


def _example_of(reading: Reading, subject: Range) -> Range | None:
    """Who is named for several: X in "D'autres, comme X, craignent que"."""
    start = subject[1] + 1
    start += reading.low(start) == ","
    for phrase in reading.words.examples:
        if reading.matches(start, phrase) and reading.is_capital(start + len(phrase)):
            return phrase_behind(reading, start + len(phrase))
    return None


def words_between(reading: Reading) -> frozenset[str]:
    """The words that may stand between two verbs of one subject."""
    return reading.words.grammar.conjunctions | reading.words.borders


def _shared_subject(reading: Reading, first: int, end: int) -> Range | None:
    """The subject of the verb before "et": "Elle réclame de l'aide et dit que"."""
    for verb in range(first + 1, end):
        if reading.is_verb(verb) and not reading.is_quoted(verb):
            found = phrase_before(reading, verb, first)
            if found is not None:
                return found
    return None


def antecedent_of(reading: Reading, i: int) -> Range | None:
    """The phrase that a relative pronoun at ``i`` stands for: the one before it."""
    first = reading.bounds_at(i)[0]
    last = i - 1 - (reading.low(i - 1) == ",")
    start = _phrase_start(reading, last, first)
    if reading.low(start) in reading.words.roles and reading.low(start - 1) == ",":
        # An apposition: its bearer stands before it.
        last = start - 2
        start = _phrase_start(reading, last, first)
    if start > last or reading.low(start) in reading.words.nobody:
        return None
    return (start, last) if reading.starts_phrase(start) else None


def _phrase_start(reading: Reading, last: int, first: int) -> int:
    """Where the phrase that ends with token ``last`` may begin."""
    start = last
    while start > first and not _parts(reading, start - 1):
        start -= 1
    return start


def _parts(reading: Reading, i: int) -> bool:
    """Whether a phrase cannot go on to the left over the token at ``i``."""
    low = reading.low(i)
    if reading.text(i) in ENDS or low == "," or low in reading.words.reporters:
        return True
    return low in reading.words.auxiliaries or low in reading.words.borders


def subject_above(reading: Reading, end: int) -> Range | None:
    """The subject of the reporting verb before token ``end``, else of its sentence."""
    first = reading.bounds_at(end)[0]
    for i in range(end - 1, first - 1, -1):
        cue = cue_at(reading, i)
        if cue is None or cue.reporter.gerund or reading.is_quoted(i):
            continue
        found = comment_at(reading, cue.first) if _is_behind(reading, cue) else None
        return found[1] if found is not None else subject_of(reading, cue)
    return opener_of(reading, first, end)


def _is_behind(reading: Reading, cue: Cue) -> bool:
    """Whether a verb may stand behind its statement: "…, a dit X, ajoutant que"."""
    before = cue.first - 1
    start = cue.first == reading.bounds_at(cue.first)[0]
    return start or reading.low(before) == "," or reading.is_quoted(before)


def opener_of(reading: Reading, first: int, end: int) -> Range | None:
    """The subject of the first verb of a sentence, before token ``end``."""
    for verb in range(first + 1, end):
        if reading.is_quoted(verb) or reading.low(verb) == ",":
            return None
        if reading.is_verb(verb):
            source = phrase_before(reading, verb, first)
            loose = reading.words.grammar.particles
            if source is None or reading.is_nobody(source):
                return None
            return None if reading.low(source[0]) in loose else source
    return None
