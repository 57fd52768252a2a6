"""Find reporting verbs with their auxiliaries and subjects."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.languages.profile import ReportingForm
from summarizers.readers.pattern.noun_phrases import (
    fused_phrase,
    is_adverb,
    phrase_after,
    phrase_before,
)
from summarizers.readers.pattern.pattern_document import ENDS, PatternDocument, Range
from summarizers.readers.pattern.vocabulary import is_tied

_LONGEST_GROUP = 8


class VerbGroup(NamedTuple):
    """A reporting verb with its auxiliaries, as tokens ``first`` to ``last``.

    ``verb`` is the token of the verb itself. ``pronoun`` is the token of a pronoun
    joined to the verb ("a-t-elle dit"), or -1.
    """

    first: int
    verb: int
    last: int
    reporter: ReportingForm
    pronoun: int


def cue_at(document: PatternDocument, verb: int) -> VerbGroup | None:
    """Return the verb group of the reporting verb at token ``verb``.

    Return ``None`` if the token is not a reporting verb.
    """
    words, low = document.words, document.low(verb)
    reporter = words.reporters.get(low)
    if reporter is None:
        return _supported_infinitive(document, verb)
    first, helped, pronoun = _read_group(document, verb)
    if not (helped or reporter.finite or reporter.gerund):
        return None
    if first == verb and _is_noun(document, verb):
        return None
    last = verb
    if is_tied(document.low(last + 1)) and document.low(last + 1) in words.between:
        last += 1
    if words.is_inverted(document.low(last + 1)) or _is_impersonal(document, last + 1):
        last += 1
        pronoun = last
    return VerbGroup(first, verb, last, reporter, pronoun)


def _supported_infinitive(document: PatternDocument, verb: int) -> VerbGroup | None:
    """Return the verb group of the infinitive at ``verb``, as in "a tenu à préciser".

    A verb of the list ``supports`` ("tenu") must precede the infinitive; else the
    result is ``None``.
    """
    reporter = document.words.infinitive_reporters.get(document.low(verb))
    if reporter is None or document.low(verb - 1) not in _infinitive_leads(document):
        return None
    support = verb - 2
    if document.low(support) not in document.words.supports:
        return None
    while document.low(support - 1) in document.words.supports:
        support -= 1
    first, _, pronoun = _read_group(document, support)
    return VerbGroup(first, verb, verb, reporter, pronoun)


def _infinitive_leads(document: PatternDocument) -> frozenset[str]:
    """Return the words that may precede an infinitive, such as "à" and "de"."""
    return document.words.grammar.particles | document.words.prepositions


def _read_group(document: PatternDocument, verb: int) -> tuple[int, bool, int]:
    """Return the start of a verb group, whether it has an auxiliary, and its pronoun.

    The pronoun is one that is joined to the verb, or -1.
    """
    words = document.words
    first, start = document.bounds_at(verb)[0], verb
    helped, pronoun = False, -1
    while start > max(first, verb - _LONGEST_GROUP):
        low = document.low(start - 1)
        if low in words.auxiliaries:
            helped = True
        elif words.is_inverted(low) or _is_impersonal(document, start - 1):
            pronoun = start - 1
        elif not _may_stand_inside(document, start - 1):
            break
        start -= 1
    while start < verb and document.low(start) in words.calendar:
        start += 1
    return start, helped, pronoun


def _is_impersonal(document: PatternDocument, i: int) -> bool:
    """Return whether token ``i`` is an impersonal pronoun after a hyphen: "dit-on"."""
    low = document.low(i)
    return is_tied(low) and low in document.words.nobody


def _may_stand_inside(document: PatternDocument, i: int) -> bool:
    return document.low(i) in document.words.between or is_adverb(document, i)


def _is_noun(document: PatternDocument, verb: int) -> bool:
    """Return whether the word at ``verb`` is a noun after an article: "une annonce"."""
    before = document.low(verb - 1)
    if before not in document.words.determiners and (
        before not in document.words.grammar.owners
    ):
        return False
    return document.tag(verb) not in {"VERB", "AUX"}


def comment_at(document: PatternDocument, i: int) -> tuple[VerbGroup, Range] | None:
    """Return the verb group at token ``i`` and the subject after it, if both exist.

    Example: "a dit la ministre".
    """
    for verb in range(i, min(i + _LONGEST_GROUP, len(document.tokens))):
        if _may_report(document, verb):
            cue = cue_at(document, verb)
            if cue is not None and cue.first <= i:
                break
        if not _may_precede(document, verb):
            return None
    else:
        return None
    if cue.pronoun >= 0:
        if not _is_impersonal(document, cue.pronoun):
            return cue, (cue.pronoun, cue.pronoun)
        host = host_of(document, cue)
        return None if host is None else (cue, host)
    subject = phrase_after(document, cue.last + 1)
    return None if subject is None else (cue, subject)


def host_of(document: PatternDocument, cue: VerbGroup) -> Range | None:
    """Return the organisation of an impersonal attribution: X in "dit-on chez X".

    Return ``None`` if the attribution has none.
    """
    if cue.pronoun < 0 or not _is_impersonal(document, cue.pronoun):
        return None
    start = cue.last + 1
    for phrase in document.words.hosts:
        if document.matches(start, phrase):
            return fused_phrase(document, start + len(phrase))
    return None


def _may_report(document: PatternDocument, i: int) -> bool:
    """Return whether a word is a form of a reporting verb.

    An infinitive counts only after "de".
    """
    words, low = document.words, document.low(i)
    if low in words.reporters:
        return True
    return low in words.infinitives and document.low(i - 1) in _infinitive_leads(
        document
    )


def _may_precede(document: PatternDocument, i: int) -> bool:
    low = document.low(i)
    support = low in document.words.supports or (
        low in _infinitive_leads(document)
        and document.low(i - 1) in document.words.supports
    )
    return support or (
        low in document.words.auxiliaries
        or document.words.is_inverted(low)
        or _is_impersonal(document, i)
        or _may_stand_inside(document, i)
    )


def subject_of(document: PatternDocument, cue: VerbGroup) -> Range | None:
    """Return the subject of a verb group; ``None`` if the group is impersonal."""
    if cue.pronoun >= 0:
        named = not _is_impersonal(document, cue.pronoun)
        return (cue.pronoun, cue.pronoun) if named else None
    if cue.reporter.gerund:
        return inherited_subject(document, cue.first)
    first = document.bounds_at(cue.verb)[0]
    if is_relative(document, cue):
        return antecedent_of(document, cue.first - 1)
    subject = phrase_before(document, cue.first, first)
    if subject is None and document.low(cue.first - 1) in verb_joiners(document):
        subject = _shared_subject(document, first, cue.first)
    if subject is None or document.is_nobody(subject):
        return None
    return _example_of(document, subject) or subject


def is_relative(document: PatternDocument, cue: VerbGroup) -> bool:
    """Return whether the cue's subject is a relative pronoun: "…, qui craint que"."""
    before, first = cue.first - 1, document.bounds_at(cue.verb)[0]
    return before > first and document.low(before) in document.words.relatives


