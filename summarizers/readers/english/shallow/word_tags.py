"""Tags of words: from word lists, capitals and endings, then from the neighbours."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizers.readers.english.shallow.word_lists import (
    CLOSED_WORDS,
    NOUN_VERBS,
    OPENERS,
    PAST_VERBS,
    PLACE_STARTS,
    REPORTERS,
)
from summarizers.readers.parse import Tokens

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
# Words that may end reported words.
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
    """Whether later steps look at a token by itself and not only as a part of a phrase.

    These are tokens whose tag depends on others, cues, and words that may end reported
    words.
    """
    return tag in NOTABLE or lower in TURNS or lower in REPORTERS


def uncapitalized_tag(lower: str) -> str:
    """The tag of a word whose capital says nothing."""
    return CLOSED_WORDS.get(lower) or word_tag(lower)


def word_tag(lower: str) -> str:
    """The tag of a content word, from its form alone."""
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
# In front of a noun, but a verb may follow as well ("six in 10 say").
OFTEN_BEFORE = frozenset(("IN", "CD", "JJ", "JJR", "JJS"))
SUBJECT_BEFORE = frozenset(("PRP", "WP", "EX", "WDT"))
OPEN_NOUNS = frozenset(("", "NN", "NNS"))
NOUN_ENDS = frozenset((".", ",", "of", "from", "about", "and", ")"))
# Behind these a capital says as little as at the start of a sentence.
OPENINGS = frozenset(("``", ":"))
STRAIGHT = frozenset(('"', "'", "''"))
VERB_AFTER = frozenset(("VBP", "VBZ", "MD"))


def settle(tokens: Tokens, notable: Sequence[int]) -> None:
    """Change the tags, in place, that the words around decide.

    ``notable`` are the tokens that may change, with others, in order.
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
    """The tag of a form with several readings behind one with the tag ``before``."""
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
    """Whether a form that may be both is a noun, by what stands beside it."""
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
    """Whether a capital at the start of a sentence or quotation is that of a name."""
    lower = tokens.lowers[i]
    if lower in CLOSED_WORDS:
        return tokens.texts[i].isupper() and len(lower) > 1 and lower in names
    if lower in names or lower in PLACE_STARTS:
        return True
    opener = OPENERS.get(lower)
    if opener is None:
        return not lower.endswith(("ing", "ly", "ed"))
    return opener == "n" and i + 1 < len(tokens.tags) and tokens.tags[i + 1] == "NNP"
