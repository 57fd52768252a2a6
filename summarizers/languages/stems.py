"""Cut words to stems by a list of endings, so that all forms of a word are one term.

Stems are only compared with each other, so they need not be words.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from summarizers.lexicons import table

SHORTEST_STEM = 3


def stem_by_endings(word: str, lang: str) -> str:
    """Return the stem of a case-folded word: no accents, its ending cut or replaced.

    The list ``stem_endings`` of the language maps endings to replacements. A word with
    a character that is not a letter is returned unchanged.
    """
    return _without_accents(_cut(word, lang)) if word.isalpha() else word


def _cut(word: str, lang: str) -> str:
    """Return the word with its longest listed ending replaced.

    At least ``SHORTEST_STEM`` letters stay before the ending.
    """
    for size in range(min(_longest(lang), len(word) - SHORTEST_STEM), 0, -1):
        replacement = table("stem_endings", lang).get(word[-size:])
        if replacement is not None:
            return word[:-size] + replacement
    return word


@cache
def _longest(lang: str) -> int:
    return max(map(len, table("stem_endings", lang)))


def _without_accents(word: str) -> str:
    """Return the word without accents: "grève" and "gréviste" share a stem."""
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
