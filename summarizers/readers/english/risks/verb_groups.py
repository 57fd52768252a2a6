"""Verb groups without grammar: each verb with its tense, in one pass over the words."""

from __future__ import annotations

from collections.abc import Sequence

from summarizers.readers.english.risks.clauses import (
    BE_PAST,
    BE_PRESENT,
    HAVE_PRESENT,
    ClauseTense,
    tense_of,
)
from summarizers.readers.parse import Tokens

_BE = BE_PAST | BE_PRESENT | {"be", "been", "being"}
_DO = frozenset(("did", "do", "does"))
_AUXILIARIES = _BE | HAVE_PRESENT | _DO | {"had"}
# Adverbs and pronouns stand inside a group: "has not", "will they".
_INSIDE = frozenset(("RB", "PRP", "EX"))
_SUBJECTS = frozenset(("NNP", "PRP", "WDT", "WP"))
_OBJECTS = frozenset(("DT", "PRP$", "NNP", "CD"))
_TAGGED = frozenset(("VB", "VBD", "VBG", "VBN", "VBP", "VBZ"))
_LEADING = frozenset(("MD", "TO"))
_STARTING = _TAGGED | _LEADING
_PARTICIPLES = ("ed", "en", "wn", "ne")
_ALONE = {tag: tense_of(tag, frozenset(), modal=False) for tag in _TAGGED}


def read_groups(tokens: Tokens, first: int, last: int) -> dict[int, ClauseTense]:
    """The verbs that are no auxiliaries, in text order, with their tenses."""
    lowers, tags = tokens.lowers, tokens.tags
    tenses: dict[int, ClauseTense] = {}
    i = first
    while i < last:
        # Outside a group most words are of no interest, and this is the inner loop.
        tag = tags[i]
        if tag in _STARTING:
            if tag in _TAGGED and lowers[i] not in _AUXILIARIES:
                tenses[i] = _ALONE[tag]
            else:
                i = _read_group(tokens, i, last, tenses)
                continue
        elif not tag and lowers[i][-1] == "s":
            if lowers[i] in _AUXILIARIES:
                i = _read_group(tokens, i, last, tenses)
                continue
            if first < i < last - 1 and _is_present(tags, i):
                tenses[i] = _ALONE["VBZ"]
        i += 1
    return tenses


def _is_present(tags: Sequence[str], i: int) -> bool:
    """Whether an unknown word in -s stands between a subject and an object."""
    return tags[i - 1] in _SUBJECTS and tags[i + 1] in _OBJECTS


def _read_group(
    tokens: Tokens, start: int, last: int, tenses: dict[int, ClauseTense]
) -> int:
    """Read the group that starts with this auxiliary or "to"; tells where to go on.

    An auxiliary that gets no verb is the verb.
    """
    lowers, tags = tokens.lowers, tokens.tags
    modal, helpers = tags[start] == "MD", ["to"] if tags[start] == "TO" else []
    i, waiting = start + (modal or bool(helpers)), -1
    while i < last and tags[i] not in _LEADING:
        tag, lower = tags[i], lowers[i]
        i += 1
        if tag in _INSIDE:
            continue
        if lower not in _AUXILIARIES or tag == "POS":
            verb = _verb_tag(tag, lower, helpers)
            if verb:
                tenses[i - 1] = tense_of(verb, frozenset(helpers), modal=modal)
                return i
            break
        helpers.append(lower)
        waiting = i - 1
    if waiting >= 0:
        group = frozenset(helpers[:-1])
        tenses[waiting] = tense_of(tags[waiting], group, modal=modal)
    return i


def _verb_tag(tag: str, lower: str, helpers: list[str]) -> str:
    """The tag of a verb, guessed where the engine has none; "" for other words."""
    if tag:
        behind = "VBN" if tag == "VBD" and helpers else tag
        return behind if tag in _TAGGED else ""
    if helpers and helpers[-1] != "to":
        return _verb_behind(helpers[-1], lower)
    return "" if helpers and lower.endswith("s") else "VB"


def _verb_behind(helper: str, lower: str) -> str:
    """Behind "do" any word is a verb, behind "be" and "have" a participle."""
    if helper in _DO:
        return "VB"
    if lower.endswith("ing"):
        return "VBG"
    return "VBN" if lower.endswith(_PARTICIPLES) else ""
