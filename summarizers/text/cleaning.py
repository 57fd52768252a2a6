"""Find the noise of an article: its parts that are not prose, such as captions.

The text of the article stays unchanged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from summarizers.lexicons import pattern, table, words
from summarizers.text.correction_notes import mark_notes, may_have_note
from summarizers.text.datelines import Cut, find_cuts
from summarizers.text.joined_lines import (
    gallery_title,
    has_links,
    heading_length,
    is_counter,
    is_labelled,
    is_menu,
    title_length,
)
from summarizers.text.language import ENGLISH
from summarizers.text.page_boxes import is_box, is_ended, open_captions
from summarizers.text.paragraphs import Block

# Longer paragraphs that name a picture are prose about it.
_LONGEST = 60
_LONGEST_PLAIN = 45
_LONGEST_CAPTION = 1_200

_CREDIT = pattern("caption_credit")
_TAKEN_BY = pattern("caption_taken_by")
_START = pattern("caption_start")
_SIDE = pattern("caption_side")
_TAKEN = pattern("caption_taken")
_LAST_BRACKETS = re.compile(r"\(([^()]{2,90})\)\.?\Z")
# "(Ola Berg / Harbour Post)": the names of a photographer and a paper.
_NAMES = re.compile(r"[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3} ?/ ?[A-Z][\w.'’ -]+\Z")
_SHOUTED_NAMES = re.compile(
    r"(?:[A-Z][^a-z\d.!?]{0,60}?[ •/|:])?([A-Z]{2,12})[ :]+(?=[A-Z][a-z])"
)
_LONGEST_SIGN = 40
_LAST_SLASH = pattern("caption_last_slash")
_PARTS = pattern("caption_parts")


def is_caption(line: str, count: int) -> bool:
    """Return whether a paragraph of ``count`` words is the caption of a picture."""
    starts = _START.match(line) is not None
    if starts or count > _LONGEST:
        return starts
    low = line.lower()
    if _is_hinted(low, "picture") and _has_credit(line):
        return True
    if count > _LONGEST_PLAIN or line[0] in '"“':
        return False
    return (
        (not is_ended(line) and _opens_signed(line))
        or (_is_hinted(low, "side") and _SIDE.search(line) is not None)
        or (_is_hinted(low, "taken") and _TAKEN.search(line) is not None)
        or _is_signed(line)
    )


def _has_credit(line: str) -> bool:
    """Return whether the line names the maker of a picture: "Photo: Ola Berg"."""
    return _CREDIT.search(line) is not None or _TAKEN_BY.search(line) is not None


def starts_as_caption(line: str) -> bool:
    """Return whether the line starts as only captions do, such as "File photo: …"."""
    return len(line) <= _LONGEST_CAPTION and _START.match(line) is not None


def has_sides(sentence: str, count: int) -> bool:
    """Return whether a sentence says who is on the left or right of a picture.

    ``count`` is the number of words of the sentence.
    """
    return count <= _LONGEST_PLAIN and _SIDE.search(sentence) is not None


def was_taken(sentence: str, count: int) -> bool:
    """Return whether a sentence says what a picture shows, and on which day.

    ``count`` is the number of words of the sentence.
    """
    return (
        count <= _LONGEST_PLAIN
        and _is_hinted(sentence.lower(), "taken")
        and _TAKEN.search(sentence) is not None
    )


def _is_hinted(low: str, kind: str) -> bool:
    """Return whether ``low`` has a word that every caption of a kind contains.

    ``low`` is a line in lower case. ``kind`` names a caption pattern: "picture", "side"
    or "taken". This fast test saves most prose from the slower patterns.
    """
    return any(map(low.__contains__, _hints(kind)))


@cache
def _hints(kind: str) -> tuple[str, ...]:
    hints = table("caption_hints").items()
    return tuple(hint for hint, kinds in hints if kind in kinds.split())


def is_agency(name: str) -> bool:
    """Return whether ``name`` is a news or picture agency, such as "Reuters"."""
    return name.strip(" .()") in words("agencies")


def _opens_signed(line: str) -> bool:
    """Return whether a line starts with an agency's name, as in "Reuters The old dam".

    If the agency's name is in capitals, other names may stand before it: "OLA
    BERG/GETTY The old dam".
    """
    shouted = _SHOUTED_NAMES.match(line)
    if shouted is not None and _is_shouted_agency(shouted.group(1)):
        return True
    opening = line.split(None, 2)
    return any(
        is_agency(" ".join(opening[:count])) and opening[count][:1].isupper()
        for count in range(1, len(opening))
    )


@cache
def _is_shouted_agency(name: str) -> bool:
    return any(agency.upper() == name for agency in words("agencies"))


def _is_signed(line: str) -> bool:
    """Return whether the line ends like "(Ola Berg/Reuters)": photographer, agency."""
    brackets = _LAST_BRACKETS.search(line) if line.endswith((")", ").")) else None
    if brackets is not None:
        parts = _PARTS.split(brackets.group(1))
        is_named = _NAMES.match(brackets.group(1)) is not None
        return is_named or (len(parts) > 1 and any(map(is_agency, parts)))
    tail = line[-_LONGEST_SIGN:]
    if "/" not in tail and "|" not in tail and "via " not in tail:
        return False
    slash = _LAST_SLASH.search(line)
    return slash is not None and is_agency(slash.group(1))


_LONGEST_BYLINE = 16
_LONGEST_DATE = 10
_LONGEST_CREDIT = 30
_LONGEST_CONTACT = 25

_NAME = r"[A-Z][\w.'’-]{0,30}"
_BY = pattern("credit_by")
_BY_ALONE = pattern("credit_by_alone")
_SIGNED = re.compile(r"(?:" + _NAME + r" ){1,4}\([^()]{2,60}\)\Z")
_JOB = pattern("credit_job")
_DATE_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_HELPED = pattern("credit_helped")
_ADDRESS = re.compile(r"[\w.+-]{1,40}@[\w-]{1,40}\.\w{2,12}")
_HANDLE = pattern("credit_handle")
# The signature of a post that a page shows: — Ola Berg (@olaberg) March 3, 2021
_POSTED = re.compile(r"[—–-] ?[^()]{1,60} \(@\w{1,40}\)")
_REACH = pattern("credit_reach")


def credit_reason(line: str, count: int, *, ended: bool, late: bool) -> str | None:
    """Return why a line about the article's authors is noise; ``None`` for other lines.

    ``count`` is the line's number of words. ``ended`` is true if the line ends with a
    mark such as a full stop, ``late`` for the last lines of an article. The reason is
    "byline", "date", "credit" or "share".
    """
    if _is_byline(line, count, ended=ended):
        return "byline"
    if _is_date(line, count):
        return "date"
    if is_agency(line) or (late and _is_thanks(line, count)):
        return "credit"
    return "share" if _is_contact(line, count) else None


def _is_byline(line: str, count: int, *, ended: bool) -> bool:
    if count > _LONGEST_BYLINE:
        return False
    if ended:
        return _BY_ALONE.match(line) is not None
    return any(pattern.match(line) for pattern in (_BY, _SIGNED, _JOB))


def _is_date(line: str, count: int) -> bool:
    """Return whether the line consists of a date or a time."""
    if count > _LONGEST_DATE or not _DIGIT.search(line):
        return False
    date_words = words("date_words")
    return all(word.lower() in date_words for word in _DATE_WORD.findall(line))


def _is_thanks(line: str, count: int) -> bool:
    """Return whether the line names people who helped with the report."""
    return count <= _LONGEST_CREDIT and _HELPED.match(line) is not None


def _is_contact(line: str, count: int) -> bool:
    """Return whether the line says how to follow or contact a person."""
    if count > _LONGEST_CONTACT:
        return False
    if _HANDLE.match(line) or _POSTED.match(line):
        return True
    return "@" in line and bool(_ADDRESS.search(line)) and bool(_REACH.search(line))


HEADLINE = "headline"
HEADING = "heading"
MENU = "menu"
CAPTION = "caption"
BOX = "box"

_LONGEST_LISTED = 40
_LONGEST_WEAK = 6
_LONGEST_HEADING = 14
_LONGEST_HEADLINE = 30
_QUOTED = 6
_TABLE_BARS = 3
_LONGEST_LINE = 500
_LONGEST_REPEAT = 400
# Longer lines are tables or code.
_LONGEST_SENTENCE = 4_000
_SHORTEST_CLUE = 6
_LATE = 4
_OPENING = 3
_ENDS = 8
_ALIKE = 0.8
# The number of words of the title that a gallery's texts share, and its least number of
# texts.
_TITLE = 5
_GALLERY = 3

_WORD = re.compile(r"[^\W_]+")
_QUOTES = frozenset("\"“‘«'`")
_BULLETS = frozenset("•*-–—·")
_LABEL = re.compile(r"(?:[A-Z][\w'’]*+ ?){1,3}[:.]\Z")
_MARKUP = re.compile(
    r"[{}]\Z|</?[a-z][^<>]{0,300}>?\Z|[a-z-]{1,40} ?: ?[^;]{1,60};\Z|[#.][\w-]{1,40} ?\{"
)
# A tag with an attribute, as left from a post that the page embeds.
_TAG = re.compile(r"<[a-z]+(?: [\w-]+=[\"'][^\"'<>]*[\"'])+ ?/?>")
_QUESTION = pattern("heading_question")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A paragraph, from ``block[0]`` to before ``block[1]``, with its noise.

    If the whole paragraph is noise, ``reason`` is the kind of noise. Otherwise
    ``reason`` is ``None``, and ``cuts`` are the noisy parts of the paragraph.
    """

    block: Block
    reason: str | None
    cuts: tuple[Cut, ...] = ()


