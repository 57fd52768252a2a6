"""Counts the errors on the development data by the classes that a program can tell.

``python -m benchmarks.errors [--engine fast]`` reads, below ``../shared/data``,
``wikinews/train.jsonl``, ``wikinews/dev.jsonl`` and ``briefings/dev.jsonl``, a line an
article with ``gold.actors``, ``gold.claims``, ``gold.risks`` and ``gold.traps``. The
classes that need eyes are in ``docs/quality.md``.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

from benchmarks.gate import SCORER
from summarizers.briefing import DEFAULT_ENGINE, Briefer
from summarizers.lexicons import words
from summarizers.model import (
    PRINTED_ACTORS,
    PRINTED_CLAIMS,
    PRINTED_RISKS,
    Actor,
    Briefing,
    Claim,
)
from tools.annotated import Row, article_of, read_rows

DATA = SCORER.parent.parent / "data"
PARTS = ("wikinews/train.jsonl", "wikinews/dev.jsonl", "briefings/dev.jsonl")
# How much of the shorter span must lie inside the longer one.
SAME = 0.6
PRONOUNS = frozenset(("he", "she", "it", "they", "who", "we", "i"))

Marked = Mapping[str, object]
Counts = Counter[tuple[str, str]]


class Stretch(NamedTuple):
    """Characters of the text, half-open."""

    start: int
    end: int


def main() -> None:
    """Print each class with its count."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--engine", default=DEFAULT_ENGINE)
    given = options.parse_args()
    briefer = Briefer(given.engine)
    for part in PARTS:
        counts: Counts = Counter()
        for row in read_rows(DATA / part):
            counts.update(errors(row, briefer.brief(article_of(row))))
        for (kind, name), count in sorted(counts.items()):
            print(f"{part:20} {kind:22} {name:34} {count:5}")


def errors(row: Row, briefing: Briefing) -> Iterator[tuple[str, str]]:
    """The class of every error in one article, with the kind of error before it."""
    gold = cast("Mapping[str, Sequence[Marked]]", row["gold"])
    text = cast("str", row["text"])
    yield from _claims(gold, text, briefing)
    yield from _actors(gold["actors"], briefing.actors)
    yield from _risks(gold, text, briefing)


def _claims(
    gold: Mapping[str, Sequence[Marked]], text: str, briefing: Briefing
) -> Iterator[tuple[str, str]]:
    actors = {cast("str", actor["name"]): forms(actor) for actor in gold["actors"]}
    marked = [
        (claimed(text, m), actors[cast("str", m["speaker"])]) for m in gold["claims"]
    ]
    spoken = {actor.name: forms_of(actor) for actor in briefing.actors}
    for place, claim in enumerate(briefing.claims):
        own = Stretch(claim.content[0].start, claim.content[-1].end)
        meant = [names for span, names in marked if contained(own, span) >= SAME]
        if not meant and place < PRINTED_CLAIMS:
            yield "claim in the first five", _unmarked(claim)
        said = spoken.get(claim.speaker or "", frozenset())
        if meant and not any(said & names for names in meant):
            verdict = "unresolved" if claim.speaker is None else "wrong"
            yield f"speaker {verdict}", source_kind(claim)
    found = [Stretch(c.content[0].start, c.content[-1].end) for c in briefing.claims]
    for span, _ in marked:
        if not any(contained(span, other) >= SAME for other in found):
            touched = any(contained(span, other) > 0 for other in found)
            yield "claim missed", "another span" if touched else "nothing there"


def _unmarked(claim: Claim) -> str:
    """Nobody's own words, or words that were not marked."""
    plain = claim.cue is None or claim.kind != "indirect"
    return f"{claim.kind}" if plain else f"{claim.kind}, {source_kind(claim)}"


def source_kind(claim: Claim) -> str:
    """What stands there as the source: a name, a pronoun, a document, a description."""
    if claim.source is None:
        return "no source"
    parts = claim.source.text.split()
    lowers = frozenset(part.lower() for part in parts)
    if len(parts) == 1 and lowers <= PRONOUNS:
        return "pronoun"
    if lowers & (words("documents") | words("works")):
        return "document"
    inner = parts[1:] if lowers & {"the", "a", "an"} else parts
    return "name" if any(part[0].isupper() for part in inner) else "description"


def _actors(
    gold: Sequence[Marked], actors: Sequence[Actor]
) -> Iterator[tuple[str, str]]:
    known = [forms(actor) for actor in gold]
    for actor in actors[:PRINTED_ACTORS]:
        if not any(forms_of(actor) & names for names in known):
            yield "no actor, in the five", str(actor.kind)
    for marked in gold:
        ranks = [i for i, a in enumerate(actors) if forms_of(a) & forms(marked)]
        if marked["key"] and (not ranks or ranks[0] >= PRINTED_ACTORS):
            yield "key actor missed", "ranked lower" if ranks else "not found"


def _risks(
    gold: Mapping[str, Sequence[Marked]], text: str, briefing: Briefing
) -> Iterator[tuple[str, str]]:
    marked = [located(text, m) for m in gold["risks"]]
    traps = [located(text, m) for m in gold["traps"]]
    own = [Stretch(risk.span.start, risk.span.end) for risk in briefing.risks]
    for risk, span in zip(briefing.risks[:PRINTED_RISKS], own, strict=False):
        if not any(contained(span, other) >= SAME for other in marked):
            trap = any(contained(span, other) >= SAME for other in traps)
            basis = " and ".join(risk.basis)
            yield "risk in the first three", f"{basis}{', a trap' if trap else ''}"
    for mark, span in zip(gold["risks"], marked, strict=True):
        ranks = [i for i, other in enumerate(own) if contained(span, other) >= SAME]
        if mark["key"] and (not ranks or ranks[0] >= PRINTED_RISKS):
            yield "key risk missed", "ranked lower" if ranks else "not found"


def claimed(text: str, claim: Marked) -> Stretch:
    """Return where the content of an annotated claim stands."""
    sentence = text.find(cast("str", claim["sentence"]))
    content = cast("str", claim["content"])
    start = text.find(content, max(0, sentence))
    return Stretch(start, start + len(content))


def located(text: str, mark: Marked) -> Stretch:
    """Return where the text of an annotated risk or trap stands."""
    printed = cast("str", mark["text"])
    start = text.find(printed)
    return Stretch(start, start + len(printed))


def contained(one: Stretch, other: Stretch) -> float:
    """Return the share of the shorter stretch that lies inside the longer one."""
    common = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return common / shorter if common > 0 else 0.0


def forms(actor: Marked) -> frozenset[str]:
    """All printed forms of an annotated actor, lower case and without an article."""
    aliases = cast("Sequence[str]", actor.get("aliases") or ())
    return frozenset(map(_plain, (cast("str", actor["name"]), *aliases)))


def forms_of(actor: Actor) -> frozenset[str]:
    """Return all printed forms of one of our actors, in the same way."""
    return frozenset(map(_plain, (actor.name, *actor.aliases)))


def _plain(name: str) -> str:
    return name.lower().removeprefix("the ")


if __name__ == "__main__":
    main()
