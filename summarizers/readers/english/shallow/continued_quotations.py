"""Quotations without a cue of their own, attributed to the last speaker."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from summarizers.readers.english.shallow.attribution_drafts import ShallowDraft
from summarizers.readers.english.shallow.noun_phrases import Phrase
from summarizers.readers.english.shallow.subjects import leading_subject
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.parse import CueKind
from summarizers.text.signatures import find_signature

# A sentence of fewer tokens, marks included, is a title or an exclamation.
MIN_ALONE = 5


class Followers:
    """Finds the quotations that continue a speech, in text order."""

    def __init__(
        self, document: ShallowDocument, drafts: Sequence[ShallowDraft]
    ) -> None:
        self.document = document
        self.latest = {draft.sentence: draft for draft in drafts}
        self._parts = sorted(
            (start, end, n) for n, d in enumerate(drafts) for start, end in d.parts
        )
        self._starts = [part[0] for part in self._parts]
        self._drafts = drafts
        self._last: ShallowDraft | None = None
        self._last_quotation = -2
        self._last_sentence = -2

    def find(self) -> Iterator[ShallowDraft]:
        """New attributions; quotations that continue a speech are added to earlier ones.

        In the same paragraph, and if a quotation was left open, they extend that
        attribution; in the next paragraph they make a new one.
        """
        for i, quotation in enumerate(self.document.layout.quotations):
            marks = self.document.marks[i]
            owner = self._owner(quotation.start, quotation.end)
            if owner is not None:
                if owner.direct or (quotation.start, quotation.end) in owner.parts:
                    self._remember(owner, i)
            elif marks is not None:
                draft = self._follower(i, marks)
                if draft is not None:
                    self._remember(draft, i)
                    yield draft

    def _remember(self, draft: ShallowDraft, i: int) -> None:
        """Note who speaks in quotation ``i``, and the last sentence of it."""
        marks = self.document.marks[i]
        last = (
            draft.sentence
            if marks is None
            else self.document.tokens.sentences[marks[1]]
        )
        self._last, self._last_quotation = draft, i
        self._last_sentence = max(draft.sentence, last)

    def _owner(self, start: int, end: int) -> ShallowDraft | None:
        at = bisect_right(self._starts, start) - 1
        if at < 0 or end > self._parts[at][1]:
            return None
        return self._drafts[self._parts[at][2]]

    def _follower(self, i: int, marks: Range) -> ShallowDraft | None:
        quotation = self.document.layout.quotations[i]
        part = quotation.start, quotation.end
        if self._is_introduced(marks):
            return self._introduced(part, marks)
        return self._signed(i, marks) or self._going_on(i, marks)

    def _going_on(self, i: int, marks: Range) -> ShallowDraft | None:
        """A quotation that stands alone and continues the speech before it."""
        quotation = self.document.layout.quotations[i]
        part = quotation.start, quotation.end
        if not self._is_alone(marks):
            return None
        last = self._last
        if last is None or self._last_quotation != i - 1:
            return self._behind_report(part, marks)
        gap = self.document.layout.text[last.parts[-1][1] : part[0]]
        if quotation.continues or "\n" not in gap:
            last.parts.append(part)
            self._remember(last, i)
            return None
        before = self.document.tokens.sentences[marks[0] - 1]
        return self._new(part, marks) if before <= self._last_sentence else None

    def _signed(self, i: int, marks: Range) -> ShallowDraft | None:
        """The speech of "“…” -- Anna Berg", where no verb stands."""
        quotation = self.document.layout.quotations[i]
        signature = find_signature(self.document.layout.text, quotation)
        sentence = self.document.tokens.sentences[marks[0]]
        if signature is None or marks[0] != self.document.bounds[sentence][0]:
            return None
        starts = self.document.tokens.starts
        first = bisect_left(starts, signature[0])
        last = bisect_left(starts, signature[1], first) - 1
        if first > last:
            return None
        part = quotation.start, quotation.end
        source = Phrase(first, last, last)
        return ShallowDraft(
            CueKind.QUOTATION, source, None, sentence, [part], direct=True
        )

    def _is_introduced(self, marks: Range) -> bool:
        return marks[0] > 0 and self.document.tokens.texts[marks[0] - 1] == ":"

    def _introduced(self, part: Range, marks: Range) -> ShallowDraft | None:
        """The speech of "Rossi was brief: “…”", where no verb of saying stands."""
        sentence = self.document.tokens.sentences[marks[0] - 1]
        first = self.document.bounds[sentence][0]
        source = leading_subject(self.document.tokens, first, marks[0] - 1)
        if source is None or not self._is_alone(marks, first=marks[0]):
            return None
        kind = CueKind.QUOTATION
        return ShallowDraft(kind, source, None, sentence, [part], direct=True)

    def _is_alone(self, marks: Range, first: int | None = None) -> bool:
        """Whether a quotation is a sentence, or ends the one that introduces it."""
        start, end = self.document.bounds[self.document.tokens.sentences[marks[0]]]
        begins = marks[0] == (start if first is None else first)
        return begins and marks[1] + 2 >= end and marks[1] - marks[0] + 1 >= MIN_ALONE

    def _behind_report(self, part: Range, marks: Range) -> ShallowDraft | None:
        """A quotation behind a sentence that reports words, in one paragraph."""
        tokens = self.document.tokens
        if marks[0] == 0:
            return None
        before = marks[0] - 1
        report = self.latest.get(tokens.sentences[before])
        if report is None or report.source is None or report.cue is None:
            return None
        if "\n" in self.document.layout.text[tokens.ends[before] : part[0]]:
            return None
        return self._new(part, marks)

    def _new(self, part: Range, marks: Range) -> ShallowDraft:
        sentence = self.document.tokens.sentences[marks[0]]
        kind = CueKind.QUOTATION
        return ShallowDraft(
            kind, None, None, sentence, [part], direct=True, follows=True
        )
