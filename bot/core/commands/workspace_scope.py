"""The part of the configuration that the members of a workspace see."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from bot.core.commands.requests import Place
from bot.core.domain.configuration import AlertPlan, Configuration, DigestPlan
from bot.core.domain.workspaces import ACTING_FOR, split_workspace, workspace_of

Plan = TypeVar("Plan", DigestPlan, AlertPlan)


@contextmanager
def acting_for(place: Place, configuration: Configuration) -> Iterator[Configuration]:
    """Run the block for the workspace of ``place``; yield what its members see."""
    named = configuration.has_workspaces
    workspace = split_workspace(place.channel)[0] if named else ""
    token = ACTING_FOR.set(workspace)
    try:
        yield seen_from(place, configuration)
    finally:
        ACTING_FOR.reset(token)


def seen_from(place: Place, configuration: Configuration) -> Configuration:
    """Return the configuration with what is posted to the workspace of ``place``.

    These are the digests and alerts with a channel there, with these channels only, and
    their topics. If the file names no workspaces, everybody sees everything.
    """
    if not configuration.has_workspaces:
        return configuration
    workspace = split_workspace(place.channel)[0]
    digests = tuple(filter(None, (_own(p, workspace) for p in configuration.digests)))
    alerts = tuple(filter(None, (_own(p, workspace) for p in configuration.alerts)))
    plans: tuple[DigestPlan | AlertPlan, ...] = (*digests, *alerts)
    used = {topic.id for plan in plans for topic in plan.topics}
    return replace(
        configuration,
        topics=tuple(topic for topic in configuration.topics if topic.id in used),
        digests=digests,
        alerts=alerts,
        operator=(),
    )


def _own(plan: Plan, workspace: str) -> Plan | None:
    """Return the plan with only its channels in ``workspace``.

    Return ``None`` if it has no channel there.
    """
    to = tuple(
        each for each in plan.to if split_workspace(each.channel)[0] == workspace
    )
    return replace(plan, to=to) if to else None


def is_seen_from(place: Place, channel: str, configuration: Configuration) -> bool:
    """Return whether the members of a place's workspace see a channel of the store."""
    if not configuration.has_workspaces:
        return True
    return workspace_of(channel) == split_workspace(place.channel)[0]