def clean(
    text: str, blocks: Sequence[Block], title: str | None, lang: str = ENGLISH
) -> tuple[Cleaned, ...]:
    """Return each of the paragraphs ``blocks`` with its noise.

    If every paragraph is noise, its headlines and headings count as prose, unless it
    has a menu. ``title`` is the title of the article. ``lang`` selects the lists of
    noise.
    """
    lines = [text[start:end] for start, end in blocks]
    late = len(lines) - _LATE
    reasons = [_reason(line, lang, late=i >= late) for i, line in enumerate(lines)]
    if may_have_note(text, lang):
        mark_notes(lines, reasons, lang)
    _mark_repeats(lines, reasons)
    _mark_gallery(lines, reasons)
    _mark_headline(lines, reasons, title)
    for index in open_captions(lines, reasons):
        reasons[index] = CAPTION
    if None not in reasons and MENU not in reasons:
        reasons = [None if r in (HEADLINE, HEADING) else r for r in reasons]
    first = reasons.index(None) if None in reasons else -1
    titles = _joined_titles(lines, reasons, title)
    return tuple(
        Cleaned(
            block,
            reason,
            () if reason else tuple(_cuts(text, block, length, first=i == first)),
        )
        for i, (block, reason, length) in enumerate(
            zip(blocks, reasons, titles, strict=True)
        )
    )


