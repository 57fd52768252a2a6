"""The cast of an article, put together from names, roles and speakers."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from summarizers.model import Actor, ActorKind, Article, Cast, Mention, Span
from summarizers.readers.english.actors.discourse_model import Stage
from summarizers.readers.english.actors.entity_linking import merge_names
from summarizers.readers.english.actors.name_recognition import find_names
from summarizers.readers.english.actors.name_variants import Figure
from summarizers.readers.english.actors.printed_names import Name
from summarizers.readers.english.actors.roles import add_roles
from summarizers.readers.english.actors.salience import Signs, measure, rank
from summarizers.readers.english.actors.speaker_attribution import resolve_speakers
from summarizers.readers.english.actors.unnamed_groups import add_groups
from summarizers.readers.english.actors.word_lists import COUNTRIES
from summarizers.readers.parse import Parse

# The fast engine tags most common nouns "".
NOUN_TAGS = frozenset(("NN", "JJ", "HY", ""))


def extract(parse: Parse, article: Article) -> Cast:
    """Everyone who acts or speaks in the article, best first."""
    stage, speakers = set_stage(parse)
    scores = rank(measure(stage, article.title, _count(speakers)))
    actors = [_make_actor(stage, number, score) for number, score in enumerate(scores)]
    return Cast(
        actors=tuple(sorted(actors, key=lambda actor: -actor.salience)),
        speakers=tuple(None if n is None else actors[n].name for n in speakers),
    )


def candidates(parse: Parse, article: Article) -> list[tuple[Actor, Signs]]:
    """All actors with the signs that rank them, in no promised order."""
    stage, speakers = set_stage(parse)
    rows = measure(stage, article.title, _count(speakers))
    return [(_make_actor(stage, i, 0.0), row) for i, row in enumerate(rows)]


def set_stage(parse: Parse) -> tuple[Stage, list[int | None]]:
    """All figures with their mentions, and the number of each attribution's speaker."""
    figures = merge_names(parse, find_names(parse))
    for figure in figures:
        add_roles(parse, figure)
    stage = Stage(parse, figures)
    add_groups(stage)
    return stage, resolve_speakers(stage)


def _count(speakers: list[int | None]) -> Counter[int]:
    return Counter(number for number in speakers if number is not None)


def _make_actor(stage: Stage, number: int, score: float) -> Actor:
    figure = stage.figures[number]
    text = stage.parse.layout.text
    name = _full_name(figure)
    mentions = [Mention(Span(n.start, n.end, n.text)) for n in sorted(figure.names)]
    if pronouns := stage.pronouns.get(number):
        mentions += [Mention(span, pronoun=True) for span in pronouns]
        mentions.sort(key=attrgetter("span.start"))
    role = figure.role
    return Actor(
        name,
        figure.kind or ActorKind.ORG,
        None if role is None else Span(*role, text[role[0] : role[1]]),
        _aliases(stage, figure, name),
        tuple(mentions),
        score,
    )


def _full_name(figure: Figure) -> str:
    """The longest printed name; for a state the one printed most."""
    if figure.state:
        texts = [n.text for n in figure.names if " ".join(n.words) in COUNTRIES]
        texts = texts or [n.text for n in figure.names]
        return max(texts, key=texts.count)
    if len(figure.forms) == 1:
        return figure.forms[0].names[0].text
    form = max(figure.forms, key=lambda form: (len(form.words), len(form.names)))
    return form.names[0].text


def _aliases(stage: Stage, figure: Figure, name: str) -> tuple[str, ...]:
    """All other printed forms, with their titles or "the" as well, first seen first."""
    text, tokens = stage.parse.layout.text, stage.tokens
    found: dict[str, None] = {}
    for n in figure.names:
        found[n.text] = None
        if n.title < n.first:
            found[text[tokens.starts[n.title] : n.end]] = None
        elif _has_article(stage, n):
            found[text[tokens.starts[n.first - 1] : n.end]] = None
    found.pop(name, None)
    return tuple(found)


def _has_article(stage: Stage, name: Name) -> bool:
    """Whether "the" belongs to the name, and not to a noun behind it."""
    tokens = stage.tokens
    if not name.first or tokens.lowers[name.first - 1] != "the":
        return False
    following = tokens.tags[name.last] if name.last < len(tokens) else "."
    return following[:2] not in NOUN_TAGS
