"""Finds topics and digests by name, and suggests similar names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias
from unicodedata import normalize

from bot.core.commands.button_payload import Run, written
from bot.core.commands.requests import Place, Verb
from bot.core.commands.responses import MOST_CHOICES, Choice, Menu
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import cut_label
from bot.core.digests.channel_names import is_named
from bot.core.domain.configuration import Configuration, DigestPlan, Topic
from bot.core.domain.platforms import COMMAND
from bot.core.domain.slots import channel_of
from bot.core.ports.services import ChannelNames
from bot.core.text.sanitize import sanitized, shortened

FEW = 10
"""The maximum number of names that are all offered if the person gave none."""

_TOPIC, _DIGEST = "topic", "digest"
_LONGEST_QUOTE = 60
_LONGEST_NAME = 200
_LIKENESS = 0.55
_PART = 3
_CLOSELY = 30


Target: TypeAlias = tuple[DigestPlan, str]
"""A digest plan and one of its channels, as the outbox names the channel."""


@dataclass(frozen=True, slots=True)
class Named:
    """The id and the title of a topic or digest."""

    id: str
    title: str

    @property
    def label(self) -> str:
        """Return the title, followed by the id in brackets if the two differ."""
        return (
            self.title if folded(self.title) == self.id else f"{self.title} ({self.id})"
        )


def named_topics(topics: Iterable[Topic]) -> tuple[Named, ...]:
    """Return the id and title of each topic."""
    return tuple(Named(topic.id, topic.title) for topic in topics)


def named_digests(plans: Iterable[DigestPlan]) -> tuple[Named, ...]:
    """Return the id of each digest, which is also its title here."""
    return tuple(Named(plan.id, plan.id) for plan in plans)


def find_topic(
    name: str, configuration: Configuration, verb: Verb, *, values: tuple[str, ...] = ()
) -> Topic:
    """Return the topic whose id or title is ``name``.

    The choices of a refusal run the command ``verb`` with a similar topic, and with
    ``values`` for the other options.

    Raises:
        RefusedError: No topic matches; the refusal offers similar ones.
    """
    lookup = _Lookup(_TOPIC, verb, values)
    id_ = _find(name, named_topics(configuration.topics), lookup)
    return next(topic for topic in configuration.topics if topic.id == id_)


def find_digest(
    name: str, configuration: Configuration, verb: Verb = Verb.DIGEST
) -> DigestPlan:
    """Return the plan of the digest whose id is ``name``.

    The choices of a refusal run the command ``verb`` with a similar digest.

    Raises:
        RefusedError: No digest matches; the refusal offers similar ones.
    """
    candidates = named_digests(configuration.digests)
    id_ = _find(name, candidates, _Lookup(_DIGEST, verb))
    return next(plan for plan in configuration.digests if plan.id == id_)


def near(typed: str, candidates: Sequence[Named]) -> tuple[Named, ...]:
    """Return the candidates whose id or title resembles the typed text, best first."""
    word = folded(typed)
    matcher = SequenceMatcher(None, b=word)
    # The exact likeness is slow, so it is computed only for names with a high upper
    # bound.
    quick = sorted(candidates, key=lambda named: -_bound(matcher, word, named))[
        :_CLOSELY
    ]
    scored = [(_likeness(matcher, word, named), named) for named in quick]
    ranked = sorted((pair for pair in scored if pair[0] >= _LIKENESS), key=_place)
    return tuple(named for _, named in ranked)


def choices_of(
    candidates: Iterable[Named], verb: Verb, values: tuple[str, ...] = ()
) -> tuple[Choice, ...]:
    """Return a choice for each candidate, which runs the command ``verb`` with it.

    ``values`` are those of further options; they are left out if a payload is too long.
    """
    some = tuple(candidates)[:MOST_CHOICES]
    return tuple(
        Choice(cut_label(named.label), _state(verb, named.id, values)) for named in some
    )


def folded(text: str) -> str:
    """Return a name for comparison, without case and invisible characters."""
    plain = sanitized(normalize("NFKC", text[:_LONGEST_NAME])).casefold()
    return " ".join(plain.strip("\"'“”„‘’«»").split())


def quoted(text: str) -> str:
    """Put typed text in quotation marks, shortened if necessary."""
    return f"“{shortened(sanitized(text), _LONGEST_QUOTE)}”"


def none_yet(kind: str) -> str:
    """Return the sentence to show if no topic or digest is configured."""
    return f"No {kind} is configured yet. The operator of this bot can add one."


@dataclass(frozen=True, slots=True)
class _Lookup:
    """A name that a person looks for, and the command to run with it."""

    kind: str
    verb: Verb
    values: tuple[str, ...] = ()


def _state(verb: Verb, id_: str, values: tuple[str, ...]) -> str:
    try:
        return written(Run(verb, (id_, *(values if any(values) else ()))))
    except ValueError:
        return written(Run(verb, (id_,)))


def _find(name: str, candidates: Sequence[Named], lookup: _Lookup) -> str:
    kind = lookup.kind
    word = folded(name)
    exact = next((named.id for named in candidates if word in _names(named)), None)
    if exact is not None and len(name) <= _LONGEST_NAME:
        return exact
    if not candidates:
        raise RefusedError(Refusal.UNKNOWN, none_yet(kind))
    similar = near(name, candidates)
    offered = (
        similar if len(candidates) > FEW else dict.fromkeys((*similar, *candidates))
    )
    menu = (
        Menu(f"Choose a {kind}", choices_of(offered, lookup.verb, lookup.values))
        if offered
        else None
    )
    if not word:
        example = f"/{COMMAND} {lookup.verb} {candidates[0].id}"
        problem = f"Say which {kind}, such as {quoted(example)}."
        raise RefusedError(Refusal.MISSING, problem, menu)
    problem = f"There is no {kind} {quoted(name)}. {_instead(lookup, similar, menu)}"
    raise RefusedError(Refusal.UNKNOWN, problem, menu)


def _instead(lookup: _Lookup, similar: Sequence[Named], menu: Menu | None) -> str:
    """Return the sentence that says what to do if a person types an unknown name."""
    if similar:
        return f"Did you mean {quoted(similar[0].title)}?"
    if lookup.kind == _TOPIC:
        return f"“/{COMMAND} topics” lists all topics."
    if menu is not None:
        return "Choose one of these."
    shown = "all digests" if lookup.verb is Verb.NEXT else "this channel's digest"
    return f"“/{COMMAND} {lookup.verb}” without a name shows {shown}."


def _names(named: Named) -> tuple[str, str]:
    return folded(named.id), folded(named.title)


def _place(pair: tuple[float, Named]) -> float:
    return -pair[0]


def _likeness(matcher: SequenceMatcher[str], word: str, named: Named) -> float:
    """Return the similarity of the word to a name, from 0 to 1.

    It is 1 if the word is a part of the name.
    """
    return 1.0 if _is_part(word, named) else max(_ratios(matcher, named, close=True))


def _bound(matcher: SequenceMatcher[str], word: str, named: Named) -> float:
    """Return an upper bound of ``_likeness``, which is faster to compute."""
    return 1.0 if _is_part(word, named) else max(_ratios(matcher, named, close=False))


def _is_part(word: str, named: Named) -> bool:
    return len(word) >= _PART and any(word in name for name in _names(named))


def _ratios(
    matcher: SequenceMatcher[str], named: Named, *, close: bool
) -> Iterator[float]:
    for name in _names(named):
        matcher.set_seq1(name)
        yield matcher.ratio() if close else matcher.quick_ratio()


async def find_target(
    place: Place, name: str, configuration: Configuration, names: ChannelNames | None
) -> Target:
    """Return the digest with this name, and the channel that it goes to.

    Without a name, return the digest that goes to the channel ``place``. If there is
    none, return the first digest of the platform, else the first digest of all. Of
    several channels of a digest, one is chosen in the same order.

    Raises:
        RefusedError: No digest has this name.
    """
    asked = bool(name.strip()) or not configuration.digests
    plans = (find_digest(name, configuration),) if asked else configuration.digests
    targets = [(plan, channel_of(to)) for plan in plans for to in plan.to]
    nearby = [
        target for target in targets if target[1].partition("/")[0] == place.platform
    ]
    here = await _here(f"{place.platform}/{place.channel}", nearby, names)
    return here or (nearby or targets)[0]


async def _here(
    channel: str, targets: Sequence[Target], names: ChannelNames | None
) -> Target | None:
    """Return the first target that goes to ``channel``, under any name, if any."""
    for target in targets:
        if await is_named(target[1], channel, names):
            return target
    return None
