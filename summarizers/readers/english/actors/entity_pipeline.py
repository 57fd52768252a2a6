"""Find the entities of an article by names, roles, speakers and unnamed groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import compress
from operator import attrgetter

from summarizers.lexicons import words
from summarizers.model import (
    Actor,
    ActorKind,
    Article,
    Entities,
    Mention,
    Refusal,
    Span,
)
from summarizers.readers.english.actors.descriptions import (
    Description,
    read_subject,
    resolve_description,
)
from summarizers.readers.english.actors.discourse_model import DiscourseModel
from summarizers.readers.english.actors.entity_linking import merge_names
from summarizers.readers.english.actors.lead_people import add_lead_people
from summarizers.readers.english.actors.name_recognition import find_names
from summarizers.readers.english.actors.name_variants import EntityCandidate
from summarizers.readers.english.actors.press import only_publishes
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.roles import add_roles
from summarizers.readers.english.actors.salience import measure, salience
from summarizers.readers.english.actors.speaker_attribution import resolve_speakers
from summarizers.readers.english.actors.title_people import add_title_people
from summarizers.readers.english.actors.word_lists import COUNTRIES, GROUPS
from summarizers.readers.english.interviews import add_interviewee, read_interview
from summarizers.readers.parse import Parse

# Tags of nouns and adjectives; the engine ``fast`` gives most of them "".
NOUN_TAGS = frozenset(("NN", "JJ", "HY", ""))


def extract(parse: Parse, article: Article) -> Entities:
    """Return the actors of an article in text order, and each attribution's speaker."""
    discourse, speakers = build_discourse(parse)
    titled = add_title_people(discourse, article.title or "")
    leading = add_lead_people(discourse, article.title or "", titled)
    rows = measure(discourse, article.title)
    for number in (*titled, *leading):
        # A noun for people is an agent, whatever the lists say.
        rows[number] = {**rows[number], "no agent": 0.0}
    for number in titled:
        rows[number] = {**rows[number], "described": 0.0, "in the title": 1.0}
    title = (article.title or "").lower()
    actors = []
    for number, row in enumerate(rows):
        actor = _make_actor(discourse, number, salience(row))
        if only_publishes(discourse, discourse.entities[number], title):
            actor = replace(actor, refusal=Refusal.PUBLISHER)
        actors.append(actor)
    for interviewee in read_interview(article).people:
        actors, at = add_interviewee(interviewee, actors)
        actors[at] = replace(actors[at], salience=FIRST)
        row = rows[at] if at < len(rows) else INTERVIEWEE
        rows[at:] = [{**row, "in the title": 1.0, "role": 1.0}, *rows[at + 1 :]]
    return Entities(
        actors=tuple(actors),
        speakers=tuple(None if n is None else actors[n].name for n in speakers),
        signs=tuple(rows),
    )


# The salience of a person whose interview the title announces, as log odds.
FIRST = 9.0
# The signs of a person whom only the title of an interview names.
INTERVIEWEE = dict.fromkeys(
    (
        *("mentions", "early in the title", "in the first sentence", "early"),
        *(
            "share of most mentions",
            "acts",
            "no agent",
            "one word",
            "event",
            "described",
        ),
    ),
    0.0,
)


def build_discourse(parse: Parse) -> tuple[DiscourseModel, list[int | None]]:
    """Return all entities with their mentions, and each attribution's speaker.

    A speaker is the number of an entity, or ``None``.
    """
    entities = merge_names(parse, find_names(parse))
    add_roles(parse, entities)
    discourse = DiscourseModel(parse, entities)
    add_groups(discourse)
    return discourse, resolve_speakers(discourse)


def _make_actor(discourse: DiscourseModel, number: int, score: float) -> Actor:
    entity = discourse.entities[number]
    text = discourse.parse.layout.text
    name = _full_name(entity)
    mentions = [Mention(Span(n.start, n.end, n.text)) for n in sorted(entity.names)]
    if pronouns := discourse.pronouns.get(number):
        mentions += [Mention(span, pronoun=True) for span in pronouns]
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


def _full_name(entity: EntityCandidate) -> str:
    """Return an entity's longest printed name; for a state, the most frequent one."""
    if entity.state:
        texts = [n.text for n in entity.names if " ".join(n.words) in COUNTRIES]
        texts = texts or [n.text for n in entity.names]
        return max(texts, key=texts.count)
    if len(entity.forms) == 1:
        return entity.forms[0].names[0].text
    form = max(entity.forms, key=lambda form: (len(form.words), len(form.names)))
    return form.names[0].text


def _aliases(
    discourse: DiscourseModel, entity: EntityCandidate, name: str
) -> tuple[str, ...]:
    """Return the printed forms of an entity other than ``name``, in text order.

    A form may include a title or "the".
    """
    text, tokens = discourse.parse.layout.text, discourse.tokens
    aliases: dict[str, None] = {}
    for n in entity.names:
        aliases[n.text] = None
        if n.title < n.first:
            aliases[text[tokens.starts[n.title] : n.end]] = None
        elif _has_article(discourse, n):
            aliases[text[tokens.starts[n.first - 1] : n.end]] = None
    aliases.pop(name, None)
    return tuple(aliases)


def _has_article(discourse: DiscourseModel, name: PrintedName) -> bool:
    """Return whether "the" before a name belongs to it.

    It does in "the EU said", but not in "the Ford car".
    """
    tokens = discourse.tokens
    if not name.first or tokens.lowers[name.first - 1] != "the":
        return False
    following = tokens.tags[name.last] if name.last < len(tokens.tags) else "."
    return following[:2] not in NOUN_TAGS


VAGUE = words("vague_groups")
ACTING = GROUPS - VAGUE
LEAD_PARAGRAPHS = 2
AGAIN = 2


def add_groups(discourse: DiscourseModel) -> None:
    """Add unnamed groups that are subjects early or repeatedly: "protesters"."""
    descriptions = list(_subjects(discourse))
    counts = Counter(description.noun for description in descriptions)
    lead = discourse.lead_end(LEAD_PARAGRAPHS)
    for description in descriptions:
        early = discourse.tokens.starts[description.head] < lead
        if early or counts[description.noun] >= AGAIN:
            resolve_description(discourse, description, None)


def _subjects(discourse: DiscourseModel) -> Iterator[Description]:
    acting = ACTING & discourse.words
    if not acting:
        return
    lowers = discourse.lowers
    for i in compress(range(len(lowers)), map(acting.__contains__, lowers)):
        acts = discourse.is_subject(i) and not discourse.is_quoted(
            discourse.tokens.starts[i]
        )
        if acts and discourse.entity_covering(i) is None:
            yield read_subject(discourse, i)
