"""Every attribution of an article, from its cues and quotations."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.parsers.grammar import Attribution, CueKind
from summarizers.parsers.shallow.cues import find_according
from summarizers.parsers.shallow.drafts import Draft, finish, outermost
from summarizers.parsers.shallow.followers import Followers
from summarizers.parsers.shallow.fronted import find_fronted
from summarizers.parsers.shallow.passages import Passage
from summarizers.parsers.shallow.phrases import phrase_after
from summarizers.parsers.shallow.reading import Range, Reading
from summarizers.parsers.shallow.trailing import find_trailing

# Content is at least one word, with the full stop behind it.
MIN_CONTENT = 2


def read_attributions(reading: Reading) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character."""
    drafts: list[Draft] = []
    for sentence in reading.candidates:
        drafts += _in_sentence(Passage(reading, sentence))
    drafts = outermost(reading, drafts)
    drafts += Followers(reading, drafts).find()
    drafts.sort(key=lambda draft: draft.parts[0])
    return tuple(finish(reading, draft) for draft in drafts)


def _in_sentence(passage: Passage) -> Iterator[Draft]:
    for cue in passage.cues:
        fronted = find_fronted(passage, cue)
        if fronted is not None:
            passage.left = max(passage.left, cue.unit[1] + 1)
        for parts, direct in [fronted] if fronted else find_trailing(passage, cue):
            yield Draft(
                cue.reporter.kind,
                cue.source,
                (cue.verb, cue.verb),
                passage.sentence,
                [_whole(passage.reading, part) for part in parts],
                direct=direct,
            )
    for i in find_according(passage.reading, passage.sentence):
        draft = _according(passage, i) if passage.is_prose else None
        if draft is not None:
            yield draft


def _whole(reading: Reading, part: Range) -> Range:
    """A part that ends within a quotation, up to the end of that quotation."""
    quotation = reading.quotation_at(part[1] - 1)
    if quotation is None or quotation.start < part[0]:
        return part
    return part[0], max(part[1], quotation.end)


def _according(passage: Passage, i: int) -> Draft | None:
    tokens, first, end = passage.tokens, passage.first, passage.semicolon(i)
    source = phrase_after(tokens, i + 2, end)
    if source is None:
        return None
    last = i - 1
    while last >= first and tokens.tags[last] in {",", ":", "CC"}:
        last -= 1
    start = source.last + 1
    if last >= first:
        parts = [(tokens.starts[first], tokens.ends[last]), *_resumed(passage, start)]
    else:
        commas = (k for k in range(start, end - 1) if tokens.tags[k] == ",")
        comma = next(commas, start - 1)
        if comma + MIN_CONTENT >= end:
            return None
        parts = [passage.trimmed(comma + 1, end)]
    return Draft(CueKind.ACCORDING, source, (i, i + 1), passage.sentence, parts)


def _resumed(passage: Passage, k: int) -> list[Range]:
    """What goes on behind ", according to Rossi,"."""
    tokens, end = passage.tokens, passage.end
    if k + 2 >= end or tokens.tags[k] != ",":
        return []
    led = tokens.tags[k + 1] in {"CC", "WP", "WDT", "VBG", "IN"}
    if led or tokens.lowers[k + 1].endswith("ing"):
        return []
    return [passage.trimmed(k + 1, end)]
