"""What was meant: topics and digests by their names, or those that come near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from unicodedata import normalize

from bot.core.commands.button_payload import Run, written
from bot.core.commands.requests import Verb
from bot.core.commands.responses import MOST_CHOICES, Choice, Menu
from bot.core.commands.user_errors import Refusal, RefusedError
from bot.core.commands.views import cut_label
from bot.core.domain.configuration import Configuration, DigestPlan, Topic
from bot.core.domain.platforms import COMMAND
from bot.core.text.sanitize import sanitized

FEW = 10
"""Of so many names all are offered to who has named none of them."""

_TOPIC, _DIGEST = "topic", "digest"
_LONGEST_QUOTE = 60
_LONGEST_NAME = 200
_LIKENESS = 0.55
_PART = 3
_CLOSELY = 30


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an id, and a title that people know it by."""

    id: str
    title: str

    @property
    def label(self) -> str:
        """The title, with the id where that is another."""
        return (
            self.title if folded(self.title) == self.id else f"{self.title} ({self.id})"
        )


def named_topics(topics: Iterable[Topic]) -> tuple[Named, ...]:
    """Topics by their names."""
    return tuple(Named(topic.id, topic.title) for topic in topics)


def named_digests(plans: Iterable[DigestPlan]) -> tuple[Named, ...]:
    """Digests by their names."""
    return tuple(Named(plan.id, plan.id) for plan in plans)


def find_topic(
    name: str, configuration: Configuration, verb: Verb, *, others: tuple[str, ...] = ()
) -> Topic:
    """The topic of this id or title.

    ``verb`` is what is to be done with it, ``others`` are the options behind its name.

    Raises:
        RefusedError: there is none; it offers those that may be meant.
    """
    wish = _Wish(_TOPIC, verb, others)
    id_ = _find(name, named_topics(configuration.topics), wish)
    return next(topic for topic in configuration.topics if topic.id == id_)


def find_digest(name: str, configuration: Configuration) -> DigestPlan:
    """The digest of this name.

    Raises:
        RefusedError: there is none; it offers those that may be meant.
    """
    known = named_digests(configuration.digests)
    id_ = _find(name, known, _Wish(_DIGEST, Verb.DIGEST))
    return next(plan for plan in configuration.digests if plan.id == id_)


def near(typed: str, known: Sequence[Named]) -> tuple[Named, ...]:
    """Those whose id or title is like what was typed, the likest first."""
    word = folded(typed)
    matcher = SequenceMatcher(None, b=word)
    # Looking closely takes a while: of hundreds only those that may be like are.
    quick = sorted(known, key=lambda one: -_bound(matcher, word, one))[:_CLOSELY]
    scored = [(_likeness(matcher, word, one), one) for one in quick]
    found = sorted((pair for pair in scored if pair[0] >= _LIKENESS), key=_place)
    return tuple(one for _, one in found)


def choices_of(
    known: Iterable[Named], verb: Verb, others: tuple[str, ...] = ()
) -> tuple[Choice, ...]:
    """A choice for each that does what the command does with it.

    ``others`` are the options behind the name, as far as a choice has room for them.
    """
    some = tuple(known)[:MOST_CHOICES]
    return tuple(
        Choice(cut_label(one.label), _state(verb, one.id, others)) for one in some
    )


def folded(text: str) -> str:
    """The text as names are compared: without case, width, or what cannot be seen."""
    plain = sanitized(normalize("NFKC", text[:_LONGEST_NAME])).casefold()
    return " ".join(plain.strip("\"'“”„‘’«»").split())


def quoted(text: str) -> str:
    """What a person typed, in quotation marks and not too long."""
    plain = sanitized(text)
    if len(plain) > _LONGEST_QUOTE:
        plain = f"{plain[: _LONGEST_QUOTE - 1].rstrip()}…"
    return f"“{plain}”"


def none_yet(kind: str) -> str:
    """What is said where nothing of this kind is configured."""
    return f"No {kind} is configured yet. Whoever runs this bot can add one."


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is looked for, and what is to be done with it."""

    kind: str
    verb: Verb
    others: tuple[str, ...] = ()


def _state(verb: Verb, id_: str, others: tuple[str, ...]) -> str:
    try:
        return written(Run(verb, (id_, *(others if any(others) else ()))))
    except ValueError:
        return written(Run(verb, (id_,)))


def _find(name: str, known: Sequence[Named], wish: _Wish) -> str:
    kind = wish.kind
    word = folded(name)
    exact = next((one.id for one in known if word in _names(one)), None)
    if exact is not None and len(name) <= _LONGEST_NAME:
        return exact
    if not known:
        raise RefusedError(Refusal.UNKNOWN, none_yet(kind))
    found = near(name, known)
    offered = found if len(known) > FEW else dict.fromkeys((*found, *known))
    menu = (
        Menu(f"Choose a {kind}", choices_of(offered, wish.verb, wish.others))
        if offered
        else None
    )
    if not word:
        example = f"/{COMMAND} {wish.verb} {known[0].id}"
        told = f"Say which {kind}, such as {quoted(example)}."
        raise RefusedError(Refusal.MISSING, told, menu)
    told = f"There is no {kind} {quoted(name)}. {_instead(wish, found, menu)}"
    raise RefusedError(Refusal.UNKNOWN, told, menu)


def _instead(wish: _Wish, found: Sequence[Named], menu: Menu | None) -> str:
    """What to do where a name is none."""
    if found:
        return f"Did you mean {quoted(found[0].title)}?"
    if wish.kind == _TOPIC:
        return f"“/{COMMAND} topics” lists all."
    if menu is not None:
        return "Choose one of these."
    return f"“/{COMMAND} {wish.verb}” alone takes the one of this channel."


def _names(one: Named) -> tuple[str, str]:
    return folded(one.id), folded(one.title)


def _place(pair: tuple[float, Named]) -> float:
    return -pair[0]


def _likeness(matcher: SequenceMatcher[str], word: str, one: Named) -> float:
    """How like a name is, from 0 to 1; a part of it is very like."""
    return 1.0 if _is_part(word, one) else max(_ratios(matcher, one, close=True))


def _bound(matcher: SequenceMatcher[str], word: str, one: Named) -> float:
    """No less than how like a name is, by a quick look."""
    return 1.0 if _is_part(word, one) else max(_ratios(matcher, one, close=False))


def _is_part(word: str, one: Named) -> bool:
    return len(word) >= _PART and any(word in name for name in _names(one))


def _ratios(
    matcher: SequenceMatcher[str], one: Named, *, close: bool
) -> Iterator[float]:
    for name in _names(one):
        matcher.set_seq1(name)
        yield matcher.ratio() if close else matcher.quick_ratio()
