"""Find the speakers of quotations by the words beside the quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from summarizers.model import Span
from summarizers.readers.english.dependency.parsed_document import (
    DependencyDocument,
    Range,
)
from summarizers.readers.english.dependency.subjects import (
    Source,
    find_agent,
    find_subject,
)
from summarizers.readers.english.reporting_lexicon import QUOTE, reporters
from summarizers.readers.parse import Attribution, CueKind
from summarizers.text.layout import Quotation
from summarizers.text.quotations import find_signature

SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-", ";")
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
SUBORDINATE = frozenset(("relcl", "acl", "advcl", "appos"))
DETERMINERS = frozenset(("DT", "PRP$", "POS"))
TELLING = frozenset(("tell", "tells", "telling", "told"))
MAX_CUE_TOKENS = 30


@dataclass(frozen=True, slots=True)
class QuotationCue:
    """A reporting verb beside a quotation, with its ``source``.

    ``segment`` holds the first and last token between this quotation and the next one
    on the verb's side. It ends with the verb's sentence.
    """

    verb: int
    source: Source | None
    segment: Range


def nearer_cue(
    document: DependencyDocument, i: int, after: QuotationCue | None
) -> QuotationCue | None:
    """Return the cue of quotation ``i``: ``after``, or else the cue before it.

    ``after`` is the cue that follows the quotation. If it is a participle, the cue
    before has precedence: "Rossi wrote: “…”, adding to the doubts".
    """
    if after is not None and document.tokens.tags[after.verb] != "VBG":
        return after
    return _cue_before(document, i) or after


def is_complete(document: DependencyDocument, quotation: Quotation) -> bool:
    """Return whether a quotation ends like speech: with a comma, a stop or a dash.

    A quotation that is left open counts as well.
    """
    text = document.layout.text
    inner = text[quotation.inner_start : quotation.inner_end].rstrip()
    return (
        not quotation.closed
        or inner.endswith(SPEECH_ENDS)
        or text[quotation.end : quotation.end + 1] == ","
    )


def cue_after(document: DependencyDocument, i: int) -> QuotationCue | None:
    """Return the cue between quotation ``i`` and the next quotation, if any.

    Example: the cue "said" in "“…,” Rossi said, “…”".
    """
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
    """Return whether a determiner or possessive precedes a quotation: 'his "plan"'."""
    before = document.token_from(quotation.start) - 1
    return before >= 0 and document.tokens.tags[before] in DETERMINERS


def _segment_end(document: DependencyDocument, i: int, first: int) -> int:
    """Return the last token after quotation ``i``, before the next quotation.

    The search ends with the sentence.
    """
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
    """Return whether the words from ``verb`` to token ``end`` introduce a quotation.

    They do if they end with a comma or colon, or have at most "that" after the verb,
    and if ``verb`` reports no other clause there.
    """
    if _has_clause(document, verb, end):
        return False
    return document.tokens.texts[end] in {",", ":"} or _is_next_to(document, verb, end)


def _has_clause(document: DependencyDocument, verb: int, end: int) -> bool:
    """Return whether ``verb`` already reports a clause that starts by token ``end``."""
    tree = document.tree(document.tokens.sentences[verb])
    return any(verb < c <= end for c in tree.children_labelled(verb, "ccomp"))


def _closes_clause(document: DependencyDocument, quotation: Quotation) -> bool:
    """Return whether a quotation ends its clause and so holds all reported words."""
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
    """Return whether token ``i`` is a verb that reports a quotation, such as "said"."""
    reporter = reporters().get(document.tokens.lowers[i])
    return reporter is not None and QUOTE in reporter.frames and _is_verb(document, i)


def _is_verb(document: DependencyDocument, i: int) -> bool:
    """Return whether a token is a verb.

    The tagger mistakes "notes" and "comments" after a long subject for nouns, so a
    plural noun that has a subject counts.
    """
    tag = document.tokens.tags[i]
    if tag.startswith("VB") or document.tokens.lowers[i] == "says":
        return True
    tree = document.tree(document.tokens.sentences[i]) if tag == "NNS" else None
    return tree is not None and tree.child(i, "nsubj") is not None


def _is_main_verb(document: DependencyDocument, i: int) -> bool:
    """Return whether ``i`` is the finite verb of a main clause.

    An auxiliary of a cue does not count.
    """
    tokens = document.tokens
    if tokens.tags[i] not in FINITE or tokens.deps[i] in SUBORDINATE:
        return False
    auxiliary = tokens.deps[i] in {"aux", "auxpass"}
    return not (auxiliary and is_reporting(document, tokens.heads[i]))


def _speaks_in(
    document: DependencyDocument, verb: int, source: Source, segment: Range
) -> bool:
    """Return whether ``source`` starts in ``segment``.

    The hearer in "told Rossi" does not count.
    """
    addressed = source[1] > verb and document.tokens.lowers[verb] in TELLING
    return segment[0] <= source[0][0] <= segment[1] and not addressed


def _tokens_before_telling(
    document: DependencyDocument, verb: int, segment: Range
) -> range:
    """Return the tokens of ``segment`` before a verb such as "told", right to left.

    The result is empty for other verbs, which have no hearer after them.
    """
    is_telling = document.tokens.lowers[verb] in TELLING
    return range(verb - 1, segment[0] - 1, -1) if is_telling else range(0)


def _source_within(
    document: DependencyDocument, verb: int, segment: Range
) -> Source | None:
    """Return the source of a cue: the verb's subject if it is inside ``segment``.

    The parser sometimes attaches an inverted subject ("“…,” said Rossi") elsewhere:
    then the noun nearest to the verb is the source.
    """
    tree = document.tree(document.tokens.sentences[verb])
    if tree.child(verb, "auxpass") is not None and tree.child(verb, "nsubjpass"):
        return find_agent(tree, verb)
    source = find_subject(tree, verb)
    if source is not None and _speaks_in(document, verb, source, segment):
        return source
    for noun in (
        *_tokens_before_telling(document, verb, segment),
        *takewhile(
            lambda k: document.tokens.tags[k] not in {"IN", "TO"},
            range(verb + 1, segment[1] + 1),
        ),
        *range(verb - 1, segment[0] - 1, -1),
    ):
        tag, dep = document.tokens.tags[noun], document.tokens.deps[noun]
        if tag in {"NN", "NNS", "NNP", "NNPS", "PRP"} and dep != "compound":
            return tree.phrase(noun), noun
    return source


MIN_WORDS = 2


@dataclass(slots=True)
class Speech:
    """The quotations of one speaker, while they are collected.

    ``parts`` are the quotations; ``last`` is the layout's index of the newest one.
    ``resumed`` is true if the cue stands in an earlier paragraph. ``signer`` is the
    name after a dash ("“…” -- Anna Berg").
    """

    cue: QuotationCue | None
    parts: list[Quotation]
    last: int
    resumed: bool = False
    signer: Source | None = None


def read_quotations(document: DependencyDocument) -> Iterator[Attribution]:
    """Return an attribution for each series of quotations of one speaker.

    The function adds the quotations to ``document.spoken`` and the verbs of their cues
    to ``document.used``. A quotation that continues the speech in the next paragraph
    gets its own attribution with the same cue. A quotation of whole sentences without a
    cue has ``follows``: its speaker is that of the attribution before it.
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
    """Return the name after a dash that ends a quotation's line, if any.

    Example: "“…” -- Anna Berg".
    """
    signed = find_signature(document.layout.text, quotation)
    if signed is None or not _stands_alone(document, quotation):
        return None
    first, last = document.token_from(signed[0]), document.token_from(signed[1]) - 1
    return ((first, last), last) if first <= last else None


def _is_speech(document: DependencyDocument, quotation: Quotation) -> bool:
    """Return whether a quotation has two words, or ends like speech ("“No,”")."""
    inner = document.layout.text[quotation.inner_start : quotation.inner_end]
    first = document.token_from(quotation.start)
    if first >= len(document.tokens) or document.tokens.starts[first] >= quotation.end:
        return False
    return len(inner.split()) >= MIN_WORDS or is_complete(document, quotation)


def _joins(
    document: DependencyDocument, speech: Speech, i: int, after: QuotationCue | None
) -> bool:
    """Return whether quotation ``i`` is a further part of ``speech``.

    It is a part if the quotation before it was left open at the end of a paragraph, or
    if only the cue is between them in one paragraph.
    """
    quotation = document.layout.quotations[i]
    if quotation.continues and speech.last == i - 1:
        return True
    if after is not None or not _resumes(document, speech, i):
        return False
    return "\n" not in document.layout.text[speech.parts[-1].end : quotation.start]


def _resumes(document: DependencyDocument, speech: Speech, i: int) -> bool:
    """Return whether only the cue of ``speech`` separates it from quotation ``i``."""
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
    """Return whether a quotation consists of sentences, outside any other sentence."""
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
