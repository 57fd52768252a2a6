"""Statements without quotation marks: reported clauses, plans, comments and sources."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.languages.cues import Cue, comment_at, cue_at, subject_of
from summarizers.languages.drafts import Draft, says_something
from summarizers.languages.phrases import phrase_behind
from summarizers.languages.reading import ENDS, Range, Reading
from summarizers.model import Span
from summarizers.parsers.grammar import CueKind

CLAUSE, INFINITIVE, ACCUSATION = "c", "x", "a"
_KINDS = {
    "speech": CueKind.SPEECH,
    "belief": CueKind.BELIEF,
    "intention": CueKind.INTENTION,
}
# Tokens that may stand between a verb and its clause: "a dit jeudi à la presse que".
_REACH = 14
_MARKS = frozenset('«»"“”;:.!?')
_FEWEST_TOKENS = 3


def read_reports(reading: Reading) -> Iterator[Draft]:
    """Every statement that no quotation holds."""
    for first, last in reading.bounds:
        for i in range(first, last):
            if reading.is_spoken(i):
                continue
            if reading.low(i) in reading.words.reporters:
                yield from _by_verb(reading, i)
            if i == first or not _is_word(reading, i - 1) or _is_free(reading, i):
                yield from _by_informant(reading, i)


def _is_word(reading: Reading, i: int) -> bool:
    return reading.text(i)[:1].isalpha()


def _is_free(reading: Reading, i: int) -> bool:
    """Whether the words at ``i`` are no single word of many meanings."""
    return len(reading.low(i)) > len("pour") or reading.text(i)[-1:] in "'’"


def _by_verb(reading: Reading, verb: int) -> Iterator[Draft]:
    cue = cue_at(reading, verb)
    if cue is None:
        return
    start = _clause_start(reading, cue)
    if start is None:
        draft = _comment(reading, cue)
        if draft is not None:
            yield draft
        return
    source = subject_of(reading, cue)
    if source is None or reading.is_spoken(source[0]):
        return
    content = (_clause(reading, start),)
    if says_something(content):
        kind = _KINDS[cue.reporter.kind]
        yield Draft(kind, source, (cue.first, cue.last), content)


def _clause_start(reading: Reading, cue: Cue) -> int | None:
    """The first token of what is reported behind a verb."""
    grammar, last = reading.words.grammar, reading.bounds_at(cue.verb)[1]
    frames = cue.reporter.frames
    for i in range(cue.last + 1, min(last, cue.last + 1 + _REACH)):
        low = reading.low(i)
        if CLAUSE in frames and low in grammar.clauses:
            return i + 1
        infinitive = not frames.isdisjoint((INFINITIVE, ACCUSATION))
        if infinitive and low in grammar.particles:
            following = next(
                (k for k in (i + 1, i + 2) if not _is_clitic(reading, k)), i + 1
            )
            if grammar.is_infinitive(reading.low(following)):
                return i
        if reading.text(i) in _MARKS or low in reading.words.reporters:
            return None
        if low in reading.words.auxiliaries:
            return None
    return None


def _is_clitic(reading: Reading, i: int) -> bool:
    return reading.low(i) in reading.words.between


def _clause(reading: Reading, start: int) -> Span:
    """From a token to the end of what is reported; a quotation inside is whole."""
    last = reading.bounds_at(start - 1)[1] if start else reading.bounds_at(start)[1]
    end = last
    for i in range(start, last):
        if _ends_clause(reading, i) and i - start >= _FEWEST_TOKENS:
            end = i
            break
    if end <= start:
        return reading.cut(
            reading.tokens.ends[start - 1], reading.tokens.ends[start - 1]
        )
    return _whole(reading, reading.tokens.starts[start], reading.tokens.ends[end - 1])


def _ends_clause(reading: Reading, i: int) -> bool:
    """Whether a comma, and words with which somebody else goes on, stand at ``i``."""
    text = reading.text(i)
    if text == ";":
        return True
    if text != "," or reading.is_quoted(i):
        return False
    if comment_at(reading, i + 1) is not None or _informant_at(reading, i + 1):
        return True
    return any(reading.matches(i + 1, phrase) for phrase in reading.words.ends)


def _whole(reading: Reading, start: int, end: int) -> Span:
    """The words without final marks; a closing mark that belongs to them stays."""
    part = reading.trimmed(start, end)
    quotation = reading.quotation_at(part.end - 1) if part.text else None
    if quotation is not None and quotation.start >= part.start and quotation.closed:
        reading.spoken.append((quotation.start, quotation.end))
        return reading.cut(part.start, quotation.end)
    return part


def _comment(reading: Reading, cue: Cue) -> Draft | None:
    """A clause with the verb behind it: "La route rouvrira, a annoncé la préfète"."""
    comma = cue.first - 1
    if reading.low(comma) != "," or reading.is_quoted(comma):
        return None
    if reading.is_spoken(comma - 1):
        return None
    found = comment_at(reading, cue.first)
    if found is None or CLAUSE not in cue.reporter.frames:
        return None
    first = reading.bounds_at(cue.first)[0]
    before = range(first, cue.first - 1)
    if len(before) < _FEWEST_TOKENS or not any(
        _may_be_verb(reading, i) for i in before
    ):
        return None
    span = reading.trimmed(
        reading.tokens.starts[first], reading.tokens.starts[cue.first - 1]
    )
    kind = _KINDS[cue.reporter.kind]
    return Draft(kind, found[1], (cue.first, cue.last), (span,))


def _may_be_verb(reading: Reading, i: int) -> bool:
    """Whether a word is a finite verb, or looks like one where nobody tells kinds."""
    if reading.is_verb(i):
        return True
    low = reading.low(i)
    return not reading.tag(i) and (
        low.endswith(("ent", "ait", "ra", "ront", "rait"))
        or reading.low(i - 1) in reading.words.pronouns
    )


def _informant_at(reading: Reading, i: int) -> tuple[int, str] | None:
    """How many tokens "according to" has at ``i``, and what it needs."""
    for phrase, need in reading.words.informants:
        if reading.matches(i, phrase):
            return len(phrase), need
    return None


def _by_informant(reading: Reading, i: int) -> Iterator[Draft]:
    found = _informant_at(reading, i)
    if found is None:
        return
    first, last = reading.bounds_at(i)
    source = _source_at(reading, i + found[0], last)
    if source is None or (found[1] and not _is_somebody(reading, i, source)):
        return
    content = _around(reading, i, source[1] + 1)
    if content and says_something(content):
        yield Draft(CueKind.ACCORDING, source, (i, i + found[0] - 1), content)


def _source_at(reading: Reading, i: int, last: int) -> Range | None:
    if i >= last:
        return None
    if reading.low(i) in reading.words.pronouns:
        return i, i
    if reading.low(i) in reading.words.nobody:
        return None
    return phrase_behind(reading, i)


def _is_somebody(reading: Reading, i: int, source: Range) -> bool:
    """Whether an opening phrase names a person: "Pour l'ingénieur Paul Astier, …"."""
    if i != reading.bounds_at(i)[0] or reading.low(source[1] + 1) != ",":
        return False
    known = reading.words
    tokens = range(source[0], source[1] + 1)
    person = any(reading.low(k) in known.roles or reading.is_capital(k) for k in tokens)
    return person and not any(reading.low(k) in known.calendar for k in tokens)


def _around(reading: Reading, i: int, behind: int) -> tuple[Span, ...]:
    """The statement that a phrase from ``i`` to before ``behind`` comments on."""
    first, last = reading.bounds_at(i)
    starts, ends = reading.tokens.starts, reading.tokens.ends
    while behind < last and reading.text(behind) not in ENDS | {","}:
        behind += 1
    parts = []
    if i > first:
        parts.append(_whole(reading, starts[first], starts[i]))
    if behind < last and reading.low(behind) == ",":
        parts.append(_whole(reading, starts[behind], ends[last - 1]))
    return tuple(part for part in parts if part.text)
