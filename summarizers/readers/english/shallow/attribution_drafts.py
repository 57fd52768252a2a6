"""Attributions while their content is collected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from summarizers.readers.english.shallow.noun_phrases import Phrase
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.parse import Attribution, CueKind

# The number of earlier parts of content that may contain a cue.
NEAR = 8


@dataclass(slots=True)
class ShallowDraft:
    """An attribution as ranges: cue and source of tokens, parts of characters.

    ``direct`` is true when the content is a quotation.
    """

    kind: CueKind
    source: Phrase | None
    cue: Range | None
    sentence: int
    parts: list[Range]
    direct: bool = False
    follows: bool = False


def finish(document: ShallowDocument, draft: ShallowDraft) -> Attribution:
    """The value that a draft stands for."""
    source, cue, span = draft.source, draft.cue, document.span
    # Fields by place: by name they cost half as much again.
    return Attribution(
        draft.kind,
        None if source is None else document.words(source.first, source.last),
        None if cue is None else document.words(*cue),
        tuple([span(*part) for part in draft.parts]),
        draft.sentence,
        -1 if source is None else source.head,
        draft.follows,
    )


def outermost(
    document: ShallowDocument, drafts: Iterable[ShallowDraft]
) -> list[ShallowDraft]:
    """Without those whose cue stands inside the words of another, by first content.

    Of two that hold each other's cue the one that starts first stays, and of those the
    longest.
    """
    kept: list[ShallowDraft] = []
    parts: list[Range] = []
    reach = -1
    for draft in sorted(drafts, key=lambda d: (d.parts[0][0], -d.parts[-1][1])):
        at = -1 if draft.cue is None else document.tokens.starts[draft.cue[0]]
        if at < reach and any(start <= at < end for start, end in parts[-NEAR:]):
            continue
        kept.append(draft)
        parts += draft.parts
        reach = max(reach, *(end for _, end in draft.parts))
    return kept
