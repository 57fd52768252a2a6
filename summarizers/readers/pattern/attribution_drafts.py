"""Attributions while they are put together."""

from __future__ import annotations

from collections.abc import Iterable
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


def says_something(parts: Iterable[Span]) -> bool:
    """Whether the parts have enough words in total."""
    return sum(len(part.text.split()) for part in parts) >= MIN_WORDS
