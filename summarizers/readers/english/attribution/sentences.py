"""A sentence with its reporting cues, and the limits of each cue's content."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from summarizers.readers.english.attribution.cues import ReportingCue, find_cues
from summarizers.readers.english.attribution.document import Document, Range
from summarizers.readers.english.reporting_lexicon import ACCUSATION, NAMING, OBJECT
from summarizers.readers.english.syntax.tags import FINITE
from summarizers.readers.english.syntax.tokens import ACCORDING
from summarizers.text.layout import Quotation

# Longer sentences are lists or tables, not prose; the limit keeps the work linear.
_LONGEST = 400
DASHES = frozenset((";", "--", "-", "—", "–"))
OBJECTS = frozenset((OBJECT, NAMING, ACCUSATION))
_SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-")
# Words after "- but" with which the words before it go on: "- but only in May".
_LIMITS = frozenset(("only", "not", "then", "with"))
_LONGEST_PARENTHESIS = 12
# Content of fewer tokens before "according" does not end there, but includes it.
_FEWEST_BEFORE_ACCORDING = 4
_LEFT_MARKS = frozenset((",", "CC", ":"))
_RIGHT_MARKS = _LEFT_MARKS | {"."}


class Content(NamedTuple):
    """Reported words as character ranges; ``direct`` is true for a quotation."""

    parts: list[Range]
    direct: bool


class CuedSentence:
    """One sentence: the tokens from ``first`` to before ``end``, and its cues.

    ``left`` is the first token that the content before the next cue may include. It
    follows the last cue that has content before it.
    """

    def __init__(self, document: Document, sentence: int) -> None:
        self.document, self.tokens = document, document.tokens
        self.sentence = sentence
        self.first, self.end = document.bounds[sentence]
        self.left = self.first
        is_prose = self.end - self.first <= _LONGEST
        self.cues = find_cues(document, sentence) if is_prose else []
        self.according = [
            i
            for i in document.candidates[sentence]
            if is_prose and self.tokens.lowers[i] == ACCORDING
        ]

    def has_finite(self, first: int, end: int) -> bool:
        """Return whether a finite verb stands from ``first`` to before ``end``."""
        return not FINITE.isdisjoint(self.tokens.tags[first:end])

    def left_edge(self, before: int) -> int:
        """Return the first token from ``left`` on that is not a comma, colon or "and".

        The result is at most ``before``.
        """
        k = self.left
        while k < min(before, self.end - 1) and self.tokens.tags[k] in _LEFT_MARKS:
            k += 1
        return k

    def first_comma(self, start: int) -> int:
        """Return the first comma or dash after ``start``, or the sentence's end."""
        for k in range(start + 1, self.end):
            is_mark = self.tokens.tags[k] == "," or self.tokens.texts[k] in DASHES
            if is_mark and not self.document.is_quoted[k]:
                return k
        return self.end

    def next_cue(self, cue: ReportingCue) -> int:
        """Return the token before which the content after ``cue`` must start.

        It is the start of the sentence's next cue, or else the end of the sentence.
        """
        for other in self.cues:
            if other.verb > cue.verb:
                is_apart = self.tokens.tags[other.first - 1] == ","
                return other.first if is_apart else other.verb + 1
        return self.end

    def ends_speech(self, quotation: Quotation) -> bool:
        """Return whether a quotation ends as speech does: with a comma, stop or dash."""
        text = self.document.layout.text
        inner = text[quotation.inner_start : quotation.inner_end].rstrip(" \xa0'’")
        return inner.endswith(_SPEECH_ENDS) or text.startswith(",", quotation.end)

    def clause_end(self, start: int, cue: ReportingCue) -> int:
        """Return the token after the reported words that start at token ``start``."""
        separators = (
            other.first - 1
            for other in self.cues
            if other.first - 1 > start and self._separates(start, other, cue)
        )
        end, turns = next(separators, self.end), self.document.turns
        for at in range(bisect_left(turns, start + 2), bisect_left(turns, end)):
            if self._ends_content(turns[at], start):
                return turns[at]
        return end

    def _separates(self, start: int, other: ReportingCue, cue: ReportingCue) -> bool:
        """Return whether the mark or "and" before the cue ``other`` ends the content.

        The content of ``cue`` starts at token ``start``.
        """
        at, tags = other.first - 1, self.tokens.tags
        if tags[at] != "CC":
            return tags[at] == "," or self.tokens.texts[at] == ";"
        if self.has_finite(start, at):
            return True
        # "and" joins two verbs of one source: "blamed Berg and said".
        is_joined = not other.loose or tags[other.verb] == tags[cue.verb]
        is_object = tags[start] == "TO" or bool(cue.reporter.frames & OBJECTS)
        return is_joined and is_object and self.tokens.lowers[start] != "that"

    def _ends_content(self, k: int, start: int) -> bool:
        """Return whether the reported words from token ``start`` end before ``k``.

        ``k`` is a token that may end reported words, such as ", but".
        """
        tokens, text = self.tokens, self.tokens.texts[k]
        if text == ":":
            return k + 1 in self.document.opens
        if self.document.is_quoted[k] or text == ";":
            return text == ";" and not self.document.is_quoted[k]
        if tokens.texts[k - 1] in DASHES:
            return tokens.lowers[k + 1] not in _LIMITS
        if tokens.tags[k - 1] != ",":
            return False
        if tokens.lowers[k] == ACCORDING:
            return k - start >= _FEWEST_BEFORE_ACCORDING
        # A comma without a verb before it ends a parenthesis: "the dam, though old, is".
        near = tokens.tags[k + 1 : min(self.end, k + _LONGEST_PARENTHESIS)]
        stops = (tag for tag in near if tag == "," or tag in FINITE)
        return next(stops, "") != ","

    def trimmed(self, start: int, end: int) -> Range:
        """Return the characters of the tokens from ``start`` to before ``end``.

        Commas, colons, conjunctions and full stops at the end are removed.
        """
        last = end - 1
        while last > start and self.tokens.tags[last] in _RIGHT_MARKS:
            last -= 1
        return self.tokens.starts[start], self.tokens.ends[last]
