"""Find the speakers of quotations that have no reporting verb of their own."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from summarizers.readers.english.attribution.document import Document, Range
from summarizers.readers.english.syntax.clauses import leading_subject
from summarizers.readers.english.syntax.phrases import Phrase
from summarizers.readers.parse import CueKind
from summarizers.text.layout import Quotation
from summarizers.text.quotations import find_signature

# A quotation of fewer tokens, marks included, is a title or an exclamation.
_SHORTEST = 5


@dataclass(slots=True)
class Draft:
    """An attribution as ranges: cue and source of tokens, ``parts`` of characters.

    ``direct`` is true if the content is a quotation. ``follows`` is true if its speaker
    is that of the attribution before it.
    """

    kind: CueKind
    source: Phrase | None
    cue: Range | None
    sentence: int
    parts: list[Range]
    direct: bool = False
    follows: bool = False


class UncuedQuotations:
    """Attributes the quotations that are outside the content of all ``drafts``."""

    def __init__(self, document: Document, drafts: Sequence[Draft]) -> None:
        self.document = document
        self.cued = {draft.sentence for draft in drafts if draft.cue and draft.source}
        self._parts = sorted(
            (start, end, n) for n, d in enumerate(drafts) for start, end in d.parts
        )
        self._drafts = drafts
        # The last speech, its last quotation and its last sentence.
        self._last: Draft | None = None
        self._last_quotation = self._last_sentence = -2

    def find(self) -> Iterator[Draft]:
        """Yield new attributions, and extend earlier ones by further quotations.

        A quotation extends the attribution before it if both are in one paragraph, or
        if the earlier quotation was left open. In the next paragraph, it makes a new
        attribution.
        """
        for i, quotation in enumerate(self.document.layout.quotations):
            marks, part = self.document.marks[i], (quotation.start, quotation.end)
            if marks is None:
                continue
            speech = self._owner(part)
            if speech is None:
                speech = self._attribute(i, quotation, marks)
                if speech is not None and speech is not self._last:
                    yield speech
            elif not speech.direct and part not in speech.parts:
                continue
            if speech is not None:
                sentence = self.document.tokens.sentences[marks[1]]
                self._last, self._last_quotation = speech, i
                self._last_sentence = max(speech.sentence, sentence)

    def _owner(self, part: Range) -> Draft | None:
        """Return the draft that has the quotation ``part`` in its content, if any."""
        at = bisect_right(self._parts, part[0], key=itemgetter(0)) - 1
        if at < 0 or part[1] > self._parts[at][1]:
            return None
        return self._drafts[self._parts[at][2]]

    def _attribute(self, i: int, quotation: Quotation, marks: Range) -> Draft | None:
        """Return the attribution of quotation ``i``, if its speaker is known.

        If it continues the last speech, return that draft.
        """
        document, tokens = self.document, self.document.tokens
        part, before = (quotation.start, quotation.end), marks[0] - 1
        sentence = tokens.sentences[marks[0]]
        first, end = document.bounds[sentence]
        ends = marks[1] + 2 >= end and marks[1] - marks[0] + 1 >= _SHORTEST
        if before >= 0 and tokens.texts[before] == ":":
            # The subject before the colon speaks, as in "Rossi was brief: “…”".
            sentence = tokens.sentences[before]
            low = document.bounds[sentence][0]
            source = leading_subject(tokens, low, before)
            return self._new(sentence, part, source) if source and ends else None
        if marks[0] != first:
            return None
        signature = find_signature(document.layout.text, quotation)
        if signature is not None:
            # A name after a dash signs it, as in "“…” -- Anna Berg".
            start = bisect_left(tokens.starts, signature[0])
            last = bisect_left(tokens.starts, signature[1], start) - 1
            return self._new(sentence, part, Phrase(start, last, last))
        if not ends or before < 0:
            return None
        last_speech, behind = self._last, tokens.sentences[before]
        if last_speech is None or self._last_quotation != i - 1:
            gap = document.layout.text[tokens.ends[before] : part[0]]
            is_reported = behind in self.cued and "\n" not in gap
            return self._new(sentence, part, None) if is_reported else None
        gap = document.layout.text[last_speech.parts[-1][1] : part[0]]
        if quotation.continues or "\n" not in gap:
            last_speech.parts.append(part)
            return last_speech
        is_next = behind <= self._last_sentence
        return self._new(sentence, part, None) if is_next else None

    def _new(self, sentence: int, part: Range, source: Phrase | None) -> Draft:
        follows = source is None
        kind = CueKind.QUOTATION
        return Draft(kind, source, None, sentence, [part], direct=True, follows=follows)
