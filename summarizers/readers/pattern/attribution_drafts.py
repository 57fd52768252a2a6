"""Attributions while they are put together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from summarizers.model import Span
from summarizers.readers.parse import Attribution, CueKind
from summarizers.readers.pattern.noun_phrases import head_of
from summarizers.readers.pattern.pattern_document import PatternDocument, Range

MIN_WORDS = 2


class PatternDraft(NamedTuple):
    """Words with the tokens of their source and of their cue, each if there is one."""

    kind: CueKind
    source: Range | None
    cue: Range | None
    content: tuple[Span, ...]
    follows: bool = False


def attribution_of(draft: PatternDraft, document: PatternDocument) -> Attribution:
    """The value that the extractors read."""
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


def outermost(
    drafts: Iterable[PatternDraft], document: PatternDocument
) -> list[PatternDraft]:
    """Without those whose cue stands in the words of another, in text order."""
    ordered = sorted(drafts, key=lambda draft: draft.content[0].start)
    parts = sorted(
        (part.start, part.end)
        for draft in ordered
        if draft.kind is not CueKind.ACCORDING
        for part in draft.content
    )
    starts = [start for start, _ in parts]
    reach = list(accumulate((end for _, end in parts), max))

    def is_free(draft: PatternDraft) -> bool:
        if draft.cue is None:
            return True
        cue = document.tokens.starts[draft.cue[0]]
        at = bisect_right(starts, cue) - 1
        return at < 0 or reach[at] <= cue

    return [draft for draft in ordered if is_free(draft)]


def says_something(parts: Iterable[Span]) -> bool:
    """Whether the parts have enough words together."""
    return sum(len(part.text.split()) for part in parts) >= MIN_WORDS
