"""The parser of English: finds attributions by word lists and patterns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from summarizers.lexicons import table
from summarizers.readers.english.shallow.content_spans import (
    find_fronted,
    find_trailing,
)
from summarizers.readers.english.shallow.cued_sentence import Content, CuedSentence
from summarizers.readers.english.shallow.noun_phrases import Phrase, phrase_after
from summarizers.readers.english.shallow.reporting_cues import find_according
from summarizers.readers.english.shallow.subjects import leading_subject
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.english.shallow.tokenizer import read_tokens
from summarizers.readers.parse import Attribution, CueKind, Parse
from summarizers.text.layout import Layout
from summarizers.text.quotations import find_signature

# A quotation of fewer tokens, marks included, is a title or an exclamation.
MIN_ALONE = 5
ROLES = table("roles")
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))


class UncuedQuotations:
    """Finds the speakers of quotations that have no reporting verb of their own."""

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
        """Yield new attributions, and extend earlier ones by further quotations.

        A quotation extends the attribution before it if both are in one paragraph, or
        if the earlier quotation was left open. In the next paragraph, it makes a new
        attribution.
        """
        for i, quotation in enumerate(self.document.layout.quotations):
            marks = self.document.marks[i]
            owner = self._owner(quotation.start, quotation.end)
            if owner is not None:
                if owner.direct or (quotation.start, quotation.end) in owner.parts:
                    self._remember(owner, i)
            elif marks is not None:
                draft = self._attribute(i, marks)
                if draft is not None:
                    self._remember(draft, i)
                    yield draft

    def _remember(self, draft: ShallowDraft, i: int) -> None:
        """Remember ``draft`` as the last speech, with its last quotation ``i``."""
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

    def _attribute(self, i: int, marks: Range) -> ShallowDraft | None:
        quotation = self.document.layout.quotations[i]
        part = quotation.start, quotation.end
        if self._is_introduced(marks):
            return self._introduced_draft(part, marks)
        return self._signed_draft(i, marks) or self._continued(i, marks)

    def _continued(self, i: int, marks: Range) -> ShallowDraft | None:
        """Return the attribution of a quotation without a cue to the speaker before it.

        Return ``None`` if the quotation extended the attribution before it, or has no
        speaker.
        """
        quotation = self.document.layout.quotations[i]
        part = quotation.start, quotation.end
        if not self._is_alone(marks):
            return None
        last = self._last
        if last is None or self._last_quotation != i - 1:
            return self._after_report(part, marks)
        gap = self.document.layout.text[last.parts[-1][1] : part[0]]
        if quotation.continues or "\n" not in gap:
            last.parts.append(part)
            self._remember(last, i)
            return None
        before = self.document.tokens.sentences[marks[0] - 1]
        return self._new_draft(part, marks) if before <= self._last_sentence else None

    def _signed_draft(self, i: int, marks: Range) -> ShallowDraft | None:
        """Return the attribution to a name that follows a dash, if any.

        Example: "“…” -- Anna Berg".
        """
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

    def _introduced_draft(self, part: Range, marks: Range) -> ShallowDraft | None:
        """Return the attribution to the subject of a sentence before a colon, if any.

        Example: "Rossi was brief: “…”".
        """
        sentence = self.document.tokens.sentences[marks[0] - 1]
        first = self.document.bounds[sentence][0]
        source = leading_subject(self.document.tokens, first, marks[0] - 1)
        if source is None or not self._is_alone(marks, first=marks[0]):
            return None
        kind = CueKind.QUOTATION
        return ShallowDraft(kind, source, None, sentence, [part], direct=True)

    def _is_alone(self, marks: Range, first: int | None = None) -> bool:
        """Return whether a quotation fills its sentence.

        If ``first`` is given, it must fill the sentence from this token on.
        """
        start, end = self.document.bounds[self.document.tokens.sentences[marks[0]]]
        begins = marks[0] == (start if first is None else first)
        return begins and marks[1] + 2 >= end and marks[1] - marks[0] + 1 >= MIN_ALONE

    def _after_report(self, part: Range, marks: Range) -> ShallowDraft | None:
        """Return the attribution of a quotation to the speaker in the sentence before.

        That sentence must have a cue and a source, and stand in the same paragraph.
        """
        tokens = self.document.tokens
        if marks[0] == 0:
            return None
        before = marks[0] - 1
        report = self.latest.get(tokens.sentences[before])
        if report is None or report.source is None or report.cue is None:
            return None
        if "\n" in self.document.layout.text[tokens.ends[before] : part[0]]:
            return None
        return self._new_draft(part, marks)

    def _new_draft(self, part: Range, marks: Range) -> ShallowDraft:
        sentence = self.document.tokens.sentences[marks[0]]
        kind = CueKind.QUOTATION
        return ShallowDraft(
            kind, None, None, sentence, [part], direct=True, follows=True
        )


# The number of parts of content, the last ones, in which a cue is searched.
NEAR = 8


@dataclass(slots=True)
class ShallowDraft:
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


def finish(document: ShallowDocument, draft: ShallowDraft) -> Attribution:
    """Return the ``Attribution`` that a draft describes."""
    source, cue, span = draft.source, draft.cue, document.span
    # The arguments are positional, because keywords take half as much time again.
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
    """Return the drafts whose cue is not in the content of another, sorted by content.

    Of two drafts that contain each other's cue, the first to start stays; if they start
    together, the longest stays.
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


