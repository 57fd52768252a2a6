"""Split text into the words that the rankers and the search for copies compare."""

from __future__ import annotations

import re
from functools import lru_cache

from summarizers.lexicons import words
from summarizers.text.language import ENGLISH

# Thai, Lao, Burmese, Khmer, kana, Han: no blanks between words, so one character is one
# term there; otherwise a whole clause would be one term and no two would ever match.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
_TERM = re.compile(f"[{_UNSPACED}]|[^\\W{_UNSPACED}]+")
# For text in ASCII: small letters, and a blank for characters outside words. A table of
# bytes takes a fraction of the time of a pattern.
_SMALL = bytes(
    ord(chr(code).lower()) if chr(code).isalnum() or chr(code) == "_" else ord(" ")
    for code in range(128)
).ljust(256)
# The marks that most texts outside ASCII have, and often nothing else.
_MARKS = "’“”—–‘\xa0…"
# No article has more sentences that are read. Whole texts take megabytes, and are not
# cached.
_CACHED_SENTENCES = 512


def terms(text: str) -> list[str]:
    """Return the case-folded words of a text in any script, without punctuation."""
    if not text.isascii():
        for mark in _MARKS:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.encode("ascii").translate(_SMALL).decode("ascii").split()
    return _TERM.findall(text.casefold())


@lru_cache(maxsize=_CACHED_SENTENCES)
def sentence_terms(sentence: str) -> tuple[str, ...]:
    """Return the terms of one sentence, cached because several steps need them."""
    return tuple(terms(sentence))


def stop_words(lang: str = ENGLISH) -> frozenset[str]:
    """Return the frequent words of a language that do not show the subject of a text.

    English stop words are rare in texts of other languages, so a caller may remove them
    without knowing the language.

    Raises:
        FileNotFoundError: the language has no such list.
    """
    return words("stop_words", lang)
