"""Interviews and transcripts: paragraphs that start with the speaker's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizers.readers.english.dependency.parsed_document import DependencyDocument
from summarizers.readers.parse import Attribution, CueKind
from summarizers.text.layout import Paragraph

LABEL = re.compile(
    r"[\"“:*• -]{0,4}([A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4} ?):\s+(?=\S)"
)
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
MIN_TURNS = 2


def read_transcript(document: DependencyDocument) -> Iterator[Attribution]:
    """One attribution for each turn, when at least two paragraphs are turns.

    Marks the quotations inside the turns as spoken.
    """
    turns = [
        (paragraph, label)
        for paragraph in document.layout.paragraphs
        if paragraph.noise is None
        and (label := LABEL.match(document.layout.text, paragraph.start, paragraph.end))
    ]
    if len(turns) < MIN_TURNS:
        return
    for paragraph, label in turns:
        turn = _turn(document, paragraph, label)
        if turn is not None:
            yield turn


def _turn(
    document: DependencyDocument, paragraph: Paragraph, label: re.Match[str]
) -> Attribution | None:
    head = document.token_from(label.end(1)) - 1
    end = paragraph.start + len(
        document.layout.text[paragraph.start : paragraph.end].rstrip()
    )
    if head < 0 or document.tokens.starts[head] < label.start(1) or end <= label.end():
        return None
    if not _says_something(document, label.end(), end):
        return None
    for quotation in document.layout.quotations:
        if paragraph.start <= quotation.start < paragraph.end:
            document.spoken.add(quotation.start)
    document.turns.append((label.end(), end))
    return Attribution(
        kind=CueKind.SPEECH,
        source=document.span(*label.span(1)),
        cue=document.span(label.end(1), label.end(1) + 1),
        content=(document.span(label.end(), end),),
        sentence=document.tokens.sentences[head],
        source_head=head,
    )


def _says_something(document: DependencyDocument, start: int, end: int) -> bool:
    """Whether there is a finite verb: lists have labels as well ("Serves: four")."""
    first, last = document.token_from(start), document.token_from(end)
    return not FINITE.isdisjoint(document.tokens.tags[first:last])
