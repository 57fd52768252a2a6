"""Reporting verbs with their sources, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from summarizers.lexicons import table, words
from summarizers.parsers.grammar import CueKind, Token
from summarizers.parsers.reporting import (
    CLAUSE,
    Reporter,
    reporters,
    reporting_nouns,
)
from summarizers.parsers.shallow.phrases import (
    ALONE,
    NOUNS,
    Phrase,
    phrase_after,
    phrase_before,
)
from summarizers.parsers.shallow.reading import WINDOW, Range, Reading
from summarizers.parsers.shallow.subjects import find_subject, leading_subject

BE = frozenset(
    ("is", "are", "was", "were", "be", "been", "being", "'s", "’s", "'re", "’re", "am")
)
HELPERS = BE | {
    *(
        "has",
        "have",
        "had",
        "having",
        "do",
        "does",
        "did",
        "'ve",
        "’ve",
        "to",
        "'m",
        "’m",
    )
}
NEGATIONS = frozenset(("not", "n't", "n’t", "never"))
# Verbs in front of "to say" that leave it said.
CHAINS = frozenset(
    ("continued", "continues", "on", "began", "started", "seemed", "appeared", "chose")
)
VERBS = frozenset(("VBZ", "VBP", "VBD", "VB", "VBG", "VBN"))
FINITE = frozenset(("MD", "VBZ", "VBP", "VBD"))
PLURAL = frozenset(
    (
        *("people", "police", "men", "women", "children", "media", "data", "percent"),
        *("many", "some", "most", "few", "both", "all", "several", "others", "half"),
        *("i", "you", "we", "they", "majority", "troops", "two", "three"),
    )
)
SINGULAR_ENDS = ("ss", "us", "is")
STRONG = frozenset(("TO", "PRP", "PRP$", "DT", "NNP", "CD", "EX", "``", "RB"))
CLOSE = frozenset(("DT", "PRP$", "POS", "JJ"))
MEANS = frozenset(("by", "as"))
OPENINGS = frozenset(("that", "whether", "if", "how", "why", "what", ":"))


class Cue(NamedTuple):
    """A reporting verb outside quotations.

    ``verb`` is its token, ``first`` the first token of its verb group ("had also
    said"), ``unit`` the range of the group with its source. ``inverted`` is true when
    the source stands behind the verb, ``loose`` when the verb has no subject of its
    own (a participle, an infinitive, a second verb), ``relative`` when it stands in a
    relative clause.
    """

    verb: int
    first: int
    reporter: Reporter
    source: Phrase
    unit: Range
    inverted: bool = False
    loose: bool = False
    relative: bool = False


def find_cues(reading: Reading, sentence: int) -> list[Cue]:
    """The cues of one sentence in text order."""
    first, end = reading.bounds[sentence]
    known = reporters()
    cues: list[Cue] = []
    for i in range(first, end):
        token = reading.tokens[i]
        if token.tag in VERBS and token.lower in known and reading.inside[i] < 0:
            cue = _cue(reading, i, known[token.lower], cues)
            if cue is not None:
                cues.append(cue)
    return cues


def find_according(reading: Reading, sentence: int) -> Iterator[int]:
    """The tokens "according" before "to" in one sentence, outside quotations."""
    first, end = reading.bounds[sentence]
    for i in range(first, end - 2):
        if reading.tokens[i].lower == "according" and reading.inside[i] < 0:
            if reading.tokens[i + 1].tag == "TO":
                yield i


def _cue(
    reading: Reading, i: int, reporter: Reporter, cues: Sequence[Cue]
) -> Cue | None:
    tokens = reading.tokens
    low = reading.floor(i)
    group = group_start(tokens, i, low)
    if _is_no_verb(tokens, group, i) or _is_unsaid(tokens, group, i, reporter):
        return None
    if tokens[group].tag == "TO" or (tokens[i].tag == "VBG" and group == i):
        return _loose(reading, i, group, reporter, cues)
    inverted = _inverted(reading, i, group, reporter)
    if inverted is not None:
        return inverted
    subject = find_subject(tokens, group, low)
    if subject is not None:
        if group == i and not _is_predicate(tokens, subject.phrase, i):
            return None
        unit = subject.phrase.first, i
        return Cue(i, group, reporter, subject.phrase, unit, relative=subject.relative)
    return _second(reading, i, group, reporter, cues)


def group_start(tokens: Sequence[Token], i: int, low: int) -> int:
    """The first token of the verb group that ends at verb ``i``."""
    k = i
    while k > low:
        token = tokens[k - 1]
        if token.tag in {"MD", "RB"} or (token.lower in HELPERS and token.tag != "POS"):
            k -= 1
        elif tokens[k].tag == "TO" and token.lower in CHAINS:
            k -= 2 if token.lower == "on" and k - 2 >= low else 1
        else:
            break
    while k < i and tokens[k].tag == "RB" and k == low:
        k += 1
    return k


def _is_unsaid(tokens: Sequence[Token], group: int, i: int, reporter: Reporter) -> bool:
    """Whether the words were not said, or not yet: "did not say", "would argue"."""
    if reporter.kind is not CueKind.SPEECH:
        return False
    helpers = tokens[group:i]
    return any(t.tag == "MD" or t.lower in NEGATIONS for t in helpers)


def _is_no_verb(tokens: Sequence[Token], group: int, i: int) -> bool:
    """A passive, a bare infinitive, or a verb form that must be a noun."""
    token = tokens[i]
    if token.tag == "VBD":
        return any(tokens[k].lower in BE for k in range(group, i))
    if token.tag == "VB":
        return group == i
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return token.tag in {"VBZ", "VBP"} and after is not None and after.tag in FINITE


def _is_predicate(tokens: Sequence[Token], phrase: Phrase, i: int) -> bool:
    """Whether a verb form without helpers is a verb here, and no noun."""
    if tokens[i].tag not in {"VBZ", "VBP"}:
        return True
    head = tokens[phrase.head]
    if head.lower == "you" or not _agrees(tokens, phrase, i):
        return False
    if tokens[i].lower not in words("noun_verbs") or head.tag == "PRP":
        return True
    if phrase.first == phrase.last and head.lower in table("demonyms"):
        return False
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and (after.tag in STRONG or after.lower in OPENINGS)


def _agrees(tokens: Sequence[Token], phrase: Phrase, i: int) -> bool:
    """Whether subject and verb have one number: else the "verb" is a noun."""
    head = tokens[phrase.head]
    several = any(tokens[k].tag == "CC" for k in range(phrase.first, phrase.last))
    if tokens[i].tag == "VBP":
        words_ = tokens[phrase.first : phrase.last + 1]
        return several or any(_looks_plural(token) for token in words_)
    return several or head.tag == "NNP" or not _looks_plural(head)


def _looks_plural(head: Token) -> bool:
    if head.lower in PLURAL or (head.tag == "CD" and head.lower not in {"one", "1"}):
        return True
    return head.lower.endswith("s") and not head.lower.endswith(SINGULAR_ENDS)


def _inverted(reading: Reading, i: int, group: int, reporter: Reporter) -> Cue | None:
    """The cue of "…," said X: a quotation or a comma, the verb alone, its subject."""
    tokens = reading.tokens
    if group != i or i == 0:
        return None
    quoted = reading.closes(i - 1) is not None
    end = reading.bounds[tokens[i].sentence][1]
    if not quoted and (tokens[i - 1].tag != "," or tokens[i].tag == "VBG"):
        return None
    phrase = phrase_after(tokens, i + 1, end)
    if phrase is None or (
        phrase.last + 1 < end and tokens[phrase.last + 1].tag in FINITE
    ):
        return None
    if not quoted and reading.closes(i - 2) is None:
        if CLAUSE not in reporter.frames or find_subject(
            tokens, group, reading.floor(i)
        ):
            return None
        after = tokens[phrase.last + 1].tag if phrase.last + 1 < end else "."
        if after not in {".", ",", ":", "WP", "-LRB-"} and not _follows_end(
            tokens, phrase, end
        ):
            return None
    return Cue(i, group, reporter, phrase, (group, phrase.last), inverted=True)


def _follows_end(tokens: Sequence[Token], phrase: Phrase, end: int) -> bool:
    after = phrase.last + 1
    return after < end and tokens[after].tag == "IN" and tokens[after].lower != "that"


def _loose(
    reading: Reading, i: int, group: int, reporter: Reporter, cues: Sequence[Cue]
) -> Cue | None:
    """A participle or an infinitive that speaks for the subject of its sentence."""
    tokens = reading.tokens
    low, end = reading.bounds[tokens[i].sentence]
    if i + 1 >= end:
        return None
    strong = _is_strong(reading, i)
    if tokens[i].tag != "VBG" and not strong:
        return None
    before = tokens[group - 1]
    if before.tag in CLOSE and before.lower not in ALONE and group > low:
        return None
    if group == low:
        source = _behind_comma(tokens, i, end)
    elif tokens[i].tag == "VBG" and before.tag == "IN" and before.lower not in MEANS:
        return None
    elif tokens[i].tag == "VBG" and before.tag in NOUNS:
        source = _own_subject(reading, i, group, strong=strong)
    elif cues:
        source = cues[-1].source
    else:
        source = leading_subject(tokens, low, group)
    if source is None:
        return None
    return Cue(i, group, reporter, source, (group, i), loose=True)


def _is_strong(reading: Reading, i: int) -> bool:
    """Whether "that" or a quotation follows the verb at once."""
    after = reading.tokens[i + 1]
    if after.lower in OPENINGS or reading.opens(i + 1) is not None:
        return True
    return after.tag == "," and reading.opens(i + 2) is not None


def _own_subject(
    reading: Reading, i: int, group: int, *, strong: bool
) -> Phrase | None:
    """Who speaks in "a sign saying", "he left saying", "issued a note warning"."""
    tokens = reading.tokens
    low = reading.bounds[tokens[i].sentence][0]
    phrase = phrase_before(tokens, group - 1, max(low, group - WINDOW))
    if phrase is None:
        return None
    head = tokens[phrase.head].lower
    paper = head in reporting_nouns() or head in words("papers")
    if not strong and not paper:
        return None
    if phrase.first > low and (paper or tokens[i].lower == "saying"):
        return leading_subject(tokens, low, group) or phrase
    return phrase


def _behind_comma(tokens: Sequence[Token], i: int, end: int) -> Phrase | None:
    for k in range(i + 1, min(end, i + WINDOW)):
        if tokens[k].tag == ",":
            return phrase_after(tokens, k + 1, end)
    return None


def _second(
    reading: Reading, i: int, group: int, reporter: Reporter, cues: Sequence[Cue]
) -> Cue | None:
    """A verb joined to another: "Rossi thanked them and said …"."""
    tokens = reading.tokens
    low, _ = reading.bounds[tokens[i].sentence]
    if group <= low or tokens[group - 1].tag not in {"CC", ","}:
        return None
    if cues:
        source: Phrase | None = cues[-1].source
    elif tokens[group - 1].tag == "CC":
        source = leading_subject(tokens, low, group)
    else:
        source = None
    if source is None:
        return None
    return Cue(i, group, reporter, source, (group, i), loose=True)
