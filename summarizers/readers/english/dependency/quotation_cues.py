"""The words beside a quotation that name the speaker: "…," said Rossi."""

from __future__ import annotations

from dataclasses import dataclass

from summarizers.readers.english.dependency.parsed_document import (
    DependencyDocument,
    Range,
)
from summarizers.readers.english.dependency.subjects import Source, find_subject
from summarizers.readers.english.reporting_lexicon import QUOTE, reporters
from summarizers.text.layout import Quotation

SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-", ";")
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
SUBORDINATE = frozenset(("relcl", "acl", "advcl", "appos"))
DETERMINERS = frozenset(("DT", "PRP$", "POS"))
TELLING = frozenset(("tell", "tells", "telling", "told"))
MAX_CUE_TOKENS = 30


@dataclass(frozen=True, slots=True)
class QuotationCue:
    """A reporting verb beside a quotation, and the tokens between the quotations."""

    verb: int
    source: Source | None
    segment: Range


def nearer_cue(
    document: DependencyDocument, i: int, after: QuotationCue | None
) -> QuotationCue | None:
    """The cue behind quotation ``i``, or else the one before it.

    In "Rossi wrote: “…”, adding to the doubts" the participle comes second.
    """
    if after is not None and document.tokens.tags[after.verb] != "VBG":
        return after
    return _cue_before(document, i) or after


def is_complete(document: DependencyDocument, quotation: Quotation) -> bool:
    """Whether the words in the marks end as speech does, before or behind the mark."""
    text = document.layout.text
    inner = text[quotation.inner_start : quotation.inner_end].rstrip()
    return (
        not quotation.closed
        or inner.endswith(SPEECH_ENDS)
        or text[quotation.end : quotation.end + 1] == ","
    )


def cue_after(document: DependencyDocument, i: int) -> QuotationCue | None:
    """The cue in the words behind quotation ``i``, up to the next one."""
    quotation = document.layout.quotations[i]
    speech = quotation.closed and is_complete(document, quotation)
    if not speech or _is_part_of_phrase(document, quotation):
        return None
    first = document.token_from(quotation.end)
    last = _segment_end(document, i, first)
    opening = document.tokens.tags[first : min(first + 2, last + 1)]
    if any(tag in {"CC", "WDT", "WP", "IN", "WRB"} for tag in opening):
        return None
    for verb in range(first, min(last + 1, first + MAX_CUE_TOKENS)):
        if is_reporting(document, verb):
            source = _source_within(document, verb, (first, last))
            return None if source is None else QuotationCue(verb, source, (first, last))
        if _is_main_verb(document, verb):
            return None
    return None


def _is_part_of_phrase(document: DependencyDocument, quotation: Quotation) -> bool:
    """Whether an article or an owner stands in front: a "senior source", …."""
    before = document.token_from(quotation.start) - 1
    return before >= 0 and document.tokens.tags[before] in DETERMINERS


def _segment_end(document: DependencyDocument, i: int, first: int) -> int:
    """The last token behind quotation ``i`` in its sentence, before the next one."""
    inside = document.token_from(document.layout.quotations[i].inner_end) - 1
    if inside < 0 or first >= len(document.tokens):
        return first - 1
    last = document.bounds[document.tokens.sentences[inside]][1] - 1
    if i + 1 < len(document.layout.quotations):
        following = document.layout.quotations[i + 1].start
        last = min(last, document.token_from(following) - 1)
    return last


def _cue_before(document: DependencyDocument, i: int) -> QuotationCue | None:
    quotation = document.layout.quotations[i]
    end = document.token_from(quotation.start) - 1
    if end < 0 or not _closes_clause(document, quotation):
        return None
    first = _segment_start(document, i, end)
    for verb in range(end, max(first - 1, end - MAX_CUE_TOKENS), -1):
        if is_reporting(document, verb) and verb not in document.used:
            if not _introduces(document, verb, end):
                return None
            source = find_subject(document.tree(document.tokens.sentences[verb]), verb)
            return QuotationCue(verb, source, (first, end))
        if _is_main_verb(document, verb):
            return None
    return None


def _introduces(document: DependencyDocument, verb: int, end: int) -> bool:
    """Whether the words between a verb and a quotation lead straight into it."""
    if _has_clause(document, verb, end):
        return False
    return document.tokens.texts[end] in {",", ":"} or _is_next_to(document, verb, end)


