"""Resolve the pronouns "he", "she", "it" and "they"."""

from __future__ import annotations

from collections.abc import Iterator

from summarizers.model import ActorKind
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.word_lists import ROLE_GENDERS, ROLES, role_noun

GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
THINGS = frozenset(("it", "its"))
MANY = frozenset(("they", "them", "their"))
PRONOUNS = GENDERS.keys() | THINGS | MANY
KINDS = {
    **dict.fromkeys(GENDERS, frozenset((ActorKind.PERSON,))),
    **dict.fromkeys(THINGS, frozenset((ActorKind.ORG, ActorKind.COUNTRY))),
    **dict.fromkeys(MANY, frozenset((ActorKind.GROUP,))),
}
REACH_SENTENCES = 4
# Points, set by hand: the best must lead the second by CALL_MARGIN, because a wrong speaker
# is worse than none.
NEAREST = 3.0
SUBJECT = 1.5
QUOTED = -1.5
SPOKE_LAST = 2.5
SPOKE_BEFORE = -0.5
CALL_MARGIN = 0.5
LEAST = -9.0


def resolve_pronoun(
    discourse: DiscourseModel, token: int, speaker: tuple[int, int] | None
) -> int | None:
    """Return the entity that a pronoun refers to, or ``None`` if that is unclear.

    ``speaker`` is the last speaker with the sentence in which they spoke. The result is
    the number of an entity, or ``~token`` (negative) for the head of a description that
    is not an entity yet.
    """
    lower = discourse.tokens.lowers[token]
    scores = _score_mentions(discourse, token, lower)
    if lower in GENDERS:
        for at, distance in _described_people(discourse, token, GENDERS[lower]):
            scores[~at] = NEAREST + SUBJECT - distance
    if speaker is not None:
        number, sentence = speaker
        apart = discourse.tokens.sentences[token] - sentence
        fits = _fits(lower, discourse.entities[number]) or _speaks_for_many(
            lower, discourse.entities[number], apart
        )
        if fits and apart <= REACH_SENTENCES:
            bonus = SPOKE_LAST + SPOKE_BEFORE * apart
            scores[number] = scores.get(number, 0.0) + bonus
    return _clear_best(discourse, lower, scores)


def _score_mentions(
    discourse: DiscourseModel, token: int, lower: str
) -> dict[int, float]:
    """Map the entities named shortly before to scores, if the pronoun may mean them."""
    scores: dict[int, float] = {}
    for seen, distance in discourse.mentions_before(
        discourse.tokens.starts[token], REACH_SENTENCES
    ):
        if _fits(lower, discourse.entities[seen.number]):
            score = NEAREST - distance + SUBJECT * discourse.is_subject(seen.at)
            score += QUOTED * discourse.is_quoted(seen.start)
            scores[seen.number] = max(scores.get(seen.number, LEAST), score)
    return scores


def _fits(lower: str, entity: EntityCandidate) -> bool:
    kind = entity.kind
    if kind is ActorKind.PERSON and lower in GENDERS:
        return entity.evidence.gender in {"", GENDERS[lower]}
    return kind in KINDS[lower]


def _speaks_for_many(lower: str, entity: EntityCandidate, apart: int) -> bool:
    """Whether a plural pronoun may mean an organisation at most one sentence back."""
    return lower in MANY and apart <= 1 and entity.kind is ActorKind.ORG


def _described_people(
    discourse: DiscourseModel, token: int, gender: str
) -> Iterator[tuple[int, int]]:
    """Yield the subjects without a name ("a spokeswoman") that a pronoun may mean.

    Searches this sentence and the one before; each token comes with its distance in
    sentences.
    """
    start, _ = discourse.sentence_bounds(token)
    first = discourse.sentence_bounds(start - 1)[0] if start else start
    for i, lower in enumerate(discourse.lowers[first:token], first):
        noun = lower if lower in ROLES else role_noun(lower) if "-" in lower else ""
        if noun not in ROLES or ROLE_GENDERS[noun] not in {"", gender}:
            continue
        single = discourse.tokens.tags[i] != "NNS"
        if single and discourse.is_subject(i) and not discourse.is_known(i):
            yield i, int(i < start)


def _clear_best(
    discourse: DiscourseModel, lower: str, scores: dict[int, float]
) -> int | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked:
        return None
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CALL_MARGIN:
        return None
    best = ranked[0][0]
    if best >= 0:
        evidence = discourse.entities[best].evidence
        evidence.gender = evidence.gender or GENDERS.get(lower, "")
    return best
