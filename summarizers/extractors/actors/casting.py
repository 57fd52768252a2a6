"""The cast of an article, put together from names, roles and speakers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from summarizers.extractors.actors.merging import Figure, merge_names
from summarizers.extractors.actors.names import find_names
from summarizers.extractors.actors.ranking import measure, rank
from summarizers.extractors.actors.roles import find_clause, find_roles
from summarizers.extractors.actors.speakers import resolve_speakers
from summarizers.extractors.actors.stage import Stage
from summarizers.extractors.actors.vocabulary import ORG_NOUNS, ROLES
from summarizers.model import Actor, ActorKind, Article, Cast, Mention, Span
from summarizers.parsers.grammar import Parse


def extract(parse: Parse, article: Article) -> Cast:
    """Everyone who acts or speaks in the article, best first."""
    figures = merge_names(parse, find_names(parse))
    for figure in figures:
        _add_roles(parse, figure)
    stage = Stage(parse, figures)
    numbers = resolve_speakers(stage)
    said = Counter(numbers)
    rows = [
        measure(stage, number, article, said[number])
        for number in range(len(stage.figures))
    ]
    actors = [
        _make_actor(stage, article, number, score)
        for number, score in enumerate(rank(rows))
    ]
    speakers = tuple(None if n is None else actors[n].name for n in numbers)
    ranked = sorted(actors, key=lambda a: -a.salience)
    return Cast(tuple(ranked), speakers)


def _add_roles(parse: Parse, figure: Figure) -> None:
    """Give a figure its printed role, and all nouns that say what it is."""
    tokens = parse.tokens
    nouns = _ROLE_NOUNS.get(figure.votes.kind)
    if nouns is None:
        return
    for name in figure.names:
        bounds = parse.bounds[tokens[name.first].sentence]
        for role in find_roles(parse, name, nouns, bounds):
            figure.nouns |= role.nouns
            text = parse.layout.text[role.start : role.end]
            figure.role_words.update(text.lower().replace(",", " ").split())
            short = figure.role and figure.role[1] - figure.role[0] < 12
            if figure.role is None or (short and role.end - role.start >= 12):
                figure.role = (role.start, role.end)
    if figure.role is None and figure.votes.kind is ActorKind.PERSON:
        for name in figure.names:
            bounds = parse.bounds[tokens[name.first].sentence]
            clause = find_clause(tokens, name, bounds[1])
            if clause is not None:
                figure.role = (clause.start, clause.end)
                return


_ROLE_NOUNS: dict[ActorKind | None, Container[str]] = {
    ActorKind.PERSON: ROLES,
    ActorKind.ORG: ORG_NOUNS,
}


def _make_actor(
    stage: Stage, article: Article, number: int, score: float
) -> Actor:
    figure = stage.figures[number]
    parse = stage.parse
    name = _full_name(figure)
    mentions = [Mention(Span(n.start, n.end, n.text)) for n in figure.names]
    mentions += [Mention(s, pronoun=True) for s in stage.pronouns.get(number, ())]
    return Actor(
        name=name,
        kind=figure.votes.kind or ActorKind.ORG,
        role=None if figure.role is None else article.span(*figure.role),
        aliases=_aliases(parse, figure, name),
        mentions=tuple(sorted(mentions, key=lambda m: m.span.start)),
        salience=score,
    )


def _full_name(figure: Figure) -> str:
    if figure.state:
        texts = [n.text for n in figure.names if n.words[0][0] != "@"]
        texts = texts or [n.text for n in figure.names]
        return max(texts, key=texts.count)
    names = max(figure.forms, key=lambda f: (len(f.words), len(f.names))).names
    return names[0].text


def _aliases(parse: Parse, figure: Figure, name: str) -> tuple[str, ...]:
    text = parse.layout.text
    found: dict[str, None] = {}
    for n in figure.names:
        found[n.text] = None
        if n.title < n.first:
            found[text[parse.tokens[n.title].start : n.end]] = None
        elif n.first and parse.tokens[n.first - 1].lower == "the":
            found[text[parse.tokens[n.first - 1].start : n.end]] = None
    found.pop(name, None)
    return tuple(found)
