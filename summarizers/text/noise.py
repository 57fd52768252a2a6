"""Find the noise of an article: its parts that are not prose, such as captions.

The text of the article stays unchanged. Most rules are patterns in the word lists:
``noise_starts`` and ``noise_phrases`` for the wording of a line, ``noise_lines`` for
its form, ``noise_parts`` for what stands inside a paragraph, such as a dateline, and
``correction_notes``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from summarizers.lexicons import choice, entries, filled, table, words
from summarizers.text.language import ENGLISH
from summarizers.text.layout import Block

HEADLINE = "headline"
HEADING = "heading"
CORRECTION = "correction"
_CAPTION = "caption"
_MENU = "menu"

_FINALS = frozenset(".!?…:;,。！？؟۔।-")
_CLOSERS = "\"”’»')]」』 "
_ASIDE = re.compile(r"[.!?][\"”]? [(\[][^()\[\]]{2,240}[)\]]\Z")
_WORD = re.compile(r"[^\W_]+")
_START_KEY = re.compile(r"[^\W_]+|\S")
_OPENING_MARKS = '"“[*•>–— -'
_QUOTES = frozenset("\"“‘«'`")
_NO_CAPTIONS = frozenset("\"“‘«'`•*-–—·([#@")
_INNER_STOP = re.compile(r"[a-z\d)\"”’][.!?][\"”’]? [\"“‘']?[A-Z\d]")
_FIRST_STOP = re.compile(r"[.!?][\"”’»)]*\s")
_PART_REASONS = {
    "joined_heading": HEADLINE,
    "residue": "markup",
    "dateline": "dateline",
    "first_dateline": "dateline",
}

_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_BRACKETED = re.compile(r"[(\[]([A-Z][\w .'’-]{1,40})[)\]]")
_LAST = re.compile(r"(?:\A|[.!?\"”)]\s+)([A-Z]{2,8})\s*\Z")

# In characters: longer sentences are tables or code.
_LONGEST_SENTENCE = 4_000
_LONGEST_NOTE = 1_500
_SIGNATURE = 260
_BEGINNING, _ENDING = 600, 200
# In words.
_LONGEST_LISTED = 40
_LONGEST_WEAK = 6
_LONGEST_TITLE = 30
_LONGEST_CAPTION = 60
_LONGEST_SINGLE_CAPTION = 30
_FEWEST_REPEATED = 5
# A menu has this number of words, most of them with a capital letter.
_SHORTEST_MENU = 20
_MENU_SAMPLE = 40
_MENU_CAPITALS = 0.85


# A line of the list ``noise_lines``: the kind of noise, texts of which each such paragraph
# has one in lower case, if there are any, and the pattern.
_Rule = tuple[str, tuple[str, ...], re.Pattern[str]]


class Part(NamedTuple):
    """A noisy part of the text, with the kind of noise."""

    start: int
    end: int
    reason: str


class Cleaned(NamedTuple):
    """A paragraph, from ``block[0]`` to before ``block[1]``, with its noise.

    If the whole paragraph is noise, ``reason`` is the kind of noise. Otherwise
    ``reason`` is ``None``, and ``parts`` are the noisy parts of the paragraph.
    """

    block: Block
    reason: str | None
    parts: tuple[Part, ...]


def clean(
    text: str, blocks: Sequence[Block], title: str | None, lang: str = ENGLISH
) -> list[Cleaned]:
    """Return each of the paragraphs ``blocks`` with its noise.

    If every paragraph is noise, its headlines and headings count as prose, unless it
    has a menu. ``title`` is the title of the article. ``lang`` selects the lists of
    noise.
    """
    lines = [text[start:end] for start, end in blocks]
    ended = [_is_ended(line) for line in lines]
    reasons = [
        _line_reason(line, lang, is_ended=is_ended)
        for line, is_ended in zip(lines, ended, strict=True)
    ]
    if may_have_note(text, lang):
        _mark_notes(lines, reasons, lang)
    _mark_repeats(lines, reasons)
    _mark_headline(lines, ended, reasons, title)
    _mark_open_captions(lines, ended, reasons)
    if None not in reasons and _MENU not in reasons:
        reasons = [None if r in (HEADLINE, HEADING) else r for r in reasons]
    first = reasons.index(None) if None in reasons else -1
    return [
        Cleaned(
            block,
            reason,
            () if reason else tuple(_parts(text, block, is_first=i == first)),
        )
        for i, (block, reason) in enumerate(zip(blocks, reasons, strict=True))
    ]


def sentence_reason(sentence: str, *, low: bool, lang: str = ENGLISH) -> str | None:
    """Return why a sentence of a prose paragraph is noise; ``None`` if it is prose.

    ``low`` is true for a text without capitals, whose lines may be joined by mistake.
    """
    if len(sentence) > _LONGEST_SENTENCE:
        return "endless"
    if "<" in sentence and _part("tag").search(sentence):
        return "markup"
    if low and _part("side").search(sentence):
        return _CAPTION
    count = sentence.count(" ") + 1
    if not _may_be_listed(sentence, count):
        return None
    small = sentence.lower()
    reason = _start_reason(small, lang)
    return reason or (_phrase_reason(small, lang) if count <= _LONGEST_WEAK else None)


def _is_ended(line: str) -> bool:
    """Return whether a line ends with a mark such as a full stop, or like ". (AP)"."""
    return line.rstrip(_CLOSERS)[-1:] in _FINALS or _ASIDE.search(line) is not None


def _line_reason(line: str, lang: str, *, is_ended: bool) -> str | None:
    """Return the kind of noise if a paragraph's own words show it, else ``None``."""
    if not _WORD.search(line):
        return "separator"
    count, low = line.count(" ") + 1, line.lower()
    if _may_be_listed(line, count):
        reason = _start_reason(low, lang) or _phrase_reason(low, lang)
        if reason is not None:
            return reason
    for reason, clues, pattern in _line_rules(count, is_ended=is_ended):
        is_possible = not clues or any(map(low.__contains__, clues))
        if is_possible and pattern.search(line):
            return reason
    return _MENU if _is_menu(line) else None


