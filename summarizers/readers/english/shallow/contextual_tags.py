"""The tag of a word among its neighbours: nouns or verbs, names at a start."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.readers.english.shallow.word_lists import (
    CLOSED_WORDS,
    NOUN_VERBS,
    OPENERS,
    PLACE_STARTS,
)
from summarizers.readers.english.shallow.word_tags import (
    UNSETTLED,
    uncapitalized_tag,
)
from summarizers.readers.parse import Tokens

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
