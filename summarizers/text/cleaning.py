"""Mark the parts of an article that are not prose; delete none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from summarizers.lexicons import pattern, table
from summarizers.text.captions import has_sides, is_caption, starts_as_caption
from summarizers.text.credits import credit_reason
from summarizers.text.datelines import Cut, find_cuts
from summarizers.text.language import ENGLISH
from summarizers.text.paragraphs import Block

HEADLINE = "headline"
HEADING = "heading"
CAPTION = "caption"

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
_ENDS = 8
_ALIKE = 0.8

_WORD = re.compile(r"[^\W_]+")
_FINALS = frozenset(".!?…:;,。！？؟۔।-")
_QUOTES = frozenset("\"“‘«'`")
_BULLETS = frozenset("•*-–—·")
_CLOSERS = "\"”’»')]」』 "
_ASIDE = re.compile(r"[.!?][\"”]? [(\[][^()\[\]]{2,240}[)\]]\Z")
_LABEL = re.compile(r"(?:[A-Z][\w'’]*+ ?){1,3}[:.]\Z")
_MARKUP = re.compile(
    r"[{}]\Z|</?[a-z][^<>]{0,300}>?\Z|[a-z-]{1,40} ?: ?[^;]{1,60};\Z|[#.][\w-]{1,40} ?\{"
)
_QUESTION = pattern("heading_question")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A paragraph, the reason why it is noise, if so, and the pieces to cut otherwise."""

    block: Block
    reason: str | None
    cuts: tuple[Cut, ...] = ()


def clean(
    text: str, blocks: Sequence[Block], title: str | None, lang: str = ENGLISH
) -> tuple[Cleaned, ...]:
    """Mark every paragraph; when nothing but titles is left, they are the prose.

    ``lang`` says whose lists of lines are known.
    """
    lines = [text[start:end] for start, end in blocks]
    late = len(lines) - _LATE
    reasons = [_reason(line, lang, late=i >= late) for i, line in enumerate(lines)]
    _mark_repeats(lines, reasons)
    _mark_headline(lines, reasons, title)
    if None not in reasons:
        reasons = [None if r in (HEADLINE, HEADING) else r for r in reasons]
    first = reasons.index(None) if None in reasons else -1
    return tuple(
        Cleaned(
            block,
            reason,
            () if reason else tuple(find_cuts(text, block, first=i == first)),
        )
        for i, (block, reason) in enumerate(zip(blocks, reasons, strict=True))
    )


def sentence_reason(sentence: str, *, low: bool, lang: str = ENGLISH) -> str | None:
    """Why a sentence inside a paragraph of prose must not be printed, if so.

    ``low`` is true for a text without capitals, where pages' lines run together.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return "endless"
    count = sentence.count(" ") + 1
    if count <= _LONGEST_WEAK:
        return _listed(sentence, count, lang, ended=True)
    if low and has_sides(sentence, count):
        return CAPTION
    return None


def _reason(line: str, lang: str, *, late: bool) -> str | None:
    """The reason why a paragraph is noise, by its own words alone."""
    if len(line) > _LONGEST_LINE:
        return CAPTION if starts_as_caption(line) else None
    if not _WORD.search(line):
        return "separator"
    count = line.count(" ") + 1
    ended = _is_ended(line)
    if is_caption(line, count):
        return CAPTION
    return (
        _listed(line, count, lang, ended=ended)
        or credit_reason(line, count, ended=ended, late=late)
        or _form(line, count, ended=ended)
    )


def _form(line: str, count: int, *, ended: bool) -> str | None:
    if _MARKUP.match(line):
        return "markup"
    if line[0] == "|" or line.count(" | ") >= _TABLE_BARS:
        return "table"
    return HEADING if _is_heading(line, count, ended=ended) else None


def _is_ended(line: str) -> bool:
    """Whether the line has a final mark, at its end or before a last bracket."""
    if line.rstrip(_CLOSERS)[-1:] in _FINALS:
        return True
    return line[-1] in ")]" and _ASIDE.search(line) is not None


def _is_heading(line: str, count: int, *, ended: bool) -> bool:
    if count > _LONGEST_HEADING:
        return False
    if not ended:
        return line[0] not in _BULLETS and (line[0] not in '"“' or count < _QUOTED)
    return bool(_LABEL.match(line) or _QUESTION.match(line))


def _listed(line: str, count: int, lang: str, *, ended: bool) -> str | None:
    """The reason that the word lists know for such a line."""
    if count > _LONGEST_LISTED or (line[0] in _QUOTES and count >= _QUOTED):
        return None
    low = line.lower()
    start = _starts(lang).match(low)
    if start is not None:
        reason = table("noise_starts", lang)[start.group(1)]
        if not reason.endswith("?"):
            return reason
        if count <= _LONGEST_WEAK and not (ended and line[-1] == "."):
            return reason[:-1]
    for clue in _clues(lang):
        if clue in low:
            return _phrase_reason(low, lang)
    return None


def _phrase_reason(low: str, lang: str) -> str | None:
    for phrase, reason in table("noise_phrases", lang).items():
        if phrase in low:
            return reason
    return None


@cache
def _clues(lang: str) -> tuple[str, ...]:
    """A few groups of words of which every listed phrase has one: fewer to look for."""
    left = set(table("noise_phrases", lang))
    clues: list[str] = []
    while left:
        parts = Counter(part for phrase in left for part in _parts(phrase))
        clue = max(parts, key=lambda part: (parts[part], len(part), part))
        clues.append(clue)
        left = {phrase for phrase in left if clue not in phrase}
    return tuple(clues)


def _parts(phrase: str) -> set[str]:
    """All groups of neighbouring words of a phrase that are long enough to be rare."""
    words = phrase.split(" ")
    ends = range(1, len(words) + 1)
    parts = {" ".join(words[at:end]) for end in ends for at in range(end)}
    return {part for part in parts if len(part) >= _SHORTEST_CLUE} | {phrase}


@cache
def _starts(lang: str) -> re.Pattern[str]:
    names = sorted(table("noise_starts", lang), key=len, reverse=True)
    return re.compile(
        r"[\"“\[*•>–— -]{0,3}(" + "|".join(map(re.escape, names)) + r")(?![^\W_])"
    )


def _mark_headline(
    lines: Sequence[str], reasons: list[str | None], title: str | None
) -> None:
    """Mark the line that repeats the title, or the first line when it stands as one."""
    wanted = _words(title) if title else []
    for index, line in enumerate(lines[:2]):
        if line.count(" ") < _LONGEST_HEADLINE and _repeats(_words(line), wanted):
            reasons[index] = HEADLINE
            return
    if lines and reasons[0] in (None, HEADING) and _stands_as_title(lines[0]):
        reasons[0] = HEADLINE


def _stands_as_title(line: str) -> bool:
    return line.count(" ") < _LONGEST_HEADLINE and not _is_ended(line)


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


def _mark_repeats(lines: Sequence[str], reasons: list[str | None]) -> None:
    """Mark captions printed twice, and the second of two equal paragraphs."""
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
    """Whether two neighbours differ by a word or two; equal ends are the cheap test."""
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