def _cuts(text: str, block: Block, title: int, *, first: bool) -> Iterator[Cut]:
    """Yield the noisy parts of a paragraph.

    ``title`` is the number of characters of the titles at its start, which are noise.
    ``first`` is true for the first paragraph of prose.
    """
    start, end = block
    if title:
        yield start, start + title, HEADLINE
    yield from find_cuts(text, (start + title, end), first=first)


def _joined_titles(
    lines: Sequence[str], reasons: list[str | None], title: str | None
) -> list[int]:
    """Return, for each paragraph, the length of the titles at its start, in characters.

    If a caption follows the titles, the function sets the paragraph's entry in
    ``reasons``.
    """
    lengths = [heading_length(line) for line in lines]
    wanted = _words(title or "")
    for index, line in enumerate(lines[:_OPENING]):
        lengths[index] = title_length(line, wanted) or lengths[index]
        if lengths[index] and is_labelled(line[lengths[index] :]):
            reasons[index] = CAPTION
    texts = [i for i, reason in enumerate(reasons) if reason in (None, CAPTION)]
    shared = gallery_title([lines[i] for i in texts])
    if shared:
        for index in texts:
            lengths[index], reasons[index] = shared, None
    return lengths


def sentence_reason(sentence: str, *, low: bool, lang: str = ENGLISH) -> str | None:
    """Return why a sentence of a prose paragraph is noise; ``None`` if it is prose.

    ``low`` is true for a text without capitals, whose lines may be joined by mistake.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return "endless"
    if "<" in sentence and _TAG.search(sentence):
        return "markup"
    count = sentence.count(" ") + 1
    if count <= _LONGEST_WEAK:
        counted = CAPTION if is_counter(sentence) else None
        return counted or _listed(sentence, count, lang, ended=True)
    is_picture = (low and has_sides(sentence, count)) or was_taken(sentence, count)
    return CAPTION if is_picture else _started(sentence, count, lang)


def _started(sentence: str, count: int, lang: str) -> str | None:
    """Return the kind of noise if a sentence starts as only noise does.

    The result is ``None`` for any other sentence. ``count`` is the number of words.
    """
    first = sentence.partition(" ")[0].lower()
    if count > _LONGEST_LISTED or first not in _first_words(lang):
        return None
    start = _starts(lang).match(sentence.lower())
    reason = table("noise_starts", lang)[start.group(1)] if start else "?"
    return None if reason.endswith("?") else reason


def _reason(line: str, lang: str, *, late: bool) -> str | None:
    """Return the kind of noise if a paragraph's own words show it, else ``None``."""
    if len(line) > _LONGEST_LINE:
        return CAPTION if starts_as_caption(line) else _joined(line)
    if not _WORD.search(line):
        return "separator"
    count = line.count(" ") + 1
    ended = is_ended(line)
    if is_caption(line, count):
        return CAPTION
    return (
        _listed(line, count, lang, ended=ended)
        or credit_reason(line, count, ended=ended, late=late)
        or _form(line, count, ended=ended)
        or _joined(line)
    )


