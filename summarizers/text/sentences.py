"""Split a paragraph into sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import has_list, pattern, table, words
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Block, Quotation

_MARKS = ".!?…؟۔।。！？"
_STOP = re.compile(rf"[{_MARKS}]++[\"”’»'\)\]」』）]*+(?:\[\d{{1,3}}\])*+")
_LOW_STOP = re.compile(r"(?<=\s)[.!?]++(?=\s)")
_LOW_CLOSER = re.compile(r" ?(?:''|[\"”’'»])")
# Scripts that put no blank after a full stop.
_WIDE = frozenset("。！？」』）")
# A full stop after which a line break was lost: "held.The road", but not "Booking.Com".
_GLUED = re.compile(r"(?<=[a-z]{3}[.!?])(?!Com|Org|Net|Js)[A-Z][\w'’-]*+[ ,]")
_GAP = re.compile(r"\s*+")
# The text after a stop: blanks, opening marks, a word.
_NEXT = re.compile(r"\s*+()[\"“‘'«„‟`(\[¿¡—–•*-]*+\s?+([\w'’.-]*+)")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'—–/•●■]*\Z")
_LONGEST_ABBREVIATION = 12
_LONGEST_MARKER = 5
_LIST_MARKER = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z])[.)]")
_SPOKE = re.compile(r"(?:[A-Z][\w.'’-]*+ ){1,4}(\w++)")
# A lower-case start is not a boundary, except for iPhone or al-Sharif.
_LOW_NAME = re.compile(r"[a-z]{1,2}[-'’]?[A-Z]")
_INITIAL = re.compile(r"(?:[A-Z]\.&?)*-?[A-Z]")
_AFTER_TIME = pattern("abbreviation_after_time")
# "Stop it. Now." stays whole: two words inside a quotation are not a sentence.
_FEWEST_BLANKS = 2
_NEAR = 60
# Machine translation tears sentences: "… to the East Bay. Harbour. The …".
_FRAGMENT = re.compile(r"([A-Z][a-z-]+)\.\s")
_CURLY = re.compile(r"[^“”]*+(?<=\S)”")
_REACH = 160


def split_sentences(
    text: str,
    block: Block,
    quotations: Sequence[Quotation],
    *,
    low: bool = False,
    lang: str = ENGLISH,
) -> Iterator[Block]:
    """Yield the sentences of one paragraph as (start, end); only blanks separate them.

    ``quotations`` are those of this paragraph. ``low`` is true for a text without any
    capital letter, where a small letter may begin a sentence. ``lang`` selects the list
    of abbreviations.
    """
    start, end = block
    quoted = _Quoted(quotations, [quotation.start for quotation in quotations])
    cuts = _low_cuts(text, block, quotations) if low else _cuts(text, block, lang)
    for stop, following in cuts:
        if _may_cut(text, (start, end), (stop, following), quoted):
            yield start, stop
            start = following
    if start < end:
        yield start, end


@dataclass(frozen=True, slots=True)
class _Quoted:
    """The quotations of a paragraph, with their start offsets for a binary search."""

    quotations: Sequence[Quotation]
    starts: list[int]

    def around(self, offset: int) -> Quotation | None:
        """Return the quotation that contains the character at ``offset``, if any.

        A quotation includes its quotation marks.
        """
        index = bisect_right(self.starts, offset) - 1
        if index < 0 or self.quotations[index].end <= offset:
            return None
        return self.quotations[index]


def _cuts(text: str, block: Block, lang: str) -> Iterator[Block]:
    """Yield each place where a sentence may end, as two offsets.

    The first is the end of the sentence, the second the start of the next one.
    """
    start, end = block
    for stop in _stops(lang).finditer(text, start, end):
        last = stop.end()
        if last == end or not _is_free(text, last):
            continue
        after = _NEXT.match(text, last)
        if after is not None and _is_end(text, (start, stop), after, lang):
            yield last, after.start(1)
            start = after.start(1)


@cache
def _stops(lang: str) -> re.Pattern[str]:
    """Return a pattern of marks that end a sentence, with closing marks after them."""
    if not has_list("spaced_closers", lang):
        return _STOP
    closers = "".join(words("spaced_closers", lang))
    return re.compile(_STOP.pattern + rf"(?:[ \xa0\u202f\u2009]?[{closers}])?+")


def _is_free(text: str, last: int) -> bool:
    """Return whether a sentence may start at ``last``, the offset after a full stop.

    It may in three cases: white space stands there, the stop is a Chinese or Japanese
    one, or two English sentences stand there without a blank ("held.The road").
    """
    if text[last].isspace() or text[last - 1] in _WIDE:
        return True
    return _GLUED.match(text, last) is not None


def _low_cuts(
    text: str, block: Block, quotations: Sequence[Quotation]
) -> Iterator[Block]:
    """Yield the sentence boundaries of a text in lower case, as (end, next start)."""
    start, end = block
    alone = " . " in text[start:end]
    ends = {quotation.end for quotation in quotations}
    for stop in (_LOW_STOP if alone else _STOP).finditer(text, start, end):
        last = stop.end()
        mark = _LOW_CLOSER.match(text, last, end)
        if mark is not None and mark.end() in ends:
            last = mark.end()
        gap = _GAP.match(text, last, end)
        following = gap.end() if gap else last
        if last < following < end and (alone or not _is_low_title(text, stop)):
            yield last, following


def _is_low_title(text: str, stop: re.Match[str]) -> bool:
    """Return whether a lower-case abbreviation such as "mr" ends at ``stop``."""
    word = _word_before(text, 0, stop.start())
    abbreviations = table("abbreviations")
    return (
        word in abbreviations
        or word.capitalize() in abbreviations
        or word.upper() in abbreviations
    )


def _is_end(
    text: str, cut: tuple[int, re.Match[str]], after: re.Match[str], lang: str
) -> bool:
    """Return whether a sentence may end at the mark that ``cut`` gives.

    ``cut`` is the start of the sentence and the match of the mark. ``after`` is the
    match of the text that follows.
    """
    start, stop = cut
    following, word = after.start(1), after.group(2)
    if _starts_low(word) or text[following] in _MARKS:
        return False
    mark = stop.group()
    if mark[0] != ".":
        return not _names_speaker(text, mark, following)
    if mark.startswith(('."', ".”", "..")):
        return True
    return not _is_abbreviation(text, (start, stop.start()), after, lang)


def _starts_low(word: str) -> bool:
    return word[:1].islower() and not _LOW_NAME.match(word)


def _names_speaker(text: str, mark: str, following: int) -> bool:
    """Return whether a quoted question is followed by its speaker.

    In '… is it?" Smith asked', the sentence therefore goes on after the question mark.
    """
    if mark[-1] not in "\"”’'»":
        return False
    match = _SPOKE.match(text, following)
    return match is not None and match.group(1) in words("quote_verbs")


def _is_abbreviation(text: str, block: Block, after: re.Match[str], lang: str) -> bool:
    start, stop = block
    following = after.group(2)
    if stop - start < _LONGEST_MARKER and _LIST_MARKER.fullmatch(text, start, stop + 1):
        return True
    word = _word_before(text, start, stop)
    abbreviations = table("abbreviations", lang)
    rule = abbreviations.get(
        word, abbreviations.get(word.capitalize()) if word.isupper() else None
    )
    if rule is None:
        initial = word[-1:].isupper() and _INITIAL.fullmatch(word) is not None
        numbered = following[:1].isdigit() and "." in word
        return initial and (numbered or not _starts_new(following, lang))
    if rule in {"number", "digits"} and not following[:1].isdigit():
        return rule == "number" and not _starts_new(following, lang)
    if rule == "often":
        return _AFTER_TIME.match(text, after.start(1)) is not None
    return bool(rule) or not _starts_new(following, lang)


def _word_before(text: str, start: int, stop: int) -> str:
    piece = text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
    word = piece.rpartition(" ")[2]
    if word.isalnum():
        return word
    match = _LAST_WORD.search(word)
    return match.group() if match else ""


def _starts_new(word: str, lang: str) -> bool:
    return not word or word.rstrip(".,") in words("sentence_starters", lang)


def _may_cut(text: str, block: Block, cut: Block, quoted: _Quoted) -> bool:
    """Return whether a sentence may end at ``cut`` without splitting a quotation.

    ``cut`` is the end of the sentence and the start of the next one.
    """
    stop, following = cut
    around = quoted.around(stop - 1)
    if around is not None and stop < around.inner_end:
        before = text[max(block[0], around.inner_start, stop - _NEAR) : stop]
        after = text[following : min(around.inner_end, following + _NEAR)]
        return min(before.count(" "), after.count(" ")) >= _FEWEST_BLANKS
    word = _FRAGMENT.match(text, following, block[1])
    if word is not None and word.group(1) not in table("abbreviations"):
        return False
    # A closing mark that nothing opened belongs to the sentence before.
    until = min(block[1], following + _REACH)
    if text.find("”", following, until) < 0:
        return True
    torn = _CURLY.match(text, following, until)
    return torn is None or quoted.around(torn.end() - 1) is not None
