"""The words of a sentence, as rankers and checks for near-copies compare them."""

from __future__ import annotations

import re

from summarizers.lexicons import words

# Thai, Lao, Burmese, Khmer, kana, Han: no blanks between words, so one character is one
# term there; otherwise a whole clause would be one term and no two would ever match.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TERM = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")


def terms(text: str) -> list[str]:
    """The case-folded words of a text in any script, in text order, without marks."""
    return _TERM.findall(text.casefold())


def stop_words() -> frozenset[str]:
    """English words that say nothing about what a text is about.

    Text in other languages is hardly touched by them: leaving them out never needs to
    know the language.
    """
    return words("stop_words")
