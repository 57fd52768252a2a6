"""Reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.parsers.grammar import Token
from summarizers.parsers.reporting import Reporter, reporters
from summarizers.parsers.shallow.phrases import (
    Phrase,
    phrase_after,
    subject_before,
)
from summarizers.parsers.shallow.reading import Reading

BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re"))
HELPERS = frozenset(
    (*BE, "has", "have", "had", "having", "do", "does", "did", "'ve", "’ve", "to")
)
GROUP_TAGS = frozenset(("MD", "RB"))
CHAINS = frozenset(
    ("continued", "continues", "on", "began", "started", "seemed", "appeared", "chose")
)
VERB_TAGS = frozenset(("VBZ", "VBP", "VBD", "VB", "VBG", "VBN"))


class Cue(NamedTuple):
    """A reporting verb outside quotations.

    ``verb`` is its token, ``first`` the first token of its verb group ("had also
    said"), ``unit`` the range of the group with its source. ``inverted`` is true when
    the source stands behind the verb, ``loose`` when the verb is a participle or an
    infinitive, whose source is that of the clause.
    """

    verb: int
    first: int
    reporter: Reporter
    source: Phrase | None
    unit: tuple[int, int]
    inverted: bool = False
    loose: bool = False


def find_cues(reading: Reading, sentence: int) -> list[Cue]:
    """The cues of one sentence in text order."""
    first, end = reading.bounds[sentence]
    known = reporters()
    cues: list[Cue] = []
    for i in range(first, end):
        token = reading.tokens[i]
        if token.tag in VERB_TAGS and token.lower in known and reading.inside[i] < 0:
            cue = _cue(reading, i, known[token.lower], cues)
            if cue is not None:
                cues.append(cue)
    return cues


def _cue(reading: Reading, i: int, reporter: Reporter, cues: Sequence[Cue]) -> Cue | None:
    tokens = reading.tokens
    low, end = reading.bounds[tokens[i].sentence]
    floor = low
    k = i
    while k > low and reading.inside[k - 1] < 0:
        k -= 1
    floor = k
    group = group_start(tokens, i, floor)
    if _is_passive(tokens, group, i):
        return None
    if tokens[group].tag == "TO" or tokens[i].tag == "VBG" and not _has_be(tokens, group, i):
        return _loose(reading, i, group, reporter, cues)
    if tokens[i].tag in {"VB"} and group == i:
        return None
    if _is_inverted(reading, group, i):
        phrase = phrase_after(tokens, i + 1, end)
        if phrase is not None and not _has_verb_after(tokens, phrase.last + 1, end):
            return Cue(i, group, reporter, phrase, (group, phrase.last), inverted=True)
    phrase = subject_before(tokens, group - 1, floor)
    if phrase is None:
        if cues and group > low and tokens[group - 1].tag in {"CC", ","}:
            last = cues[-1]
            return Cue(i, group, reporter, last.source, (group, i))
        if group > low and tokens[group - 1].tag == "CC":
            phrase = leading_subject(tokens, low, group)
            return Cue(i, group, reporter, phrase, (group, i)) if phrase else None
        return None
    return Cue(i, group, reporter, phrase, (phrase.first, i))


def group_start(tokens: Sequence[Token], i: int, low: int) -> int:
    """The first token of the verb group that ends at verb ``i``."""
    k = i
    while k > low:
        token = tokens[k - 1]
        if token.tag in GROUP_TAGS or token.lower in HELPERS and token.tag != "POS":
            k -= 1
        elif tokens[k].tag == "TO" and token.lower in CHAINS:
            k -= 2 if token.lower == "on" and k - 2 >= low else 1
        else:
            break
    while k < i and tokens[k].tag == "RB" and k == low:
        k += 1
    return k


def _has_be(tokens: Sequence[Token], group: int, i: int) -> bool:
    return any(tokens[k].lower in BE for k in range(group, i))


def _is_passive(tokens: Sequence[Token], group: int, i: int) -> bool:
    return tokens[i].tag == "VBD" and _has_be(tokens, group, i)


def _is_inverted(reading: Reading, group: int, i: int) -> bool:
    """Whether a quotation or a comma stands right before the verb alone."""
    if group != i and reading.tokens[group].tag != "RB":
        return False
    before = group - 1
    if before < 0:
        return False
    return reading.closes(before) is not None or reading.tokens[before].tag == ","


def _has_verb_after(tokens: Sequence[Token], k: int, end: int) -> bool:
    """Whether a finite verb follows the phrase behind an inverted verb at once."""
    return k < end and (tokens[k].tag in {"MD", "VBZ", "VBP", "VBD"})


def _loose(
    reading: Reading, i: int, group: int, reporter: Reporter, cues: Sequence[Cue]
) -> Cue | None:
    tokens = reading.tokens
    low, _ = reading.bounds[tokens[i].sentence]
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    if after is None or not (after.lower in {"that", "whether", ":"} or reading.opens(i + 1) or tokens[i].tag == "VBG"):
        return None
    if cues:
        source = cues[-1].source
    else:
        source = leading_subject(tokens, low, group)
    return Cue(i, group, reporter, source, (group, i), loose=True) if source else None


def leading_subject(tokens: Sequence[Token], low: int, end: int) -> Phrase | None:
    """The first noun phrase of a clause, behind its introduction."""
    k = low
    if tokens[k].tag in {"IN", "VBG", "WRB", "TO", "RB", "CC"}:
        if tokens[k].tag in {"CC", "RB"}:
            k += 1
        else:
            comma = next((m for m in range(k, end) if tokens[m].tag == ","), None)
            if comma is None:
                return None
            k = comma + 1
    phrase = phrase_after(tokens, k, end)
    return phrase


def find_according(reading: Reading, sentence: int) -> Iterator[int]:
    """The tokens "according" before "to" in one sentence, outside quotations."""
    first, end = reading.bounds[sentence]
    for i in range(first, end - 2):
        if (
            reading.tokens[i].lower == "according"
            and reading.tokens[i + 1].tag == "TO"
            and reading.inside[i] < 0
        ):
            yield i
