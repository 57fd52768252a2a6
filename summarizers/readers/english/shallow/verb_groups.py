"""Find verb groups, and decide whether a form that may be a noun is a verb."""

from __future__ import annotations

from collections.abc import Iterable

from summarizers.lexicons import words
from summarizers.readers.english.reporting_lexicon import ReportingWord
from summarizers.readers.english.shallow.noun_phrases import Phrase
from summarizers.readers.english.shallow.word_lists import (
    CLOSED_WORDS,
    DEMONYMS,
    NOUN_VERBS,
    PLURAL_WORDS,
)
from summarizers.readers.parse import CueKind, Tokens

BE = words("be_forms")
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
# Verbs before "to say" after which the words were said: "went on to say".
CHAINS = words("chain_verbs")
VERBS = frozenset(("VBZ", "VBP", "VBD", "VB", "VBG", "VBN"))
FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PRESENT = frozenset(("VBZ", "VBP"))
SINGULAR_ENDS = ("ss", "us", "is")
# Tags that follow a verb often, but rarely a noun of the same form.
STRONG = frozenset(("TO", "PRP", "PRP$", "DT", "NNP", "CD", "EX", "``", "RB"))
OPENINGS = frozenset(("that", "whether", "if", "how", "why", "what", ":"))


def group_start(tokens: Tokens, i: int, low: int) -> int:
    """Return the first token of the verb group that ends at token ``i``.

    In "had also said", it is "had". The group does not start before token ``low``.
    """
    k = i
    while k > low:
        if _is_helper(tokens, k - 1):
            k -= 1
        elif tokens.tags[k] == "TO" and tokens.lowers[k - 1] in CHAINS:
            k -= 2 if tokens.lowers[k - 1] == "on" and k - 2 >= low else 1
        else:
            break
    while k < i and tokens.tags[k] == "RB" and k == low:
        k += 1
    return k


def _is_helper(tokens: Tokens, k: int) -> bool:
    tag = tokens.tags[k]
    if tag in {"MD", "RB", "TO"}:
        return True
    return tag in VERBS and tokens.lowers[k] in CLOSED_WORDS


def is_unsaid(tokens: Tokens, helpers: slice, reporter: ReportingWord) -> bool:
    """Return whether the auxiliaries before a verb show that the words were not said.

    ``helpers`` are the auxiliaries: "would" in "would argue".
    """
    if reporter.kind is not CueKind.SPEECH:
        return False
    modal = "MD" in tokens.tags[helpers]
    return modal or not NEGATIONS.isdisjoint(tokens.lowers[helpers])


def is_joined_infinitive(tokens: Tokens, i: int, low: int) -> bool:
    """Return whether ``i`` is an infinitive: "unable to stop it and accuse Rossi".

    Its sentence starts at ``low``. No finite verb stands between "to" or a modal and
    the base form.
    """
    if tokens.tags[i] != "VBP" or tokens.tags[i - 1] != "CC":
        return False
    for k in range(i - 2, low, -1):
        if tokens.tags[k] in {"MD", "TO"}:
            return tokens.tags[k] == "MD" or _is_before_verb(tokens, k)
        if tokens.tags[k] in FINITE:
            return False
    return False


def _is_before_verb(tokens: Tokens, k: int) -> bool:
    """Return whether "to" at ``k`` may open an infinitive, not "to the mayor"."""
    return tokens.tags[k + 1] in {"", "VB", "VBP", "RB"}


def is_passive(helpers: Iterable[str]) -> bool:
    """Return whether a past form after the auxiliaries ``helpers`` is passive.

    Example: the auxiliary "was" in "was told".
    """
    return not BE.isdisjoint(helpers)


def is_no_verb(tokens: Tokens, group: int, i: int) -> bool:
    """Return whether token ``i`` looks like a reporting verb but reports no words.

    This is true for a passive, an infinitive, and a noun before a verb.
    """
    tag = tokens.tags[i]
    if tag == "VBD":
        return group < i and is_passive(tokens.lowers[group:i])
    if tag == "VB":
        return group == i
    return tag in PRESENT and i + 1 < len(tokens) and tokens.tags[i + 1] in FINITE


def is_predicate(tokens: Tokens, phrase: Phrase, i: int) -> bool:
    """Return whether token ``i`` is the verb of the noun phrase before it.

    A form such as "claims" may instead be a noun: "the insurance claims".
    """
    if tokens.tags[i] not in PRESENT:
        return True
    head = phrase.head
    if tokens.lowers[head] == "you" or not _agrees(tokens, phrase, i):
        return False
    if tokens.lowers[i] not in NOUN_VERBS or tokens.tags[head] == "PRP":
        return True
    if phrase.first == phrase.last and tokens.lowers[head] in DEMONYMS:
        return False
    return i + 1 < len(tokens) and _opens_content(tokens, i + 1)


def _opens_content(tokens: Tokens, i: int) -> bool:
    return tokens.tags[i] in STRONG or tokens.lowers[i] in OPENINGS


def _agrees(tokens: Tokens, phrase: Phrase, i: int) -> bool:
    """Return whether the verb ``i`` agrees with ``phrase`` in number.

    Otherwise the word at ``i`` is a noun.
    """
    inner = range(phrase.first, phrase.last + 1)
    if "CC" in tokens.tags[phrase.first : phrase.last + 1]:
        return True
    if tokens.tags[i] == "VBP":
        body = tokens.tags[phrase.head] == "NNP" and tokens.lowers[i] not in NOUN_VERBS
        return body or any(_looks_plural(tokens, k) for k in inner)
    return tokens.tags[phrase.head] == "NNP" or not _looks_plural(tokens, phrase.head)


def _looks_plural(tokens: Tokens, k: int) -> bool:
    lower = tokens.lowers[k]
    if lower in PLURAL_WORDS:
        return True
    if tokens.tags[k] == "CD":
        return lower not in {"one", "1"}
    return lower.endswith("s") and not lower.endswith(SINGULAR_ENDS)
