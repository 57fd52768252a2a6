"""A sentence with its cues, and where the clauses of reported words end."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.parsers.grammar import Token
from summarizers.parsers.reporting import ACCUSATION, NAMING, OBJECT
from summarizers.parsers.shallow.cues import FINITE, Cue, find_cues
from summarizers.parsers.shallow.phrases import PRONOUNS
from summarizers.parsers.shallow.reading import WINDOW, Range, Reading
from summarizers.text.layout import Quotation

# Longer sentences are lists or tables, no prose.
MAX_SENTENCE = 400
SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-")
MAX_PARENTHESIS = 12
TURNS = frozenset(("but", "though", "although", "while", "whereas", "despite"))
OBJECTS = frozenset((OBJECT, NAMING, ACCUSATION))
EDGE_TAGS = frozenset((",", "CC", ":", "."))


class Content(NamedTuple):
    """Reported words as character ranges; ``direct`` when they are a quotation."""

    parts: list[Range]
    direct: bool


class Passage:
    """One sentence: its tokens ``first`` to before ``end``, and its cues."""

    def __init__(self, reading: Reading, sentence: int) -> None:
        self.reading = reading
        self.tokens = reading.tokens
        self.sentence = sentence
        self.first, self.end = reading.bounds[sentence]
        self.left = self.first
        short = self.end - self.first <= MAX_SENTENCE
        self.cues = find_cues(reading, sentence) if short else []

    def has_finite(self, first: int, end: int) -> bool:
        """Whether tokens ``first`` to before ``end`` hold a finite verb."""
        return any(self.tokens[k].tag in FINITE for k in range(first, end))

    def closing(self, k: int) -> Quotation | None:
        """The quotation that ends at token ``k``, or at a comma behind it."""
        quotation = self.reading.closes(k)
        if quotation is None and k > 0 and self.tokens[k].tag == ",":
            quotation = self.reading.closes(k - 1)
        return quotation

    def ends_speech(self, quotation: Quotation) -> bool:
        """Whether a quotation ends as spoken words do, within or behind its marks."""
        text = self.reading.layout.text
        inner = text[quotation.inner_start : quotation.inner_end].rstrip(" \xa0'’")
        return inner.endswith(SPEECH_ENDS) or text.startswith(",", quotation.end)

    def clause_end(self, start: int, cue: Cue | None) -> int:
        """The token behind reported words that start at token ``start``."""
        end = self.end
        for other in self.cues:
            at = other.unit[0] - 1
            if at <= start or (cue is not None and other.verb <= cue.verb):
                continue
            if self._parts_clauses(start, at, other, cue):
                end = at
                break
        for k in range(start + 2, end):
            if self._turns(k, start):
                return k
        return end

    def _parts_clauses(self, start: int, at: int, other: Cue, cue: Cue | None) -> bool:
        token = self.tokens[at]
        if token.tag == ",":
            return True
        if token.tag == "CC":
            return self.has_finite(start, at) or self._is_object(start, cue, other)
        return token.text == ";"

    def _is_object(self, start: int, cue: Cue | None, other: Cue) -> bool:
        """Whether what starts at ``start`` is no clause and the other verb its equal."""
        if cue is None or self.tokens[start].lower == "that":
            return False
        if other.loose and self.tokens[other.verb].tag != self.tokens[cue.verb].tag:
            return False
        return self.tokens[start].tag == "TO" or bool(cue.reporter.frames & OBJECTS)

    def _turns(self, k: int, start: int) -> bool:
        token = self.tokens[k]
        if token.text == ";":
            return self.reading.inside[k] < 0
        if token.text == ":" and self.reading.opens(k + 1) is not None:
            return True
        if self.tokens[k - 1].tag != "," or self.reading.inside[k] >= 0:
            return False
        if token.lower == "according":
            return k > start + 3
        return token.lower in TURNS and not self._is_parenthesis(k)

    def _is_parenthesis(self, k: int) -> bool:
        """Whether a comma soon ends what starts at ``k`` without a verb."""
        for m in range(k + 1, min(self.end, k + MAX_PARENTHESIS)):
            if self.tokens[m].tag == ",":
                return True
            if self.tokens[m].tag in FINITE:
                return False
        return False

    def trimmed(self, start: int, end: int) -> Range:
        """Characters of tokens ``start`` to before ``end`` without marks at the edge."""
        last = end - 1
        while last > start and self.tokens[last].tag in EDGE_TAGS:
            last -= 1
        return self.tokens[start].start, self.tokens[last].end
