"""Which actors an article is about."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log1p
from typing import NamedTuple

from summarizers.extractors.actors.kinds import IN_PLACES
from summarizers.extractors.actors.stage import Stage
from summarizers.extractors.actors.vocabulary import GROUPS, ORG_NOUNS, PRESS, ROLES
from summarizers.model import ActorKind, Article

LEAD_PARAGRAPHS = 3


class Features(NamedTuple):
    """What the rank of an actor is weighed from."""

    named: float
    pronouns: float
    in_title: float
    first_sentence: float
    lead: float
    early: float
    spoken: float
    speaks: float
    role: float
    subject: float
    placed: float
    owner: float
    person: float
    org: float
    country: float
    place: float
    group: float
    thing: float
    described: float
    paper: float
    short: float
    press: float


def measure(stage: Stage, number: int, article: Article, said: int) -> Features:
    """The features of one figure; ``said`` counts its attributions."""
    figure, layout = stage.figures[number], stage.parse.layout
    tokens = stage.tokens
    names = figure.names
    lead = layout.paragraphs[: LEAD_PARAGRAPHS + layout.headline]
    end = lead[-1].end if lead else 0
    first = names[0].start
    title = (article.title or "").lower()
    kind = figure.votes.kind
    described = len(figure.described) == len(names)
    known = any(n in ROLES or n in GROUPS or n in ORG_NOUNS for n in figure.nouns)
    before = [tokens[n.title - 1].lower for n in names if n.title]
    return Features(
        named=log1p(len(names)),
        pronouns=log1p(len(stage.pronouns.get(number, ()))),
        in_title=float(bool(title) and any(n.text.lower() in title for n in names)),
        first_sentence=float(tokens[names[0].first].sentence <= layout.headline),
        lead=float(first < end),
        early=1.0 - first / max(1, len(layout.text)),
        spoken=log1p(said),
        speaks=float(said > 0),
        role=float(figure.role is not None),
        subject=sum(stage.is_subject(n.last - 1) for n in names) / len(names),
        placed=sum(b in IN_PLACES for b in before) / len(names),
        owner=sum(t.tag == "POS" for n in names for t in tokens[n.last : n.last + 1])
        / len(names),
        person=float(kind is ActorKind.PERSON),
        org=float(kind is ActorKind.ORG),
        country=float(kind is ActorKind.COUNTRY),
        place=float(kind is ActorKind.PLACE),
        group=float(kind is ActorKind.GROUP),
        thing=float(kind is None),
        described=float(described),
        paper=float(described and not known),
        short=float(len(names[0].words) == 1),
        press=float(any(" ".join(n.words) in PRESS for n in names[:2])),
    )


ABOUT = Features(
    named=1.33,
    pronouns=0.16,
    in_title=1.57,
    first_sentence=1.01,
    lead=-0.03,
    early=1.68,
    spoken=0.05,
    speaks=-0.25,
    role=0.1,
    subject=0.11,
    placed=-0.03,
    owner=0.13,
    person=-0.09,
    org=0.19,
    country=-0.04,
    place=-0.14,
    group=0.28,
    thing=-0.2,
    described=-0.21,
    paper=-0.41,
    short=-0.51,
    press=0.0,
)
ACTING = Features(
    named=1.36,
    pronouns=0.07,
    in_title=0.7,
    first_sentence=0.54,
    lead=0.22,
    early=0.97,
    spoken=0.46,
    speaks=0.53,
    role=0.69,
    subject=0.56,
    placed=-0.03,
    owner=0.35,
    person=0.48,
    org=0.43,
    country=-0.05,
    place=-0.63,
    group=0.07,
    thing=-0.29,
    described=-0.09,
    paper=-0.37,
    short=-0.69,
    press=0.0,
)
SUBJECTS = 3


def rank(rows: Sequence[Features]) -> list[float]:
    """The salience of each figure: first those the article is about, then who acts."""
    about = [_weigh(ABOUT, row) for row in rows]
    acting = [_weigh(ACTING, row) for row in rows]
    best = sorted(range(len(rows)), key=lambda i: -about[i])[:SUBJECTS]
    for i in best:
        acting[i] = 1.0 + about[i]
    return acting


def _weigh(weights: Features, row: Features) -> float:
    """A number between 0 and 1."""
    return 1.0 / (1.0 + exp(-sum(map(float.__mul__, weights, row))))
