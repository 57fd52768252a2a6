"""Quotations and the words beside them that name the speaker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from summarizers.model import Span
from summarizers.readers.english.dependency.parsed_document import (
    DependencyDocument,
    Range,
)
from summarizers.readers.english.dependency.quotation_cues import (
    QuotationCue,
    cue_after,
    is_complete,
    is_reporting,
    nearer_cue,
)
from summarizers.readers.english.dependency.subjects import Source
from summarizers.readers.english.reporting_lexicon import reporters
from summarizers.readers.parse import Attribution, CueKind
from summarizers.text.layout import Quotation
from summarizers.text.signatures import find_signature

MIN_WORDS = 2


@dataclass(slots=True)
class Speech:
    """Quotations of one speaker, while they are collected.

    ``last`` is the index of the newest in the layout; ``resumed`` marks a speech whose
    cue stands in the sentence before it. ``signer`` has signed a speech without a cue.
    """

    cue: QuotationCue | None
    parts: list[Quotation]
    last: int
    resumed: bool = False
    signer: Source | None = None


def read_quotations(document: DependencyDocument) -> Iterator[Attribution]:
    """One attribution for each run of quotations of one speaker.

    Marks the quotations as spoken and their cues as used. A quotation that goes on in
    the paragraph behind the cue's is an attribution of its own with the same cue; one
    that stands alone without a cue follows the speaker before it.
    """
    speeches: list[Speech] = []
    for i, quotation in enumerate(document.layout.quotations):
        if quotation.start in document.spoken or not _is_speech(document, quotation):
            continue
        after = cue_after(document, i)
        before = speeches[-1] if speeches else None
        if before is not None and _joins(document, before, i, after):
            before.parts.append(quotation)
            before.last = i
            document.spoken.add(quotation.start)
            continue
        speech = _new_speech(document, i, after, before)
        if speech is not None:
            document.spoken.add(quotation.start)
            speeches.append(speech)
    return (_attribution(document, speech) for speech in speeches)


def _new_speech(
    document: DependencyDocument,
    i: int,
    after: QuotationCue | None,
    before: Speech | None,
) -> Speech | None:
    quotation = document.layout.quotations[i]
    cue = nearer_cue(document, i, after)
    if cue is not None:
        document.used.add(cue.verb)
        return Speech(cue, [quotation], i)
    signer = _signer(document, quotation)
    if signer is not None:
        return Speech(None, [quotation], i, signer=signer)
    if before is not None and _resumes(document, before, i):
        return Speech(before.cue, [quotation], i, resumed=True)
    if _stands_alone(document, quotation):
        return Speech(None, [quotation], i)
    return None


def _signer(document: DependencyDocument, quotation: Quotation) -> Source | None:
    """The name behind a dash that ends the line of a quotation."""
    signed = find_signature(document.layout.text, quotation)
    if signed is None or not _stands_alone(document, quotation):
        return None
    first, last = document.token_from(signed[0]), document.token_from(signed[1]) - 1
    return ((first, last), last) if first <= last else None


def _is_speech(document: DependencyDocument, quotation: Quotation) -> bool:
    """Whether a quotation is speech and not a title or a single word in marks."""
    inner = document.layout.text[quotation.inner_start : quotation.inner_end]
    first = document.token_from(quotation.start)
    if first >= len(document.tokens) or document.tokens.starts[first] >= quotation.end:
        return False
    return len(inner.split()) >= MIN_WORDS or is_complete(document, quotation)


def _joins(
    document: DependencyDocument, speech: Speech, i: int, after: QuotationCue | None
) -> bool:
    """Whether quotation ``i`` continues the speech before it.

    This holds across paragraphs whose quotation was left open, and around a cue, even
    if a sentence ends between them.
    """
    quotation = document.layout.quotations[i]
    if quotation.continues and speech.last == i - 1:
        return True
    if after is not None or not _resumes(document, speech, i):
        return False
    return "\n" not in document.layout.text[speech.parts[-1].end : quotation.start]


def _resumes(document: DependencyDocument, speech: Speech, i: int) -> bool:
    """Whether only the cue of a speech stands between it and quotation ``i``."""
    if speech.cue is None or speech.last != i - 1:
        return False
    gap = _gap(document, speech, i)
    if speech.cue.segment != gap:
        return False
    again = range(speech.cue.verb + 1, gap[1] + 1)
    return not any(is_reporting(document, k) for k in again)


def _gap(document: DependencyDocument, speech: Speech, i: int) -> Range:
    start = document.token_from(speech.parts[-1].end)
    return start, document.token_from(document.layout.quotations[i].start) - 1


def _stands_alone(document: DependencyDocument, quotation: Quotation) -> bool:
    """A whole sentence or more in marks, not a piece of the sentence around it."""
    text = document.layout.text
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    before = (
        text[max(0, quotation.start - 3) : quotation.start].rstrip(" ")[-1:] or "\n"
    )
    closed = inner.endswith((".", "?", "!", "…")) or not quotation.closed
    return closed and before in "\n.?!:" and inner[:1].isupper()


def _attribution(document: DependencyDocument, speech: Speech) -> Attribution:
    parts = tuple((q.start, q.end) for q in speech.parts)
    sentence = document.tokens.sentences[document.token_from(parts[0][0])]
    if speech.cue is None:
        signer = speech.signer
        return Attribution(
            kind=CueKind.QUOTATION,
            source=None if signer is None else _words(document, signer),
            cue=None,
            content=tuple(document.span(*part) for part in parts),
            sentence=sentence,
            source_head=-1 if signer is None else signer[1],
            follows=signer is None,
        )
    verb = speech.cue.verb
    kind = reporters()[document.tokens.lowers[verb]].kind
    attribution = document.attribution(kind, speech.cue.source, (verb, verb), parts)
    return replace(attribution, sentence=sentence) if speech.resumed else attribution


def _words(document: DependencyDocument, source: Source) -> Span:
    return document.span(*document.offsets(*source[0]))
