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
from functools import cache

from summarizers.lexicons import table
from summarizers.parsers.grammar import Token
from summarizers.parsers.shallow.contexts import settle
from summarizers.parsers.shallow.tags import CLITIC, describe, uncapitalized_tag
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

make = tuple.__new__


def read_tokens(layout: Layout) -> tuple[list[Token], list[tuple[int, int]]]:
    """The tokens of every sentence that is not noise, and each sentence's range."""
    tokens: list[Token] = []
    bounds: list[tuple[int, int]] = []
    for sentence in layout.sentences:
        first = len(tokens)
        if sentence.noise is None:
            span = sentence.start, sentence.end
            _read_sentence(tokens, layout.text, span, sentence.index)
        bounds.append((first, len(tokens)))
    settle(tokens)
    return tokens, bounds


def _read_sentence(
    tokens: list[Token], text: str, span: tuple[int, int], index: int
) -> None:
    add = tokens.append
    first = len(tokens)
    for match in TOKEN.finditer(text, *span):
        start, word = match.start(), match.group()
        lower, tag = describe(word)
        if tag == "CLITIC":
            _cut_clitic(tokens, start, word, index)
        elif word == "." and len(tokens) > first and _takes_stop(tokens[-1], start):
            tokens[-1] = _with_stop(tokens[-1])
        else:
            add(make(Token, (start, match.end(), word, lower, tag, "", -1, index)))


def _cut_clitic(tokens: list[Token], start: int, word: str, index: int) -> None:
    cut = CLITIC.search(word, 1)
    at = len(word) if cut is None else cut.start()
    for piece, tag in (
        (word[:at], describe(word[:at])[1]),
        (word[at:], uncapitalized_tag(word[at:].lower())),
    ):
        end = start + len(piece)
        lower = piece.lower()
        tokens.append(make(Token, (start, end, piece, lower, tag, "", -1, index)))
        start = end


def _takes_stop(token: Token, start: int) -> bool:
    """Whether a full stop at ``start`` belongs to the abbreviation before it."""
    if token.end != start:
        return False
    initial = len(token.text) == 1 and token.text.isupper() and token.text != "I"
    return initial or "." in token.text or token.text in abbreviations()


def _with_stop(token: Token) -> Token:
    start, end, text, lower, _, *rest = token
    return make(Token, (start, end + 1, f"{text}.", f"{lower}.", token.tag, *rest))


@cache
def abbreviations() -> frozenset[str]:
    """Words that take a full stop, as printed but without it."""
    return frozenset(table("abbreviations"))
