"""Reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizers.parsers.grammar import Token
from summarizers.parsers.reporting import CLAUSE, Reporter, reporters
from summarizers.parsers.shallow.participles import (
    infinitive_source,
    participle_source,
    second_source,
)
from summarizers.parsers.shallow.phrases import Phrase, phrase_after
from summarizers.parsers.shallow.reading import Range, Reading
from summarizers.parsers.shallow.subjects import find_subject
from summarizers.parsers.shallow.verbs import (
    FINITE,
    VERBS,
    group_start,
    is_no_verb,
    is_predicate,
    is_unsaid,
)

# What may stand behind the subject of an inverted "said X".
INVERTED_ENDS = frozenset((".", ",", ":", "WP", "-LRB-", "IN", "TO", "NNP"))


class Cue(NamedTuple):
    """A reporting verb outside quotations.

    ``verb`` is its token; ``unit`` the range of its verb group ("had also said")
    together with its source. ``inverted`` is true when the source stands behind the
    verb, ``loose`` when the verb has no subject of its own (a participle, an
    infinitive, a second verb), ``relative`` when it stands in a relative clause.
    """

    verb: int
    reporter: Reporter
    source: Phrase
    unit: Range
    inverted: bool = False
    loose: bool = False
    relative: bool = False


def find_cues(reading: Reading, sentence: int) -> list[Cue]:
    """The cues of one sentence in text order."""
    cues: list[Cue] = []
    for i in reading.candidates.get(sentence, ()):
        if reading.tokens[i].tag in VERBS and reading.inside[i] < 0:
            cue = _cue(reading, i, cues)
            if cue is not None:
                cues.append(cue)
    return cues


def find_according(reading: Reading, sentence: int) -> list[int]:
    """The tokens "according" before "to" in one sentence, outside quotations."""
    end = reading.bounds[sentence][1]
    return [
        i
        for i in reading.candidates.get(sentence, ())
        if reading.tokens[i].lower == "according"
        and i + 2 < end
        and reading.tokens[i + 1].tag == "TO"
        and reading.inside[i] < 0
    ]


def _cue(reading: Reading, i: int, cues: Sequence[Cue]) -> Cue | None:
    tokens, reporter = reading.tokens, reporters()[reading.tokens[i].lower]
    low = reading.floor(i)
    group = group_start(tokens, i, low)
    if is_no_verb(tokens, group, i) or is_unsaid(tokens[group:i], reporter):
        return None
    last = cues[-1].source if cues else None
    if tokens[group].tag == "TO":
        source = infinitive_source(reading, i, group, last)
    elif tokens[i].tag == "VBG" and group == i:
        source = participle_source(reading, i, group, last)
    else:
        return (
            _inverted(reading, i, group)
            or _with_subject(reading, i, group)
            or _loose(i, group, reporter, second_source(reading, group, last))
        )
    return _loose(i, group, reporter, source)


def _loose(i: int, group: int, reporter: Reporter, source: Phrase | None) -> Cue | None:
    if source is None:
        return None
    return Cue(i, reporter, source, (group, i), loose=True)


def _with_subject(reading: Reading, i: int, group: int) -> Cue | None:
    tokens = reading.tokens
    subject = find_subject(tokens, group, reading.floor(i))
    if subject is None:
        return None
    phrase, relative = subject
    if group == i and not is_predicate(tokens, phrase, i):
        return None
    reporter = reporters()[tokens[i].lower]
    return Cue(i, reporter, phrase, (phrase.first, i), relative=relative)


def _inverted(reading: Reading, i: int, group: int) -> Cue | None:
    """The cue of "…," said X: a quotation or a comma, the verb alone, its subject."""
    tokens, end = reading.tokens, reading.bounds[reading.tokens[i].sentence][1]
    if group != i or i == 0:
        return None
    if reading.closes(i - 1) is None and tokens[i - 1].tag != ",":
        return None
    phrase = phrase_after(tokens, i + 1, end)
    if phrase is None or _tag_at(tokens, phrase.last + 1, end) in FINITE:
        return None
    quoted = reading.closes(i - 1) is not None or reading.closes(i - 2) is not None
    if not quoted and not _is_fronted_clause(reading, i, phrase):
        return None
    reporter = reporters()[tokens[i].lower]
    return Cue(i, reporter, phrase, (group, phrase.last), inverted=True)


def _is_fronted_clause(reading: Reading, i: int, phrase: Phrase) -> bool:
    """Whether a comma before verb ``i`` ends its content, and no apposition."""
    tokens = reading.tokens
    end = reading.bounds[tokens[i].sentence][1]
    if CLAUSE not in reporters()[tokens[i].lower].frames:
        return False
    after = phrase.last + 1
    if _tag_at(tokens, after, end) not in INVERTED_ENDS or (
        after < end and tokens[after].lower == "that"
    ):
        return False
    return find_subject(tokens, i, reading.floor(i)) is None


def _tag_at(tokens: Sequence[Token], k: int, end: int) -> str:
    return tokens[k].tag if k < end else "."
