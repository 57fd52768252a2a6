"""Which figure a description means: "the expert", "the ministry", "the company"."""

from __future__ import annotations

from collections.abc import Iterable

from summarizers.model import ActorKind
from summarizers.readers.english.actors.coreference.descriptions import (
    INDEFINITE,
    Description,
    add_described,
    add_mention,
)
from summarizers.readers.english.actors.discourse_model import Stage
from summarizers.readers.english.actors.name_variants import Figure
from summarizers.readers.english.actors.word_lists import (
    FIRM_ENDINGS,
    ORG_NOUNS,
    PRESS,
    ROLE_GENDERS,
    ROLES,
)

REACH_SENTENCES = 12
WEAK = frozenset(("the", "a", "an", "of", "at", "in", "for", "and", "to", "on", "by"))
OTHERS = frozenset(("other", "others"))
POSSESSIVES = frozenset(("my", "our", "your", "his", "her", "its", "their"))
# What "the city" and "the country" can mean when they speak.
SITE_NOUNS = {
    **dict.fromkeys(("city", "town", "village", "island"), ActorKind.PLACE),
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), ActorKind.COUNTRY),
}
# Points for a fit; the best must have LEAST, and lead the second by CALL_MARGIN. Set by
# hand: a wrong speaker is worse than none.
SAME_NOUN = 3.0
WIDER_NOUN = 2.0
SAME_SORT = 1.5
KIN_NOUN = 1.0
LEADING_BODY = 1.0
SHARED_WORDS = 2
SPOKE_LAST = 0.5
PER_SENTENCE = 0.1
PER_NAME = 0.2
MOST_FOR_NAMES = 1.0
LEAST = 1.0
CALL_MARGIN = 0.5


def resolve_description(
    stage: Stage, found: Description, speaker: int | None
) -> int | None:
    """The figure that a description means, a new one when it means nobody named.

    ``None`` when several named figures fit about as well. ``speaker`` is the figure
    that spoke last.
    """
    again = _described_before(stage, found)
    if again is not None:
        return add_mention(stage, found, again)
    if found.plural or not found.is_definite:
        return add_described(stage, found)
    scores = _scores(stage, found, speaker)
    if not scores:
        return add_described(stage, found)
    best = _plain_best(scores)
    return None if best is None else add_mention(stage, found, best)


def _described_before(stage: Stage, found: Description) -> int | None:
    """A described figure that this can be again: same noun, nothing that differs."""
    again = found.plural or found.determiner not in INDEFINITE
    if not again or found.determiner in OTHERS:
        return None
    for number in reversed(stage.described.get(found.noun, ())):
        words = stage.figures[number].role_words
        if found.words == words or (found.is_definite and found.words <= words):
            return number
    return None


def _scores(stage: Stage, found: Description, speaker: int | None) -> dict[int, float]:
    """The named figures that may be meant, with how well they fit."""
    nearest: dict[int, int] = {}
    start = stage.tokens.starts[found.first]
    for seen, distance in stage.before(start, REACH_SENTENCES):
        nearest.setdefault(seen.number, distance)
    scores: dict[int, float] = {}
    for number, distance in nearest.items():
        figure = stage.figures[number]
        fit = _fit(found, figure)
        if fit:
            score = fit - PER_SENTENCE * distance
            score += SPOKE_LAST * (number == speaker)
            score += min(MOST_FOR_NAMES, PER_NAME * len(figure.names))
            scores[number] = max(0.0, score)
    return scores


def _plain_best(scores: dict[int, float]) -> int | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CALL_MARGIN:
        return None
    return ranked[0][0] if ranked[0][1] >= LEAST else None


def _fit(found: Description, figure: Figure) -> float:
    if figure.kind is ActorKind.PERSON:
        return _fit_person(found, figure)
    if figure.kind is ActorKind.ORG and found.noun in ORG_NOUNS:
        return _fit_body(found, figure)
    named = found.noun in SITE_NOUNS and SITE_NOUNS[found.noun] is figure.kind
    return SAME_NOUN if named else 0.0


def _fit_person(found: Description, figure: Figure) -> float:
    """The same noun, a wider one, or a kindred one with a shared affiliation."""
    gender = ROLE_GENDERS.get(found.noun, "")
    if gender and figure.votes.gender not in {"", gender}:
        return 0.0
    shared = len((found.words & figure.role_words) - WEAK - {found.noun})
    fit = 0.0
    if found.noun in figure.nouns:
        fit = SAME_NOUN
    elif any(found.noun in ROLES.get(noun, ()) for noun in figure.nouns):
        fit = WIDER_NOUN
    elif _is_kin(found.noun, figure.nouns):
        expert = "expert" in ROLES.get(found.noun, ())
        fit = KIN_NOUN if shared or expert else 0.0
    return fit + min(SHARED_WORDS, shared) if fit else 0.0


def _is_kin(noun: str, nouns: Iterable[str]) -> bool:
    families = ROLES.get(noun, frozenset())
    return any(families & ROLES.get(other, frozenset()) for other in nouns)


def _fit_body(found: Description, figure: Figure) -> float:
    """The same noun in its name or role, the same sort, or the one the text is about."""
    words = {word for form in figure.forms for word in form.key}
    if found.noun in figure.nouns or found.noun in words:
        return SAME_NOUN
    # "The pilots of Norbat will strike, their union said": it is not Norbat's, nor Norbat.
    if found.determiner in POSSESSIVES:
        return 0.0
    sort = ORG_NOUNS[found.noun]
    sorts = {ORG_NOUNS[n] for n in figure.nouns | words if n in ORG_NOUNS}
    if not words.isdisjoint(FIRM_ENDINGS):
        sorts.add("firm")
    if sort in sorts:
        return SAME_SORT
    if sorts or not figure.leads or sort not in {"firm", "body"}:
        return 0.0
    acronym = sort == "firm" and figure.names[0].text.isupper()
    press = any(" ".join(form.words) in PRESS for form in figure.forms)
    return 0.0 if acronym or press else LEADING_BODY
