"""Read an article: its tokens, and its attributions by word lists and patterns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from summarizers.lexicons import table
from summarizers.model import Span
from summarizers.readers.english.attribution.contents import (
    CuedSentence,
    find_fronted,
    find_trailing,
)
from summarizers.readers.english.attribution.cues import Document, Range
from summarizers.readers.english.syntax.clauses import (
    Phrase,
    leading_subject,
    phrase_after,
)
from summarizers.readers.english.syntax.tokens import ACCORDING, FINITE
from summarizers.readers.parse import Attribution, CueKind, Parse
from summarizers.text.layout import Layout, Quotation, find_signature


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
        self.cued = {draft.sentence for draft in drafts}
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
            if speech is not None:
                self._last, self._last_quotation = speech, i
                self._last_sentence = self.document.tokens.sentences[marks[1]]

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
        end = document.bounds[sentence][1]
        ends = marks[1] + 2 >= end
        if tokens.texts[before] == ":":
            # The subject before the colon speaks, as in "Rossi was brief: “…”".
            sentence = tokens.sentences[before]
            low = document.bounds[sentence][0]
            source = leading_subject(tokens, low, before)
            return self._new(sentence, part, source) if source and ends else None
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


# The number of parts of content, the last ones, in which a cue is searched.
_NEAR = 8
# Content is at least one word, with the full stop after it.
_SHORTEST = 2
_NO_CONTENT = frozenset(("CC", "WP", "WDT", "VBG", "IN"))
_ROLES = table("roles").keys()


def parse_article(layout: Layout) -> Parse:
    """Return the tokens and attributions of an article.

    The attributions are in the order of their first content character.
    """
    document = Document(layout)
    drafts: list[Draft] = []
    for sentence in document.candidates:
        passage = CuedSentence(document, sentence)
        drafts += _verb_drafts(passage)
        drafts += [
            draft
            for i in document.candidates[sentence]
            if document.tokens.lowers[i] == ACCORDING
            and (draft := _according_draft(passage, i))
        ]
    drafts = _outermost(document, drafts)
    drafts += UncuedQuotations(document, drafts).find()
    drafts.sort(key=lambda draft: draft.parts[0])
    attributions = tuple([_finish(document, draft) for draft in drafts])
    return Parse(layout, document.tokens, tuple(document.bounds), attributions)


def _verb_drafts(passage: CuedSentence) -> list[Draft]:
    """Return the attributions by verbs, with the content before or after each cue."""
    return [
        Draft(
            cue.reporter.kind,
            cue.source,
            (cue.verb, cue.verb),
            passage.sentence,
            [_extended_to_quotation(passage.document, part) for part in parts],
            direct=direct,
        )
        for cue in passage.cues
        for content in [find_fronted(passage, cue)]
        for parts, direct in ([content] if content else find_trailing(passage, cue))
    ]


def _extended_to_quotation(document: Document, part: Range) -> Range:
    """Return ``part``, up to the end of the quotation in which it ends, if any."""
    quotation = document.quotations.at(part[1] - 1)
    return part if quotation is None else (part[0], quotation.end)


def _according_draft(passage: CuedSentence, i: int) -> Draft | None:
    """Return the attribution by "according to" at token ``i``, if it has a source."""
    tokens, first = passage.tokens, passage.first
    end, is_quoted = passage.end, passage.document.is_quoted[i]
    source = None if is_quoted else phrase_after(tokens, i + 2, end)
    if source is None:
        return None
    last, start = i - 1, source.last + 1
    while tokens.tags[last] in {",", ":", "CC"}:
        last -= 1
    if last >= first:
        parts = [(tokens.starts[first], tokens.ends[last])]
        is_parenthesis = start + 2 < end and tokens.tags[start] == ","
        if is_parenthesis and tokens.tags[start + 1] not in _NO_CONTENT:
            # "The bridge, according to the ministry, is safe."
            parts.append(passage.trimmed(start + 1, end))
    else:
        comma = _end_of_source(passage, start, end)
        if comma + _SHORTEST >= end:
            return None
        parts = [passage.trimmed(comma + 1, end)]
    return Draft(CueKind.ACCORDING, source, (i, i + 1), passage.sentence, parts)


def _end_of_source(passage: CuedSentence, start: int, end: int) -> int:
    """Return the comma that ends "According to Ida Brandt, the mayor of Lenna,".

    ``start`` is the token after the name. The words between two commas are a role if
    they have the noun of one and no finite verb. Without a comma, return ``start - 1``.
    """
    tags, lowers = passage.tokens.tags, passage.tokens.lowers
    commas = [k for k in range(start, end - 1) if tags[k] == ","]
    if commas[1:]:
        is_role = not _ROLES.isdisjoint(lowers[start : commas[1]])
        return commas[is_role and FINITE.isdisjoint(tags[start : commas[1]])]
    return commas[0] if commas else start - 1


def _outermost(document: Document, drafts: Iterable[Draft]) -> list[Draft]:
    """Return the drafts whose cue is not in the content of another, sorted by content.

    Of two drafts that contain each other's cue, the first to start stays; if they start
    together, the longest stays.
    """
    kept: list[Draft] = []
    parts: list[Range] = []
    for draft in sorted(drafts, key=lambda d: (d.parts[0][0], -d.parts[-1][1])):
        at = -1 if draft.cue is None else document.tokens.starts[draft.cue[0]]
        if not any(start <= at < end for start, end in parts[-_NEAR:]):
            kept.append(draft)
            parts += draft.parts
    return kept


def _finish(document: Document, draft: Draft) -> Attribution:
    source, text = draft.source, document.layout.text
    # The arguments are positional, because keywords take half as much time again.
    return Attribution(
        draft.kind,
        None if source is None else document.words(source.first, source.last),
        None if draft.cue is None else document.words(*draft.cue),
        tuple([Span(start, end, text[start:end]) for start, end in draft.parts]),
        draft.sentence,
        -1 if source is None else source.head,
        draft.follows,
    )
