"""Quotations and the words beside them that say whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from summarizers.parsers.grammar import Attribution, CueKind
from summarizers.parsers.reading import Range, Reading
from summarizers.parsers.reporting import QUOTE, reporters
from summarizers.parsers.subjects import Source, find_subject
from summarizers.text.layout import Quotation

MIN_WORDS = 2
SPEECH_ENDS = (",", ".", "?", "!", "…", "—", "–", "-", ";")
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
SUBORDINATE = frozenset(("relcl", "acl", "advcl", "appos"))
MAX_CUE_TOKENS = 30


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting verb beside a quotation, and the tokens between the quotations."""

    verb: int
    source: Source | None
    segment: Range


@dataclass(slots=True)
class Speech:
    """Quotations of one speaker, while they are collected.

    ``last`` is the index of the newest in the layout; ``resumed`` marks a speech whose
    cue stands in the sentence before it.
    """

    cue: Cue | None
    parts: list[Quotation]
    last: int
    resumed: bool = False


def read_quotations(reading: Reading) -> Iterator[Attribution]:
    """One attribution for each run of quotations of one speaker.

    Marks the quotations as spoken and their cues as used. A quotation that goes on
    behind the cue's sentence is an attribution of its own with the same cue; one that
    stands alone without a cue follows the speaker before it.
    """
    speeches: list[Speech] = []
    for i, quotation in enumerate(reading.layout.quotations):
        if quotation.start in reading.spoken or not _is_speech(reading, quotation):
            continue
        after = _cue_after(reading, i)
        before = speeches[-1] if speeches else None
        if before is not None and _joins(reading, before, i, after):
            before.parts.append(quotation)
            before.last = i
            reading.spoken.add(quotation.start)
            continue
        speech = _new_speech(reading, i, after, before)
        if speech is not None:
            reading.spoken.add(quotation.start)
            speeches.append(speech)
    return (_attribution(reading, speech) for speech in speeches)


def _new_speech(
    reading: Reading, i: int, after: Cue | None, before: Speech | None
) -> Speech | None:
    quotation = reading.layout.quotations[i]
    cue = after or _cue_before(reading, i)
    if cue is not None:
        reading.used.add(cue.verb)
        return Speech(cue, [quotation], i)
    if before is not None and _resumes(reading, before, i):
        return Speech(before.cue, [quotation], i, resumed=True)
    if _stands_alone(reading, quotation):
        return Speech(None, [quotation], i)
    return None


def _is_speech(reading: Reading, quotation: Quotation) -> bool:
    """Not a title or a word in marks: it has words, and tokens that are no noise."""
    inner = reading.layout.text[quotation.inner_start : quotation.inner_end]
    first = reading.token_from(quotation.start)
    if first >= len(reading.tokens) or reading.tokens.starts[first] >= quotation.end:
        return False
    return len(inner.split()) >= MIN_WORDS or _is_complete(reading, quotation)


def _is_complete(reading: Reading, quotation: Quotation) -> bool:
    """Whether the words in the marks end as speech does, before or behind the mark."""
    text = reading.layout.text
    inner = text[quotation.inner_start : quotation.inner_end].rstrip()
    return (
        not quotation.closed
        or inner.endswith(SPEECH_ENDS)
        or text[quotation.end : quotation.end + 1] == ","
    )


def _joins(reading: Reading, speech: Speech, i: int, after: Cue | None) -> bool:
    """Whether quotation ``i`` goes on with the words of the speech before it.

    That is so over paragraphs whose quotation was left open, and around a cue in the
    middle of a sentence.
    """
    if reading.layout.quotations[i].continues and speech.last == i - 1:
        return True
    if after is not None or not _resumes(reading, speech, i):
        return False
    gap = _gap(reading, speech, i)
    return reading.tokens.tags[gap[1]] != "."


def _resumes(reading: Reading, speech: Speech, i: int) -> bool:
    """Whether only the cue of a speech stands between it and quotation ``i``."""
    if speech.cue is None or speech.last != i - 1:
        return False
    gap = _gap(reading, speech, i)
    if speech.cue.segment != gap:
        return False
    again = range(speech.cue.verb + 1, gap[1] + 1)
    return not any(_is_reporting(reading, k) for k in again)


def _gap(reading: Reading, speech: Speech, i: int) -> Range:
    start = reading.token_from(speech.parts[-1].end)
    return start, reading.token_from(reading.layout.quotations[i].start) - 1


def _stands_alone(reading: Reading, quotation: Quotation) -> bool:
    """A whole sentence or more in marks, not a piece of the sentence around it."""
    text = reading.layout.text
    inner = text[quotation.inner_start : quotation.inner_end].strip()
    before = (
        text[max(0, quotation.start - 3) : quotation.start].rstrip(" ")[-1:] or "\n"
    )
    closed = inner.endswith((".", "?", "!", "…")) or not quotation.closed
    return closed and before in "\n.?!:" and inner[:1].isupper()


def _cue_after(reading: Reading, i: int) -> Cue | None:
    quotation = reading.layout.quotations[i]
    if not _is_complete(reading, quotation) or not quotation.closed:
        return None
    first = reading.token_from(quotation.end)
    last = _segment_end(reading, i, first)
    opening = reading.tokens.tags[first : min(first + 2, last + 1)]
    if any(tag in {"CC", "WDT", "WP", "IN", "WRB"} for tag in opening):
        return None
    for verb in range(first, min(last + 1, first + MAX_CUE_TOKENS)):
        if _is_reporting(reading, verb):
            source = _source_within(reading, verb, (first, last))
            return None if source is None else Cue(verb, source, (first, last))
        if _is_main_verb(reading, verb):
            return None
    return None