# Content is at least one word, with the full stop after it.
MIN_CONTENT = 2


def read_attributions(document: ShallowDocument) -> tuple[Attribution, ...]:
    """Return all attributions, in the order of their first content character.

    Each step runs for all sentences before the next step starts, to keep its code in
    the processor's caches.
    """
    passages = [CuedSentence(document, sentence) for sentence in document.candidates]
    fronted = [_fronted_contents(passage) for passage in passages]
    said = [_verb_drafts(*pair) for pair in zip(passages, fronted, strict=True)]
    according = [_according_drafts(passage) for passage in passages]
    pairs = zip(said, according, strict=True)
    drafts = outermost(document, chain.from_iterable(chain.from_iterable(pairs)))
    drafts += UncuedQuotations(document, drafts).find()
    drafts.sort(key=lambda draft: draft.parts[0])
    return tuple([finish(document, draft) for draft in drafts])


def _fronted_contents(passage: CuedSentence) -> list[Content | None]:
    """Return, for each cue of a sentence, the content before it or ``None``.

    The function moves ``passage.left`` to the token after each cue with such content.
    """
    contents: list[Content | None] = []
    for cue in passage.cues:
        content = find_fronted(passage, cue)
        if content is not None:
            passage.left = max(passage.left, cue.unit[1] + 1)
        contents.append(content)
    return contents


def _verb_drafts(
    passage: CuedSentence, fronted: Iterable[Content | None]
) -> list[ShallowDraft]:
    """Return the attributions by verbs, with the content before or after each cue."""
    return [
        ShallowDraft(
            cue.reporter.kind,
            cue.source,
            (cue.verb, cue.verb),
            passage.sentence,
            [_extended_to_quotation(passage.document, part) for part in parts],
            direct=direct,
        )
        for cue, content in zip(passage.cues, fronted, strict=True)
        for parts, direct in ([content] if content else find_trailing(passage, cue))
    ]


def _according_drafts(passage: CuedSentence) -> list[ShallowDraft]:
    """Return the attributions by "according to" in a sentence."""
    if not passage.is_prose:
        return []
    cues = find_according(passage.document, passage.sentence)
    drafts = [_according_draft(passage, i) for i in cues]
    return [draft for draft in drafts if draft is not None]


def _extended_to_quotation(document: ShallowDocument, part: Range) -> Range:
    """Return ``part``, up to the end of the quotation in which it ends, if any."""
    quotation = document.quoted.at(part[1] - 1)
    if quotation is None or quotation.start < part[0]:
        return part
    return part[0], max(part[1], quotation.end)


def _according_draft(passage: CuedSentence, i: int) -> ShallowDraft | None:
    tokens, first, end = passage.tokens, passage.first, passage.semicolon(i)
    source = phrase_after(tokens, i + 2, end)
    if source is None:
        return None
    last = i - 1
    while last >= first and tokens.tags[last] in {",", ":", "CC"}:
        last -= 1
    start = source.last + 1
    if last >= first:
        parts = [
            (tokens.starts[first], tokens.ends[last]),
            *_content_after_source(passage, start),
        ]
    else:
        comma = _end_of_source(passage, start, end)
        if comma + MIN_CONTENT >= end:
            return None
        parts = [passage.trimmed(comma + 1, end)]
    return ShallowDraft(CueKind.ACCORDING, source, (i, i + 1), passage.sentence, parts)


def _end_of_source(passage: CuedSentence, start: int, end: int) -> int:
    """Return the comma that ends "According to Ida Brandt, the mayor of Lenna,".

    ``start`` is the token after the name. The words between two commas are a role if
    they have the noun of one and no finite verb. Without a comma, return ``start - 1``.
    """
    tokens = passage.tokens
    commas = [k for k in range(start, end - 1) if tokens.tags[k] == ","]
    if not commas:
        return start - 1
    first, *later = commas
    if not later or first != start:
        return first
    between = range(first + 1, later[0])
    is_role = any(tokens.lowers[k] in ROLES for k in between) and FINITE.isdisjoint(
        tokens.tags[first + 1 : later[0]]
    )
    return later[0] if is_role else first


def _content_after_source(passage: CuedSentence, k: int) -> list[Range]:
    """Return the rest of the content after ", according to Rossi,"."""
    tokens, end = passage.tokens, passage.end
    if k + 2 >= end or tokens.tags[k] != ",":
        return []
    led = tokens.tags[k + 1] in {"CC", "WP", "WDT", "VBG", "IN"}
    if led or tokens.lowers[k + 1].endswith("ing"):
        return []
    return [passage.trimmed(k + 1, end)]


class FastParser:
    """Tags words by their form, and finds attributions by patterns of words."""

    def parse(self, layout: Layout) -> Parse:
        """Return the parse of an article; the work grows linearly with the text."""
        tokens, bounds, notable = read_tokens(layout)
        document = ShallowDocument(layout, tokens, bounds, notable)
        attributions = read_attributions(document)
        return Parse(layout, tokens, tuple(bounds), attributions)
