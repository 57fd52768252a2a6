"""A sentence with its reporting cues, and the limits of each cue's content."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from summarizers.readers.english.reporting_lexicon import (
    ACCUSATION,
    NAMING,
    OBJECT,
)
from summarizers.readers.english.shallow.reporting_cues import ReportingCue, find_cues
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.english.shallow.tokenizer import ACCORDING
from summarizers.readers.english.shallow.verb_groups import FINITE
from summarizers.text.layout import Quotation

# Longer sentences are lists or tables, not prose; the limit keeps the work linear.
MAX_SENTENCE = 400
SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-")
DASHES = frozenset((";", "--", "-", "—", "–"))
LIMITS = frozenset(("only", "not", "then", "with"))
MAX_PARENTHESIS = 12
# Content of fewer tokens before "according" does not end there, but includes it.
MIN_BEFORE_ACCORDING = 4
OBJECTS = frozenset((OBJECT, NAMING, ACCUSATION))
LEFT_MARKS = frozenset((",", "CC", ":"))
RIGHT_MARKS = LEFT_MARKS | {"."}


class Content(NamedTuple):
    """Reported words as character ranges; ``direct`` is true for a quotation."""

    parts: list[Range]
    direct: bool


class CuedSentence:
    """One sentence: the tokens from ``first`` to before ``end``, and its cues.

    ``left`` is the first token that the content before the next cue may include. It
    follows the last cue that has content before it.
    """

    def __init__(self, document: ShallowDocument, sentence: int) -> None:
        self.document = document
        self.tokens = document.tokens
        self.sentence = sentence
        self.first, self.end = document.bounds[sentence]
        self.left = self.first
        self.is_prose = self.end - self.first <= MAX_SENTENCE
        self.cues = find_cues(document, sentence) if self.is_prose else []

    def has_finite(self, first: int, end: int) -> bool:
        """Return whether a finite verb stands from ``first`` to before ``end``."""
        return not FINITE.isdisjoint(self.tokens.tags[first:end])

    def is_open(self, before: int) -> bool:
        """Return whether the tokens from ``left`` to ``before`` have no finite verb.

        The token ``before`` itself is not tested.
        """
        return not self.has_finite(self.left, before)

    def left_edge(self, before: int) -> int:
        """Return the first token from ``left`` on that is not a comma, colon or "and".

        The result is at most ``before``.
        """
        k = self.left
        while k + 1 < min(before + 1, self.end) and self.tokens.tags[k] in LEFT_MARKS:
            k += 1
        return k

    def next_cue(self, cue: ReportingCue) -> int:
        """Return the token before which the content after ``cue`` must start.

        It is the start of the sentence's next cue, or else the end of the sentence.
        """
        for other in self.cues:
            if other.verb > cue.verb:
                first = other.unit[0]
                return first if self.tokens.tags[first - 1] == "," else other.verb + 1
        return self.end

    def closing(self, k: int) -> Quotation | None:
        """Return the quotation that ends at token ``k``, or before a comma at ``k``."""
        quotation = self.document.closes(k)
        if quotation is None and k > 0 and self.tokens.tags[k] == ",":
            quotation = self.document.closes(k - 1)
        return quotation

    def quotation_range(self, k: int) -> Range:
        """Return the characters of the quotation that contains token ``k``."""
        quotation = self.document.layout.quotations[self.document.inside[k]]
        return quotation.start, quotation.end

    def ends_speech(self, quotation: Quotation) -> bool:
        """Return whether a quotation ends as speech does: with a comma, stop or dash."""
        text = self.document.layout.text
        inner = text[quotation.inner_start : quotation.inner_end].rstrip(" \xa0'’")
        return inner.endswith(SPEECH_ENDS) or text.startswith(",", quotation.end)

    def clause_end(self, start: int, cue: ReportingCue) -> int:
        """Return the token after the reported words that start at token ``start``."""
        end = self.end
        for other in self.cues:
            at = other.unit[0] - 1
            if at <= start or other.verb <= cue.verb:
                continue
            if self._separates_cues(start, at, other, cue):
                end = at
                break
        ends = self.document.possible_ends
        for at in range(bisect_left(ends, start + 2), len(ends)):
            k = ends[at]
            if k >= end:
                break
            if self._ends_content(k, start):
                return k
        return end

    def semicolon(self, start: int) -> int:
        """Return the first semicolon from token ``start`` on, or the sentence's end."""
        return next(
            (k for k in range(start, self.end) if self.tokens.texts[k] == ";"), self.end
        )

    def _separates_cues(
        self, start: int, at: int, other: ReportingCue, cue: ReportingCue
    ) -> bool:
        """Return whether the mark or conjunction ``at`` separates two cues."""
        tag = self.tokens.tags[at]
        if tag == "CC":
            return self.has_finite(start, at) or self._are_coordinated(
                start, other, cue
            )
        return tag == "," or self.tokens.texts[at] == ";"

    def _are_coordinated(
        self, start: int, other: ReportingCue, cue: ReportingCue
    ) -> bool:
        """Return whether "and" joins two verbs of one source: "blamed X and said"."""
        if self.tokens.lowers[start] == "that":
            return False
        if other.loose and self.tokens.tags[other.verb] != self.tokens.tags[cue.verb]:
            return False
        return self.tokens.tags[start] == "TO" or bool(cue.reporter.frames & OBJECTS)

    def _ends_content(self, k: int, start: int) -> bool:
        """Return whether the reported words from token ``start`` end before ``k``.

        ``k`` is a token that may end reported words, such as ", but".
        """
        text = self.tokens.texts[k]
        if text == ":":
            return self.document.opens(k + 1) is not None
        if self.document.inside[k] >= 0:
            return False
        if text == ";" or not self._follows_mark(k):
            return text == ";"
        if self.tokens.lowers[k] == ACCORDING:
            return k - start >= MIN_BEFORE_ACCORDING
        return not self._is_parenthesis(k)

    def _follows_mark(self, k: int) -> bool:
        """Return whether a comma or dash precedes ``k``, except for "- but only"."""
        if self.tokens.texts[k - 1] in DASHES:
            return k + 1 < self.end and self.tokens.lowers[k + 1] not in LIMITS
        return self.tokens.tags[k - 1] == ","

    def _is_parenthesis(self, k: int) -> bool:
        """Return whether a comma soon follows ``k``, with no finite verb before it."""
        for m in range(k + 1, min(self.end, k + MAX_PARENTHESIS)):
            if self.tokens.tags[m] == ",":
                return True
            if self.tokens.tags[m] in FINITE:
                return False
        return False

    def trimmed(self, start: int, end: int) -> Range:
        """Return the characters of the tokens from ``start`` to before ``end``.

        Commas, colons, conjunctions and full stops at the end are removed.
        """
        last = end - 1
        while last > start and self.tokens.tags[last] in RIGHT_MARKS:
            last -= 1
        return self.tokens.starts[start], self.tokens.ends[last]
