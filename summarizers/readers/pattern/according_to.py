"""Find the sources after "according to", and turn drafts into attributions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import Attribution, CueKind
from summarizers.readers.pattern.noun_phrases import (
    fused_phrase,
    head_of,
    skip_apposition,
)
from summarizers.readers.pattern.pattern_document import ENDS, PatternDocument, Range
from summarizers.readers.pattern.reporting_verbs import antecedent_of

MIN_WORDS = 2


class PatternDraft(NamedTuple):
    """A possible attribution: the content, and its source and cue if it has any.

    ``source`` and ``cue`` are ranges of tokens. ``follows`` is true for a quotation
    without a cue: its speaker is that of the quotation before it.
    """

    kind: CueKind
    source: Range | None
    cue: Range | None
    content: tuple[Span, ...]
    follows: bool = False


def attribution_of(draft: PatternDraft, document: PatternDocument) -> Attribution:
    """Return the attribution of a draft, with spans instead of token ranges."""
    source, cue = draft.source, draft.cue
    at = document.token_from(draft.content[0].start) if cue is None else cue[0]
    return Attribution(
        kind=draft.kind,
        source=None if source is None else document.span(source),
        cue=None if cue is None else document.span(cue),
        content=draft.content,
        sentence=document.tokens.sentences[min(at, len(document.tokens) - 1)],
        source_head=-1 if source is None else head_of(document, source),
        follows=draft.follows,
    )


def says_something(parts: Iterable[Span]) -> bool:
    """Return whether ``parts`` have at least ``MIN_WORDS`` words in total."""
    return sum(len(part.text.split()) for part in parts) >= MIN_WORDS


def informant_at(document: PatternDocument, i: int) -> tuple[int, str] | None:
    """Return the length in tokens of the "according to" at ``i``, and its condition.

    The condition is "clause" for a word such as "pour", which counts only before a
    person and a comma; else it is empty. The result is ``None`` if no such phrase
    starts at ``i``.
    """
    for phrase, need in document.words.informants.get(document.low(i), ()):
        if document.matches(i, phrase):
            return len(phrase), need
    return None


def source_at(document: PatternDocument, i: int, last: int) -> Range | None:
    """Return the tokens of the source that starts at ``i``, if one starts there.

    ``last`` is the token after the sentence.
    """
    if document.pronoun_of((i, i + 1)):
        return i, i + 1
    if i >= last or document.low(i) in document.words.nobody:
        return None
    if document.low(i) in document.words.pronouns:
        return i, i
    return fused_phrase(document, i)


def read_informant(document: PatternDocument, i: int) -> Iterator[PatternDraft]:
    """Yield the statement that an "according to" at token ``i`` attributes, if any."""
    informant = informant_at(document, i)
    if informant is None:
        return
    behind = i + informant[0]
    if document.low(behind) in document.words.relatives:
        yield from _read_relative(document, i, behind)
        return
    source = source_at(document, behind, document.bounds_at(i)[1])
    if source is None or (informant[1] and not _is_somebody(document, i, source)):
        return
    content = _statement_around(document, i, source[1] + 1)
    if content and says_something(content):
        yield PatternDraft(
            CueKind.ACCORDING, source, (i, i + informant[0] - 1), content
        )


def _read_relative(
    document: PatternDocument, i: int, behind: int
) -> Iterator[PatternDraft]:
    """Yield the statement after "selon lequel": "X, selon lequel la digue cède".

    The phrase starts at ``i``; its relative pronoun is at ``behind``.
    """
    source = antecedent_of(document, i)
    last = document.bounds_at(i)[1]
    if source is None or behind + 1 >= last:
        return
    tokens = document.tokens
    content = (document.whole(tokens.starts[behind + 1], tokens.ends[last - 1]),)
    if says_something(content):
        yield PatternDraft(CueKind.ACCORDING, source, (i, behind), content)


def _is_somebody(document: PatternDocument, i: int, source: Range) -> bool:
    """Return whether "pour" at ``i`` means "according to" the person ``source``.

    It does if it opens the sentence and a comma follows the person: "Pour l'ingénieur
    Paul Astier, la digue cède".
    """
    if i != document.bounds_at(i)[0] or document.low(source[1] + 1) != ",":
        return False
    words = document.words
    tokens = range(source[0], source[1] + 1)
    person = any(document.low(k) in words.roles for k in tokens) or any(
        document.low(k) in words.first_names for k in tokens
    )
    return person and not any(document.low(k) in words.calendar for k in tokens)


def _statement_around(
    document: PatternDocument, i: int, behind: int
) -> tuple[Span, ...]:
    """Return the parts of the sentence before and after "according to X".

    "According to X" starts at token ``i`` and ends before ``behind``. If a colon
    follows, the result is empty, because direct speech follows.
    """
    first, last = document.bounds_at(i)
    starts, ends = document.tokens.starts, document.tokens.ends
    while behind < last and document.text(behind) not in ENDS | {","}:
        behind += 1
    if document.text(behind) == "(" and document.text(behind + 2) == ")":
        behind += 3
    behind = _skip_relative_clause(
        document, skip_apposition(document, behind, last), last
    )
    if behind < last and document.low(behind) == ":":
        return ()
    parts = []
    if i > first:
        parts.append(document.whole(starts[first], starts[i]))
    if behind < last and document.low(behind) == ",":
        parts.append(document.whole(starts[behind], ends[last - 1]))
    return tuple(part for part in parts if part.text)


def _skip_relative_clause(document: PatternDocument, comma: int, last: int) -> int:
    """Return the comma after a relative clause such as "…, qui cite la police,".

    ``comma`` is the comma before it; it is returned if no relative clause follows.
    """
    if document.low(comma) != "," or document.low(comma + 1) not in (
        document.words.relatives
    ):
        return comma
    commas = (i for i in range(comma + 1, last) if document.low(i) == ",")
    return next(commas, comma)
