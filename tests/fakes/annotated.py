"""Articles of our own with what a reader finds in them: text, a line of dashes, lines.

A line is parted by tabs: ``claim`` with speaker and words ("…" between their parts),
``actor`` with name, kind and role, ``risk`` with the sentence's start and two days.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from summarizers.model import Article, Claim, Risk, When
from summarizers.readers.parse import Findings, LanguageReader
from summarizers.text.splitting import split_text

_DATA = Path(__file__).parents[1] / "data"
_WORD = re.compile(r"\w+")
_ALIKE = 0.5


@dataclass(frozen=True, slots=True)
class GoldClaim:
    speaker: str
    words: str


@dataclass(frozen=True, slots=True)
class GoldActor:
    name: str
    kind: str
    role: str


@dataclass(frozen=True, slots=True)
class GoldRisk:
    start: str
    days: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Annotated:
    name: str
    article: Article
    held_out: bool
    claims: tuple[GoldClaim, ...]
    actors: tuple[GoldActor, ...]
    risks: tuple[GoldRisk, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims match by their words, and of those how many by their speaker."""

    gold: int
    found: int
    content: int
    speaker: int

    @property
    def content_f1(self) -> float:
        return 2 * self.content / (self.gold + self.found)

    @property
    def speaker_f1(self) -> float:
        return 2 * self.speaker / (self.gold + self.found)


def annotated(lang: str) -> tuple[Annotated, ...]:
    """All annotated articles of a language, by file name."""
    return tuple(_read(path, lang) for path in sorted((_DATA / lang).glob("*.txt")))


def _read(path: Path, lang: str) -> Annotated:
    whole, _, notes = path.read_text("utf8").partition("\n---\n")
    head, _, text = whole.partition("\n\n")
    about = dict(line.split("\t") for line in head.splitlines())
    rows = [(*line.split("\t"), "", "") for line in notes.splitlines()]
    return Annotated(
        name=path.stem,
        article=Article(
            text=text,
            title=about["title"],
            published=date.fromisoformat(about["published"]),
            lang=lang[:2],
        ),
        held_out="held_out" in about,
        claims=tuple(GoldClaim(row[1], row[2]) for row in rows if row[0] == "claim"),
        actors=tuple(GoldActor(*row[1:4]) for row in rows if row[0] == "actor"),
        risks=tuple(_risk(row) for row in rows if row[0] == "risk"),
    )


def _risk(row: Sequence[str]) -> GoldRisk:
    return GoldRisk(row[1], (row[2], row[3]) if row[2] else None)


def tally(gold: Sequence[GoldClaim], found: Sequence[Claim]) -> Tally:
    """Count the annotated claims that were found, and those with their speakers."""
    matched = [(one, claim) for one, claim in pairs(gold, found) if one and claim]
    speaker = sum(_same(one.speaker, claim.speaker) for one, claim in matched)
    return Tally(len(gold), len(found), len(matched), speaker)


def pairs(
    gold: Iterable[GoldClaim], found: Iterable[Claim]
) -> Iterator[tuple[GoldClaim | None, Claim | None]]:
    """Each annotated claim with the most alike of those left, then what is left over."""
    left = list(found)
    for claim in gold:
        best = max(left, key=lambda c: _likeness(claim, c), default=None)
        if best is None or _likeness(claim, best) < _ALIKE:
            yield claim, None
        else:
            left.remove(best)
            yield claim, best
    yield from ((None, claim) for claim in left)


def wrong_pairs(
    gold: Iterable[GoldClaim], found: Iterable[Claim]
) -> Iterator[tuple[GoldClaim | None, Claim | None]]:
    """Those of the pairs that are not a claim found with its speaker."""
    for one, claim in pairs(gold, found):
        if one is None or claim is None or not _same(one.speaker, claim.speaker):
            yield one, claim


def sum_of(tallies: Iterable[Tally]) -> Tally:
    """The tally of all articles together."""
    rows = [(t.gold, t.found, t.content, t.speaker) for t in tallies]
    return Tally(*map(sum, zip(*rows, strict=True)))


def risk_of(gold: GoldRisk, found: Iterable[Risk]) -> Risk | None:
    """The risk that was found in the annotated sentence."""
    return next((r for r in found if r.span.text.startswith(gold.start)), None)


def _likeness(gold: GoldClaim, claim: Claim) -> float:
    one = set(_WORD.findall(gold.words.lower()))
    other = set(_WORD.findall(" ".join(p.text for p in claim.content).lower()))
    return 2 * len(one & other) / (len(one) + len(other))


def _same(one: str, other: str | None) -> bool:
    """Whether one name is in the other: "Marc Deloncle", "Deloncle"."""
    if not other:
        return False
    small, large = sorted((one.lower(), other.lower()), key=len)
    return small in large


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


def read(reader: LanguageReader, articles: Sequence[Annotated]) -> Read:
    """What is found in each article."""
    return [
        (one, reader.read(split_text(one.article, one.article.lang or ""), one.article))
        for one in articles
    ]


def figures(found: Read) -> Figures:
    """What is right of it."""
    claims = sum_of(tally(one.claims, findings.claims) for one, findings in found)
    actors = [right for one, f in found for right in right_actors(one, f)]
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


def right_actors(one: Annotated, findings: Findings) -> Iterator[bool]:
    known = {
        (a.name, str(a.kind), "" if a.role is None else a.role.text)
        for a in findings.actors
    }
    yield from ((a.name, a.kind, a.role) in known for a in one.actors)


def _share(right: Sequence[bool]) -> float:
    return sum(right) / len(right)
