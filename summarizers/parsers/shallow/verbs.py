"""Verb groups, and whether a form that may be a noun is a verb."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.lexicons import table, words
from summarizers.parsers.grammar import CueKind, Token
from summarizers.parsers.reporting import Reporter
from summarizers.parsers.shallow.phrases import Phrase
from summarizers.parsers.shallow.tags import closed_words

BE = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re", "am")
)
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
# Verbs in front of "to say" that leave it said.
CHAINS = frozenset(
    ("continued", "continues", "on", "began", "started", "seemed", "appeared", "chose")
)
VERBS = frozenset(("VBZ", "VBP", "VBD", "VB", "VBG", "VBN"))
FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PRESENT = frozenset(("VBZ", "VBP"))
SINGULAR_ENDS = ("ss", "us", "is")
# What stands behind a verb but seldom behind a noun of the same form.
STRONG = frozenset(("TO", "PRP", "PRP$", "DT", "NNP", "CD", "EX", "``", "RB"))
OPENINGS = frozenset(("that", "whether", "if", "how", "why", "what", ":"))


def group_start(tokens: Sequence[Token], i: int, low: int) -> int:
    """The first token of the verb group that ends at verb ``i``: "had also said"."""
    k = i
    while k > low:
        if _is_helper(tokens[k - 1]):
            k -= 1
        elif tokens[k].tag == "TO" and tokens[k - 1].lower in CHAINS:
            k -= 2 if tokens[k - 1].lower == "on" and k - 2 >= low else 1
        else:
            break
    while k < i and tokens[k].tag == "RB" and k == low:
        k += 1
    return k


def _is_helper(token: Token) -> bool:
    if token.tag in {"MD", "RB", "TO"}:
        return True
    return token.tag in VERBS and token.lower in closed_words()


def is_unsaid(helpers: Sequence[Token], reporter: Reporter) -> bool:
    """Whether words were not said, or not yet: "did not say", "would argue"."""
    if not helpers or reporter.kind is not CueKind.SPEECH:
        return False
    return any(token.tag == "MD" or token.lower in NEGATIONS for token in helpers)


def is_passive(helpers: Sequence[Token]) -> bool:
    """Whether the helpers of a past form make it passive: "was told"."""
    return any(token.lower in BE for token in helpers)


def is_no_verb(tokens: Sequence[Token], group: int, i: int) -> bool:
    """A passive, a bare infinitive, or a form in front of another verb."""
    tag = tokens[i].tag
    if tag == "VBD":
        return group < i and is_passive(tokens[group:i])
    if tag == "VB":
        return group == i
    return tag in PRESENT and i + 1 < len(tokens) and tokens[i + 1].tag in FINITE


def is_predicate(tokens: Sequence[Token], phrase: Phrase, i: int) -> bool:
    """Whether a verb form behind a phrase, without helpers, is its verb."""
    if tokens[i].tag not in PRESENT:
        return True
    head = tokens[phrase.head]
    if head.lower == "you" or not _agrees(tokens, phrase, i):
        return False
    if tokens[i].lower not in words("noun_verbs") or head.tag == "PRP":
        return True
    if phrase.first == phrase.last and head.lower in table("demonyms"):
        return False
    return i + 1 < len(tokens) and _opens_content(tokens[i + 1])


def _opens_content(token: Token) -> bool:
    return token.tag in STRONG or token.lower in OPENINGS


def _agrees(tokens: Sequence[Token], phrase: Phrase, i: int) -> bool:
    """Whether subject and verb have one number: else the "verb" is a noun."""
    inner = tokens[phrase.first : phrase.last + 1]
    if any(token.tag == "CC" for token in inner):
        return True
    if tokens[i].tag == "VBP":
        return any(_looks_plural(token) for token in inner)
    head = tokens[phrase.head]
    return head.tag == "NNP" or not _looks_plural(head)


def _looks_plural(token: Token) -> bool:
    if token.lower in words("plural_words"):
        return True
    if token.tag == "CD":
        return token.lower not in {"one", "1"}
    return token.lower.endswith("s") and not token.lower.endswith(SINGULAR_ENDS)
