"""Find the speakers of quotations in the words beside or inside the quotations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import CueKind
from summarizers.readers.pattern.according_to import (
    PatternDraft,
    informant_at,
    says_something,
    source_at,
)
from summarizers.readers.pattern.noun_phrases import skip_apposition
from summarizers.readers.pattern.pattern_document import PatternDocument, Range
from summarizers.readers.pattern.reporting_verbs import (
    VerbGroup,
    comment_at,
    cue_at,
    first_subject,
    inherited_subject,
    subject_of,
)
from summarizers.text.layout import Quotation

QUOTED = "q"
_REACH = 26
_LEAST_WORDS = 3


class _QuoteSource(NamedTuple):
    """The source of a quotation (if any), its cue, and the kind of the cue."""

    source: Range | None
    cue: Range
    kind: CueKind


def read_speeches(document: PatternDocument) -> Iterator[PatternDraft]:
    """Yield a draft for each series of quotations of one speaker in one paragraph.

    Each quotation with a speaker is added to ``document.spoken``.
    """
    before: PatternDraft | None = None
    last: Quotation | None = None
    for quotation in document.quotations:
        draft = _read(document, quotation)
        if draft is None and before is not None and last is not None:
            draft = _continued(document, quotation, before, last)
        if draft is None:
            continue
        if not draft.follows or before is None:
            if before is not None:
                yield before
            before = draft
        elif _is_near(document, quotation, last):
            before = before._replace(content=(*before.content, *draft.content))
        else:
            yield before
            before = draft
        last = quotation
        document.spoken.add(quotation.start)
    if before is not None:
        yield before


def _is_near(
    document: PatternDocument, quotation: Quotation, last: Quotation | None
) -> bool:
    """Return whether ``quotation`` is in the same paragraph as ``last``, if any."""
    return (
        last is not None
        and "\n" not in document.layout.text[last.end : quotation.start]
    )


def _read(document: PatternDocument, quotation: Quotation) -> PatternDraft | None:
    inner = quotation.inner_start, quotation.inner_end
    inside = _split_by_comment(document, quotation)
    if inside is not None:
        return inside
    voice = _cue_before(document, quotation, colon=True)
    voice = voice or _cue_after(document, quotation)
    voice = voice or _cue_before(document, quotation, colon=False)
    content = (document.trimmed_quote(*inner),)
    if voice is None or not says_something(content):
        return None
    return PatternDraft(voice.kind, voice.source, voice.cue, content)


def _cue_after(document: PatternDocument, quotation: Quotation) -> _QuoteSource | None:
    """Return the cue and source after a quotation, if any: "…, a déclaré la ministre"."""
    i = document.token_from(quotation.end)
    while document.low(i) == ",":
        i += 1
    if i >= len(document.tokens) or not _same_paragraph(document, quotation.end, i):
        return None
    comment = comment_at(document, i)
    if comment is None or QUOTED not in comment[0].reporter.frames:
        return None
    return _quote_source(
        comment[0].reporter.kind, comment[1], (comment[0].first, comment[0].last)
    )


def _same_paragraph(document: PatternDocument, offset: int, i: int) -> bool:
    return "\n" not in document.layout.text[offset : document.tokens.starts[i]]


def _quote_source(kind: str, source: Range | None, cue: Range) -> _QuoteSource:
    return _QuoteSource(source, cue, CueKind(kind))


def _cue_before(
    document: PatternDocument, quotation: Quotation, *, colon: bool
) -> _QuoteSource | None:
    """Return the cue and source before a quotation, if any.

    If ``colon`` is true, a colon must stand right before the quotation; else none may.
    """
    end = document.token_from(quotation.start)
    if end == 0 or not _same_sentence(document, end):
        return None
    if (document.low(end - 1) == ":") is not colon:
        return None
    first = document.bounds_at(end)[0]
    lowest = max(first, end - _REACH) if colon else max(first, end - 4)
    for verb in range(end - 1 - colon, lowest - 1, -1):
        if document.is_quoted(verb) or (not colon and _opens_clause(document, verb)):
            return None
        voice = _cue_at_verb(document, verb, colon=colon)
        if voice is not None:
            return voice
    return _source_before_colon(document, first, end) if colon else None


def _opens_clause(document: PatternDocument, i: int) -> bool:
    """Return whether a reported clause or an infinitive starts at ``i``."""
    grammar, low = document.words.grammar, document.low(i)
    return low in grammar.clauses or (
        grammar.is_infinitive(low) and document.tag(i) in {"VERB", "AUX", ""}
    )


def _source_before_colon(
    document: PatternDocument, first: int, end: int
) -> _QuoteSource | None:
    """Return the subject before a colon as the source, if any: "Elle dit : « Assez. »".

    ``first`` and ``end`` are the sentence's first token and the one after the colon.
    """
    length = informant_at(document, first)
    if length is not None:
        source = source_at(document, first + length[0], end)
        cue = first, first + length[0] - 1
        return None if source is None else _QuoteSource(source, cue, CueKind.ACCORDING)
    source = first_subject(document, first, end)
    if source is None:
        return None
    verb = min(source[1] + 1, end - 1)
    return _QuoteSource(source, (verb, verb), CueKind.SPEECH)


def _same_sentence(document: PatternDocument, i: int) -> bool:
    if i >= len(document.tokens):
        return False
    return document.tokens.sentences[i - 1] == document.tokens.sentences[i]


def _cue_at_verb(
    document: PatternDocument, verb: int, *, colon: bool
) -> _QuoteSource | None:
    cue = cue_at(document, verb)
    if cue is not None and (QUOTED in cue.reporter.frames or colon):
        source = subject_of(document, cue)
        if source is None:
            return None
        return _quote_source(cue.reporter.kind, source, (cue.first, cue.last))
    low = document.low(verb)
    if colon and low in document.words.infinitives:
        source = inherited_subject(document, verb)
        if source is not None:
            return _quote_source("speech", source, (verb, verb))
    return None


def _split_by_comment(
    document: PatternDocument, quotation: Quotation
) -> PatternDraft | None:
    """Return the draft of a quotation that contains its own cue, if it does.

    An example is « Le sol est mou, explique-t-il. Rien ne tient. ».
    """
    comment = _comment_inside(document, quotation)
    if comment is None:
        return None
    cue, source = comment
    head = document.tokens.starts[cue.first]
    parts = [document.trimmed_quote(quotation.inner_start, head)]
    rest = _text_after_comment(document, source[1] + 1, quotation)
    parts += [] if rest is None else [rest]
    content = tuple(part for part in parts if part.text)
    if not says_something(content):
        return None
    return PatternDraft(
        CueKind(cue.reporter.kind), source, (cue.first, cue.last), content
    )


def _comment_inside(
    document: PatternDocument, quotation: Quotation
) -> tuple[VerbGroup, Range] | None:
    """Return the verb group after ",", "!" or "?" in a quotation, and its subject."""
    first = document.token_from(quotation.inner_start)
    for at in range(first + 1, document.token_from(quotation.inner_end)):
        if document.low(at - 1) not in {",", "!", "?"}:
            continue
        comment = comment_at(document, at)
        if comment is None or QUOTED not in comment[0].reporter.frames:
            continue
        if document.low(comment[1][0]) not in document.words.nobody:
            return comment
    return None


def _text_after_comment(
    document: PatternDocument, i: int, quotation: Quotation
) -> Span | None:
    """Return the rest of a quotation after its inner cue, if any.

    The cue, such as "explique-t-il", ends before token ``i``.
    """
    end = document.token_from(quotation.inner_end)
    is_turn = quotation.end == quotation.inner_end
    i = skip_apposition(document, i, end)
    stops = {".", "!", "?"} if is_turn else {".", "!", "?", ","}
    while i < end and document.text(i) not in stops:
        i += 1
    if i >= end:
        return None
    rest = document.trimmed_quote(document.tokens.ends[i], quotation.inner_end)
    return rest if rest.text else None


def _continued(
    document: PatternDocument,
    quotation: Quotation,
    before: PatternDraft,
    last: Quotation,
) -> PatternDraft | None:
    """Return a draft that gives a quotation without a cue the speaker of ``before``.

    ``last`` is the last quotation of ``before``. The result is ``None`` if the
    quotation is short, far away, or inside a sentence of the article.
    """
    content = (document.trimmed_quote(quotation.inner_start, quotation.inner_end),)
    whole = (
        _opens_sentence(document, quotation)
        or _continues_sentence(document, quotation, last)
        or _is_added(document, quotation)
    )
    if len(content[0].text.split()) < _LEAST_WORDS or not whole:
        return None
    between = document.layout.text[last.end : quotation.start]
    if between.count("\n\n") > 1:
        return None
    return PatternDraft(before.kind, before.source, before.cue, content, follows=True)


def _is_added(document: PatternDocument, quotation: Quotation) -> bool:
    """Return whether the sentence of a quotation starts like "Et d'ajouter :"."""
    i = document.token_from(quotation.start)
    if i >= len(document.tokens):
        return False
    first = document.bounds_at(i)[0]
    grammar = document.words.grammar
    return (
        document.low(first) in grammar.conjunctions
        and document.low(first + 1) in grammar.particles
        and document.low(first + 2) in document.words.infinitives
    )


def _continues_sentence(
    document: PatternDocument, quotation: Quotation, last: Quotation
) -> bool:
    """Return whether a comma and ``quotation`` follow ``last`` in one sentence."""
    i = document.token_from(quotation.start)
    first = document.token_from(last.end)
    if i >= len(document.tokens) or document.low(i - 1) != ",":
        return False
    return first >= document.bounds_at(i)[0]


def _opens_sentence(document: PatternDocument, quotation: Quotation) -> bool:
    """Return whether a sentence of the article starts with this quotation."""
    i = document.token_from(quotation.start)
    if i >= len(document.tokens):
        return False
    return i == document.bounds_at(i)[0]
