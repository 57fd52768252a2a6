"""Refuse texts that cannot be briefed."""

from __future__ import annotations

import re

from summarizers.errors import EmptyTextError, NotTextError, TooLongError

MOST_CHARACTERS = 5_000_000
# The longest words of real pages are addresses of some hundred characters.
_LONGEST_TOKEN = 20_000
# Chinese or Thai prose has no blanks, but hundreds of different characters.
_ALPHABET = 100
_MOST_CONTROLS = 0.02
_WORD = re.compile(r"[^\W_]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_NUL = "\x00"


def validate_text(text: str) -> None:
    """Refuse a text that has nothing to brief.

    Raises:
        EmptyTextError: the text is empty or has no word.
        TooLongError: it has more than 5,000,000 characters.
        NotTextError: it is binary data, or one endless word.
    """
    if not text.strip():
        raise EmptyTextError("the article has no text")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(
            f"the article has {len(text):,} characters, more than {MOST_CHARACTERS:,}"
        )
    if not _WORD.search(text):
        raise EmptyTextError("the article has no word in it")
    if _is_binary(text):
        raise NotTextError("the article is binary data, not text")
    if _has_endless_word(text):
        raise NotTextError(
            f"the article has a word of more than {_LONGEST_TOKEN:,} characters"
        )


def _is_binary(text: str) -> bool:
    if _NUL in text:
        return True
    return len(_CONTROLS.findall(text)) > _MOST_CONTROLS * len(text)


def _has_endless_word(text: str) -> bool:
    """Whether there is a huge word of few different characters, as encoded data has."""
    if len(text) < _LONGEST_TOKEN:
        return False
    longest = max(text.split(), key=len)
    return len(longest) > _LONGEST_TOKEN and len(set(longest)) < _ALPHABET
