"""The parser of the engine ``fast``: word lists and patterns, no model."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from typing_extensions import override

from summarizers.readers.english.shallow.attribution_drafts import (
    ShallowDraft,
    finish,
    outermost,
)
from summarizers.readers.english.shallow.content_spans import (
    find_fronted,
    find_trailing,
)
from summarizers.readers.english.shallow.continued_quotations import Followers
from summarizers.readers.english.shallow.cued_sentences import Content, CuedSentence
from summarizers.readers.english.shallow.noun_phrases import phrase_after
from summarizers.readers.english.shallow.reporting_cues import find_according
from summarizers.readers.english.shallow.tagged_document import Range, ShallowDocument
from summarizers.readers.english.shallow.tokenizer import read_tokens
from summarizers.readers.parse import Attribution, CueKind, Parse, Parser
from summarizers.text.layout import Layout

# Content is at least one word, with the full stop behind it.
MIN_CONTENT = 2


def read_attributions(document: ShallowDocument) -> tuple[Attribution, ...]:
    """All attributions, in the order of their first content character.

    Each step runs for all sentences before the next one: this keeps its code in the
    processor's caches.
    """
    passages = [CuedSentence(document, sentence) for sentence in document.candidates]
    fronted = [_fronted(passage) for passage in passages]
    said = [_said(*pair) for pair in zip(passages, fronted, strict=True)]
    according = [_according(passage) for passage in passages]
    pairs = zip(said, according, strict=True)
    drafts = outermost(document, chain.from_iterable(chain.from_iterable(pairs)))
    drafts += Followers(document, drafts).find()
    drafts.sort(key=lambda draft: draft.parts[0])
    return tuple([finish(document, draft) for draft in drafts])


def _fronted(passage: CuedSentence) -> list[Content | None]:
    """The content in front of each cue of a sentence, if any."""
    contents: list[Content | None] = []
    for cue in passage.cues:
        content = find_fronted(passage, cue)
        if content is not None:
            passage.left = max(passage.left, cue.unit[1] + 1)
        contents.append(content)
    return contents


def _said(
    passage: CuedSentence, fronted: Iterable[Content | None]
) -> list[ShallowDraft]:
    """The attributions by verbs: with what is in front of the cue, or behind it."""
    return [
        ShallowDraft(
            cue.reporter.kind,
            cue.source,
            (cue.verb, cue.verb),
            passage.sentence,
            [_whole(passage.document, part) for part in parts],
            direct=direct,
        )
        for cue, content in zip(passage.cues, fronted, strict=True)
        for parts, direct in ([content] if content else find_trailing(passage, cue))
    ]


def _according(passage: CuedSentence) -> list[ShallowDraft]:
    """The attributions by "according to"."""
    if not passage.is_prose:
        return []
    cues = find_according(passage.document, passage.sentence)
    drafts = [_attributed(passage, i) for i in cues]
    return [draft for draft in drafts if draft is not None]


def _whole(document: ShallowDocument, part: Range) -> Range:
    """A part that ends within a quotation, up to the end of that quotation."""
    quotation = document.quotation_at(part[1] - 1)
    if quotation is None or quotation.start < part[0]:
        return part
    return part[0], max(part[1], quotation.end)


def _attributed(passage: CuedSentence, i: int) -> ShallowDraft | None:
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
    return ShallowDraft(CueKind.ACCORDING, source, (i, i + 1), passage.sentence, parts)


def _resumed(passage: CuedSentence, k: int) -> list[Range]:
    """The rest of the content behind ", according to Rossi,"."""
    tokens, end = passage.tokens, passage.end
    if k + 2 >= end or tokens.tags[k] != ",":
        return []
    led = tokens.tags[k + 1] in {"CC", "WP", "WDT", "VBG", "IN"}
    if led or tokens.lowers[k + 1].endswith("ing"):
        return []
    return [passage.trimmed(k + 1, end)]


class FastParser(Parser):
    """Reads words by their form and attributions by patterns of words and marks."""

    @override
    def parse(self, layout: Layout) -> Parse:
        tokens, bounds, notable = read_tokens(layout)
        document = ShallowDocument(layout, tokens, bounds, notable)
        attributions = read_attributions(document)
        return Parse(
            layout,
            tokens,
            tuple(bounds),
            attributions,
            has_grammar=False,
        )
