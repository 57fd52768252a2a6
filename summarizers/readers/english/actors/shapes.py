"""The tokens of an article as one character each, in which regular expressions find phrases.

``n`` and ``s`` are nouns, ``N`` names, ``k`` months and days, ``u`` unknown words,
``j`` adjectives, ``d`` and ``p`` determiners, ``'`` possessives, ``c`` numbers, ``o``
"of", "from" and "for", ``i`` other prepositions, ``t`` "to", ``&`` conjunctions, ``r``
adverbs, ``v`` finite verbs, ``b``, ``g`` and ``e`` other verb variants, ``w`` relative
words, ``P`` pronouns, ``m`` other words, ``,`` ``:`` and ``.`` marks, and ``-`` brackets
and quotation marks.
"""

from __future__ import annotations

from summarizers.readers.english.actors.word_lists import CALENDAR
from summarizers.readers.parse import Tokens

_SHAPES = {
    "": "u",
    "NN": "n",
    "NNS": "s",
    "NNP": "N",
    "JJ": "j",
    "DT": "d",
    "PRP$": "p",
    "POS": "'",
    "CD": "c",
    "IN": "i",
    "TO": "t",
    "CC": "&",
    "RB": "r",
    "PRP": "P",
    **dict.fromkeys(("VBD", "VBZ", "VBP", "MD"), "v"),
    "VB": "b",
    "VBG": "g",
    "VBN": "e",
    "WP": "w",
    "WP$": "w",
    "WDT": "w",
    "WRB": "w",
    ",": ",",
    ":": ":",
    ".": ".",
    **dict.fromkeys(("JJR", "JJS", "RP", "EX", "$", "SYM"), "m"),
}
_LINKS = frozenset(("of", "from", "for"))


def shape_of(tokens: Tokens) -> str:
    """Return one character per token, and a full stop at the end."""
    shape = [_SHAPES.get(tag, "-") for tag in tokens.tags]
    for i, lower in enumerate(tokens.lowers):
        if lower in _LINKS:
            shape[i] = "o"
        elif lower in CALENDAR:
            shape[i] = "k"
    return "".join([*shape, "."])
