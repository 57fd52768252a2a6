"""Lines that belong to a picture: captions with a credit, a side or a picture word."""

from __future__ import annotations

import re

from summarizers.lexicons import pattern, table, words

# Longer paragraphs that name a picture are prose about it.
_LONGEST = 60
_LONGEST_PLAIN = 45
_LONGEST_LINE = 1_200

_CREDIT = pattern("caption_credit")
_TAKEN_BY = pattern("caption_taken_by")
_START = pattern("caption_start")
_SIDE = pattern("caption_side")
_TAKEN = pattern("caption_taken")
_LAST_BRACKETS = re.compile(r"\(([^()]{2,90})\)\.?\Z")
_LONGEST_SIGN = 40
_LAST_SLASH = pattern("caption_last_slash")
_PARTS = pattern("caption_parts")


def is_caption(line: str, count: int) -> bool:
    """Whether a paragraph of ``count`` words is the text under a picture."""
    if count > _LONGEST:
        return False
    hinted = _hints(line)
    if _START.match(line) or ("picture" in hinted and _has_credit(line)):
        return True
    if count > _LONGEST_PLAIN or line[0] in '"“':
        return False
    return (
        ("side" in hinted and _SIDE.search(line) is not None)
        or ("taken" in hinted and _TAKEN.search(line) is not None)
        or _is_signed(line)
    )


def _has_credit(line: str) -> bool:
    """Whether the line ends with a word for a picture and whose it is."""
    return _CREDIT.search(line) is not None or _TAKEN_BY.search(line) is not None


def starts_as_caption(line: str) -> bool:
    """Whether the line begins as only a caption does, however long it is."""
    return len(line) <= _LONGEST_LINE and _START.match(line) is not None


def has_sides(sentence: str, count: int) -> bool:
    """Whether a sentence says who stands left or right in a picture."""
    return count <= _LONGEST_PLAIN and _SIDE.search(sentence) is not None


def _hints(line: str) -> str:
    """The kinds of marks that a line may have: a cheap test that most prose fails."""
    low = line.lower()
    hints = ""
    for hint, kinds in table("caption_hints").items():
        if hint in low:
            hints += f" {kinds}"
    return hints


def is_agency(name: str) -> bool:
    """Whether this is how a news or picture agency signs."""
    return name.strip(" .()") in words("agencies")


def _is_signed(line: str) -> bool:
    """Whether the line ends in a photographer's and an agency's name."""
    brackets = _LAST_BRACKETS.search(line) if line.endswith((")", ").")) else None
    if brackets is not None:
        parts = _PARTS.split(brackets.group(1))
        return len(parts) > 1 and is_agency(parts[-1])
    tail = line[-_LONGEST_SIGN:]
    if "/" not in tail and "|" not in tail and "via " not in tail:
        return False
    slash = _LAST_SLASH.search(line)
    return slash is not None and is_agency(slash.group(1))
