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

from summarizers.lexicons import table, words
from summarizers.parsers.grammar import Token
from summarizers.parsers.reporting import reporters
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
CLITIC = re.compile(r"(?:n['’]t|['’](?:s|S|re|ve|ll|d|m))\Z")
MARKS = {
    **dict.fromkeys(".!?", "."),
    ",": ",",
    **dict.fromkeys((*":;–—…", "--", "...", "-"), ":"),
    **dict.fromkeys("([{", "-LRB-"),
    **dict.fromkeys(")]}", "-RRB-"),
    **dict.fromkeys((*"“‘«„", "``"), "``"),
    **dict.fromkeys((*"”»\"'’", "''"), "''"),
    "$": "$",
}
KEPT = frozenset(("DT", "IN", "CC", "TO", "PRP$", "WDT", "WRB", "EX"))
SPELLED = frozenset(("PRP", "WP"))
NOUN_BEFORE = frozenset(("DT", "PRP$", "POS", "IN", "CD", "JJ", "JJR", "JJS"))
SUBJECT_BEFORE = frozenset(("PRP", "WP", "EX", "WDT"))
OPEN_NOUNS = frozenset(("", "NN", "NNS"))
NOUN_ENDS = frozenset((".", ",", "of", "from", "about", "and", ")"))
SHORT_VERBS = frozenset(("VBP", "VBZ"))
CACHED_WORDS = 1 << 15

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
    _tag_in_context(tokens)
    return tokens, bounds


def retag(token: Token, tag: str) -> Token:
    """The same token with another tag."""
    return make(Token, (*token[:4], tag, *token[5:]))


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
    for piece in (word[:at], word[at:]):
        lower = piece.lower()
        tag = closed_words().get(lower) or describe(piece)[1]
        end = start + len(piece)
        tokens.append(make(Token, (start, end, piece, lower, tag, "", -1, index)))
        start = end


def _takes_stop(token: Token, start: int) -> bool:
    if token.end != start:
        return False
    return (
        token.text in abbreviations()
        or "." in token.text
        or (len(token.text) == 1 and token.text.isupper() and token.text != "I")
    )


def _with_stop(token: Token) -> Token:
    start, end, text, lower, _, *rest = token
    return make(Token, (start, end + 1, f"{text}.", f"{lower}.", token.tag, *rest))


@lru_cache(maxsize=CACHED_WORDS)
def describe(word: str) -> tuple[str, str]:
    """A word in lower case with the tag that it has inside a sentence.

    A word that must be cut first has the tag ``CLITIC``.
    """
    lower = word.lower()
    if not word[0].isalpha():
        return lower, MARKS.get(word) or ("CD" if word[0].isdigit() else "SYM")
    if CLITIC.search(word, 1):
        return lower, "CLITIC"
    tag = closed_words().get(lower)
    if word[0].isupper() and word != "I":
        kept = tag in KEPT or (tag in SPELLED and not word.isupper())
        return lower, tag if tag and kept else "NNP"
    return lower, tag or word_tag(lower)


def word_tag(lower: str) -> str:
    """The tag of a word that is no function word, from its form alone."""
    if lower in words("past_verbs"):
        return "VBD"
    reporter = reporters().get(lower)
    if reporter is not None:
        return _verb_tag(lower, reporter.lemma)
    if lower.endswith("ly") and len(lower) > 4:
        return "RB"
    if lower.endswith("ed") and len(lower) > 3 and "-" not in lower:
        return "" if lower.endswith("eed") else "VBD"
    return ""


def _verb_tag(lower: str, lemma: str) -> str:
    if lower == lemma:
        return "VBP"
    if lower.endswith("ing"):
        return "VBG"
    return "VBZ" if lower.endswith("s") else "VBD"


def _tag_in_context(tokens: list[Token]) -> None:
    """Settle what the words before decide: nouns, infinitives, names at a start."""
    names: set[str] = set()
    starts: list[int] = []
    before = ""
    sentence = -1
    last = len(tokens) - 1
    for i, token in enumerate(tokens):
        tag = token.tag
        if token.sentence != sentence or before in {"``", ":"}:
            sentence = token.sentence
            if tag == "NNP":
                starts.append(i)
            before = "``" if tag == "''" and token.text in {'"', "'", "''"} else tag
            continue
        if tag == "NNP":
            names.add(token.lower)
        elif tag in SHORT_VERBS or tag in {"POS", "''"}:
            following = tokens[i + 1] if i < last else token
            tag = _tag_between(tokens[i - 1], token, before, following)
            if tag != token.tag:
                tokens[i] = retag(token, tag)
        before = tag
    for i in starts:
        if not _starts_name(tokens[i], names):
            tokens[i] = retag(
                tokens[i],
                closed_words().get(tokens[i].lower) or word_tag(tokens[i].lower),
            )


def _tag_between(previous: Token, token: Token, before: str, following: Token) -> str:
    if token.tag == "POS":
        return "VBZ" if before in SUBJECT_BEFORE else "POS"
    if token.tag == "''":
        plural = previous.end == token.start and previous.lower.endswith("s")
        return "POS" if plural and token.text in {"'", "’"} else token.tag
    if before in {"TO", "MD"}:
        return "VB"
    if token.lower in closed_words():
        return token.tag
    if previous.lower == "that":
        return token.tag
    if before in NOUN_BEFORE or _is_noun(token, before, following):
        return "NN" if token.tag == "VBP" else "NNS"
    return token.tag


def _is_noun(token: Token, before: str, following: Token) -> bool:
    """Whether a form that may be both is a noun, by what stands beside it."""
    if token.lower not in words("noun_verbs"):
        return False
    if before in OPEN_NOUNS and following.lower in NOUN_ENDS:
        return True
    if before == "NNP":
        return following.lower in {"from", "of"}
    return before.startswith("VB") or following.tag in {"VBP", "VBZ", "MD"}


def _starts_name(token: Token, names: set[str]) -> bool:
    lower = token.lower
    if lower in closed_words():
        return token.text.isupper() and len(lower) > 1 and lower in names
    if lower in names:
        return True
    if lower in words("openers"):
        return False
    return not lower.endswith(("ing", "ly", "ed")) or lower in place_words()


@cache
def closed_words() -> dict[str, str]:
    """Function words with their tags, lower case."""
    return table("closed_words")


@cache
def place_words() -> frozenset[str]:
    """The first words of the names of states and capitals, lower case."""
    return frozenset(name.split()[0] for name in (*table("countries"), *table("seats")))


@cache
def abbreviations() -> frozenset[str]:
    """Words that take a full stop, as printed but without it."""
    return frozenset(table("abbreviations"))
