"""Find the entities of an article by names, roles, speakers and unnamed groups."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from math import log1p
from operator import attrgetter

from summarizers.lexicons import table, words
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Entities,
    Mention,
    Refusal,
    Span,
)
from summarizers.readers.english.actors.descriptions import add_groups, add_titled
from summarizers.readers.english.actors.discourse import (
    Discourse,
    is_agent_noun,
    shape_of,
)
from summarizers.readers.english.actors.linking import Entity, merge_names
from summarizers.readers.english.actors.names import NameMention, find_names
from summarizers.readers.english.actors.roles import add_roles
from summarizers.readers.english.actors.speakers import resolve_speakers
from summarizers.readers.english.actors.word_lists import (
    COUNTRIES,
    FIRST_NAMES,
    PRESS,
)
from summarizers.readers.english.interviews import add_interviewee, read_interview
from summarizers.readers.english.syntax.tokens import reporters
from summarizers.readers.parse import Parse
from summarizers.text.language import terms

# Last words of the names of media, nouns for media in roles, and call signs of American
# stations: "WXYZ".
_MEDIA_ENDS = words("media_ends")
_MEDIA = words("media_nouns")
_CALL_SIGN = re.compile(r"[KW][A-Z]{3}(?:-TV|-FM)?\Z")
_PUBLISHING = words("publishing_verbs")
_SOURCES = frozenset(("by", "in", "to", "with", "told", "from", "tells", "tell", "("))
# Words between a paper and its verb: "has also reported".
_HELPERS = frozenset(("has", "have", "had", "also"))
# The least share of a paper's mentions in which it reports. The others may be captions.
_LEAST_SHARE = 0.75
# The salience of a person whose interview the title announces, as log odds, and the
# signs of such a person whom only the title names.
FIRST = 9.0
INTERVIEWEE = dict.fromkeys(
    (
        *("mentions", "early in the title", "in the first sentence", "early"),
        *("share of most mentions", "acts", "no agent", "one word", "event"),
        "described",
    ),
    0.0,
)


def extract(parse: Parse, article: Article) -> Entities:
    """Return the actors of an article in text order, and each attribution's speaker."""
    shape = shape_of(parse.tokens)
    entities = merge_names(parse, find_names(parse))
    add_roles(parse, shape, entities)
    discourse = Discourse(parse, shape, entities)
    add_groups(discourse)
    speakers = resolve_speakers(discourse)
    titled = add_titled(discourse, article.title or "")
    title = (article.title or "").lower()
    actors: list[Actor] = []
    rows = _measure(discourse, article.title)
    for i, entity in enumerate(discourse.entities):
        if entity in titled:
            # A noun for people is an agent, whatever the lists say.
            rows[i] |= {"no agent": 0.0, "described": 0.0, "in the title": 1.0}
        actor = _make_actor(discourse, entity, salience(rows[i]))
        if _only_publishes(discourse, entity, title):
            actor = replace(actor, refusal=Refusal.PUBLISHER)
        actors.append(actor)
    for interviewee in read_interview(article).people:
        actors, at = add_interviewee(interviewee, actors)
        actors[at] = replace(actors[at], salience=FIRST)
        row = rows[at] if at < len(rows) else INTERVIEWEE
        rows[at:] = [{**row, "in the title": 1.0, "role": 1.0}, *rows[at + 1 :]]
    names = {e: a.name for e, a in zip(discourse.entities, actors, strict=False)}
    return Entities(
        actors=tuple(actors),
        speakers=tuple(None if e is None else names[e] for e in speakers),
        signs=tuple(rows),
    )


def salience(signs: Mapping[str, float]) -> float:
    """Return the log odds that the article is about the entity with these signs."""
    weights = table("salience").items()
    return sum(float(weight) * signs.get(sign, 1.0) for sign, weight in weights)


def _measure(discourse: Discourse, title: str | None) -> list[dict[str, float]]:
    """Return the signs of all entities by name, in the order of the discourse."""
    lower, length = (title or "").lower(), max(1, len(discourse.parse.layout.text))
    given = _given_names(discourse, lower)
    opening = discourse.tokens.sentences[0] if discourse.tokens else 0
    most = max((len(entity.names) for entity in discourse.entities), default=1)
    rows = []
    for entity in discourse.entities:
        names, first = entity.names, entity.names[0]
        titled = _title_place(lower, entity)
        if not titled and not given.isdisjoint(first.words[:1]):
            titled = 1.0 - lower.find(first.words[0]) / len(lower)
        row: dict[str, float] = {
            "mentions": log1p(len(names)),
            "in the title": titled > 0,
            "early in the title": titled,
            "in the first sentence": discourse.tokens.sentences[first.first] <= opening,
            "early": 1.0 - first.start / length,
            "share of most mentions": len(names) / most,
            "acts": log1p(sum([discourse.acts(name) for name in names])),
            "role": entity.role is not None or bool(entity.role_spans),
            "described": entity.is_described,
            "no agent": entity.is_described
            and not any(map(is_agent_noun, entity.nouns)),
            "one word": len(first.words) == 1,
            "event": entity.kind is None,
        }
        rows.append(row)
    return rows