def _has_clause(document: DependencyDocument, verb: int, end: int) -> bool:
    """Whether the verb already reports a clause before the quotation."""
    tree = document.tree(document.tokens.sentences[verb])
    return any(verb < c <= end for c in tree.having(verb, "ccomp"))


def _closes_clause(document: DependencyDocument, quotation: Quotation) -> bool:
    """Whether no word of the same clause follows: the speech is all in the marks."""
    behind = document.layout.text[quotation.end : quotation.end + 2]
    if not quotation.closed or not behind.strip(" "):
        return True
    if is_complete(document, quotation) or behind[:1] in ".\n;:)":
        return True
    first = document.layout.text[quotation.inner_start : quotation.inner_start + 1]
    return first.isupper() and _has_finite_verb(document, quotation)


def _has_finite_verb(document: DependencyDocument, quotation: Quotation) -> bool:
    tokens = document.tokens
    first = document.token_from(quotation.start)
    last = document.token_from(quotation.end)
    return any(tokens.tags[k] in FINITE for k in range(first, last))


def _segment_start(document: DependencyDocument, i: int, end: int) -> int:
    sentence = document.tokens.sentences[end]
    first = document.bounds[sentence][0]
    if i:
        previous = document.layout.quotations[i - 1].end
        first = max(first, document.token_from(previous))
    own = document.tokens.sentences[min(end + 1, len(document.tokens) - 1)]
    if own != sentence and document.tokens.texts[end] != ":":
        return end + 1
    return first


def _is_next_to(document: DependencyDocument, verb: int, end: int) -> bool:
    between = {document.tokens.lowers[k] for k in range(verb + 1, end + 1)}
    return between <= {"that", "``", '"', "“"}


def is_reporting(document: DependencyDocument, i: int) -> bool:
    """Whether a token is a verb that takes a quotation."""
    reporter = reporters().get(document.tokens.lowers[i])
    return reporter is not None and QUOTE in reporter.frames and _is_verb(document, i)


def _is_verb(document: DependencyDocument, i: int) -> bool:
    """Whether a token is tagged as a verb, or as a plural noun that has a subject.

    The tagger takes "notes" and "comments" behind a long subject for nouns.
    """
    tag = document.tokens.tags[i]
    if tag.startswith("VB") or document.tokens.lowers[i] == "says":
        return True
    tree = document.tree(document.tokens.sentences[i]) if tag == "NNS" else None
    return tree is not None and tree.child(i, "nsubj") is not None


def _is_main_verb(document: DependencyDocument, i: int) -> bool:
    """Whether a finite verb other than a cue's auxiliary or an aside's stands here."""
    tokens = document.tokens
    if tokens.tags[i] not in FINITE or tokens.deps[i] in SUBORDINATE:
        return False
    auxiliary = tokens.deps[i] in {"aux", "auxpass"}
    return not (auxiliary and is_reporting(document, tokens.heads[i]))


def _speaks_in(
    document: DependencyDocument, verb: int, source: Source, segment: Range
) -> bool:
    """Whether the segment has a subject that is not the hearer of a telling verb."""
    addressed = source[1] > verb and document.tokens.lowers[verb] in TELLING
    return segment[0] <= source[0][0] <= segment[1] and not addressed


def _before_telling(document: DependencyDocument, verb: int, segment: Range) -> range:
    """The words where a verb that takes its hearer behind it can have its speaker."""
    is_telling = document.tokens.lowers[verb] in TELLING
    return range(verb - 1, segment[0] - 1, -1) if is_telling else range(0)


def _source_within(
    document: DependencyDocument, verb: int, segment: Range
) -> Source | None:
    """The subject of the cue, inside the words between the quotations.

    The parser sometimes attaches an inverted subject elsewhere: then the noun next to
    the verb is the speaker.
    """
    tree = document.tree(document.tokens.sentences[verb])
    source = find_subject(tree, verb)
    if source is not None and _speaks_in(document, verb, source, segment):
        return source
    for noun in (
        *_before_telling(document, verb, segment),
        *range(verb + 1, segment[1] + 1),
        *range(verb - 1, segment[0] - 1, -1),
    ):
        tag, dep = document.tokens.tags[noun], document.tokens.deps[noun]
        if tag in {"NN", "NNS", "NNP", "NNPS", "PRP"} and dep != "compound":
            return tree.phrase(noun), noun
    return source
