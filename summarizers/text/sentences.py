"""Split a paragraph into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from summarizers.lexicons import has_list, pattern, table, words
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Block, Quotation, QuotationIndex

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
    index = QuotationIndex(quotations)
    cuts = _low_cuts(text, block, quotations) if low else _cuts(text, block, lang)
    for stop, following in cuts:
        around = index.at(stop - 1)
        if around is None or _may_cut(text, around, start, stop, following):
            yield start, stop
            start = following
    if start < end:
        yield start, end


def _cuts(text: str, block: Block, lang: str) -> Iterator[Block]:
    """Yield each place where a sentence may end, as two offsets.

    The first is the end of the sentence, the second the start of the next one.
    """
    start, end = block
    for stop in _stops(lang).finditer(text, start, end):
        last = stop.end()
        # Two English sentences may stand without a blank: "held.The road".
        is_free = last < end and (text[last].isspace() or text[last - 1] in _WIDE)
        if last == end or not (is_free or _GLUED.match(text, last)):
            continue
        after = _NEXT.match(text, last)
        if after is not None and _is_end(text, start, stop, after, lang):
            yield last, after.start(1)
            start = after.start(1)


@cache
def _stops(lang: str) -> re.Pattern[str]:
    """Return a pattern of marks that end a sentence, with closing marks after them."""
    if not has_list("spaced_closers", lang):
        return _STOP
    closers = "".join(words("spaced_closers", lang))
    return re.compile(_STOP.pattern + rf"(?:[ \xa0\u202f\u2009]?[{closers}])?+")


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
        word = _word_before(text, 0, stop.start())
        forms = () if alone else (word, word.capitalize(), word.upper())
        is_abbreviation = any(form in table("abbreviations") for form in forms)
        if last < following < end and not is_abbreviation:
            yield last, following


def _is_end(
    text: str, start: int, stop: re.Match[str], after: re.Match[str], lang: str
) -> bool:
    """Return whether a sentence that begins at ``start`` may end at the mark ``stop``.

    ``after`` is the match of the text that follows.
    """
    following, word = after.start(1), after.group(2)
    is_low = word[:1].islower() and not _LOW_NAME.match(word)
    if is_low or text[following] in _MARKS:
        return False
    mark = stop.group()
    if mark[0] != ".":
        return not _names_speaker(text, mark, following)
    if mark.startswith(('."', ".”", "..")):
        return True
    return not _is_abbreviation(text, (start, stop.start()), after, lang)


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


def _may_cut(
    text: str, around: Quotation, start: int, stop: int, following: int
) -> bool:
    """Return whether a sentence may end inside the quotation ``around``, or at its end.

    ``start`` and ``stop`` are the ends of the sentence, ``following`` is the start of
    the next one. Inside a quotation, both need some words.
    """
    if stop >= around.inner_end:
        return True
    before = text[max(start, around.inner_start, stop - _NEAR) : stop]
    after = text[following : min(around.inner_end, following + _NEAR)]
    return min(before.count(" "), after.count(" ")) >= _FEWEST_BLANKS
