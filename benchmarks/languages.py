"""How well a language other than English is read, on the annotated articles of our own.

``python -m benchmarks.languages [CODE] [--engine fast] [--errors]`` tells for the
articles that were looked at, and apart for those that are held out: F1 of the claims by
their words and with the right speaker, the share of annotated actors with kind and role,
and the shares of risks found and dated. ``--errors`` lists what is wrong in the former;
held-out articles are never listed.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from summarizers.languages.profile import listed_profile
from summarizers.model import When
from summarizers.readers.reader import Findings, LanguageReader
from summarizers.readers.registry import reader_for
from summarizers.text.splitting import split_text
from tests.fakes.annotated import (
    Annotated,
    annotated,
    risk_of,
    sum_of,
    tally,
    wrong_pairs,
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What is right of the annotations of some articles, as shares."""

    articles: int
    claims: int
    content_f1: float
    speaker_f1: float
    actors: float
    risks: float
    days: float

    def told(self) -> str:
        """One line."""
        return (
            f"{self.articles} articles, {self.claims} claims: words {self.content_f1:.3f}, "
            f"with speaker {self.speaker_f1:.3f}; actors {self.actors:.3f}; "
            f"risks {self.risks:.3f}, dated {self.days:.3f}"
        )


Read = Sequence[tuple[Annotated, Findings]]


def reader_of(code: str, engine: str) -> LanguageReader:
    """The reader of a language as an engine has it.

    Raises:
        ModelMissingError: the model of the language is not installed.
    """
    return reader_for(listed_profile(code), fast=engine == "fast")


def read(reader: LanguageReader, articles: Sequence[Annotated]) -> Read:
    """What is found in each article."""
    return [
        (one, reader.read(split_text(one.article, one.article.lang or ""), one.article))
        for one in articles
    ]


def figures(found: Read) -> Figures:
    """What is right of it."""
    claims = sum_of(tally(one.claims, findings.claims) for one, findings in found)
    actors = [right for one, f in found for right in _actors(one, f)]
    risks = [(gold, risk_of(gold, f.risks)) for one, f in found for gold in one.risks]
    dated = [
        risk is not None and days_of(risk.when) == gold.days for gold, risk in risks
    ]
    return Figures(
        len(found),
        claims.gold,
        claims.content_f1,
        claims.speaker_f1,
        _share(actors),
        _share([risk is not None for _, risk in risks]),
        _share(dated),
    )


def days_of(when: When | None) -> tuple[str, str] | None:
    """The days of a risk as they are annotated."""
    return None if when is None else (str(when.first), str(when.last))


def _actors(one: Annotated, findings: Findings) -> Iterator[bool]:
    known = {
        (a.name, str(a.kind), "" if a.role is None else a.role.text)
        for a in findings.actors
    }
    yield from ((a.name, a.kind, a.role) in known for a in one.actors)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)


def errors(one: Annotated, findings: Findings) -> Iterator[str]:
    """What is wrong in one article, a line each."""
    for claim, best in wrong_pairs(one.claims, findings.claims):
        wanted = "-" if claim is None else f"{claim.speaker}: {claim.words}"
        said = " … ".join(part.text for part in best.content) if best else ""
        yield f"claim  {wanted}  |  {f'{best.speaker}: {said}' if best else '-'}"
    for actor, right in zip(one.actors, _actors(one, findings), strict=True):
        if not right:
            yield f"actor  {actor.name}, {actor.kind}, {actor.role}"
    for gold in one.risks:
        risk = risk_of(gold, findings.risks)
        if risk is None or days_of(risk.when) != gold.days:
            when = "missed" if risk is None else days_of(risk.when)
            yield f"risk   {gold.start}: {gold.days} | {when}"


def main() -> None:
    """Read, count and print."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("code", nargs="?", default="fr")
    arguments.add_argument("--engine", default="spacy", choices=("spacy", "fast"))
    arguments.add_argument("--errors", action="store_true")
    given = arguments.parse_args()
    reader = reader_of(given.code, given.engine)
    articles = annotated(listed_profile(given.code).name.lower())
    seen = read(reader, [one for one in articles if not one.held_out])
    if given.errors:
        for one, findings in seen:
            print(f"== {one.name}", *errors(one, findings), sep="\n")
    held = read(reader, [one for one in articles if one.held_out])
    print(
        f"looked at: {figures(seen).told()}",
        f"held out: {figures(held).told()}",
        sep="\n",
    )


if __name__ == "__main__":
    main()
