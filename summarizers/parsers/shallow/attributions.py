"""Every attribution of an article, from its cues and quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizers.parsers.grammar import Attribution, CueKind
from summarizers.parsers.shallow.cues import find_according
from summarizers.parsers.shallow.fronted import find_fronted
from summarizers.parsers.shallow.passages import Passage
from summarizers.parsers.shallow.phrases import Phrase, phrase_after
from summarizers.parsers.shallow.reading import Range, Reading
from summarizers.parsers.shallow.trailing import find_illustration, find_trailing

MIN_ALONE = 4
# How many pieces of content before it may hold a cue: those of its own sentence.
NEAR = 8


@dataclass(slots=True)
class Draft:
    """An attribution while its content is collected, as character ranges."""

    kind: CueKind
    source: Phrase | None
    cue: Range | None
    sentence: int
    parts: list[Range]
    direct: bool = False
    follows: bool = False


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts: list[Draft] = []
    for sentence, (first, end) in enumerate(reading.bounds):
        if first < end:
            drafts += _in_sentence(Passage(reading, sentence))
    drafts = outermost(reading, drafts)
    drafts += following(reading, drafts)
    drafts.sort(key=lambda draft: draft.parts[0])
    return tuple(_attribution(reading, draft) for draft in drafts)


def _attribution(reading: Reading, draft: Draft) -> Attribution:
    source = draft.source
    return Attribution(
        kind=draft.kind,
        source=None if source is None else reading.words(source.first, source.last),
        cue=None if draft.cue is None else reading.words(*draft.cue),
        content=tuple(reading.span(*part) for part in draft.parts),
        sentence=draft.sentence,
        source_head=-1 if source is None else source.head,
        follows=draft.follows,
    )


def _in_sentence(passage: Passage) -> Iterator[Draft]:
    for cue in passage.cues:
        content = find_fronted(passage, cue)
        if content is not None:
            passage.left = max(passage.left, cue.unit[1] + 1)
        else:
            content = find_trailing(passage, cue)
            if content is None:
                continue
        parts, direct = content
        parts = [_whole(passage.reading, part) for part in parts]
        verb = cue.verb, cue.verb
        kind = cue.reporter.kind
        yield Draft(kind, cue.source, verb, passage.sentence, parts, direct)
        more = find_illustration(passage, cue, parts[-1][1])
        if more is not None:
            yield Draft(kind, cue.source, verb, passage.sentence, more.parts, True)
    for i in find_according(passage.reading, passage.sentence):
        draft = _according(passage, i)
        if draft is not None:
            yield draft


def _whole(reading: Reading, part: Range) -> Range:
    """A part that ends within a quotation, up to the end of that quotation."""
    quotation = reading.quotation_at(part[1] - 1)
    if quotation is None or quotation.start < part[0]:
        return part
    return part[0], max(part[1], quotation.end)


def _according(passage: Passage, i: int) -> Draft | None:
    tokens, first, end = passage.tokens, passage.first, passage.end
    source = phrase_after(tokens, i + 2, end)
    if source is None:
        return None
    last = i - 1
    while last >= first and tokens[last].tag in {",", ":", "CC"}:
        last -= 1
    start = source.last + 1
    if last >= first:
        parts = [(tokens[first].start, tokens[last].end), *_resumed(passage, start)]
    else:
        commas = (k for k in range(start, end - 1) if tokens[k].tag == ",")
        comma = next(commas, start - 1)
        if comma + 1 >= end:
            return None
        parts = [passage.trimmed(comma + 1, end)]
    return Draft(CueKind.ACCORDING, source, (i, i + 1), passage.sentence, parts)


def _resumed(passage: Passage, k: int) -> list[Range]:
    """What goes on behind ", according to Rossi,"."""
    tokens, end = passage.tokens, passage.end
    if k + 2 >= end or tokens[k].tag != ",":
        return []
    after = tokens[k + 1]
    if after.tag in {"CC", "WP", "WDT", "VBG", "IN"} or after.lower.endswith("ing"):
        return []
    return [passage.trimmed(k + 1, end)]


def outermost(reading: Reading, drafts: Sequence[Draft]) -> list[Draft]:
    """Without those whose cue stands inside the words of another.

    Of two that hold each other's cue the one that starts first stays, and of those the
    longest.
    """
    kept: list[Draft] = []
    ends: list[Range] = []
    for draft in sorted(drafts, key=lambda d: (d.parts[0][0], -d.parts[-1][1])):
        at = -1 if draft.cue is None else reading.tokens[draft.cue[0]].start
        if not any(start <= at < end for start, end in ends[-NEAR:]):
            kept.append(draft)
            ends += draft.parts
    return kept


def following(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Give the quotations that have no cue to the speaker before them.

    In the same paragraph, and when a quotation was left open, they go on with that
    attribution; in the next paragraph they make one of their own.
    """
    covered = sorted((a, e, n) for n, d in enumerate(drafts) for a, e in d.parts)
    starts = [a for a, _, _ in covered]
    last: Draft | None = None
    last_quotation = -2
    for i, quotation in enumerate(reading.layout.quotations):
        at = bisect_right(starts, quotation.start) - 1
        if at >= 0 and quotation.end <= covered[at][1]:
            owner = drafts[covered[at][2]]
            if owner.direct or covered[at][0] == quotation.start:
                last, last_quotation = owner, i
            continue
        if last is None or last_quotation != i - 1 or not _is_alone(reading, i):
            continue
        gap = reading.layout.text[max(e for _, e in last.parts) : quotation.start]
        if quotation.continues or "\n" not in gap:
            last.parts.append((quotation.start, quotation.end))
            last_quotation = i
        elif _is_next(reading, last, i):
            marks = reading.marks[i]
            sentence = reading.tokens[marks[0]].sentence if marks else last.sentence
            part = quotation.start, quotation.end
            last = Draft(CueKind.QUOTATION, None, None, sentence, [part], True, True)
            last_quotation = i
            yield last


def _is_alone(reading: Reading, i: int) -> bool:
    """Whether quotation ``i`` is a sentence of its own."""
    marks = reading.marks[i]
    if marks is None:
        return False
    first, end = reading.bounds[reading.tokens[marks[0]].sentence]
    return (
        marks[0] == first and marks[1] + 2 >= end and marks[1] - marks[0] >= MIN_ALONE
    )


def _is_next(reading: Reading, last: Draft, i: int) -> bool:
    """Whether only the cue of the speech before stands before quotation ``i``."""
    marks = reading.marks[i]
    if marks is None or marks[0] == 0:
        return False
    return reading.tokens[marks[0] - 1].sentence - last.sentence <= 1