def _given_names(discourse: Discourse, title: str) -> frozenset[str]:
    """Return the given names in the title that exactly one person has: "Anna says no"."""
    listed = FIRST_NAMES.keys() & terms(title)
    people = [e for e in discourse.entities if e.kind is ActorKind.PERSON]
    counts = Counter([e.names[0].words[0] for e in people])
    return frozenset([given for given in listed if counts[given] == 1])


def _title_place(title: str, entity: Entity) -> float:
    """Return how early the title names an entity: 1 at its start, 0 if it does not."""
    texts = {name.text for name in entity.names} if title else ()
    places = [at for text in texts if (at := title.find(text.lower())) >= 0]
    return 1.0 - min(places) / len(title) if places else 0.0


def _make_actor(discourse: Discourse, entity: Entity, score: float) -> Actor:
    text = discourse.parse.layout.text
    name = _full_name(entity)
    mentions = [Mention(Span(n.start, n.end, n.text)) for n in sorted(entity.names)]
    mentions += [Mention(span, pronoun=True) for span in entity.pronouns]
    mentions.sort(key=attrgetter("span.start"))
    role = entity.role or entity.affiliation
    return Actor(
        name,
        entity.kind or ActorKind.ORG,
        None if role is None else Span(*role, text[role[0] : role[1]]),
        _aliases(discourse, entity, name),
        tuple(mentions),
        score,
    )


def _full_name(entity: Entity) -> str:
    """Return an entity's longest printed name; for a state, the most frequent one."""
    if entity.state:
        texts = [n.text for n in entity.names if " ".join(n.words) in COUNTRIES]
        texts = texts or [n.text for n in entity.names]
        return max(texts, key=texts.count)
    if len(entity.variants) == 1:
        return entity.variants[0].names[0].text
    form = max(entity.variants, key=lambda form: (len(form.words), len(form.names)))
    return form.names[0].text


def _aliases(discourse: Discourse, entity: Entity, name: str) -> tuple[str, ...]:
    """Return the printed variants of an entity other than ``name``, in text order.

    A form may include a title or "the".
    """
    text, starts = discourse.parse.layout.text, discourse.starts
    aliases: dict[str, None] = {}
    for n in entity.names:
        aliases[n.text] = None
        # "The" belongs to the name in "the EU said", but not in "the Ford car".
        is_alone = n.title == n.first and discourse.shape[n.last] not in "nsNkju"
        has_article = (
            is_alone and n.first > 0 and discourse.lowers[n.first - 1] == "the"
        )
        first = n.title - has_article
        if first < n.first:
            aliases[text[starts[first] : n.end]] = None
    aliases.pop(name, None)
    return tuple(aliases)


def _only_publishes(discourse: Discourse, entity: Entity, title: str) -> bool:
    """Return whether a paper only reports, nearly wherever the article names it.

    Examples: "photographs published by the Lenna Post", "she told the Lenna Post". The
    result is false for a paper that ``title`` names.
    """
    name = entity.names[0]
    is_listed = name.words[-1] in _MEDIA_ENDS or " ".join(name.words) in PRESS
    is_named = is_listed and len(name.words) > 1
    is_medium = is_named or _CALL_SIGN.match(name.text) or _MEDIA & entity.nouns
    if not is_medium or "agency" in entity.nouns or name.text.lower() in title:
        return False
    reports = sum([_reports(discourse, name) for name in entity.names])
    return reports >= _LEAST_SHARE * len(entity.names)


def _reports(discourse: Discourse, name: NameMention) -> bool:
    """Return whether a paper reports at this mention: "the Post said", "told the Post"."""
    lowers = discourse.lowers
    verbs = (w for w in lowers[name.last : name.last + 3] if w not in _HELPERS)
    following = next(verbs, "")
    if following in _PUBLISHING or following in reporters():
        return True
    before = min(name.title, name.first) - 1
    before -= before > 0 and lowers[before] in {"the", "``", "''", '"'}
    source = lowers[before] if before >= 0 else ""
    return source in _SOURCES or source in reporters()
