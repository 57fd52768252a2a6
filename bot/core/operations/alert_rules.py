"""What is wrong at present, as troubles: pure.

It is found anew each time from what the store holds, so that no crash between a mishap
and the message of it can hide it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from bot.core.digests.subscriptions import is_personal
from bot.core.domain.alerts import Trouble
from bot.core.domain.configuration import Source
from bot.core.domain.records import SourceState
from bot.core.domain.slots import SKIPPED, SkipReason, SlotState, StoredSlot
from bot.core.text.date_format import format_day

SOURCE, DELIVERY = "source", "delivery"
CONFIGURATION, PLATFORM, STORE = "configuration", "platform", "store"
"""The families of troubles."""

LOOKED_BACK = timedelta(days=7)
"""How far back deliveries that were given up are news."""

_NAME_LENGTH = 8
_PERSONAL = "personal."
"""No configured digest has a dot in its id."""


def source_troubles(
    sources: Iterable[Source], states: Mapping[str, SourceState]
) -> tuple[Trouble, ...]:
    """The sources that have failed for a day, or are gone."""
    found = (states.get(source.url) for source in sources)
    return tuple(_source(state) for state in found if state and state.told)


def delivery_troubles(slots: Iterable[StoredSlot]) -> tuple[Trouble, ...]:
    """The digests that were given up or skipped; one for all channels of a reason.

    Those that quiet hours held are none: a newer one tells their news. One person's that
    are given up are told of once, as long as they keep being.
    """
    groups: defaultdict[str, list[StoredSlot]] = defaultdict(list)
    for slot in slots:
        if slot.error != SkipReason.HELD:
            groups[_delivery_key(slot)].append(slot)
    return tuple(
        Trouble(key, _delivery_text(group), passing=True)
        for key, group in groups.items()
    )


def configuration_troubles(problem: str | None) -> tuple[Trouble, ...]:
    """The configuration that was refused while the bot runs, by what is wrong."""
    if problem is None:
        return ()
    first = problem.splitlines()[0]
    text = f"the configuration is refused, the last right one stays in force: {first}"
    return (Trouble(f"{CONFIGURATION}:file", text),)


def platform_troubles(names: Iterable[str]) -> tuple[Trouble, ...]:
    """The platforms that cannot be posted to."""
    return tuple(
        Trouble(f"{PLATFORM}:{name}", f"{name} is not connected") for name in names
    )


def store_trouble(error: Exception) -> Trouble:
    """The store that cannot be used."""
    return Trouble(f"{STORE}:database", f"the store cannot be used: {error}")


def _source(state: SourceState) -> Trouble:
    how = "keeps failing"
    if state.gone:
        how = "is gone for good"
    elif state.failing is not None:
        how = f"keeps failing since {format_day(state.failing.date())}"
    return Trouble(f"{SOURCE}:{state.url}", f"{state.url} {how}: {state.error}")


def _delivery_key(slot: StoredSlot) -> str:
    digest = slot.key.digest
    if is_personal(digest):
        if slot.state is SlotState.DEAD:
            return f"{DELIVERY}:{_PERSONAL}/{slot.key.channel}"
        digest = _PERSONAL
    reason = sha256((slot.error or "").encode()).hexdigest()[:_NAME_LENGTH]
    name = f"{digest}/{slot.key.day.isoformat()}/{slot.state}/{reason}"
    return f"{DELIVERY}:{name}"


def _delivery_text(slots: Sequence[StoredSlot]) -> str:
    first = slots[0]
    digest = "a personal digest" if is_personal(first.key.digest) else first.key.digest
    name = f"{digest} of {format_day(first.key.day)}"
    where = _listed([slot.key.channel for slot in slots])
    if first.state is SlotState.SKIPPED:
        reason = _skip_reason(first.error)
        times = len({slot.key.index for slot in slots})
        often = "" if times == 1 else f" {times} times"
        return f"{name} was skipped{often} in {where}: {reason}"
    return f"{name} was given up in {where}: {first.error or 'no reason is known'}"


def _skip_reason(error: str | None) -> str:
    if error in set(SkipReason):
        return SKIPPED[SkipReason(error)]
    return error or "it was too late"


def _listed(channels: Collection[str]) -> str:
    """The first channel, and how many there are beside it."""
    first, *others = dict.fromkeys(channels)
    return f"{first} and {len(others)} more" if others else first
