"""Statements without quotation marks: reported clauses, plans, comments and sources."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import Span
from summarizers.readers.parse import CueKind
from summarizers.readers.pattern.according_to import informant_at, read_informant
from summarizers.readers.pattern.attribution_drafts import Draft, says_something
from summarizers.readers.pattern.noun_phrases import head_of
from summarizers.readers.pattern.pattern_document import Range, Reading
from summarizers.readers.pattern.reporting_verbs import (
    Cue,
    comment_at,
    cue_at,
    host_of,
    is_relative,
    subject_of,
)

CLAUSE, HOSTED = "c", "h"
_INFINITIVES = frozenset("xa")
_KINDS = {
    "speech": CueKind.SPEECH,
    "belief": CueKind.BELIEF,
    "intention": CueKind.INTENTION,
}
# Tokens that may stand between a verb and its clause: "a dit jeudi à la presse que".
_REACH = 14
_MARKS = frozenset('«»"“”;:.!?')
_FEWEST_TOKENS = 3
_LEAST_WITHOUT_VERB = 4


def read_reports(reading: Reading) -> Iterator[Draft]:
    """Every statement that no quotation holds."""
    for first, last in reading.bounds:
        for i in range(first, last):
            if reading.is_spoken(i):
                continue
            low = reading.low(i)
            if low in reading.words.reporters or low in reading.words.infinitives:
                yield from _by_verb(reading, i)
            yield from read_informant(reading, i)


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
    if source is None or reading.is_spoken(source[0]) or _is_remark(reading, cue):
        return
    content = (_clause(reading, start, relative=is_relative(reading, cue)),)
    if says_something(content):
        kind = _KINDS[cue.reporter.kind]
        yield Draft(kind, source, (cue.first, cue.last), content)


def _is_remark(reading: Reading, cue: Cue) -> bool:
    """Whether a wish only tells of somebody: "un cadre qui souhaite rester anonyme"."""
    wish = cue.reporter.kind != "speech" and _direct_infinitive(reading, cue)
    return bool(wish) and is_relative(reading, cue)


def _clause_start(reading: Reading, cue: Cue) -> int | None:
    """The first token of what is reported behind a verb."""
    direct = _direct_infinitive(reading, cue) or _behind_colon(reading, cue)
    if direct is not None:
        return direct
    last = min(reading.bounds_at(cue.verb)[1], cue.last + 1 + _REACH)
    for i in range(cue.last + 1, last):
        if CLAUSE in cue.reporter.frames and _opens_clause(reading, i):
            return None if reading.low(i - 1) in reading.words.breaks else i + 1
        if not cue.reporter.frames.isdisjoint(_INFINITIVES) and (
            _opens_infinitive(reading, i)
        ):
            return i
        if _stops(reading, i):
            break
    return None


def _behind_colon(reading: Reading, cue: Cue) -> int | None:
    """The first word behind a verb and a colon: "Elle a prévenu : sans aide, …"."""
    if CLAUSE not in cue.reporter.frames or reading.low(cue.last + 1) != ":":
        return None
    first = cue.last + 2
    if first >= reading.bounds_at(cue.verb)[1] or reading.is_quoted(first):
        return None
    return first


def _opens_clause(reading: Reading, i: int) -> bool:
    return reading.low(i) in reading.words.grammar.clauses


def _opens_infinitive(reading: Reading, i: int) -> bool:
    """Whether "de" and an infinitive stand at ``i``, or "de se" and one."""
    grammar = reading.words.grammar
    if reading.low(i) not in grammar.particles:
        return False
    return grammar.is_infinitive(reading.low(i + 1 + _is_clitic(reading, i + 1)))


def _stops(reading: Reading, i: int) -> bool:
    """Whether no clause can open behind the token at ``i``."""
    low = reading.low(i)
    return (
        reading.text(i) in _MARKS
        or low in reading.words.reporters
        or low in reading.words.auxiliaries
    )


def _direct_infinitive(reading: Reading, cue: Cue) -> int | None:
    """The infinitive right behind a verb: "assure ne pas connaître", "dit vouloir"."""
    i = cue.last + 1
    while _is_clitic(reading, i) and i < cue.last + 1 + _FEWEST_TOKENS:
        i += 1
    low = reading.low(i)
    verb = reading.tag(i) in {"VERB", "AUX", ""} and not reading.is_capital(i)
    if CLAUSE in cue.reporter.frames and verb and low not in reading.words.nouns:
        return cue.last + 1 if reading.words.grammar.is_infinitive(low) else None
    return None


def _is_clitic(reading: Reading, i: int) -> bool:
    return reading.low(i) in reading.words.between


def _clause(reading: Reading, start: int, *, relative: bool) -> Span:
    """From a token to the end of what is reported; a quotation inside is whole.

    In a ``relative`` clause the verb of its sentence ends it: "X, qui craint que la
    digue cède, a écrit".
    """
    last = reading.bounds_at(start - 1)[1] if start else reading.bounds_at(start)[1]
    end = last
    for i in range(start, last):
        ended = relative and reading.low(i) == "," and reading.is_verb(i + 1)
        if (ended or _ends_clause(reading, i)) and i - start >= _FEWEST_TOKENS:
            end = i
            break
    if end <= start:
        return reading.cut(
            reading.tokens.ends[start - 1], reading.tokens.ends[start - 1]
        )
    return reading.whole(reading.tokens.starts[start], reading.tokens.ends[end - 1])


def _ends_clause(reading: Reading, i: int) -> bool:
    """Whether a comma, and words with which somebody else goes on, stand at ``i``."""
    text = reading.text(i)
    if text == ";":
        return True
    if text != "," or reading.is_quoted(i):
        return False
    if comment_at(reading, i + 1) is not None or informant_at(reading, i + 1):
        return True
    if _has_gerund(reading, i):
        return True
    return any(reading.matches(i + 1, phrase) for phrase in reading.words.ends)


def _has_gerund(reading: Reading, i: int) -> bool:
    """Whether somebody goes on to speak behind a comma: ", en ajoutant que"."""
    following = (reading.low(k) for k in range(i + 1, i + 1 + _FEWEST_TOKENS))
    found = (reading.words.reporters.get(low) for low in following)
    return any(reporter is not None and reporter.gerund for reporter in found)


def _comment(reading: Reading, cue: Cue) -> Draft | None:
    """A clause with the verb behind it: "La route rouvrira, a annoncé la préfète"."""
    comma = cue.first - 1
    hosted = HOSTED in cue.reporter.frames and host_of(reading, cue) is not None
    if reading.low(comma) != "," or not (hosted or CLAUSE in cue.reporter.frames):
        return None
    if reading.is_quoted(comma) or reading.is_spoken(comma - 1):
        return None
    found = comment_at(reading, cue.first)
    first = reading.bounds_at(cue.first)[0]
    if found is None or not (
        _may_speak(reading, found[1]) and _is_clause(reading, first, comma)
    ):
        return None
    starts = reading.tokens.starts
    content = (reading.trimmed(starts[first], starts[comma]),)
    return Draft(_KINDS[cue.reporter.kind], found[1], (cue.first, cue.last), content)


def _is_clause(reading: Reading, first: int, last: int) -> bool:
    """Whether the tokens from ``first`` to before ``last`` hold a verb."""
    if last - first < _FEWEST_TOKENS:
        return False
    comma = next((i for i in range(last - 1, first, -1) if reading.low(i) == ","), last)
    if reading.low(comma + 1) in reading.words.relatives:
        # "X, qui était là, a juré": that verb is of no statement.
        return any(_may_be_verb(reading, i) for i in range(first, comma))
    # Headlines need no verb, and taggers miss some: "Deux morts dans un incendie".
    return last - first >= _LEAST_WITHOUT_VERB or any(
        _may_be_verb(reading, i) for i in range(first, last)
    )


def _may_speak(reading: Reading, source: Range) -> bool:
    """Whether a phrase behind a verb is its subject, for it names who can speak."""
    words, head = reading.words, head_of(reading, source)
    low = reading.low(head)
    known = low in words.nouns or low in words.groups or low in words.pronouns
    return known or reading.is_capital(head)


def _may_be_verb(reading: Reading, i: int) -> bool:
    """Whether a word is a finite verb, or ends like one: the tags of verbs often err."""
    low = reading.low(i)
    return (
        reading.is_verb(i)
        or low.endswith(reading.words.finite_ends)
        or reading.low(i - 1) in reading.words.pronouns
    )
