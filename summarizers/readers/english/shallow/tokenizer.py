"""Words and marks of an article, with tags from word lists and capitals.

The tags are a subset of the Penn Treebank's; a word that no list knows has the tag
``""`` (mostly common nouns, adjectives and other verbs):

- ``NNP``: a capitalised word that is probably (part of) a name, months and weekdays
  included. Inside a sentence that is every capitalised word but function words; at the
  start of a sentence, a quotation or after a colon only words that do not commonly
  open sentences, or that the article elsewhere capitalises inside a sentence.
- ``CD`` numbers, ``PRP`` and ``PRP$`` pronouns, ``DT`` articles and determiners,
  ``MD`` modals, ``IN`` prepositions and subordinators ("that" always), ``TO``, ``CC``,
  ``WP``, ``WP$``, ``WDT``, ``WRB`` question words, ``EX`` "there", ``POS`` the
  possessive ending, ``RB`` adverbs of the list and words in -ly, ``RP`` particles.
- ``VBZ``, ``VBP``, ``VBD``, ``VB``, ``VBN``, ``VBG``: forms of be, have and do, and
  of the reporting verbs by their ending (``VBP`` for the base form, ``VB`` after "to"
  or a modal, ``VBD`` for a past form or participle). A form that may be a noun
  ("claims", "plan") is ``NN`` or ``NNS`` after a determiner, possessive, number or
  preposition. ``VBD`` also for irregular past forms and unknown words in -ed.
- marks as in the Treebank: quotation marks are two backquotes and two apostrophes;
  ``.`` ends a sentence; ``,``; ``:`` (colons, semicolons, dashes); ``-LRB-`` and
  ``-RRB-`` brackets; ``$``; other signs ``SYM``.

Words are split as in the Treebank: "doesn't" is "does" + "n't", "Rossi's" is "Rossi" +
"'s". A hyphenated word stays whole; an abbreviation keeps its stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from summarizers.lexicons import table
from summarizers.model import Sentence
from summarizers.readers.english.shallow.word_lists import (
    CLOSED_WORDS,
    NOUN_VERBS,
    OPENERS,
    PAST_VERBS,
    PLACE_STARTS,
    REPORTERS,
)
from summarizers.readers.parse import Tokens
from summarizers.text.layout import Layout

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
# Tags that a function word keeps although it has a capital ("the Bank Of Lind").
KEPT = frozenset(("DT", "IN", "CC", "TO", "PRP$", "WDT", "WRB", "EX"))
# Tags that it keeps unless the word is all capitals ("US", "WHO" and "IT" are names).
SPELLED = frozenset(("PRP", "WP"))
# Shorter words in -ly and -ed are mostly not adverbs and participles ("fly", "bed").
MIN_ADVERB = 5
MIN_PAST = 4
# Tags that ``settle`` corrects by the words before and after.
UNSETTLED = frozenset(("VBP", "VBZ", "POS", "''"))
NOTABLE = UNSETTLED | {"NNP"}
ACCORDING = "according"
# Words after a comma that mostly turn from reported words to the writer's own.
ASIDES = frozenset(("but", "though", "although", "while", "whereas", "despite"))
# Words that may end reported words.
TURNS = ASIDES | {":", ";", ACCORDING}


def describe(word: str) -> tuple[str, str]:
    """Return a word in lower case, with the tag that it has inside a sentence.

    The tag is ``CLITIC`` for a word with a clitic at its end ("Rossi's", "doesn't").
    Such a word must be split first.
    """
    lower = word.lower()
    if not word[0].isalpha():
        return lower, MARKS.get(word) or ("CD" if word[0].isdigit() else "SYM")
    if CLITIC.search(word, 1):
        return lower, "CLITIC"
    tag = CLOSED_WORDS.get(lower)
    if word[0].isupper() and word != "I":
        kept = tag in KEPT or (tag in SPELLED and not word.isupper())
        return lower, tag if tag and kept else "NNP"
    return lower, tag or word_tag(lower)


def is_notable(lower: str, tag: str) -> bool:
    """Return whether later steps must look at the token itself.

    They must if its tag depends on other words, if it may be a cue, or if it may end
    reported words.
    """
    return tag in NOTABLE or lower in TURNS or lower in REPORTERS


def uncapitalized_tag(lower: str) -> str:
    """Return the tag of a word without regard to its capital letter."""
    return CLOSED_WORDS.get(lower) or word_tag(lower)


def word_tag(lower: str) -> str:
    """Return the tag of a verb, adverb or other content word, by its form alone."""
    if lower in PAST_VERBS:
        return "VBD"
    reporter = REPORTERS.get(lower)
    if reporter is not None:
        return _verb_tag(lower, reporter.lemma)
    if lower.endswith("ly") and len(lower) >= MIN_ADVERB:
        return "RB"
    past = lower.endswith("ed") and not lower.endswith("eed")
    return "VBD" if past and len(lower) >= MIN_PAST and "-" not in lower else ""


def _verb_tag(lower: str, lemma: str) -> str:
    if lower == lemma:
        return "VBP"
    if lower.endswith("ing"):
        return "VBG"
    return "VBZ" if lower.endswith("s") else "VBD"


NOUN_BEFORE = frozenset(("DT", "PRP$", "POS"))
# Tags before a noun, but also before a verb ("six in 10 say").
OFTEN_BEFORE = frozenset(("IN", "CD", "JJ", "JJR", "JJS"))
SUBJECT_BEFORE = frozenset(("PRP", "WP", "EX", "WDT"))
OPEN_NOUNS = frozenset(("", "NN", "NNS"))
NOUN_ENDS = frozenset((".", ",", "of", "from", "about", "and", ")"))
# Tags after which, as at a sentence's start, any word may have a capital.
OPENINGS = frozenset(("``", ":"))
STRAIGHT = frozenset(('"', "'", "''"))
VERB_AFTER = frozenset(("VBP", "VBZ", "MD"))


def settle(tokens: Tokens, notable: Sequence[int]) -> None:
    """Correct, in place, the tags that depend on neighbouring words.

    ``notable`` are the tokens for which ``is_notable`` is true, in order. Only their
    tags change.
    """
    tags, sentences = tokens.tags, tokens.sentences
    names: set[str] = set()
    starts: list[int] = []
    latest, tag_of_latest = -1, ""
    for i in notable:
        tag = tags[i]
        before = tag_of_latest if latest == i - 1 else tags[i - 1]
        if before in OPENINGS or i == 0 or sentences[i - 1] != sentences[i]:
            if tag == "NNP":
                starts.append(i)
            tag = "``" if tokens.texts[i] in STRAIGHT else tag
        elif tag == "NNP":
            names.add(tokens.lowers[i])
        elif tag in UNSETTLED:
            tag = tags[i] = _tag_between(tokens, i, before)
        latest, tag_of_latest = i, tag
    for i in starts:
        if not _starts_name(tokens, i, names):
            tags[i] = uncapitalized_tag(tokens.lowers[i])


def _tag_between(tokens: Tokens, i: int, before: str) -> str:
    """Return the tag of token ``i``, which has several uses, after the tag ``before``.

    Example: "claims" is a noun after "the", and "'s" a verb after "he".
    """
    tag, previous = tokens.tags[i], tokens.lowers[i - 1]
    if tag == "POS":
        tag = "VBZ" if before in SUBJECT_BEFORE else "POS"
    elif tag == "''":
        glued = tokens.ends[i - 1] == tokens.starts[i]
        plural = glued and previous.endswith("s")
        tag = "POS" if plural and tokens.texts[i] in {"'", "’"} else tag
    elif before in {"TO", "MD"}:
        tag = "VB"
    elif previous != "that" and _is_noun(tokens, i, before):
        tag = "NN" if tag == "VBP" else "NNS"
    return tag


def _is_noun(tokens: Tokens, i: int, before: str) -> bool:
    """Return whether a form that may be noun or verb ("claims") is a noun.

    Its neighbours decide.
    """
    lower = tokens.lowers[i]
    if before in NOUN_BEFORE or lower not in NOUN_VERBS:
        return before in NOUN_BEFORE and lower not in CLOSED_WORDS
    after = min(i + 1, len(tokens.tags) - 1)
    if before in OFTEN_BEFORE or tokens.tags[after] in VERB_AFTER:
        return True
    if before == "NNP":
        return tokens.lowers[after] in {"from", "of"}
    ends = before in OPEN_NOUNS and tokens.lowers[after] in NOUN_ENDS
    return ends or before.startswith("VB")


def _starts_name(tokens: Tokens, i: int, names: set[str]) -> bool:
    """Return whether token ``i``, which starts a sentence or quotation, is a name.

    A part of a name counts. ``names`` holds the words that the article capitalises
    inside sentences.
    """
    lower = tokens.lowers[i]
    if lower in CLOSED_WORDS:
        return tokens.texts[i].isupper() and len(lower) > 1 and lower in names
    if lower in names or lower in PLACE_STARTS:
        return True
    opener = OPENERS.get(lower)
    if opener is None:
        return not lower.endswith(("ing", "ly", "ed"))
    return opener == "n" and i + 1 < len(tokens.tags) and tokens.tags[i + 1] == "NNP"


# Possessive repeats (++, *+) never step back, so the time is linear.
TOKEN = re.compile(
    r"https?://\S++"
    r"|(?:[^\W\d_]\.){2,20}+"
    r"|[^\W\d_]\w*+(?:[-&'’]\w++)*+"
    r"|\d++[^\W\d_]++(?:-\w++)*+"
    r"|\d++(?:[.,:/]\d++)*+(?:-[^\W\d_]\w*+)*+"
    r"|\.\.++|--++|''|``|\S",
)
# The cache is worth it: nine in ten words of an article were in earlier articles.
CACHED_CUTS = 1 << 14

# A token by itself: its offsets in the word, text, lower form, tag, whether notable.
# A plain tuple, because only such ones are unpacked at once.
Piece = tuple[int, int, str, str, str, bool]


def read_tokens(layout: Layout) -> tuple[Tokens, list[tuple[int, int]], list[int]]:
    """Return the tokens outside noise, each sentence's token range, and notable tokens.

    The range of a sentence in noise is empty. Notable tokens are those for which
    ``is_notable`` is true.
    """
    tokens = Tokens()
    bounds: list[tuple[int, int]] = []
    notable: list[int] = []
    for sentence in layout.sentences:
        first = len(tokens.starts)
        if sentence.noise is None:
            _read_sentence(tokens, notable, sentence)
        bounds.append((first, len(tokens.starts)))
    settle(tokens, notable)
    return tokens, bounds, notable


def _read_sentence(tokens: Tokens, notable: list[int], sentence: Sentence) -> None:
    starts, first, at = tokens.starts, len(tokens.starts), sentence.start
    # Methods are looked up once, because this is the innermost loop.
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
    """Split a run of characters without blanks into tokens: "(Rossi's" has three."""
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
    # Use one object for both if they are equal: it is the fastest to compare.
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
    """Return whether a full stop at ``start`` belongs to the abbreviation ``piece``."""
    _, end, text, *_ = piece
    if end != start:
        return False
    initial = len(text) == 1 and text.isupper() and text != "I"
    return initial or "." in text or text in abbreviations()


@cache
def abbreviations() -> frozenset[str]:
    """Return the words that take a full stop, but without it: "Gen", "Corp"."""
    return frozenset(table("abbreviations"))
