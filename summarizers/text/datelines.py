"""Find the noise inside a paragraph of prose: datelines, markup, signatures.

A dateline is the place, day or agency before a report: "LENNA (Reuters) - ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizers.lexicons import pattern
from summarizers.text.paragraphs import Block

Cut = tuple[int, int, str]

_CAPITALS = r"[A-Z][A-Z.'’/-]{1,20}"
_PLACE = _CAPITALS + r"(?:,? " + _CAPITALS + r"){0,4}"
_REGION = r"(?:, ?[A-Z][\w.'’-]{1,20}(?: [A-Z][\w.]{1,20}){0,3})?"
_DAY = r"(?:,? (?:[A-Z][a-z]{2,8}\.? \d{1,2}|\d{1,2} [A-Z][a-z]{2,8}\.?)(?:, \d{4})?)?"
_AGENCY = r"\((?:[A-Z][\w.]{1,20})(?:[ /-]{1,3}[A-Z][\w.]{0,20}){0,3}\)"
_DASH = r"(?:[ \xa0]?[—–―][ \xa0]?| ?--? | [|:] )"
_MIXED = r"[A-Z][\w.'’-]{1,20}(?:,? (?:[A-Z][\w.'’-]{1,20}|of|the|de)){0,5}"
_NEXT = r"(?=[\"“‘'«(\[$£€]{0,2}[^\W_a-zß-öø-ÿ])"

_DATELINE = re.compile(
    r"(?:"
    + _PLACE
    + _REGION
    + _DAY
    + r"(?: ?"
    + _AGENCY
    + r")?"
    + _DASH
    + r"|"
    + _MIXED
    + _DAY
    + r" ?"
    + _AGENCY
    + _DASH
    + r"|"
    r"\((?:[A-Z]{2,8}|Reuters|Bloomberg|Xinhua|The Conversation)\)(?:" + _DASH + r"| ?)"
    r")" + _NEXT
)
# Only in the first paragraph: elsewhere a name before a dash is the sentence's subject.
_FIRST_DATELINE = re.compile(
    _MIXED
    + _REGION
    + _DAY
    + r"(?:(?: [—–] |—| --? )(?=[\"“]?[A-Z][^—–]{40})(?![^.!?]{0,200} [—–-] )"
    + r"| \((?:AFP|AP|Bloomberg|CNN|Reuters|Xinhua)\) "
    + _NEXT
    + r")"
)
_COLON_DATELINE = re.compile(r"[A-Z]{2,20}(?: [A-Z]{2,20}){0,2}: (?=[\"“‘']?[A-Z])")
_RESIDUE_START = re.compile(
    r"(?:[^\[\]]{0,150}\]\]|[^\[\]=|]{0,150}[=|][^\[\]]{0,99}\]|\])(?:[\s\],]|and \])*"
)
_SENTENCE = re.compile(r"[a-z\d\"”][.!?][\"”]? ")
_RESIDUE = re.compile(
    r"(?<=[.!?\"”'’] )(?:\][^\[\]]{0,40}(?:\][^\[\]]{0,12}){2,40}\Z|\]{1,2} )"
)
_NAME_IN_BRACKETS = re.compile(r"\(([^()]{2,60})\)")
_SIGNATURE = pattern("cut_signature")
_TAIL = 260


def find_cuts(text: str, block: Block, *, first: bool) -> Iterator[Cut]:
    """Yield the noisy parts of a paragraph as (start, end, reason), in text order.

    ``block`` is the start and end of the paragraph. ``first`` is true for the article's
    first paragraph of prose.
    """
    start, end = block
    position = start
    residue = _residue(text, start, end)
    if residue is not None:
        position = residue.end()
        yield start, position, "markup"
    dateline = _DATELINE.match(text, position, end)
    if dateline is None and first:
        dateline = _first_dateline(text, position, end)
    if dateline is not None and dateline.end() < end:
        yield position, dateline.end(), "dateline"
        position = dateline.end()
    yield from _inner_cuts(text, position, end)


def _first_dateline(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the dateline of a first paragraph, as in "NEW LENNA: The dam …", if any.

    Words in capitals before a colon that the text has a second time are the name of a
    speaker, not a dateline.
    """
    colon = _COLON_DATELINE.match(text, start, end)
    if colon is not None and text.find(colon.group(), colon.end()) < 0:
        return colon
    return _FIRST_DATELINE.match(text, start, end)


def dateline_agency(line: str) -> str | None:
    """Return the name in brackets in the dateline of a line, if it has one.

    For example, "LENNA (Reuters) - The dam …" gives "Reuters".
    """
    dateline = _DATELINE.match(line) or _FIRST_DATELINE.match(line)
    named = dateline and _NAME_IN_BRACKETS.search(dateline.group())
    return named[1] if named else None


def _residue(text: str, start: int, end: int) -> re.Match[str] | None:
    if text.find("]", start, end) < 0:
        return None
    match = _RESIDUE_START.match(text, start, end)
    return None if match is None or _SENTENCE.search(match.group()) else match


def _inner_cuts(text: str, start: int, end: int) -> Iterator[Cut]:
    if text.find("]", start, end) >= 0:
        for match in _RESIDUE.finditer(text, start, end):
            yield match.start(), match.end(), "markup"
    last = text[end - 2] if text[end - 1] == "." else text[end - 1]
    if last in ")]" or last.isupper():
        signature = _SIGNATURE.search(text, max(start, end - _TAIL), end)
        if signature is not None:
            yield signature.start(), signature.end(), "credit"
