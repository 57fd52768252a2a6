"""Where sentences begin and end inside a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizers.lexicons import table, words
from summarizers.text.layout import Quotation
from summarizers.text.paragraphs import Block

_STOP = re.compile(
    r"(?<![.!?…؟۔।])[.!?…؟۔।]++[\"”’»'\)\]]*+(?=\s)|[。！？]++[」』”’）\"]*+"
)
# "Stop it. Now." stays whole: two words are no sentence of their own.
_FEWEST_BLANKS = 2
_LOW_CLOSER = re.compile(r" ?(?:''|[\"”’'»])")
# Machine translation tears sentences: "… of West China. Pacific. The …".
_FRAGMENT = re.compile(r"[A-Z][a-z-]+\.\s")
_CURLY = re.compile("[^“”]*+”")
_REACH = 160
_LOW_STOP = re.compile(r"(?<=\s)[.!?]++(?=\s)")
_GAP = re.compile(r"\s*+")
_OPENERS = re.compile(r"[\"“‘'«„‟`(\[¿¡—–•*-]*+\s?+")
_WORD = re.compile(r"[\w'’.-]*+")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'—–/]*\Z")
_LIST_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z])[.)]")
_SPOKE = re.compile(r"(?:[A-Z][\w.'’-]*+ ){1,4}(\w++)")
_LOW_NAME = re.compile(r"[a-z]{1,2}[-'’]?[A-Z]")
_INITIAL = re.compile(r"(?:[A-Z]\.)*-?[A-Z]")
_AFTER_TIME = re.compile(
    r"(?:[A-Z]{1,4}T|GMT|UTC|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*+\.?|May|Eastern|Pacific)\b"
)


def split_sentences(
    text: str, block: Block, quotations: Sequence[Quotation], *, low: bool = False
) -> Iterator[Block]:
    """The sentences of one paragraph as (start, end), in order, only blanks between.

    ``quotations`` are those of this paragraph. ``low`` is true for a text without any
    capital letter, where a lower-case start says nothing.
    """
    start, end = block
    cuts = _low_cuts(text, block, quotations) if low else _cuts(text, block)
    for stop, following in cuts:
        if _may_cut(text, (start, end), (stop, following), quotations):
            yield start, stop
            start = following
    if start < end:
        yield start, end


def _cuts(text: str, block: Block) -> Iterator[Block]:
    """Every (end of one sentence, start of the next) that the words allow."""
    start, end = block
    for stop in _STOP.finditer(text, start, end):
        gap = _GAP.match(text, stop.end(), end)
        following = gap.end() if gap else stop.end()
        if following < end and _is_end(text, start, stop, following):
            yield stop.end(), following
            start = following


def _low_cuts(
    text: str, block: Block, quotations: Sequence[Quotation]
) -> Iterator[Block]:
    """The same for text in lower case, mostly with marks that stand alone."""
    start, end = block
    pattern = _LOW_STOP if " . " in text[start:end] else _STOP
    ends = {quotation.end for quotation in quotations}
    for stop in pattern.finditer(text, start, end):
        last = stop.end()
        mark = _LOW_CLOSER.match(text, last, end)
        if mark is not None and mark.end() in ends:
            last = mark.end()
        gap = _GAP.match(text, last, end)
        following = gap.end() if gap else last
        if following < end:
            yield last, following


def _is_end(text: str, start: int, stop: re.Match[str], following: int) -> bool:
    opened = _OPENERS.match(text, following)
    first = opened.end() if opened else following
    word = _first_word(text, first)
    if _starts_low(word):
        return False
    mark = stop.group()
    if mark[0] != ".":
        return not _names_speaker(text, mark, following)
    if mark.startswith((".\"", ".”", "..")):
        return True
    return not _is_abbreviation(text, start, stop.start(), word)


def _first_word(text: str, start: int) -> str:
    match = _WORD.match(text, start)
    return match.group() if match else ""


def _starts_low(word: str) -> bool:
    """A lower-case start is no boundary, but iPhone and al-Sharif may begin one."""
    return word[:1].islower() and not _LOW_NAME.match(word)


def _names_speaker(text: str, mark: str, following: int) -> bool:
    """Whether the sentence goes on behind a quoted question (… is it?" Smith asked)."""
    if mark[-1] not in "\"”’'»":
        return False
    match = _SPOKE.match(text, following)
    return match is not None and match.group(1) in words("quote_verbs")


def _is_abbreviation(text: str, start: int, stop: int, following: str) -> bool:
    if _LIST_MARKER.fullmatch(text, start, stop + 1):
        return True
    match = _LAST_WORD.search(text, max(start, stop - 12), stop)
    word = match.group() if match else ""
    known = _abbreviations().get(word)
    if known is None:
        return bool(_INITIAL.fullmatch(word)) and not _starts_new(following)
    if known == "never":
        return True
    if known == "number" and following[:1].isdigit():
        return True
    if known == "often":
        return _AFTER_TIME.match(following) is not None
    return word not in ("no", "No") and not _starts_new(following)


def _abbreviations() -> dict[str, str]:
    return table("abbreviations")


def _starts_new(word: str) -> bool:
    return not word or word.rstrip(".,") in words("sentence_starters")


def _may_cut(
    text: str, block: Block, cut: Block, quotations: Sequence[Quotation]
) -> bool:
    """Whether a cut leaves sentences on both sides, and no torn quotation."""
    stop, following = cut
    for quotation in quotations:
        if quotation.inner_start < stop < quotation.inner_end:
            before = text[max(block[0], quotation.inner_start) : stop]
            after = text[following : quotation.inner_end]
            return min(before.count(" "), after.count(" ")) >= _FEWEST_BLANKS
    return not _FRAGMENT.match(text, following, block[1]) and not _is_torn(
        text, following, quotations
    )


def _is_torn(text: str, start: int, quotations: Sequence[Quotation]) -> bool:
    """Whether a closing mark without an opening one stands behind the cut."""
    mark = _CURLY.match(text, start, start + _REACH)
    if mark is None:
        return False
    at = mark.end() - 1
    return not any(quotation.start <= at < quotation.end for quotation in quotations)
