"""Words without their endings, so that "strikes" and "striking" count as one term.

Stems are compared with each other only: they need not be words.
"""

from __future__ import annotations

_ENDINGS = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST_STEM = 3
_NEVER_HALVED = frozenset("lse")


def stem(word: str) -> str:
    """The case-folded word without plural, past or -ing ending and final e."""
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