def _segment_end(reading: Reading, i: int, first: int) -> int:
    """The last token behind quotation ``i`` in its sentence, before the next one."""
    inside = reading.token_from(reading.layout.quotations[i].inner_end) - 1
    if inside < 0 or first >= len(reading.tokens):
        return first - 1
    last = reading.bounds[reading.tokens.sentences[inside]][1] - 1
    if i + 1 < len(reading.layout.quotations):
        following = reading.layout.quotations[i + 1].start
        last = min(last, reading.token_from(following) - 1)
    return last


def _cue_before(reading: Reading, i: int) -> Cue | None:
    quotation = reading.layout.quotations[i]
    end = reading.token_from(quotation.start) - 1
    if end < 0 or not _closes_clause(reading, quotation):
        return None
    first = _segment_start(reading, i, end)
    for verb in range(end, max(first - 1, end - MAX_CUE_TOKENS), -1):
        if _is_reporting(reading, verb) and verb not in reading.used:
            if not _introduces(reading, verb, end):
                return None
            source = find_subject(reading.tree(reading.tokens.sentences[verb]), verb)
            return Cue(verb, source, (first, end))
        if _is_main_verb(reading, verb):
            return None
    return None


def _introduces(reading: Reading, verb: int, end: int) -> bool:
    """Whether the words between a verb and a quotation lead straight into it."""
    if _has_clause(reading, verb, end):
        return False
    return reading.tokens.texts[end] in {",", ":"} or _is_next_to(reading, verb, end)


def _has_clause(reading: Reading, verb: int, end: int) -> bool:
    """Whether the verb reports a clause of its own before the quotation."""
    tree = reading.tree(reading.tokens.sentences[verb])
    return any(verb < c <= end for c in tree.having(verb, "ccomp"))


def _closes_clause(reading: Reading, quotation: Quotation) -> bool:
    """Whether no word of the same clause follows: the speech is all in the marks."""
    behind = reading.layout.text[quotation.end : quotation.end + 2]
    if not quotation.closed or not behind.strip(" "):
        return True
    if _is_complete(reading, quotation) or behind[:1] in ".\n;:)":
        return True
    first = reading.layout.text[quotation.inner_start : quotation.inner_start + 1]
    return first.isupper() and _has_finite_verb(reading, quotation)


def _has_finite_verb(reading: Reading, quotation: Quotation) -> bool:
    tokens = reading.tokens
    first = reading.token_from(quotation.start)
    last = reading.token_from(quotation.end)
    return any(tokens.tags[k] in FINITE for k in range(first, last))


def _segment_start(reading: Reading, i: int, end: int) -> int:
    sentence = reading.tokens.sentences[end]
    first = reading.bounds[sentence][0]
    if i:
        previous = reading.layout.quotations[i - 1].end
        first = max(first, reading.token_from(previous))
    own = reading.tokens.sentences[min(end + 1, len(reading.tokens) - 1)]
    if own != sentence and reading.tokens.texts[end] != ":":
        return end + 1
    return first


def _is_next_to(reading: Reading, verb: int, end: int) -> bool:
    between = {reading.tokens.lowers[k] for k in range(verb + 1, end + 1)}
    return between <= {"that", "``", '"', "“"}


def _is_reporting(reading: Reading, i: int) -> bool:
    tokens = reading.tokens
    reporter = reporters().get(tokens.lowers[i])
    return (
        reporter is not None
        and QUOTE in reporter.frames
        and (tokens.tags[i].startswith("VB") or tokens.lowers[i] == "says")
    )


def _is_main_verb(reading: Reading, i: int) -> bool:
    """Whether a finite verb other than a cue's auxiliary or an aside's stands here."""
    tokens = reading.tokens
    if tokens.tags[i] not in FINITE or tokens.deps[i] in SUBORDINATE:
        return False
    auxiliary = tokens.deps[i] in {"aux", "auxpass"}
    return not (auxiliary and _is_reporting(reading, tokens.heads[i]))


def _source_within(reading: Reading, verb: int, segment: Range) -> Source | None:
    """The subject of the cue, inside the words between the quotations.

    The parser sometimes hangs an inverted subject elsewhere: then the noun next to the
    verb is the speaker.
    """
    tree = reading.tree(reading.tokens.sentences[verb])
    source = find_subject(tree, verb)
    if source is not None and segment[0] <= source[0][0] <= segment[1]:
        return source
    for noun in (
        *range(verb + 1, segment[1] + 1),
        *range(verb - 1, segment[0] - 1, -1),
    ):
        tag, dep = reading.tokens.tags[noun], reading.tokens.deps[noun]
        if tag in {"NN", "NNS", "NNP", "NNPS", "PRP"} and dep != "compound":
            return tree.phrase(noun), noun
    return source


def _attribution(reading: Reading, speech: Speech) -> Attribution:
    parts = tuple((q.start, q.end) for q in speech.parts)
    sentence = reading.tokens.sentences[reading.token_from(parts[0][0])]
    if speech.cue is None:
        return Attribution(
            kind=CueKind.QUOTATION,
            source=None,
            cue=None,
            content=tuple(reading.span(*part) for part in parts),
            sentence=sentence,
            follows=True,
        )
    verb = speech.cue.verb
    kind = reporters()[reading.tokens.lowers[verb]].kind
    found = reading.attribution(kind, speech.cue.source, (verb, verb), parts)
    return replace(found, sentence=sentence) if speech.resumed else found
