"""Who "he", "she", "it" and "they" are."""

from __future__ import annotations

from summarizers.extractors.actors.merging import Figure
from summarizers.extractors.actors.stage import Stage
from summarizers.model import ActorKind

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset(("it", "its"))
MANY = frozenset(("they", "them", "their"))
PRONOUNS = GENDERS.keys() | THINGS | MANY
SINGULAR_BODIES = frozenset((ActorKind.ORG, ActorKind.COUNTRY))
PLURAL_BODIES = frozenset((ActorKind.GROUP, ActorKind.ORG))
REACH_SENTENCES = 4
MARGIN = 0.5


def resolve_pronoun(
    stage: Stage, token: int, speaker: tuple[int, int] | None
) -> int | None:
    """The figure that a pronoun means, or ``None`` when it is not plain.

    ``speaker`` is the last speaker with the sentence in which they spoke.
    """
    lower = stage.tokens[token].lower
    scores: dict[int, float] = {}
    for seen, distance in stage.before(stage.tokens[token].start, REACH_SENTENCES):
        if not _fits(lower, stage.figures[seen.number]):
            continue
        score = 3.0 - distance
        score += 1.5 * stage.is_subject(seen.at)
        score -= 1.5 * stage.is_quoted(seen.start)
        scores[seen.number] = max(scores.get(seen.number, -9.0), score)
    if speaker is not None and _fits(lower, stage.figures[speaker[0]]):
        near = stage.tokens[token].sentence - speaker[1]
        if near <= REACH_SENTENCES:
            scores[speaker[0]] = scores.get(speaker[0], 0.0) + 2.5 - 0.5 * near
    return _plain_best(stage, lower, scores)


def _fits(lower: str, figure: Figure) -> bool:
    kind = figure.votes.kind
    if lower in GENDERS:
        gender = figure.votes.gender
        return kind is ActorKind.PERSON and gender in {"", GENDERS[lower]}
    return kind in (SINGULAR_BODIES if lower in THINGS else PLURAL_BODIES)


def _plain_best(stage: Stage, lower: str, scores: dict[int, float]) -> int | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < MARGIN:
        return None
    best = ranked[0][0]
    votes = stage.figures[best].votes
    votes.gender = votes.gender or GENDERS.get(lower, "")
    return best