def _may_be_listed(line: str, count: int) -> bool:
    """Return whether a line is short enough to be listed, and no long quotation."""
    longest = _LONGEST_WEAK - 1 if line[0] in _QUOTES else _LONGEST_LISTED
    return count <= longest


@lru_cache(maxsize=1_000)
def _line_rules(count: int, *, is_ended: bool) -> tuple[_Rule, ...]:
    """Return the rules for a paragraph of ``count`` words.

    ``is_ended`` is true if the paragraph ends with a mark such as a full stop.
    """
    rows = (entry.split("\t") for entry in entries("noise_lines"))
    return tuple(
        (reason, () if clues == "-" else tuple(clues.split(",")), _line(source))
        for _, reason, longest, ending, clues, source in rows
        if count <= int(longest) and ending in ("any", "ended" if is_ended else "open")
    )


@cache
def _line(source: str) -> re.Pattern[str]:
    lists = {"agency": "agencies", "date_word": "date_words"}
    pieces = {name: f"(?:{choice(words(lists[name]))})" for name in lists}
    return re.compile(filled(source, {**pieces, **table("noise_parts")}))


def _start_reason(low: str, lang: str) -> str | None:
    """Return the kind of noise if a line in lower case starts as noise does.

    A question mark in the list marks starts that prose has as well. Such a line is
    noise if it is short and does not end with a full stop.
    """
    bare = low.lstrip(_OPENING_MARKS)
    key = _START_KEY.match(bare)
    for start, reason in _starts(lang).get(key.group(), ()) if key else ():
        if bare.startswith(start) and not bare[len(start) : len(start) + 1].isalnum():
            is_weak = low.count(" ") >= _LONGEST_WEAK or low.endswith(".")
            if not reason.endswith("?"):
                return reason
            return None if is_weak else reason[:-1]
    return None


@cache
def _starts(lang: str) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return the list ``noise_starts`` by the first word or mark, longest first."""
    starts: dict[str, list[tuple[str, str]]] = {}
    listed = table("noise_starts", lang).items()
    for start, reason in sorted(listed, key=lambda pair: -len(pair[0])):
        key = _START_KEY.match(start)
        starts.setdefault(key.group() if key else start, []).append((start, reason))
    return starts


def _phrase_reason(low: str, lang: str) -> str | None:
    for phrase, reason in table("noise_phrases", lang).items():
        if phrase in low:
            return reason
    return None


def _is_menu(line: str) -> bool:
    """Return whether a paragraph consists of the joined entries of a menu.

    Nearly all words of such a paragraph start with a capital letter.
    """
    if line[-1] in ".!?":
        return False
    initials = [word[0] for word in line.split(None, _MENU_SAMPLE)[:_MENU_SAMPLE]]
    letters = list(filter(str.isalpha, initials))
    is_long = len(letters) >= _SHORTEST_MENU
    return is_long and sum(map(str.isupper, letters)) >= _MENU_CAPITALS * len(letters)


def may_have_note(text: str, lang: str = ENGLISH) -> bool:
    """Return whether the text has one of the words that mark correction notes.

    Every correction note has at least one of these words. This fast test saves most
    articles from the slower patterns.
    """
    low = text.lower()
    return any(map(low.__contains__, _note_clues(lang)))


def is_correction_note(sentence: str, lang: str = ENGLISH) -> bool:
    """Return whether a sentence is a publisher's note that an article was corrected."""
    return _notes(lang).search(sentence) is not None


@cache
def _notes(lang: str) -> re.Pattern[str]:
    return re.compile("|".join(table("correction_notes", lang)), re.IGNORECASE)


@cache
def _note_clues(lang: str) -> tuple[str, ...]:
    values = table("correction_notes", lang).values()
    return tuple(dict.fromkeys(clue for value in values for clue in value.split(",")))


