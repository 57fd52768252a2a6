"""Reported words in front of their cue: "…," Rossi said."""

from __future__ import annotations

from summarizers.readers.english.reporting_lexicon import CLAUSE
from summarizers.readers.english.shallow.cued_sentences import Content, CuedSentence
from summarizers.readers.english.shallow.reporting_cues import ReportingCue
from summarizers.readers.english.shallow.resumed import resumed
from summarizers.readers.english.shallow.word_lists import SUBORDINATORS
from summarizers.text.layout import Quotation

# Fewer words without a verb are no statement but an introduction.
MIN_OPEN = 5
LEADS = frozenset(("WRB", "VBG", "VBD", "IN", "TO"))
QUOTATION_BEFORE = (",", ":", ".", "”", '"')


def find_fronted(passage: CuedSentence, cue: ReportingCue) -> Content | None:
    """The content in front of a cue and its source, with what goes on behind them."""
    before = cue.unit[0] - 1
    if cue.loose or cue.relative or before < 0:
        return None
    if before < passage.left:
        return _cut_off(passage, cue)
    if passage.tokens.lowers[before] == "as" and before > passage.left:
        if resumed(passage, cue) != []:
            return None
        before -= 1
    quotation = passage.closing(before)
    if quotation is None:
        return _reported(passage, cue, before)
    return _quoted(passage, cue, quotation)


def _cut_off(passage: CuedSentence, cue: ReportingCue) -> Content | None:
    """A quotation whose cue is a sentence of its own: "… it?" Rossi asked."""
    quotation = passage.document.closes(cue.unit[0] - 1)
    if quotation is None or cue.unit[0] != passage.first:
        return None
    cue_start = passage.tokens.starts[cue.unit[0]]
    if "\n" in passage.document.layout.text[quotation.end : cue_start]:
        return None
    if resumed(passage, cue) != []:
        return None
    return Content([(quotation.start, quotation.end)], direct=True)


def _quoted(
    passage: CuedSentence, cue: ReportingCue, quotation: Quotation
) -> Content | None:
    if not passage.ends_speech(quotation):
        return None
    rest = resumed(passage, cue)
    if rest is None:
        return None
    start = _quotation_start(passage, quotation)
    more = [part for part in rest if passage.document.starts_quotation(part[0])]
    return Content([(start, quotation.end), *more], direct=True)


def _quotation_start(passage: CuedSentence, quotation: Quotation) -> int:
    """Where content that ends in a quotation starts: there, or earlier.

    A fragment ("the plan is “absurd,” Rossi said") belongs to the words before it.
    """
    start, text = quotation.start, passage.document.layout.text
    edge = passage.tokens.starts[passage.left_edge(passage.end)]
    if edge >= start:
        return start
    apart = text[edge:start].rstrip().endswith(QUOTATION_BEFORE)
    inner = quotation.inner_start
    return start if apart and text[inner : inner + 1].isupper() else edge


def _reported(passage: CuedSentence, cue: ReportingCue, before: int) -> Content | None:
    tokens = passage.tokens
    if tokens.tags[before] not in {",", ":"} or tokens.texts[before] in {":", ";"}:
        return None
    if CLAUSE not in cue.reporter.frames or _is_introduction(passage, before):
        return None
    rest = resumed(passage, cue)
    left = passage.left_edge(before)
    short = passage.is_open(before) and before - left < MIN_OPEN
    if rest is None or left >= before or (short and not rest):
        return None
    return Content(
        [(tokens.starts[left], tokens.ends[before - 1]), *rest], direct=False
    )


def _is_introduction(passage: CuedSentence, before: int) -> bool:
    """Whether the words before the comma only lead up to the cue: "when asked, …"."""
    tokens, left = passage.tokens, passage.left
    first, tag = tokens.lowers[left], tokens.tags[left]
    if first == "that":
        return False
    if tag == "IN" and passage.is_open(before):
        return True
    leads = first in SUBORDINATORS or tag in LEADS
    if not leads and not first.endswith("ing"):
        return tag == "RB" and before - left < MIN_OPEN
    return not any(tokens.tags[k] == "," for k in range(left, before))
