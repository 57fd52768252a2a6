"""Interviews and transcripts: paragraphs that start with the speaker's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizers.readers.english.dependency.parsed_document import Reading
from summarizers.readers.parse import Attribution, CueKind
from summarizers.text.layout import Paragraph

LABEL = re.compile(
    r"[\"“:*• -]{0,4}([A-Z][\w.'’-]{0,30}(?: [A-Z][\w.'’-]{0,30}){0,4} ?):\s+(?=\S)"
)
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
MIN_TURNS = 2


def read_transcript(reading: Reading) -> Iterator[Attribution]:
    """One attribution for each turn, when at least two paragraphs are turns.

    Marks the quotations inside the turns as spoken.
    """
    turns = [
        (paragraph, found)
        for paragraph in reading.layout.paragraphs
        if paragraph.noise is None
        and (found := LABEL.match(reading.layout.text, paragraph.start, paragraph.end))
    ]
    if len(turns) < MIN_TURNS:
        return
    for paragraph, label in turns:
        turn = _turn(reading, paragraph, label)
        if turn is not None:
            yield turn


def _turn(
    reading: Reading, paragraph: Paragraph, label: re.Match[str]
) -> Attribution | None:
    head = reading.token_from(label.end(1)) - 1
    end = paragraph.start + len(
        reading.layout.text[paragraph.start : paragraph.end].rstrip()
    )
    if head < 0 or reading.tokens.starts[head] < label.start(1) or end <= label.end():
        return None
    if not _says_something(reading, label.end(), end):
        return None
    for quotation in reading.layout.quotations:
        if paragraph.start <= quotation.start < paragraph.end:
            reading.spoken.add(quotation.start)
    reading.turns.append((label.end(), end))
    return Attribution(
        kind=CueKind.SPEECH,
        source=reading.span(*label.span(1)),
        cue=reading.span(label.end(1), label.end(1) + 1),
        content=(reading.span(label.end(), end),),
        sentence=reading.tokens.sentences[head],
        source_head=head,
    )


def _says_something(reading: Reading, start: int, end: int) -> bool:
    """Whether there is a finite verb: lists have labels as well ("Serves: four")."""
    first, last = reading.token_from(start), reading.token_from(end)
    return not FINITE.isdisjoint(reading.tokens.tags[first:last])
