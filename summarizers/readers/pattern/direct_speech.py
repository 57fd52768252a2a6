"""Quotations and the words beside or inside them that say whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import CueKind
from summarizers.readers.pattern.according_to import informant_at, source_at
from summarizers.readers.pattern.attribution_drafts import Draft, says_something
from summarizers.readers.pattern.noun_phrases import behind_apposition
from summarizers.readers.pattern.pattern_document import Range, Reading
from summarizers.readers.pattern.reporting_verbs import (
    Cue,
    comment_at,
    cue_at,
    opener_of,
    subject_above,
    subject_of,
)
from summarizers.text.layout import Quotation

QUOTED = "q"
_REACH = 26
_LEAST_WORDS = 3
_KINDS = {
    "speech": CueKind.SPEECH,
    "belief": CueKind.BELIEF,
    "intention": CueKind.INTENTION,
}


class _Voice(NamedTuple):
    """Who speaks: the tokens of the source, if any, and of the cue."""

    source: Range | None
    cue: Range
    kind: CueKind


def read_speeches(reading: Reading) -> Iterator[Draft]:
    """One draft for each run of quotations of one speaker; marks them as spoken."""
    before: Draft | None = None
    last: Quotation | None = None
    for quotation in reading.quotations:
        draft = _read(reading, quotation)
        if draft is None and before is not None and last is not None:
            draft = _resumed(reading, quotation, before, last)
        if draft is None:
            continue
        if not draft.follows or before is None:
            if before is not None:
                yield before
            before = draft
        elif _is_near(reading, quotation, last):
            before = before._replace(content=(*before.content, *draft.content))
        else:
            yield before
            before = draft
        last = quotation
        reading.spoken.add(quotation.start)
    if before is not None:
        yield before


def _is_near(reading: Reading, quotation: Quotation, last: Quotation | None) -> bool:
    """Whether both stand in one paragraph."""
    return (
        last is not None and "\n" not in reading.layout.text[last.end : quotation.start]
    )


def _read(reading: Reading, quotation: Quotation) -> Draft | None:
    inner = quotation.inner_start, quotation.inner_end
    inside = _inside(reading, quotation)
    if inside is not None:
        return inside
    voice = _before(reading, quotation, colon=True)
    voice = voice or _behind(reading, quotation)
    voice = voice or _before(reading, quotation, colon=False)
    content = (reading.trimmed_quote(*inner),)
    if voice is None or not says_something(content):
        return None
    return Draft(voice.kind, voice.source, voice.cue, content)


def _behind(reading: Reading, quotation: Quotation) -> _Voice | None:
    """The verb behind a quotation: "…, a déclaré la ministre"."""
    i = reading.token_from(quotation.end)
    while reading.low(i) == ",":
        i += 1
    if i >= len(reading.tokens) or not _same_paragraph(reading, quotation.end, i):
        return None
    found = comment_at(reading, i)
    if found is None or QUOTED not in found[0].reporter.frames:
        return None
    return _voice(found[0].reporter.kind, found[1], (found[0].first, found[0].last))


def _same_paragraph(reading: Reading, offset: int, i: int) -> bool:
    return "\n" not in reading.layout.text[offset : reading.tokens.starts[i]]


def _voice(kind: str, source: Range | None, cue: Range) -> _Voice:
    return _Voice(source, cue, _KINDS[kind])


def _before(reading: Reading, quotation: Quotation, *, colon: bool) -> _Voice | None:
    """The verb before a quotation, mostly with a colon between them."""
    end = reading.token_from(quotation.start)
    if end == 0 or not _same_sentence(reading, end):
        return None
    if (reading.low(end - 1) == ":") is not colon:
        return None
    first = reading.bounds_at(end)[0]
    lowest = max(first, end - _REACH) if colon else max(first, end - 4)
    for verb in range(end - 1 - colon, lowest - 1, -1):
        if reading.is_quoted(verb) or (not colon and _opens_clause(reading, verb)):
            return None
        voice = _voice_at(reading, verb, colon=colon)
        if voice is not None:
            return voice
    return _opener(reading, first, end) if colon else None


def _opens_clause(reading: Reading, i: int) -> bool:
    """Whether a reported clause, or an infinitive, begins before a quotation."""
    grammar, low = reading.words.grammar, reading.low(i)
    return low in grammar.clauses or (
        grammar.is_infinitive(low) and reading.tag(i) in {"VERB", "AUX", ""}
    )


def _opener(reading: Reading, first: int, end: int) -> _Voice | None:
    """Who acts before a colon: "Elle lève les bras : « C'est fini. »"."""
    length = informant_at(reading, first)
    if length is not None:
        source = source_at(reading, first + length[0], end)
        cue = first, first + length[0] - 1
        return None if source is None else _Voice(source, cue, CueKind.ACCORDING)
    source = opener_of(reading, first, end)
    if source is None:
        return None
    verb = min(source[1] + 1, end - 1)
    return _Voice(source, (verb, verb), CueKind.SPEECH)


def _same_sentence(reading: Reading, i: int) -> bool:
    if i >= len(reading.tokens):
        return False
    return reading.tokens.sentences[i - 1] == reading.tokens.sentences[i]


def _voice_at(reading: Reading, verb: int, *, colon: bool) -> _Voice | None:
    cue = cue_at(reading, verb)
    if cue is not None and (QUOTED in cue.reporter.frames or colon):
        source = subject_of(reading, cue)
        if source is None:
            return None
        return _voice(cue.reporter.kind, source, (cue.first, cue.last))
    low = reading.low(verb)
    if colon and low in reading.words.infinitives:
        source = subject_above(reading, verb)
        if source is not None:
            return _voice("speech", source, (verb, verb))
    return None


def _inside(reading: Reading, quotation: Quotation) -> Draft | None:
    """A comment within the marks: « Le sol est mou, explique-t-il. Rien ne tient. »."""
    found = _comment_inside(reading, quotation)
    if found is None:
        return None
    cue, source = found
    head = reading.tokens.starts[cue.first]
    parts = [reading.trimmed_quote(quotation.inner_start, head)]
    rest = _rest(reading, source[1] + 1, quotation)
    parts += [] if rest is None else [rest]
    content = tuple(part for part in parts if part.text)
    if not says_something(content):
        return None
    return Draft(_KINDS[cue.reporter.kind], source, (cue.first, cue.last), content)


def _comment_inside(reading: Reading, quotation: Quotation) -> tuple[Cue, Range] | None:
    """The verb group behind a comma of a quotation, and its subject behind it."""
    first = reading.token_from(quotation.inner_start)
    for at in range(first + 1, reading.token_from(quotation.inner_end)):
        if reading.low(at - 1) not in {",", "!", "?"}:
            continue
        found = comment_at(reading, at)
        if found is None or QUOTED not in found[0].reporter.frames:
            continue
        if reading.low(found[1][0]) not in reading.words.nobody:
            return found
    return None


def _rest(reading: Reading, i: int, quotation: Quotation) -> Span | None:
    """What the speaker goes on to say behind a comment that ends before ``i``."""
    end = reading.token_from(quotation.inner_end)
    is_turn = quotation.end == quotation.inner_end
    i = behind_apposition(reading, i, end)
    stops = {".", "!", "?"} if is_turn else {".", "!", "?", ","}
    while i < end and reading.text(i) not in stops:
        i += 1
    if i >= end:
        return None
    rest = reading.trimmed_quote(reading.tokens.ends[i], quotation.inner_end)
    return rest if rest.text else None


def _resumed(
    reading: Reading, quotation: Quotation, before: Draft, last: Quotation
) -> Draft | None:
    """A quotation without a verb of its own, whose speaker is the one before."""
    content = (reading.trimmed_quote(quotation.inner_start, quotation.inner_end),)
    whole = (
        _is_whole(reading, quotation)
        or _goes_on(reading, quotation, last)
        or _is_added(reading, quotation)
    )
    if len(content[0].text.split()) < _LEAST_WORDS or not whole:
        return None
    between = reading.layout.text[last.end : quotation.start]
    if between.count("\n\n") > 1:
        return None
    return Draft(before.kind, before.source, before.cue, content, follows=True)


def _is_added(reading: Reading, quotation: Quotation) -> bool:
    """Whether a quotation follows "Et d'ajouter :"."""
    i = reading.token_from(quotation.start)
    if i >= len(reading.tokens):
        return False
    first = reading.bounds_at(i)[0]
    grammar = reading.words.grammar
    return (
        reading.low(first) in grammar.conjunctions
        and reading.low(first + 1) in grammar.particles
        and reading.low(first + 2) in reading.words.infinitives
    )


def _goes_on(reading: Reading, quotation: Quotation, last: Quotation) -> bool:
    """Whether a quotation goes on behind a comma in the sentence of the one before."""
    i = reading.token_from(quotation.start)
    first = reading.token_from(last.end)
    if i >= len(reading.tokens) or reading.low(i - 1) != ",":
        return False
    return first >= reading.bounds_at(i)[0]


def _is_whole(reading: Reading, quotation: Quotation) -> bool:
    """Whether a quotation is a sentence of its own."""
    i = reading.token_from(quotation.start)
    if i >= len(reading.tokens):
        return False
    return i == reading.bounds_at(i)[0]
