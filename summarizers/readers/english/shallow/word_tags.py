"""The tag of a word by itself: from word lists, its capital and its ending."""

from __future__ import annotations

import re

from summarizers.readers.english.shallow.word_lists import (
    CLOSED_WORDS,
    PAST_VERBS,
    REPORTERS,
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
# Tags that a function word keeps although it has a capital ("the Bank Of Lind").
KEPT = frozenset(("DT", "IN", "CC", "TO", "PRP$", "WDT", "WRB", "EX"))
# These only when not all letters are capitals ("US", "WHO" and "IT" are names).
SPELLED = frozenset(("PRP", "WP"))
# Shorter words in -ly and -ed are mostly no adverbs and participles ("fly", "bed").
MIN_ADVERB = 5
MIN_PAST = 4
# The words around decide what these are.
UNSETTLED = frozenset(("VBP", "VBZ", "POS", "''"))
NOTABLE = UNSETTLED | {"NNP"}
ACCORDING = "according"
# Words behind a comma that mostly turn from reported words to the writer's own.
ASIDES = frozenset(("but", "though", "although", "while", "whereas", "despite"))
# What may end reported words.
TURNS = ASIDES | {":", ";", ACCORDING}


def describe(word: str) -> tuple[str, str]:
    """A word in lower case with the tag that it has inside a sentence.

    A word with a clitic at its end, which must be cut first, has the tag ``CLITIC``.
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
    """Whether a token is more to later steps than a part of a phrase.

    That are the tokens whose tag others decide, cues, and what may end reported words.
    """
    return tag in NOTABLE or lower in TURNS or lower in REPORTERS


def uncapitalized_tag(lower: str) -> str:
    """The tag of a word whose capital says nothing."""
    return CLOSED_WORDS.get(lower) or word_tag(lower)


def word_tag(lower: str) -> str:
    """The tag of a word that is no function word, from its form alone."""
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
