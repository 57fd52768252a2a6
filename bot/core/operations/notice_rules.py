"""Notice rules: the incidents that follow from the state of sources and deliveries.

An incident is a condition that the operator must know. Pure functions. The monitor
evaluates the rules on each run, so that a crash between an event and its notice cannot
hide the event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from hashlib import sha256

from bot.core.digests.subscriptions import is_personal_id
from bot.core.domain.configuration import Source
from bot.core.domain.operator_notices import Incident
from bot.core.domain.records import SourceState
from bot.core.domain.slots import SKIPPED, SkipReason, SlotKind, SlotState, StoredSlot
from bot.core.text.date_format import format_day

SOURCE, DELIVERY = "source", "delivery"
CONFIGURATION, PLATFORM, STORE = "configuration", "platform", "store"
"""The incident families."""

LOOKBACK = timedelta(days=7)
"""The age up to which failed deliveries are reported."""

_NAME_LENGTH = 8
_PERSONAL = "personal."
"""The key prefix of personal digests; a configured digest's ID contains no dot."""

_NOUNS = {SlotKind.ALERT: "alert", SlotKind.REMINDER: "reminder"}


def source_incidents(
    sources: Iterable[Source], states: Mapping[str, SourceState]
) -> tuple[Incident, ...]:
    """Return incidents for sources that have failed for a day or are gone for good."""
    current = (states.get(source.url) for source in sources)
    return tuple(_source(state) for state in current if state and state.told)


def delivery_incidents(slots: Iterable[StoredSlot]) -> tuple[Incident, ...]:
    """Return incidents for failed and skipped slots, one per digest, day and reason.

    Slots that quiet hours held back are left out: a newer slot contains their news. The
    failed digests of one person share an incident for as long as they keep failing.
    """
    groups: defaultdict[str, list[StoredSlot]] = defaultdict(list)
    for slot in slots:
        if slot.error != SkipReason.HELD:
            groups[_delivery_key(slot)].append(slot)
    return tuple(
        Incident(key, _delivery_text(group), passing=True)
        for key, group in groups.items()
    )


def configuration_incidents(problem: str | None) -> tuple[Incident, ...]:
    """Return the incident for ``problem``, a new error in the configuration, if any."""
    if problem is None:
        return ()
    first = problem.splitlines()[0]
    text = f"the configuration file is invalid, so Sitrep still uses the last valid one: {first}"
    return (Incident(f"{CONFIGURATION}:file", text),)


def platform_incidents(names: Iterable[str]) -> tuple[Incident, ...]:
    """Return an incident for each platform in ``names``: it is not connected."""
    return tuple(
        Incident(f"{PLATFORM}:{name}", f"{name} is not connected") for name in names
    )


def store_incident(error: Exception) -> Incident:
    """Return the incident for a store that cannot be used."""
    return Incident(f"{STORE}:database", f"the database cannot be used: {error}")


def _source(state: SourceState) -> Incident:
    how = "keeps failing"
    if state.gone:
        how = "no longer exists (410)"
    elif state.failing is not None:
        how = f"has failed since {format_day(state.failing.date())}"
    return Incident(f"{SOURCE}:{state.url}", f"{state.url} {how}: {state.error}")


def _delivery_key(slot: StoredSlot) -> str:
    digest = slot.key.digest
    if is_personal_id(digest):
        if slot.state is SlotState.DEAD:
            return f"{DELIVERY}:{_PERSONAL}/{slot.key.channel}"
        digest = _PERSONAL
    reason = sha256((slot.error or "").encode()).hexdigest()[:_NAME_LENGTH]
    name = f"{digest}/{slot.key.day.isoformat()}/{slot.state}/{reason}"
    return f"{DELIVERY}:{name}"


def _delivery_text(slots: Sequence[StoredSlot]) -> str:
    first = slots[0]
    noun = _NOUNS.get(first.key.kind, "digest")
    digest = f"{noun} {first.key.digest}".removeprefix("digest ")
    if is_personal_id(first.key.digest):
        digest = f"a personal {noun}"
    name = f"{digest} of {format_day(first.key.day)}"
    where = _listed([slot.key.channel for slot in slots])
    if first.state is SlotState.SKIPPED:
        reason = _skip_reason(first.error)
        times = len({slot.key.index for slot in slots})
        often = "" if times == 1 else f" {times} times"
        return f"{name} was skipped{often} in {where}: {reason}"
    return f"{name} failed in {where}: {first.error or 'reason unknown'}"


def _skip_reason(error: str | None) -> str:
    if error in set(SkipReason):
        return SKIPPED[SkipReason(error)]
    return error or "it was due too long ago"


def _listed(channels: Collection[str]) -> str:
    """Return the name of the first channel, and how many others there are."""
    first, *more = dict.fromkeys(channels)
    return f"{first} and {len(more)} more" if more else first
