"""Find attributions without quotation marks: reported clauses, infinitives, "selon"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import Span
from summarizers.readers.parse import CueKind
from summarizers.readers.pattern.according_to import (
    PatternDraft,
    informant_at,
    read_informant,
    says_something,
)
from summarizers.readers.pattern.noun_phrases import head_of
from summarizers.readers.pattern.pattern_document import PatternDocument, Range
from summarizers.readers.pattern.reporting_verbs import (
    VerbGroup,
    comment_at,
    cue_at,
    host_of,
    is_relative,
    subject_of,
)

CLAUSE, HOSTED = "c", "h"
_INFINITIVES = frozenset("xa")
# Tokens that may stand between a verb and its clause: "a dit jeudi à la presse que".
_REACH = 14
_MARKS = frozenset('«»"“”;:.!?')
_FEWEST_TOKENS = 3
_LEAST_WITHOUT_VERB = 4


def read_reports(document: PatternDocument) -> Iterator[PatternDraft]:
    """Yield a draft for each attribution that stands outside the spoken quotations."""
    for first, last in document.bounds:
        for i in range(first, last):
            if document.is_spoken(i):
                continue
            low = document.low(i)
            if low in document.words.reporters or low in document.words.infinitives:
                yield from _read_verb(document, i)
            yield from read_informant(document, i)


def _read_verb(document: PatternDocument, verb: int) -> Iterator[PatternDraft]:
    cue = cue_at(document, verb)
    if cue is None:
        return
    start = _clause_start(document, cue)
    if start is None:
        draft = _fronted_statement(document, cue)
        if draft is not None:
            yield draft
        return
    source = subject_of(document, cue)
    if source is None or document.is_spoken(source[0]) or _is_remark(document, cue):
        return
    content = (_clause(document, start, relative=is_relative(document, cue)),)
    if says_something(content):
        kind = CueKind(cue.reporter.kind)
        yield PatternDraft(kind, source, (cue.first, cue.last), content)


def _is_remark(document: PatternDocument, cue: VerbGroup) -> bool:
    """Return whether ``cue`` only describes a person: "un cadre qui souhaite rester".

    The cue is then a verb of wish or belief in a relative clause, and an infinitive
    follows.
    """
    wish = cue.reporter.kind != "speech" and _direct_infinitive(document, cue)
    return bool(wish) and is_relative(document, cue)


def _clause_start(document: PatternDocument, cue: VerbGroup) -> int | None:
    """Return the first token of the clause or infinitive that a verb reports.

    Return ``None`` if the verb reports neither.
    """
    direct = _direct_infinitive(document, cue) or _content_after_colon(document, cue)
    if direct is not None:
        return direct
    last = min(document.bounds_at(cue.verb)[1], cue.last + 1 + _REACH)
    for i in range(cue.last + 1, last):
        if CLAUSE in cue.reporter.frames and _opens_clause(document, i):
            return None if document.low(i - 1) in document.words.breaks else i + 1
        if not cue.reporter.frames.isdisjoint(_INFINITIVES) and (
            _opens_infinitive(document, i)
        ):
            return i
        if _stops(document, i):
            break
    return None


def _content_after_colon(document: PatternDocument, cue: VerbGroup) -> int | None:
    """Return the first token after a verb and a colon, if any.

    Example: "Elle a prévenu : sans …".
    """
    if CLAUSE not in cue.reporter.frames or document.low(cue.last + 1) != ":":
        return None
    first = cue.last + 2
    if first >= document.bounds_at(cue.verb)[1] or document.is_quoted(first):
        return None
    return first


def _opens_clause(document: PatternDocument, i: int) -> bool:
    return document.low(i) in document.words.grammar.clauses


def _opens_infinitive(document: PatternDocument, i: int) -> bool:
    """Return whether "de" and an infinitive start at ``i``.

    A pronoun may stand between them: "de se rendre".
    """
    grammar = document.words.grammar
    if document.low(i) not in grammar.particles:
        return False
    return grammar.is_infinitive(document.low(i + 1 + _is_clitic(document, i + 1)))


def _stops(document: PatternDocument, i: int) -> bool:
    """Return whether the token at ``i`` ends the search for a clause to the right.

    Such a token is a mark, an auxiliary or another reporting verb.
    """
    low = document.low(i)
    return (
        document.text(i) in _MARKS
        or low in document.words.reporters
        or low in document.words.auxiliaries
    )


def _direct_infinitive(document: PatternDocument, cue: VerbGroup) -> int | None:
    """Return the first token of an infinitive right after a verb, as in "dit vouloir".

    Words such as "ne pas" may stand between them: "assure ne pas connaître". Return
    ``None`` without such an infinitive.
    """
    i = cue.last + 1
    while _is_clitic(document, i) and i < cue.last + 1 + _FEWEST_TOKENS:
        i += 1
    low = document.low(i)
    verb = document.tag(i) in {"VERB", "AUX", ""} and not document.is_capital(i)
    if CLAUSE in cue.reporter.frames and verb and low not in document.words.nouns:
        return cue.last + 1 if document.words.grammar.is_infinitive(low) else None
    return None


def _is_clitic(document: PatternDocument, i: int) -> bool:
    return document.low(i) in document.words.between


def _clause(document: PatternDocument, start: int, *, relative: bool) -> Span:
    """Return the reported clause from token ``start``, extended to whole quotations.

    A ``relative`` clause ends before the verb of its sentence: "X, qui craint que la
    digue cède, a écrit".
    """
    last = document.bounds_at(start - 1)[1] if start else document.bounds_at(start)[1]
    end = last
    for i in range(start, last):
        ended = relative and document.low(i) == "," and document.is_verb(i + 1)
        if (ended or _ends_clause(document, i)) and i - start >= _FEWEST_TOKENS:
            end = i
            break
    if end <= start:
        return document.cut(
            document.tokens.ends[start - 1], document.tokens.ends[start - 1]
        )
    return document.whole(document.tokens.starts[start], document.tokens.ends[end - 1])


def _ends_clause(document: PatternDocument, i: int) -> bool:
    """Return whether the mark at ``i`` ends the reported clause."""
    text = document.text(i)
    if text == ";":
        return True
    if text != "," or document.is_quoted(i):
        return False
    if comment_at(document, i + 1) is not None or informant_at(document, i + 1):
        return True
    if _has_gerund(document, i):
        return True
    return any(document.matches(i + 1, phrase) for phrase in document.words.ends)


def _has_gerund(document: PatternDocument, i: int) -> bool:
    """Return whether a gerund after the comma at ``i`` reports: ", en ajoutant que"."""
    following = (document.low(k) for k in range(i + 1, i + 1 + _FEWEST_TOKENS))
    reporters = (document.words.reporters.get(low) for low in following)
    return any(reporter is not None and reporter.gerund for reporter in reporters)


def _fronted_statement(
    document: PatternDocument, cue: VerbGroup
) -> PatternDraft | None:
    """Return the draft of a statement before its verb, if there is one.

    An example is "La route rouvrira, a annoncé la préfète".
    """
    comma = cue.first - 1
    hosted = HOSTED in cue.reporter.frames and host_of(document, cue) is not None
    if document.low(comma) != "," or not (hosted or CLAUSE in cue.reporter.frames):
        return None
    if document.is_quoted(comma) or document.is_spoken(comma - 1):
        return None
    comment = comment_at(document, cue.first)
    first = document.bounds_at(cue.first)[0]
    if comment is None or not (
        _may_speak(document, comment[1]) and _is_clause(document, first, comma)
    ):
        return None
    starts = document.tokens.starts
    content = (document.trimmed(starts[first], starts[comma]),)
    return PatternDraft(
        CueKind(cue.reporter.kind), comment[1], (cue.first, cue.last), content
    )


def _is_clause(document: PatternDocument, first: int, last: int) -> bool:
    """Return whether the tokens from ``first`` to before ``last`` are a clause."""
    if last - first < _FEWEST_TOKENS:
        return False
    comma = next(
        (i for i in range(last - 1, first, -1) if document.low(i) == ","), last
    )
    if document.low(comma + 1) in document.words.relatives:
        # "X, qui était là, a juré": that verb belongs to the relative clause.
        return any(_may_be_verb(document, i) for i in range(first, comma))
    # Headlines need no verb, and taggers miss some: "Deux morts dans un incendie".
    return last - first >= _LEAST_WITHOUT_VERB or any(
        _may_be_verb(document, i) for i in range(first, last)
    )


def _may_speak(document: PatternDocument, source: Range) -> bool:
    """Return whether ``source``, after a verb, can be its subject: a person or body."""
    words, head = document.words, head_of(document, source)
    low = document.low(head)
    is_listed = low in words.nouns or low in words.groups or low in words.pronouns
    return is_listed or document.is_capital(head)


def _may_be_verb(document: PatternDocument, i: int) -> bool:
    """Return whether a word may be a finite verb.

    Its tag, its ending or a pronoun before it may show that; the tags of verbs are
    often wrong.
    """
    low = document.low(i)
    return (
        document.is_verb(i)
        or low.endswith(document.words.finite_ends)
        or document.low(i - 1) in document.words.pronouns
    )
