"""Sources that a preposition names: "selon la préfecture", "d'après elle"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import Span
from summarizers.readers.parse import CueKind
from summarizers.readers.pattern.attribution_drafts import Draft, says_something
from summarizers.readers.pattern.noun_phrases import behind_apposition, fused_phrase
from summarizers.readers.pattern.pattern_document import ENDS, Range, Reading
from summarizers.readers.pattern.reporting_verbs import antecedent_of


def informant_at(reading: Reading, i: int) -> tuple[int, str] | None:
    """How many tokens "according to" has at ``i``, and what it needs."""
    for phrase, need in reading.words.informants.get(reading.low(i), ()):
        if reading.matches(i, phrase):
            return len(phrase), need
    return None


def source_at(reading: Reading, i: int, last: int) -> Range | None:
    """The tokens of the source that begins at ``i``, before token ``last``."""
    if reading.pronoun_of((i, i + 1)):
        return i, i + 1
    if i >= last or reading.low(i) in reading.words.nobody:
        return None
    if reading.low(i) in reading.words.pronouns:
        return i, i
    return fused_phrase(reading, i)


def read_informant(reading: Reading, i: int) -> Iterator[Draft]:
    """What a sentence says according to the source that is named at ``i``, if any."""
    found = informant_at(reading, i)
    if found is None:
        return
    behind = i + found[0]
    if reading.low(behind) in reading.words.relatives:
        yield from _relative(reading, i, behind)
        return
    source = source_at(reading, behind, reading.bounds_at(i)[1])
    if source is None or (found[1] and not _is_somebody(reading, i, source)):
        return
    content = _around(reading, i, source[1] + 1)
    if content and says_something(content):
        yield Draft(CueKind.ACCORDING, source, (i, i + found[0] - 1), content)


def _relative(reading: Reading, i: int, behind: int) -> Iterator[Draft]:
    """What somebody named before says: "explique X, selon lequel la digue cédera"."""
    source = antecedent_of(reading, i)
    last = reading.bounds_at(i)[1]
    if source is None or behind + 1 >= last:
        return
    tokens = reading.tokens
    content = (reading.whole(tokens.starts[behind + 1], tokens.ends[last - 1]),)
    if says_something(content):
        yield Draft(CueKind.ACCORDING, source, (i, behind), content)


def _is_somebody(reading: Reading, i: int, source: Range) -> bool:
    """Whether an opening phrase names a person: "Pour l'ingénieur Paul Astier, …"."""
    if i != reading.bounds_at(i)[0] or reading.low(source[1] + 1) != ",":
        return False
    known = reading.words
    tokens = range(source[0], source[1] + 1)
    person = any(reading.low(k) in known.roles for k in tokens) or any(
        reading.low(k) in known.first_names for k in tokens
    )
    return person and not any(reading.low(k) in known.calendar for k in tokens)


def _around(reading: Reading, i: int, behind: int) -> tuple[Span, ...]:
    """The statement that a phrase from ``i`` to before ``behind`` comments on.

    Nothing where a colon and a quotation follow: that is a speech.
    """
    first, last = reading.bounds_at(i)
    starts, ends = reading.tokens.starts, reading.tokens.ends
    while behind < last and reading.text(behind) not in ENDS | {","}:
        behind += 1
    if reading.text(behind) == "(" and reading.text(behind + 2) == ")":
        behind += 3
    behind = _behind_relative(reading, behind_apposition(reading, behind, last), last)
    if behind < last and reading.low(behind) == ":":
        return ()
    parts = []
    if i > first:
        parts.append(reading.whole(starts[first], starts[i]))
    if behind < last and reading.low(behind) == ",":
        parts.append(reading.whole(starts[behind], ends[last - 1]))
    return tuple(part for part in parts if part.text)


def _behind_relative(reading: Reading, comma: int, last: int) -> int:
    """The comma behind "…, qui cite la police," if the first stands at ``comma``."""
    if reading.low(comma) != "," or reading.low(comma + 1) not in (
        reading.words.relatives
    ):
        return comma
    commas = (i for i in range(comma + 1, last) if reading.low(i) == ",")
    return next(commas, comma)
