"""The tag of a word among its neighbours: nouns or verbs, names at a start."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from summarizers.lexicons import table, words
from summarizers.parsers.grammar import Token
from summarizers.parsers.shallow.tags import (
    UNSETTLED,
    closed_words,
    uncapitalized_tag,
)

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

make = tuple.__new__


def retag(token: Token, tag: str) -> Token:
    """The same token with another tag."""
    return make(Token, (*token[:4], tag, *token[5:]))


def settle(tokens: list[Token], notable: Sequence[int]) -> None:
    """Change the tags, in place, that the words around decide.

    ``notable`` are the tokens that may change, with others, in order.
    """
    names: set[str] = set()
    starts: list[int] = []
    latest, tag_of_latest = -1, ""
    for i in notable:
        token = tokens[i]
        tag = token.tag
        before = tag_of_latest if latest == i - 1 else tokens[i - 1].tag
        if before in OPENINGS or i == 0 or tokens[i - 1].sentence != token.sentence:
            if tag == "NNP":
                starts.append(i)
            tag = "``" if token.text in STRAIGHT else tag
        elif tag == "NNP":
            names.add(token.lower)
        elif tag in UNSETTLED:
            tag = _settled(tokens, i, before)
        latest, tag_of_latest = i, tag
    for i in starts:
        if not _starts_name(tokens, i, names):
            tokens[i] = retag(tokens[i], uncapitalized_tag(tokens[i].lower))


def _settled(tokens: list[Token], i: int, before: str) -> str:
    """The tag of a form with several readings; changes the token to it."""
    tag = _tag_between(tokens, i, before)
    if tag != tokens[i].tag:
        tokens[i] = retag(tokens[i], tag)
    return tag


def _tag_between(tokens: list[Token], i: int, before: str) -> str:
    token, previous = tokens[i], tokens[i - 1]
    tag = token.tag
    if tag == "POS":
        tag = "VBZ" if before in SUBJECT_BEFORE else "POS"
    elif tag == "''":
        plural = previous.end == token.start and previous.lower.endswith("s")
        tag = "POS" if plural and token.text in {"'", "’"} else tag
    elif before in {"TO", "MD"}:
        tag = "VB"
    elif previous.lower != "that" and token.lower not in closed_words():
        following = tokens[i + 1] if i + 1 < len(tokens) else token
        if before in NOUN_BEFORE or _is_noun(token, before, following):
            tag = "NN" if tag == "VBP" else "NNS"
    return tag


def _is_noun(token: Token, before: str, following: Token) -> bool:
    """Whether a form that may be both is a noun, by what stands beside it."""
    if token.lower not in words("noun_verbs"):
        return False
    if before in OFTEN_BEFORE or following.tag in VERB_AFTER:
        return True
    if before in OPEN_NOUNS and following.lower in NOUN_ENDS:
        return True
    if before == "NNP":
        return following.lower in {"from", "of"}
    return before.startswith("VB")


def _starts_name(tokens: list[Token], i: int, names: set[str]) -> bool:
    """Whether a capital at the start of a sentence or quotation is that of a name."""
    token = tokens[i]
    lower = token.lower
    if lower in closed_words():
        return token.text.isupper() and len(lower) > 1 and lower in names
    if lower in names or lower in place_words():
        return True
    opener = table("openers").get(lower)
    if opener is None:
        return not lower.endswith(("ing", "ly", "ed"))
    return opener == "n" and i + 1 < len(tokens) and tokens[i + 1].tag == "NNP"


@cache
def place_words() -> frozenset[str]:
    """The first words of the names of states and capitals, lower case."""
    return frozenset(name.split()[0] for name in (*table("countries"), *table("seats")))
