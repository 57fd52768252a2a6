"""Compute acceptance: the probability that a reader calls a printed line right.

Each section has one linear model, learned from judged lines. Its features describe the
line and the line's link to the event of the title and lead. Other scores order the
lines of one article; acceptance can be compared between articles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from summarizers.lexicons.weights import Features, likelihood
from summarizers.model import Actor, Article, Claim, Line, Risk
from summarizers.readers.english.acceptance.actor_features import ASIDE, read_actor
from summarizers.readers.english.acceptance.news_event import NewsEvent
from summarizers.readers.english.acceptance.statement_features import (
    read_claim,
    read_line,
    read_risk,
)
from summarizers.readers.parse import Parse
from summarizers.readers.reader import Findings

# The number of lines of a section that get an acceptance; a page prints at most 5.
ESTIMATED = 10
# Actors after this place of their list have no part in the news.
CENTRAL = 8
_DIGITS = 4


class Signs(NamedTuple):
    """Features of each actor and of each risk, in the order of the findings.

    An actor's features describe its salience: how central it is to the article. A
    risk's features describe how its sentence refers to the future.
    """

    actors: Sequence[Mapping[str, float]]
    risks: Sequence[frozenset[str]]


_Item = TypeVar("_Item", Actor, Claim, Risk, Line)


class FindingFeatures(NamedTuple):
    """The features of the first lines of each section, in the order of the findings."""

    actors: list[Features]
    claims: list[Features]
    risks: list[Features]
    summary: list[Features]


SECTIONS = FindingFeatures._fields


def model_of(section: str) -> str:
    """Return the name of the list of weights of a section's acceptance model."""
    return f"acceptance_{section}"


def accept(
    parse: Parse, article: Article, findings: Findings, signs: Signs
) -> Findings:
    """Return the findings with the acceptance of each line.

    In each section, lines after the first ``ESTIMATED`` get the acceptance 0.
    """
    features = read_features(parse, article, findings, signs)
    return Findings(
        _estimate(findings.actors, features.actors, "actors"),
        _estimate(findings.claims, features.claims, "claims"),
        _estimate(findings.risks, features.risks, "risks"),
        _estimate(findings.summary, features.summary, "summary"),
    )


def read_features(
    parse: Parse,
    article: Article,
    findings: Findings,
    signs: Signs,
    *,
    most: int = ESTIMATED,
) -> FindingFeatures:
    """Return the features of the first ``most`` lines of each section."""
    event = NewsEvent(parse, article, findings)
    actors = zip(findings.actors[:most], signs.actors, strict=False)
    risks = zip(findings.risks[:most], signs.risks, strict=False)
    named = [read_actor(event, *actor) for actor in actors]
    pairs = zip(findings.actors, named, strict=False)
    event.bystanders = {a.name for a, f in pairs if f.present & ASIDE}
    event.bystanders.update([a.name for a in findings.actors[CENTRAL:]])
    return FindingFeatures(
        named,
        [read_claim(event, claim) for claim in findings.claims[:most]],
        [read_risk(event, *risk) for risk in risks],
        [read_line(event, line) for line in findings.summary[:most]],
    )


def _estimate(
    lines: Sequence[_Item], features: Sequence[Features], section: str
) -> tuple[_Item, ...]:
    model = model_of(section)
    chances = [round(likelihood(f, model), _DIGITS) for f in features]
    chances += [0.0] * (len(lines) - len(chances))
    pairs = zip(lines, chances, strict=True)
    # A line that its reader refused by an acceptance of 0 keeps it.
    return tuple([_with_acceptance(x, min(p, x.acceptance)) for x, p in pairs])


def _with_acceptance(line: _Item, acceptance: float) -> _Item:
    """Return a copy of ``line`` with ``acceptance``, the last field of each class.

    ``dataclasses.replace`` takes three times as long, and an article has dozens of
    lines.
    """
    kind: Callable[..., _Item] = type(line)
    return kind(*_other_fields(kind)(line), acceptance)


@cache
def _other_fields(kind: type[Any]) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*[field.name for field in fields(kind)][:-1])
