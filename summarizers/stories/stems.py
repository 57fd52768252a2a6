"""Words without their endings, so that "strikes" and "striking" count as one term.

Stems are compared with each other only: they need not be words.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from summarizers.lexicons import table
from summarizers.text.language import ENGLISH

_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST_STEM = 3
_NEVER_HALVED = frozenset("lse")


def stem(word: str, lang: str = ENGLISH) -> str:
    """The case-folded word without its ending.

    In English that is the ending of the plural, the past or -ing, and a final e; other
    languages have a list of endings, and their accents do not count.
    """
    if lang == ENGLISH:
        return _english(word)
    return _plain(_cut(word, lang)) if word.isalpha() else word


def _cut(word: str, lang: str) -> str:
    """The word without its longest ending that leaves enough of it."""
    for size in range(min(_longest(lang), len(word) - _SHORTEST_STEM), 0, -1):
        instead = table("stem_endings", lang).get(word[-size:])
        if instead is not None:
            return word[:-size] + instead
    return word


@cache
def _longest(lang: str) -> int:
    return max(map(len, table("stem_endings", lang)))


def _plain(word: str) -> str:
    """The word without accents, which change with the ending: "grève", "gréviste"."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _english(word: str) -> str:
    if not word.isalpha() or word.endswith("ss"):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _SHORTEST_STEM:
            word = _single(word[: -len(ending)]) + instead
            break
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST_STEM + 1 else word


def _single(base: str) -> str:
    """The base without the doubled letter that an ending brings."""
    if len(base) > _SHORTEST_STEM and base[-1] == base[-2]:
        return base if base[-1] in _NEVER_HALVED else base[:-1]
    return base
