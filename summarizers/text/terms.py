"""The words of a sentence, as rankers and checks for near-copies compare them."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizers.lexicons import words

# Thai, Lao, Burmese, Khmer, kana, Han: no blanks between words, so one character is one
# term there; otherwise a whole clause would be one term and no two would ever match.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TERM = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
_PLAIN_TERM = re.compile(r"\w+", re.ASCII)
# The sentences of an article: its rankers and checks ask for the same ones.
_CACHED_TEXTS = 512


@lru_cache(maxsize=_CACHED_TEXTS)
def terms(text: str) -> tuple[str, ...]:
    """The case-folded words of a text in any script, in text order, without marks."""
    pattern = _PLAIN_TERM if text.isascii() else _TERM
    return tuple(pattern.findall(text.casefold()))


def stop_words() -> frozenset[str]:
    """English words that say nothing about what a text is about.

    Text in other languages is hardly touched by them: leaving them out never needs to
    know the language.
    """
    return words("stop_words")
