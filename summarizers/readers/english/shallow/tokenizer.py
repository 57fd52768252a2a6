"""Words and marks of an article, with tags from word lists and capitals.

The tags are a subset of the Penn Treebank's; a word that no list knows has the tag
``""`` (mostly common nouns, adjectives and other verbs):

- ``NNP``: a capitalised word that is probably (part of) a name, months and weekdays
  included. Inside a sentence that is every capitalised word but function words; at the
  start of a sentence, a quotation or behind a colon only words that do not commonly
  open sentences, or that the article elsewhere capitalises inside a sentence.
- ``CD`` numbers, ``PRP`` and ``PRP$`` pronouns, ``DT`` articles and determiners,
  ``MD`` modals, ``IN`` prepositions and subordinators ("that" always), ``TO``, ``CC``,
  ``WP``, ``WP$``, ``WDT``, ``WRB`` question words, ``EX`` "there", ``POS`` the
  possessive ending, ``RB`` adverbs of the list and words in -ly, ``RP`` particles.
- ``VBZ``, ``VBP``, ``VBD``, ``VB``, ``VBN``, ``VBG``: forms of be, have and do, and
  of the reporting verbs by their ending (``VBP`` for the base form, ``VB`` behind "to"
  or a modal, ``VBD`` for a past form or participle). A form that may be a noun
  ("claims", "plan") is ``NN`` or ``NNS`` behind a determiner, possessive, number or
  preposition. ``VBD`` also for irregular past forms and unknown words in -ed.
- marks as in the Treebank: quotation marks are two backquotes and two apostrophes;
  ``.`` ends a sentence; ``,``; ``:`` (colons, semicolons, dashes); ``-LRB-`` and
  ``-RRB-`` brackets; ``$``; other signs ``SYM``.

Words are cut as in the Treebank: "doesn't" is "does" + "n't", "Rossi's" is "Rossi" +
"'s". A hyphenated word stays whole; an abbreviation keeps its stop.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from summarizers.lexicons import table
from summarizers.model import Sentence
from summarizers.readers.english.shallow.word_tags import (
    CLITIC,
    describe,
    is_notable,
    settle,
    uncapitalized_tag,
)
from summarizers.readers.parse import Tokens
from summarizers.text.layout import Layout

# Possessive repeats (++, *+) never step back, so the time is linear.
TOKEN = re.compile(
    r"https?://\S++"
    r"|(?:[^\W\d_]\.){2,20}+"
    r"|[^\W\d_]\w*+(?:[-&'’]\w++)*+"
    r"|\d++[^\W\d_]++(?:-\w++)*+"
    r"|\d++(?:[.,:/]\d++)*+(?:-[^\W\d_]\w*+)*+"
    r"|\.\.++|--++|''|``|\S",
)
# News repeats its words: nine in ten words of an article were in earlier articles.
CACHED_CUTS = 1 << 14

# A token by itself: its offsets in the word, text, lower form, tag, whether notable.
# A plain tuple, because only such ones are unpacked at once.
Piece = tuple[int, int, str, str, str, bool]


def read_tokens(layout: Layout) -> tuple[Tokens, list[tuple[int, int]], list[int]]:
    """The tokens of every sentence that is not noise, and each sentence's range.

    The third value are the notable tokens, in order.
    """
    tokens = Tokens()
    bounds: list[tuple[int, int]] = []
    notable: list[int] = []
    for sentence in layout.sentences:
        first = len(tokens.starts)
        if sentence.noise is None:
            _read_sentence(tokens, notable, sentence)
        bounds.append((first, len(tokens.starts)))
    tokens.deps = [""] * len(tokens.starts)
    tokens.heads = [-1] * len(tokens.starts)
    settle(tokens, notable)
    return tokens, bounds, notable


def _read_sentence(tokens: Tokens, notable: list[int], sentence: Sentence) -> None:
    starts, first, at = tokens.starts, len(tokens.starts), sentence.start
    # Bound once: this is the innermost loop.
    add_start, add_end = starts.append, tokens.ends.append
    add_text, add_lower = tokens.texts.append, tokens.lowers.append
    add_tag = tokens.tags.append
    for word in sentence.text.split(" "):
        for start, end, text, lower, tag, noted in cut(word):
            if noted:
                notable.append(len(starts))
            add_start(at + start)
            add_end(at + end)
            add_text(text)
            add_lower(lower)
            add_tag(tag)
        at += len(word) + 1
    tokens.sentences += [sentence.index] * (len(starts) - first)


@lru_cache(maxsize=CACHED_CUTS)
def cut(word: str) -> tuple[Piece, ...]:
    """The tokens of what stands between two blanks, by themselves."""
    pieces: list[Piece] = []
    for match in TOKEN.finditer(word):
        start, text = match.start(), match.group()
        if text == "." and pieces and _takes_stop(pieces[-1], start):
            before, _, short, _, tag, _ = pieces[-1]
            pieces[-1] = _piece(before, f"{short}.", tag)
        elif describe(text)[1] == "CLITIC":
            pieces += _without_clitic(start, text)
        else:
            pieces.append(_piece(start, text, describe(text)[1]))
    return tuple(pieces)


def _piece(start: int, text: str, tag: str) -> Piece:
    lower = text.lower()
    # One object for both where they are equal: that is the fastest to compare.
    lower = text if lower == text else lower
    return start, start + len(text), text, lower, tag, is_notable(lower, tag)


def _without_clitic(start: int, text: str) -> tuple[Piece, Piece]:
    match = CLITIC.search(text, 1)
    at = len(text) if match is None else match.start()
    word, clitic = text[:at], text[at:]
    return (
        _piece(start, word, describe(word)[1]),
        _piece(start + at, clitic, uncapitalized_tag(clitic.lower())),
    )


def _takes_stop(piece: Piece, start: int) -> bool:
    """Whether a full stop at ``start`` belongs to the abbreviation before it."""
    _, end, text, *_ = piece
    if end != start:
        return False
    initial = len(text) == 1 and text.isupper() and text != "I"
    return initial or "." in text or text in abbreviations()


@cache
def abbreviations() -> frozenset[str]:
    """Words that take a full stop, as printed but without it."""
    return frozenset(table("abbreviations"))
