"""Recognise transcripts: articles of an interview's questions and answers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from summarizers.model import Article

# "Interview with founder Anna Berg", "Lenna Post interviews Anna Berg, a candidate".
ANNOUNCED = re.compile(
    r"\b(?:interviews|(?:interview|conversation|q&a) with)\s+([^:;|]+)",
    re.IGNORECASE,
)
# "Founder Anna Berg talks to the Lenna Post about mills": other news has such titles too.
TALKS = re.compile(
    r"(?:^|[:|]\s{0,3})([^\s:;|][^:;|]{0,99}?)\s{1,3}"
    r"(?:interviewed|discusses|(?:tells|(?:talks|speaks) (?:to|with)) (?=.{0,200} (?:about|on) ))"
)
_INTERVIEW = re.compile(r"\binterview", re.IGNORECASE)
_LINE = re.compile(r"[^\s][^\n]*")
_LABEL = re.compile(r"(\(\([^()\n]{1,30}\)\)|[A-Z][\w.'’ -]{0,29}:)\s")
# The words of a person who asks or answers; quotations begin with a mark.
_TURN = re.compile(r".*\bI\b(?:['’]| (?=[a-z]))|.*\b[Yy]our?\b")
_ASKS = re.compile(r".*\byour?\b.*\?$", re.IGNORECASE)
_SELF = re.compile(r"\bI\b")
_MARKS = "\"“«‘'`"
_FEWEST_ANNOUNCED, _FEWEST = 2, 3
_TWICE = 2
# Paragraphs of fewer words may be remarks of the person who asks.
_FEWEST_OF_ANSWER = 25
# If no title announces a transcript, at least one in six paragraphs must ask.
_PER_QUESTION = 6


class Block(NamedTuple):
    """A paragraph of a transcript; ``asks`` is true if it is a question.

    ``start`` and ``end`` are its character range.
    """

    start: int
    end: int
    asks: bool


class Transcript(NamedTuple):
    """The turns of an interview; its introduction ends at the character ``start``.

    ``blocks`` are the paragraphs of the article. ``is_labelled`` is true if a name and
    a colon precede each turn.
    """

    start: int
    blocks: Sequence[Block]
    is_labelled: bool

    def at(self, offset: int) -> int:
        """Return the index of the paragraph that contains the character ``offset``."""
        return max(0, bisect_right(self.blocks, offset, key=attrgetter("start")) - 1)

    def answers(self, at: int, text: str) -> bool:
        """Return whether paragraph ``at`` is an answer: long, and after a question."""
        block = self.blocks[at]
        if block.asks or not at or not self.blocks[at - 1].asks:
            return False
        return len(text[block.start : block.end].split()) >= _FEWEST_OF_ANSWER


def read_transcript(article: Article) -> Transcript | None:
    """Return the turns of an interview; ``None`` for any other article.

    In an interview, the title announces one, and several paragraphs ask or have labels.
    Without such a title, most questions must address somebody who answers with "I".
    """
    if article.text.count("?") < _FEWEST_ANNOUNCED:
        return None
    blocks = [_block(match) for match in _LINE.finditer(article.text)]
    labelled = _first_label(article.text, blocks)
    if is_announced(article.title):
        if labelled is not None:
            return Transcript(labelled, blocks, is_labelled=True)
        is_transcript = sum(b.asks for b in blocks) >= _FEWEST_ANNOUNCED
    else:
        is_transcript = _converses(article.text, blocks)
    if not is_transcript:
        return None
    return Transcript(_first_turn(article.text, blocks), blocks, is_labelled=False)


def is_announced(title: str | None) -> bool:
    """Return whether a title announces an interview, or says that somebody talks."""
    patterns = (_INTERVIEW, ANNOUNCED, TALKS)
    return any(pattern.search(title or "") for pattern in patterns)


def _block(match: re.Match[str]) -> Block:
    text = match.group().rstrip()
    asks = text.endswith("?") and text[0] not in _MARKS
    return Block(match.start(), match.start() + len(text), asks)


def _first_label(text: str, blocks: Sequence[Block]) -> int | None:
    """Return the start of the first labelled turn, if two people take turns."""
    labels = [(b.start, _LABEL.match(text, b.start, b.end)) for b in blocks]
    turns = [(start, label.group(1)) for start, label in labels if label]
    counts = Counter(label for _, label in turns)
    voices = {label for label, count in counts.items() if count >= _TWICE}
    if len(voices) < _TWICE:
        return None
    return next(start for start, label in turns if label in voices)


def _converses(text: str, blocks: Sequence[Block]) -> bool:
    """Return whether several questions address somebody who answers with "I"."""
    asked = [
        at
        for at, b in enumerate(blocks)
        if b.asks and _ASKS.match(text, b.start, b.end)
    ]
    answers = [blocks[at + 1] for at in asked if at + 1 < len(blocks)]
    selves = sum(bool(_SELF.search(text, b.start, b.end)) for b in answers)
    return (
        len(asked) >= _FEWEST
        and selves >= _TWICE
        and len(blocks) <= _PER_QUESTION * len(asked)
    )


def _first_turn(text: str, blocks: Sequence[Block]) -> int:
    """Return the start of the first paragraph in which somebody asks or answers."""
    return next(
        b.start
        for b in blocks
        if b.asks or (text[b.start] not in _MARKS and _TURN.match(text, b.start, b.end))
    )
