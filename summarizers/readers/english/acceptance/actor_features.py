"""Features of an actor, by which a model estimates whether readers accept it."""

from __future__ import annotations

from collections import Counter
from math import exp

from summarizers.lexicons import words
from summarizers.lexicons.weights import Features
from summarizers.model import Actor, Span
from summarizers.readers.english.acceptance.news_event import NewsEvent
from summarizers.readers.english.actors.word_lists import PRESS

# In sentences: how fast the value of an early name fades.
_EARLY = 4
_SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_VERBS = frozenset(("VB", "MD"))
_ARTICLES = frozenset(("the", "a", "an"))
_SETTINGS = words("place_prepositions")


def read_actor(event: NewsEvent, actor: Actor) -> Features:
    """Return the features of an actor; amounts do not grow with the article."""
    spans = [mention.span for mention in actor.mentions if not mention.pronoun]
    names = spans or [mention.span for mention in actor.mentions]
    uses = Counter([use for name in names for use in _uses(event, name)])
    first, count = names[0].start, len(names)
    rank = event.rank(first)
    amounts = {
        "share of most mentions": len(actor.mentions) / event.most,
        "placed": uses["placed"] / count,
        "owner": uses["owner"] / count,
        "early": exp(-rank / _EARLY),
        "late": rank / event.sentences,
    }
    present = {"constant", f"{actor.kind}"}
    present.update(_presence(event, actor, first, uses))
    present.update(_character(event, actor))
    return Features(present, amounts)


def _presence(
    event: NewsEvent, actor: Actor, first: int, uses: Counter[str]
) -> list[str]:
    names = [f"once {use}" for use in ("subject", "agent", "lead subject") if uses[use]]
    if first < event.lead_end:
        names.append("lead")
    if len(actor.mentions) == 1:
        names.append("named once")
    return names


def _character(event: NewsEvent, actor: Actor) -> list[str]:
    names = []
    if event.said[actor.name]:
        names += ["speaks", f"{actor.kind} speaks"]
    if actor.role is not None:
        names += ["role", f"{actor.kind} with a role"]
    if " " not in actor.name:
        names.append("one word")
    if is_unnamed(actor.name):
        names.append("unnamed")
    if actor.name.lower() in PRESS:
        names.append("press")
    return names


def is_unnamed(name: str) -> bool:
    """Whether an actor is called by a description: "the police", "protesters"."""
    return name[:1].islower() or name.partition(" ")[0].lower() in _ARTICLES


def _uses(event: NewsEvent, name: Span) -> list[str]:
    """Return how the text uses a name: as a subject, agent, setting or owner."""
    tokens, within = event.tokens, event.parse.within(name.start, name.end)
    before = within.start - 1
    if before > 0 and tokens.lowers[before] in _ARTICLES:
        before -= 1
    link = tokens.lowers[before] if before >= 0 else ""
    following = tokens.tags[within.stop] if within.stop < len(tokens) else ""
    uses = []
    if event.parse.has_grammar:
        acts = tokens.deps[within.stop - 1] in _SUBJECTS
    else:
        acts = following[:2] in _VERBS
    if acts:
        uses.append("subject")
        if name.start < event.lead_end:
            uses.append("lead subject")
    if link == "by":
        uses.append("agent")
    elif link in _SETTINGS:
        uses.append("placed")
    if following == "POS":
        uses.append("owner")
    return uses