def _mark_notes(lines: Sequence[str], reasons: list[str | None], lang: str) -> None:
    """Mark in ``reasons`` the paragraphs whose first sentence is a correction note."""
    for index, line in enumerate(lines):
        if reasons[index] is None and len(line) <= _LONGEST_NOTE:
            first = _FIRST_STOP.split(line, maxsplit=1)[0]
            if is_correction_note(first, lang):
                reasons[index] = CORRECTION


def _mark_repeats(lines: Sequence[str], reasons: list[str | None]) -> None:
    """Mark in ``reasons`` the later one of two equal paragraphs of prose."""
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line in seen and line.count(" ") >= _FEWEST_REPEATED:
            reasons[index] = reasons[index] or "duplicate"
        seen.add(line)


def _mark_headline(
    lines: Sequence[str],
    ended: Sequence[bool],
    reasons: list[str | None],
    title: str | None,
) -> None:
    """Mark in ``reasons`` the line that repeats the title as a headline.

    If no line repeats the title, mark a first line that does not end with a mark such
    as a full stop.
    """
    wanted = _WORD.findall(title.lower()) if title else []
    short = [
        at for at in (0, 1) if lines[at:] and lines[at].count(" ") < _LONGEST_TITLE
    ]
    for at in short:
        if _repeats(_WORD.findall(lines[at].lower()), wanted):
            reasons[at] = HEADLINE
            return
    if 0 in short and reasons[0] in (None, HEADING) and not ended[0]:
        reasons[0] = HEADLINE


def _repeats(line: Sequence[str], title: Sequence[str]) -> bool:
    """Return whether one of two lists of words begins with the other.

    Lists of fewer than ``_FEWEST_REPEATED`` words must be equal.
    """
    shorter = min(len(line), len(title))
    if shorter < _FEWEST_REPEATED:
        return line == title != []
    return line[:shorter] == title[:shorter]


def _mark_open_captions(
    lines: Sequence[str], ended: Sequence[bool], reasons: list[str | None]
) -> None:
    """Mark in ``reasons`` the prose paragraphs that are captions without a full stop.

    A text in which few paragraphs end with a mark has no such captions. A long or first
    paragraph that alone lacks a full stop is not a caption, because the stop may be
    missing by mistake.
    """
    prose = [at for at, reason in enumerate(reasons) if reason is None]
    open_ = [at for at in prose if not ended[at]]
    if len(prose) < 2 * len(open_):
        return
    likely = [at for at in open_ if _may_be_caption(lines, at)]
    single = [at for at in likely if not _INNER_STOP.search(lines[at])]
    longest = _LONGEST_CAPTION
    if len(single) < 2:  # noqa: PLR2004 - one paragraph alone
        likely = [at for at in single if at > prose[0]]
        longest = _LONGEST_SINGLE_CAPTION
    for at in likely:
        if lines[at].count(" ") < longest:
            reasons[at] = _CAPTION


def _may_be_caption(lines: Sequence[str], at: int) -> bool:
    """Return whether the paragraph at index ``at`` may be a caption.

    The result is false for an item of a list, a post of a social network, and a
    paragraph that continues in the next one.
    """
    line, after = lines[at], lines[at + 1][:1] if at + 1 < len(lines) else ""
    return line[0] not in _NO_CAPTIONS and "(@" not in line and not after.islower()


@cache
def _part(name: str) -> re.Pattern[str]:
    pieces = table("noise_parts")
    return re.compile(filled(pieces[name], pieces))


def _parts(text: str, block: Block, *, is_first: bool) -> Iterator[Part]:
    """Yield the noisy parts of a paragraph of prose, in text order.

    ``is_first`` is true for the first paragraph of prose.
    """
    start, end = block
    openings = ("joined_heading", "residue", "dateline", "first_dateline")
    for name in openings if is_first else openings[:-1]:
        match = _part(name).match(text, start, end)
        if match is not None:
            yield Part(start, match.end(), _PART_REASONS[name])
            start = match.end()
    for match in _part("inner_residue").finditer(text, start, end):
        yield Part(match.start(), match.end(), "markup")
    signature = _part("signature").search(text, max(start, end - _SIGNATURE), end)
    if signature is not None:
        yield Part(signature.start(), signature.end(), "credit")


def credited_agency(text: str, authors: Iterable[str] = ()) -> str | None:
    """Return the name of the agency that the text or ``authors`` credit, if any.

    In a dateline such as "LENNA (Reuters) - ", any name in brackets counts. Elsewhere
    only agencies of the list ``agencies`` count.
    """
    for line in text[:_BEGINNING].splitlines():
        dateline = _part("dateline").match(line) or _part("first_dateline").match(line)
        named = dateline and _IN_BRACKETS.search(dateline.group())
        if named:
            return named[1]
    ending = text.rstrip()[-_ENDING:]
    credited = (*_BRACKETED.findall(ending), *_LAST.findall(ending), *authors)
    names = (name.strip() for name in credited)
    return next((name for name in names if name in words("agencies")), None)
