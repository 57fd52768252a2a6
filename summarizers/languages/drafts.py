"""Attributions while they are put together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from summarizers.languages.phrases import head_of
from summarizers.languages.reading import Range, Reading
from summarizers.model import Span
from summarizers.parsers.grammar import Attribution, CueKind

MIN_WORDS = 2


class Draft(NamedTuple):
    """Words with the tokens of their source and of their cue, each if there is one."""

    kind: CueKind
    source: Range | None
    cue: Range | None
    content: tuple[Span, ...]
    follows: bool = False


def attribution_of(draft: Draft, reading: Reading) -> Attribution:
    """The value that the extractors read."""
    source, cue = draft.source, draft.cue
    at = reading.token_from(draft.content[0].start) if cue is None else cue[0]
    return Attribution(
        kind=draft.kind,
        source=None if source is None else reading.span(source),
        cue=None if cue is None else reading.span(cue),
        content=draft.content,
        sentence=reading.tokens.sentences[min(at, len(reading.tokens) - 1)],
        source_head=-1 if source is None else head_of(reading, source),
        follows=draft.follows,
    )


def outermost(drafts: Iterable[Draft], reading: Reading) -> list[Draft]:
    """Without those whose cue stands in the words of another, in text order."""
    found = sorted(drafts, key=lambda draft: draft.content[0].start)
    passing = [d for d in found if d.kind is not CueKind.ACCORDING]
    return [d for d in found if not _is_inside(d, passing, reading)]


def _is_inside(draft: Draft, others: list[Draft], reading: Reading) -> bool:
    if draft.cue is None:
        return False
    at = reading.tokens.starts[draft.cue[0]]
    return any(
        part.start <= at < part.end
        for other in others
        if other is not draft
        for part in other.content
    )


def says_something(parts: Iterable[Span]) -> bool:
    """Whether the parts have enough words together."""
    return sum(len(part.text.split()) for part in parts) >= MIN_WORDS