def _example_of(document: PatternDocument, subject: Range) -> Range | None:
    """Return the person given as an example: X in "D'autres, comme X, disent", if any."""
    start = subject[1] + 1
    start += document.low(start) == ","
    for phrase in document.words.examples:
        if document.matches(start, phrase) and document.is_capital(start + len(phrase)):
            return phrase_after(document, start + len(phrase))
    return None


def verb_joiners(document: PatternDocument) -> frozenset[str]:
    """Return the words that may join two verbs of one subject, such as "et"."""
    return document.words.grammar.conjunctions | document.words.borders


def _shared_subject(document: PatternDocument, first: int, end: int) -> Range | None:
    """Return the subject of the verb before "et", if any.

    Example: "Elle" in "Elle veut de l'aide et dit que".
    """
    for verb in range(first + 1, end):
        if document.is_verb(verb) and not document.is_quoted(verb):
            subject = phrase_before(document, verb, first)
            if subject is not None:
                return subject
    return None


def antecedent_of(document: PatternDocument, i: int) -> Range | None:
    """Return the phrase to which the relative pronoun at token ``i`` refers, if any."""
    first = document.bounds_at(i)[0]
    last = i - 1 - (document.low(i - 1) == ",")
    start = _phrase_start(document, last, first)
    if document.low(start) in document.words.roles and document.low(start - 1) == ",":
        # An apposition: the name to which it belongs precedes it.
        last = start - 2
        start = _phrase_start(document, last, first)
    if start > last or document.low(start) in document.words.nobody:
        return None
    return (start, last) if document.starts_phrase(start) else None


def _phrase_start(document: PatternDocument, last: int, first: int) -> int:
    """Return the first token of the phrase that ends with token ``last``."""
    start = last
    while start > first and not _ends_phrase(document, start - 1):
        start -= 1
    return start


def _ends_phrase(document: PatternDocument, i: int) -> bool:
    """Return whether the token at ``i`` cannot be part of a noun phrase."""
    low = document.low(i)
    if document.text(i) in ENDS or low == "," or low in document.words.reporters:
        return True
    return low in document.words.auxiliaries or low in document.words.borders


def inherited_subject(document: PatternDocument, end: int) -> Range | None:
    """Return the subject of the last reporting verb before token ``end``, if any.

    Without such a verb, return the subject of the sentence.
    """
    first = document.bounds_at(end)[0]
    for i in range(end - 1, first - 1, -1):
        cue = cue_at(document, i)
        if cue is None or cue.reporter.gerund or document.is_quoted(i):
            continue
        comment = comment_at(document, cue.first) if _is_behind(document, cue) else None
        return comment[1] if comment is not None else subject_of(document, cue)
    return first_subject(document, first, end)


def _is_behind(document: PatternDocument, cue: VerbGroup) -> bool:
    """Return whether ``cue`` follows its statement: "…, a dit X, ajoutant que"."""
    before = cue.first - 1
    start = cue.first == document.bounds_at(cue.first)[0]
    return start or document.low(before) == "," or document.is_quoted(before)


def first_subject(document: PatternDocument, first: int, end: int) -> Range | None:
    """Return the subject of the first verb from token ``first`` to ``end``, if any."""
    for verb in range(first + 1, end):
        if document.is_quoted(verb) or document.low(verb) == ",":
            return None
        if document.is_verb(verb):
            source = phrase_before(document, verb, first)
            loose = document.words.grammar.particles
            if source is None or document.is_nobody(source):
                return None
            return None if document.low(source[0]) in loose else source
    return None
