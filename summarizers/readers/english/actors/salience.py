"""Rank actors by salience: how central each actor is to the article.

Actors that the article is about come first. The others are ranked by what they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log1p
from operator import itemgetter, mul

from summarizers.lexicons.weights import probability, weights_of
from summarizers.model import ActorKind
from summarizers.readers.english.actors.discourse import (
    ACTIVE,
    SCENERY,
    Discourse,
    NameUse,
    use_of,
)
from summarizers.readers.english.actors.linking import Entity
from summarizers.readers.english.actors.names import NameMention
from summarizers.readers.english.actors.word_lists import (
    DEMONYMS,
    FIRST_NAMES,
    GROUPS,
    ORG_NOUNS,
    PRESS,
    ROLES,
)
from summarizers.text.terms import terms

LEAD_PARAGRAPHS = 3
# This number of actors ranks first: those that the article is most about. Others join
# them if the article is about them by ``LEAST_ABOUT``, except settings and events.
SUBJECTS = 3
LEAST_ABOUT = 0.4
SETTINGS = "place", "event", "only scenery"
MODEL = "actor_weights"
ABOUT = weights_of("about_weights")

_ABOUT_SIGNS = itemgetter(*ABOUT)

Signs = Mapping[str, float]

SHARES = {
    NameUse.SUBJECT: "subject",
    NameUse.OBJECT: "object",
    NameUse.AGENT: "agent",
    NameUse.OWNER: "owner",
    NameUse.PLACE: "placed",
    NameUse.OF: "of",
    NameUse.MODIFIER: "modifies",
    NameUse.COUNTERPART: "dealt with",
    NameUse.LISTED: "listed",
}


@dataclass(frozen=True, slots=True)
class Scale:
    """The values of one article with which the features of its entities are compared.

    ``given`` are the given names in the title that one person of the article has.
    ``lead`` is the character at which the first paragraphs end. ``opening`` is the
    index of the first sentence. ``most`` is the largest number of names of an entity.
    ``peoples`` counts the words for each state's people ("Iraqi"). ``titled`` are the
    states whose people the title names.
    """

    title: str
    given: frozenset[str]
    lead: int
    opening: int
    length: int
    most: int
    peoples: Counter[str]
    titled: frozenset[str]


def measure(
    discourse: Discourse, title: str | None, said: Mapping[Entity, int]
) -> list[Signs]:
    """Return the salience features of all entities, in the order of their numbers.

    ``said`` maps an entity to the number of its attributions.
    """
    scale, entities = _scale(discourse, title), discourse.entities
    # Each kind of feature is read for all entities first: this suits the processor's caches.
    presence = [_presence(discourse, entity, scale) for entity in entities]
    grammar = [_grammar(discourse, entity, scale.lead) for entity in entities]
    character = [_character(entity, said.get(entity, 0)) for entity in entities]
    rows = zip(presence, grammar, character, strict=True)
    return [{**first, **second, **last} for first, second, last in rows]


def rank(rows: Sequence[Signs], *, titled: bool = True) -> list[float]:
    """Return the salience of each entity; above 1 if the article is about the entity.

    ``titled`` is false for an article without a title, which would show whom it is
    about. Then only the first entity, and those with ``LEAST_ABOUT``, are above 1.
    """
    scores = [probability(row, MODEL) for row in rows]
    about = {i: _about(row) for i, row in enumerate(rows) if not row["described"]}
    for place, i in enumerate(sorted(about, key=lambda i: -about[i])):
        is_compared = place == 0 or (titled and place < SUBJECTS)
        is_late = place >= SUBJECTS and any(rows[i].get(sign) for sign in SETTINGS)
        if is_compared or (about[i] >= LEAST_ABOUT and not is_late):
            scores[i] = 1.0 + about[i]
    return scores


def _given_names(discourse: Discourse, title: str) -> frozenset[str]:
    """Return the given names in the title that exactly one person has: "Anna says no"."""
    listed = FIRST_NAMES.keys() & terms(title)
    people = [e for e in discourse.entities if e.kind is ActorKind.PERSON]
    counts = Counter([e.names[0].words[0] for e in people])
    return frozenset([given for given in listed if counts[given] == 1])


def _about(row: Signs) -> float:
    """Return how much the article is about an entity, 0 to 1."""
    return 1.0 / (1.0 + exp(-sum(map(mul, ABOUT.values(), _ABOUT_SIGNS(row)))))


def _scale(discourse: Discourse, title: str | None) -> Scale:
    peoples: Counter[str] = Counter()
    for word in DEMONYMS.keys() & discourse.words:
        peoples[DEMONYMS[word]] += discourse.lowers.count(word)
    lower = (title or "").lower()
    return Scale(
        title=lower,
        given=_given_names(discourse, lower),
        lead=discourse.lead_end(LEAD_PARAGRAPHS),
        opening=discourse.tokens.sentences[0] if discourse.tokens else 0,
        length=max(1, len(discourse.parse.layout.text)),
        most=max((len(entity.names) for entity in discourse.entities), default=1),
        peoples=peoples,
        titled=frozenset(DEMONYMS[w] for w in lower.split() if w in DEMONYMS),
    )


def _presence(discourse: Discourse, entity: Entity, scale: Scale) -> dict[str, float]:
    """Return the features of how often and where the article names an entity."""
    names, first = entity.names, entity.names[0]
    titled = _title_place(scale.title, names)
    if not titled and not scale.given.isdisjoint(first.words[:1]):
        titled = 1.0 - scale.title.find(first.words[0]) / len(scale.title)
    opening = discourse.tokens.sentences[first.first] <= scale.opening
    return {
        "mentions": log1p(len(names)),
        "pronouns": log1p(len(entity.pronouns)),
        "in the title": titled > 0,
        "early in the title": titled,
        "in the first sentence": opening,
        "in the lead": first.start < scale.lead,
        "early": 1.0 - first.start / scale.length,
        "share of most mentions": len(names) / scale.most,
        "its people": log1p(scale.peoples[entity.state]) if entity.state else 0.0,
        "its people in the title": bool(entity.state) and entity.state in scale.titled,
    }


def _grammar(discourse: Discourse, entity: Entity, lead: int) -> Signs:
    """Return the features of the grammatical functions of an entity's names.

    They are the share of names that are subjects, objects and so on, and whether the
    entity ever acts. ``lead`` is the offset at which the lead ends.
    """
    names, opening = entity.names, discourse.tokens.sentences[0]
    uses = [use_of(discourse, name) for name in names]
    acting = [name for name, use in zip(names, uses, strict=True) if use in ACTIVE]
    scenery = all(use in SCENERY for use in uses)
    sentences = {discourse.tokens.sentences[name.first] for name in acting}
    count = len(names)
    return {
        **{sign: uses.count(use) / count for use, sign in SHARES.items()},
        "titled": sum([name.title < name.first for name in names]) / count,
        "quoted": sum([discourse.is_quoted(name.start) for name in names]) / count,
        "acts": log1p(len(acting)),
        "never acts": not acting,
        "acts in the lead": any(name.start < lead for name in acting),
        "acts first": opening in sentences,
        "only scenery": scenery,
        "state as scenery": scenery and bool(entity.state),
    }


def _character(entity: Entity, times: int) -> dict[str, float]:
    """Return the features of an entity's kind, of its name, and of its speech.

    ``times`` is the number of attributions with this entity as speaker.
    """
    described = entity.is_described
    press = not PRESS.isdisjoint([" ".join(n.words) for n in entity.names[:2]])
    return {
        "said": log1p(times),
        "speaks": times > 0,
        "role": entity.role is not None or bool(entity.role_spans),
        "described": described,
        "no agent": described and not _is_agent(entity),
        "one word": len(entity.names[0].words) == 1,
        "acronym": len(entity.names[0].text) > 1 and entity.names[0].text.isupper(),
        "press": press,
        "constant": 1.0,
        "org": entity.kind is ActorKind.ORG,
        _kind_sign(entity.kind): 1.0,
    }


def _kind_sign(kind: ActorKind | None) -> str:
    return "event" if kind is None else str(kind)


def _is_agent(entity: Entity) -> bool:
    return any(n in ROLES or n in GROUPS or n in ORG_NOUNS for n in entity.nouns)


def _title_place(title: str, names: Sequence[NameMention]) -> float:
    """Return how early the title names an entity: 1 at its start, 0 if it does not."""
    if not title:
        return 0.0
    texts = {name.text for name in names}
    places = [at for text in texts if (at := title.find(text.lower())) >= 0]
    return 1.0 - min(places) / len(title) if places else 0.0
