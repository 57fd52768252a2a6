"""Split an article into paragraphs, sentences and quotations, and mark noise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from summarizers.lexicons import has_list, pattern, table, words
from summarizers.model import Article, Noise, Sentence, Span
from summarizers.text.language import ENGLISH
from summarizers.text.layout import (
    Block,
    Layout,
    Paragraph,
    Quotation,
    QuotationIndex,
    find_quotations,
)
from summarizers.text.noise import (
    CORRECTION,
    HEADLINE,
    Cleaned,
    clean,
    is_correction_note,
    may_have_note,
    sentence_reason,
)

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
        if not (is_free or _GLUED.match(text, last)):
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
    if _LIST_MARKER.fullmatch(text, start, stop + 1):
        return True
    word = _word_before(text, start, stop)
    abbreviations = table("abbreviations", lang)
    rule = abbreviations.get(
        word, abbreviations.get(word.capitalize()) if word.isupper() else None
    )
    if rule is None:
        return bool(_INITIAL.fullmatch(word)) and not _starts_new(following, lang)
    if rule in {"number", "digits"} and not following[:1].isdigit():
        return rule == "number"
    if rule == "often":
        return _AFTER_TIME.match(text, after.start(1)) is not None
    return bool(rule) or not _starts_new(following, lang)


def _word_before(text: str, start: int, stop: int) -> str:
    piece = text[max(start, stop - _LONGEST_ABBREVIATION) : stop]
    word = piece.rpartition(" ")[2]
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
    after = text[following : following + _NEAR]
    return min(before.count(" "), after.count(" ")) >= _FEWEST_BLANKS


_LINE = re.compile(r"\S(?:[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*\S)?")
_BLANK = re.compile(
    r"(?:\r\n?|[\n\x85\u2028\u2029])[^\S\n\r]*[\n\r\x0b\x0c\u2029]|[\x0c\u2029]"
)
# Text files are wrapped at 60 to 80 columns; prose paragraphs on one line are longer.
_WIDEST = 100
_NARROWEST = 40
_FEWEST_WRAPS = 3
_WRAPPED_SHARE = 0.9


def split_text(article: Article, lang: str = ENGLISH) -> Layout:
    """Return the layout of an article; the work grows linearly with its length.

    ``lang`` selects the abbreviations and the lists of noise. The language must have
    these lists.
    """
    text = article.text
    blocks = find_blocks(text)
    cleaned = clean(text, blocks, article.title, lang)
    quotations = find_quotations(text, blocks)
    sentences = tuple(_sentences(text, cleaned, quotations, lang))
    return Layout(
        text=text,
        paragraphs=tuple(
            Paragraph(index, *part.block, part.reason)
            for index, part in enumerate(cleaned)
        ),
        sentences=sentences,
        quotations=quotations,
        noise=_noise(text, cleaned, sentences),
        headline=any(part.reason == HEADLINE for part in cleaned),
    )


def _sentences(
    text: str, cleaned: Sequence[Cleaned], quotations: Sequence[Quotation], lang: str
) -> Iterator[Sentence]:
    low, noted = text.islower(), may_have_note(text, lang)
    quoted = QuotationIndex(quotations)
    index = 0
    for number, part in enumerate(cleaned):
        inside = quoted.between(*part.block)
        for body in _bodies(text, part):
            for start, end in split_sentences(text, body, inside, low=low, lang=lang):
                line = text[start:end]
                reason = part.reason or sentence_reason(line, low=low, lang=lang)
                if noted and reason is None and is_correction_note(line, lang):
                    reason = CORRECTION
                yield Sentence(index, start, end, line, number, reason)
                index += 1


def _bodies(text: str, part: Cleaned) -> Iterator[Block]:
    """Yield the parts of a paragraph that are not noise, without outer blanks."""
    start, end = part.block
    for first, last in [*(cut[:2] for cut in part.parts), (end, end)]:
        piece = text[start:first]
        if piece.strip():
            yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
        start = last


def _noise(
    text: str, cleaned: Sequence[Cleaned], sentences: Sequence[Sentence]
) -> tuple[Noise, ...]:
    """Return all noise in text order: paragraphs, their parts, and single sentences."""
    pieces = [(*part.block, part.reason) for part in cleaned if part.reason]
    pieces += [cut for part in cleaned for cut in part.parts]
    pieces += [
        (sentence.start, sentence.end, sentence.noise)
        for sentence in sentences
        if sentence.noise and not cleaned[sentence.paragraph].reason
    ]
    bare = [
        (start, text[start:end].rstrip(), why) for start, end, why in sorted(pieces)
    ]
    return tuple(
        Noise(Span(start, start + len(piece), piece), why) for start, piece, why in bare
    )


def find_blocks(text: str) -> list[Block]:
    """Return the paragraphs as (start, end), without white space at their ends.

    Each line is a paragraph, unless most lines end where the next word would exceed the
    width of the text.
    """
    lines = [line.span() for line in _LINE.finditer(text)]
    width = max((end - start for start, end in lines), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return lines
    groups = _groups(text, lines)
    pairs = [pair for group in groups for pair in pairwise(group)]
    full = sum(
        end - start + 1 + len(text[after:last].split(None, 1)[0]) > width
        for (start, end), (after, last) in pairs
    )
    if len(pairs) < _FEWEST_WRAPS or full < _WRAPPED_SHARE * len(pairs):
        return lines
    return [(group[0][0], group[-1][1]) for group in groups]


def _groups(text: str, lines: list[Block]) -> list[list[Block]]:
    """Return the lines of each paragraph, split at blank lines and before indents."""
    groups = [lines[:1]]
    for (_, end), line in pairwise(lines):
        between = text[end : line[0]]
        if _BLANK.search(between) or between[-1] in " \t":
            groups.append([])
        groups[-1].append(line)
    return groups