def _joined(line: str) -> str | None:
    """Return the kind of noise if a line joins pieces of a page, such as a menu.

    The result is ``None`` for any other line.
    """
    if is_menu(line):
        return MENU
    if is_box(line):
        return BOX
    return "related" if has_links(line) else None


def _form(line: str, count: int, *, ended: bool) -> str | None:
    if _MARKUP.match(line):
        return "markup"
    if line[0] == "|" or line.count(" | ") >= _TABLE_BARS:
        return "table"
    return HEADING if _is_heading(line, count, ended=ended) else None


def _is_heading(line: str, count: int, *, ended: bool) -> bool:
    if count > _LONGEST_HEADING:
        return False
    if not ended:
        return line[0] not in _BULLETS and (line[0] not in '"“' or count < _QUOTED)
    if line[0] in _BULLETS:
        return line[-1] == line[0] and count > 1
    return bool(_LABEL.match(line) or _QUESTION.match(line))


def _listed(line: str, count: int, lang: str, *, ended: bool) -> str | None:
    """Return the kind of noise if the lists of noise contain such a line.

    The result is ``None`` for any other line. ``count`` is the number of words.
    ``ended`` is true if the line ends with a mark such as a full stop.
    """
    if (count > _LONGEST_LISTED and ended) or (line[0] in _QUOTES and count >= _QUOTED):
        return None
    low = line.lower()
    start = _starts(lang).match(low)
    if start is not None:
        reason = table("noise_starts", lang)[start.group(1)]
        if not reason.endswith("?"):
            return reason
        if count <= _LONGEST_WEAK and not (ended and line[-1] == "."):
            return reason[:-1]
    is_near = any(map(low.__contains__, _clues(lang)))
    return _phrase_reason(low, lang) if is_near else None


def _phrase_reason(low: str, lang: str) -> str | None:
    for phrase, reason in table("noise_phrases", lang).items():
        if phrase in low:
            return reason
    return None


@cache
def _clues(lang: str) -> tuple[str, ...]:
    """Return short texts, one of which is in each phrase of the list ``noise_phrases``.

    A line without any of these texts contains no listed phrase.
    """
    left = set(table("noise_phrases", lang))
    clues: list[str] = []
    while left:
        parts = Counter(part for phrase in left for part in _parts(phrase))
        clue = max(parts, key=lambda part: (parts[part], len(part), part))
        clues.append(clue)
        left = {phrase for phrase in left if clue not in phrase}
    return tuple(clues)


