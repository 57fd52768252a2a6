"""Reported words behind their cue: Rossi said (that) …."""

from __future__ import annotations

from summarizers.model import fast_new
from summarizers.readers.english.reporting_lexicon import QUOTE
from summarizers.readers.english.shallow.cued_sentences import (
    DASHES,
    Content,
    CuedSentence,
)
from summarizers.readers.english.shallow.openings import find_opening
from summarizers.readers.english.shallow.reporting_cues import ReportingCue
from summarizers.readers.english.shallow.word_lists import SUBORDINATORS

# How many tokens from the verb to the colon that ends its sentence.
MAX_ANNOUNCEMENT = 9


def find_trailing(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """The content behind a cue, if the verb takes what stands there.

    A quotation behind a colon that ends the content is one of its own.
    """
    if cue.inverted:
        return []
    if _is_comment(passage, cue):
        start: int | None = _first_comma(passage, cue.verb, passage.end) + 1
    else:
        start = find_opening(passage, cue)
    if start is None or start >= passage.end:
        return _announced(passage, cue)
    return _content(passage, cue, start)


def _content(passage: CuedSentence, cue: ReportingCue, start: int) -> list[Content]:
    end = passage.clause_end(start, cue)
    if _is_subordinate(passage, cue):
        end = _first_comma(passage, start, end)
    if _is_all_quotation(passage, start, end):
        return [fast_new(Content, ([passage.quotation_range(start)], True))]
    contents = [fast_new(Content, ([passage.trimmed(start, end)], False))]
    if end < passage.end and passage.tokens.texts[end] == ":":
        contents += _quotation_at(passage, end + 1)
    return contents


def _is_all_quotation(passage: CuedSentence, start: int, end: int) -> bool:
    """Whether the quotation that starts at ``start`` is all the content."""
    quotation = passage.document.opens(start)
    if quotation is None:
        return False
    marks = passage.document.marks[passage.document.inside[start]]
    alone = marks is not None and marks[1] + 1 >= end
    return alone or passage.ends_speech(quotation)


def _announced(passage: CuedSentence, cue: ReportingCue) -> list[Content]:
    """The quotation or the paragraph that a sentence with a last colon announces."""
    tokens, end = passage.tokens, passage.end
    if end >= len(tokens) or tokens.texts[end - 1] != ":":
        return []
    if end - cue.verb > MAX_ANNOUNCEMENT or QUOTE not in cue.reporter.frames:
        return []
    block = passage.document.block(end)
    paragraph = [] if block is None else [Content([block], direct=True)]
    return _quotation_at(passage, end) or paragraph


def _quotation_at(passage: CuedSentence, k: int) -> list[Content]:
    if passage.document.opens(k) is None:
        return []
    return [Content([passage.quotation_range(k)], direct=True)]


def _is_comment(passage: CuedSentence, cue: ReportingCue) -> bool:
    """Whether the sentence starts with "as Rossi put it"."""
    before = cue.unit[0] - 1
    return before == passage.first and passage.tokens.lowers[before] == "as"


def _is_subordinate(passage: CuedSentence, cue: ReportingCue) -> bool:
    """Whether the main clause goes on behind the next comma."""
    if cue.relative or (cue.loose and cue.verb == passage.first):
        return True
    before = cue.unit[0] - 1
    if cue.loose or before < passage.first or _is_comment(passage, cue):
        return False
    lower = passage.tokens.lowers[before]
    if lower == "that":
        return False
    return passage.tokens.tags[before] == "WRB" or lower in SUBORDINATORS


def _first_comma(passage: CuedSentence, start: int, end: int) -> int:
    tokens = passage.tokens
    for k in range(start + 1, end):
        mark = tokens.tags[k] == "," or tokens.texts[k] in DASHES
        if mark and passage.document.inside[k] < 0:
            return k
    return end
