"""Sources that stand there as a description: "the expert", "local authorities"."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from summarizers.extractors.actors.kinds import Votes
from summarizers.extractors.actors.merging import Figure, Form
from summarizers.extractors.actors.names import Name
from summarizers.extractors.actors.stage import Stage
from summarizers.extractors.actors.titles import role_noun
from summarizers.extractors.actors.vocabulary import (
    GROUPS,
    ORG_NOUNS,
    ROLE_GENDERS,
    ROLES,
)
from summarizers.model import ActorKind, Span

DEFINITE = frozenset("the this that these those his her its their our".split())
INDEFINITE = frozenset(
    "a an one another some several many most two three four five other others any no"
    " each every".split()
)
ENDS = frozenset(("IN", "WP", "WDT", "TO", ",", "VBN", "VBG", "VBD", "WP$"))
CUTS = frozenset(("WP", "WDT", "WRB", ",", ":", "VBN", "VBG", "VBD", "VBZ", "VBP"))
REACH_SENTENCES = 12


class Description(NamedTuple):
    """A described source: its determiner, nouns before the head, the head, the rest."""

    span: Span
    first: int
    last: int
    head: int
    noun: str
    determiner: str
    words: frozenset[str]
    plural: bool


def read_description(stage: Stage, span: Span, head: int) -> Description | None:
    """Take a source phrase apart; ``None`` when no token lies in it."""
    first, last = stage.tokens_of(span)
    if first >= last:
        return None
    if not first <= head < last:
        head = _guess_head(stage, first, last)
    tokens = stage.tokens[first:last]
    noun = role_noun(stage.tokens[head].lower)
    start = tokens[0].lower
    possessed = any(t.tag == "POS" for t in stage.tokens[first:head])
    determiner = start if start in DEFINITE | INDEFINITE else "the" if possessed else ""
    words = frozenset(t.lower for t in tokens if t.text[0].isalnum()) - DEFINITE
    plural = stage.tokens[head].tag in {"NNS", "NNPS"} or noun in GROUPS
    return Description(span, first, last, head, noun, determiner, words, plural)


def _guess_head(stage: Stage, first: int, last: int) -> int:
    for i in range(first + 1, last):
        if stage.tokens[i].tag in ENDS:
            return i - 1
    return last - 1


def resolve_description(
    stage: Stage, found: Description, speaker: int | None
) -> int | None:
    """The figure that a description means; a new one when it means nobody named."""
    again = _described_before(stage, found)
    if again is not None:
        return _mention(stage, found, again)
    if found.determiner in INDEFINITE or found.plural or not found.determiner:
        return stage.add_figure(_make_figure(stage, found))
    named = _named_roles(stage, found, speaker)
    if named:
        best = _best(named)
        return None if best is None else _mention(stage, found, best)
    return stage.add_figure(_make_figure(stage, found))


def _mention(stage: Stage, found: Description, number: int) -> int:
    figure = stage.figures[number]
    name = _as_name(stage, found)
    figure.names.append(name)
    figure.described.append(name)
    stage.see(name.start, found.head, number)
    return number


def _as_name(stage: Stage, found: Description) -> Name:
    """The description as a name, without participles, clauses and lists behind it."""
    last = found.head + 1
    while last < found.last and stage.tokens[last].tag not in CUTS:
        if stage.tokens[last].lower in {"such", "including"}:
            break
        last += 1
    start, end = stage.tokens[found.first].start, stage.tokens[last - 1].end
    text = stage.parse.layout.text[start:end]
    words = tuple(text.lower().split())
    return Name(start, end, text, words, found.first, last, found.first, sure=True)


def _make_figure(stage: Stage, found: Description) -> Figure:
    name = _as_name(stage, found)
    votes = Votes()
    if found.plural:
        votes.group = 5.0
    elif found.noun in ORG_NOUNS and found.noun not in ROLES:
        votes.org = 5.0
    elif found.noun in ROLES:
        votes.person = 5.0
        votes.gender = ROLE_GENDERS[found.noun]
    else:
        votes.group = 5.0
    form = Form(name.words, name.words, [name], votes, votes.kind)
    figure = Figure([form], [name], votes)
    figure.nouns = {found.noun}
    figure.role_words = set(found.words)
    figure.described = [name]
    return figure


def _described_before(stage: Stage, found: Description) -> int | None:
    """A described figure that this can be again: same noun, nothing that differs."""
    if found.determiner in {"another", "other", "others"}:
        return None
    for number in range(len(stage.figures) - 1, -1, -1):
        figure = stage.figures[number]
        if len(figure.described) < len(figure.names):
            continue
        if found.noun not in figure.nouns:
            continue
        if found.words == figure.role_words:
            return number
        if found.determiner in DEFINITE and found.words <= figure.role_words:
            return number
    return None


def _named_roles(
    stage: Stage, found: Description, speaker: int | None
) -> dict[int, float]:
    """The named figures that may be meant, with how well they fit."""
    scores: dict[int, float] = {}
    for seen, distance in stage.before(found.span.start, REACH_SENTENCES):
        figure = stage.figures[seen.number]
        fit = _fit(found, figure)
        if fit:
            score = fit - 0.1 * distance + 0.5 * (seen.number == speaker)
            scores[seen.number] = max(scores.get(seen.number, 0.0), score)
    return scores


def _fit(found: Description, figure: Figure) -> float:
    kind = figure.votes.kind
    if kind is ActorKind.PERSON:
        return _fit_person(found, figure)
    if kind is ActorKind.ORG:
        return _fit_org(found, figure)
    return 0.0


def _fit_person(found: Description, figure: Figure) -> float:
    gender = ROLE_GENDERS.get(found.noun, "")
    if gender and figure.votes.gender not in {"", gender}:
        return 0.0
    if found.noun in figure.nouns:
        fit = 3.0
    elif any(found.noun in ROLES.get(noun, ()) for noun in figure.nouns):
        fit = 2.0
    elif _is_kin(found.noun, figure.nouns):
        fit = 1.0
    else:
        return 0.0
    shared = (found.words & figure.role_words) - _WEAK - {found.noun}
    return fit + min(2.0, len(shared))


_WEAK = frozenset("the a an of at in for and to on by from with".split())


def _is_kin(noun: str, nouns: Iterable[str]) -> bool:
    families = ROLES.get(noun, frozenset())
    return any(families & ROLES.get(other, frozenset()) for other in nouns)


def _fit_org(found: Description, figure: Figure) -> float:
    noun = found.noun
    if noun not in ORG_NOUNS:
        return 0.0
    if noun in figure.nouns or any(noun in form.key for form in figure.forms):
        return 3.0
    return 0.0


def _best(scores: dict[int, float]) -> int | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.5:
        return None
    return ranked[0][0] if ranked[0][1] >= 1.0 else None