def _parts(phrase: str) -> set[str]:
    """Return ``phrase``, and all sequences of its words that are long enough.

    A sequence needs at least ``_SHORTEST_CLUE`` characters.
    """
    words = phrase.split(" ")
    ends = range(1, len(words) + 1)
    parts = {" ".join(words[at:end]) for end in ends for at in range(end)}
    return {part for part in parts if len(part) >= _SHORTEST_CLUE} | {phrase}


@cache
def _first_words(lang: str) -> frozenset[str]:
    return frozenset([start.split(" ")[0] for start in table("noise_starts", lang)])


@cache
def _starts(lang: str) -> re.Pattern[str]:
    names = sorted(table("noise_starts", lang), key=len, reverse=True)
    return re.compile(
        r"[\"“\[*•>–— -]{0,3}(" + "|".join(map(re.escape, names)) + r")(?![^\W_])"
    )


def _mark_headline(
    lines: Sequence[str], reasons: list[str | None], title: str | None
) -> None:
    """Mark in ``reasons`` the line that repeats the title as a headline.

    If no line repeats the title, mark a first line that does not end with a mark such
    as a full stop.
    """
    wanted = _words(title) if title else []
    for index, line in enumerate(lines[:2]):
        if line.count(" ") < _LONGEST_HEADLINE and _repeats(_words(line), wanted):
            reasons[index] = HEADLINE
            return
    if lines and reasons[0] in (None, HEADING) and _stands_as_title(lines[0]):
        reasons[0] = HEADLINE


def _stands_as_title(line: str) -> bool:
    return line.count(" ") < _LONGEST_HEADLINE and not is_ended(line)


def _words(line: str) -> list[str]:
    return _WORD.findall(line.lower())


def _repeats(line: list[str], title: list[str]) -> bool:
    shorter = min(len(line), len(title))
    if not shorter:
        return False
    if line == title:
        return True
    return shorter > _LATE and (
        line[:shorter] == title[:shorter] or _alike(set(line), set(title))
    )


def _alike(left: set[str], right: set[str]) -> bool:
    return len(left & right) >= _ALIKE * len(left | right)


def _mark_gallery(lines: Sequence[str], reasons: list[str | None]) -> None:
    """Mark neighbouring lines that start alike as captions of a picture gallery."""
    marked = {index for run in _galleries(lines) for index in run}
    # A page that consists of galleries has no other text.
    if any(r is None and i not in marked for i, r in enumerate(reasons)):
        for index in marked:
            reasons[index] = CAPTION


def _galleries(lines: Sequence[str]) -> Iterator[range]:
    """Yield each range of neighbouring lines that start alike, except quotations."""
    titles = [line.split(None, _TITLE)[:_TITLE] for line in lines]
    start = 0
    for title, run in groupby(titles):
        end = start + len(list(run))
        is_long = len(title) == _TITLE and end - start >= _GALLERY
        if is_long and title[0][0] not in _QUOTES:
            yield range(start, end)
        start = end


def _mark_repeats(lines: Sequence[str], reasons: list[str | None]) -> None:
    """Mark repeated captions, and the later one of two equal paragraphs."""
    seen: set[str] = set()
    before = ""
    for index, line in enumerate(lines):
        if line in seen and reasons[index] is None and line.count(" ") > _LATE:
            reasons[index] = "duplicate"
        if index and _are_copies(before, line):
            _mark_pair(reasons, index)
        seen.add(line)
        before = line


def _are_copies(before: str, line: str) -> bool:
    """Return whether two neighbouring paragraphs differ in at most a word or two.

    The function compares their beginnings and ends first, because that is fast.
    """
    if line[:_ENDS] != before[:_ENDS] and line[-_ENDS:] != before[-_ENDS:]:
        return False
    if len(line) > _LONGEST_REPEAT or len(before) > _LONGEST_REPEAT:
        return False
    left, right = set(_words(before)), set(_words(line))
    return len(right) > _LATE and _alike(left, right)


def _mark_pair(reasons: list[str | None], index: int) -> None:
    if CAPTION in (reasons[index - 1], reasons[index]):
        reasons[index - 1] = reasons[index] = CAPTION
    elif reasons[index] is None:
        reasons[index] = "duplicate"
