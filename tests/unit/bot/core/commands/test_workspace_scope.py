"""The members of a workspace see what is posted there, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.commands.requests import Place
from bot.core.commands.workspace_scope import is_seen_from, seen_from
from bot.core.domain.configuration import (
    AlertCondition,
    AlertPlan,
    Configuration,
    Destination,
)
from bot.core.domain.workspaces import Workspace
from tests.fakes.plans import make_plan, make_topic

FERRIES, PORTS, TAXES = (
    make_topic(name=name) for name in ("ferries", "ports", "taxes")
)
SHARED = replace(
    make_plan(),
    id="shared",
    topics=(FERRIES,),
    to=(Destination("slack", "acme/#ops"), Destination("slack", "globex/#desk")),
)
GLOBEX = replace(
    SHARED, id="globex", topics=(PORTS,), to=(Destination("slack", "globex/#desk"),)
)
DISCORD = replace(SHARED, id="rest", topics=(TAXES,), to=(Destination("discord", "7"),))
ALERT = AlertPlan("quick", (TAXES,), AlertCondition(papers=3), GLOBEX.to)
NAMED = tuple(Workspace(name, {}) for name in ("acme", "globex"))
EVERYTHING = Configuration(
    (FERRIES, PORTS, TAXES),
    (SHARED, GLOBEX, DISCORD),
    alerts=(ALERT,),
    operator=(Destination("slack", "acme/#ops"),),
    workspaces=NAMED,
)


@pytest.mark.parametrize(
    ("channel", "topics", "plans"),
    [
        ("acme/C1", ["ferries"], ["shared"]),
        ("acme/", ["ferries"], ["shared"]),
        ("globex/C1", ["ferries", "ports", "taxes"], ["shared", "globex", "quick"]),
        ("other/C1", [], []),
        ("7", ["taxes"], ["rest"]),
    ],
)
def test_topics_and_digests_belong_to_the_workspaces_that_get_them(
    channel: str, topics: list[str], plans: list[str]
) -> None:
    seen = seen_from(Place("slack", channel), EVERYTHING)

    assert [topic.id for topic in seen.topics] == topics
    assert [plan.id for plan in seen.plans] == plans
    assert seen.operator == ()


def test_other_channels_of_a_shared_digest_are_not_seen() -> None:
    (digest,) = seen_from(Place("slack", "acme/C1"), EVERYTHING).digests

    assert digest.to == (Destination("slack", "acme/#ops"),)


@pytest.mark.parametrize(
    ("channel", "is_seen"),
    [("slack/acme/#ops", True), ("slack/globex/#ops", False), ("discord/7", False)],
)
def test_a_channel_is_seen_from_its_own_workspace(
    channel: str, *, is_seen: bool
) -> None:
    assert is_seen_from(Place("slack", "acme/C1"), channel, EVERYTHING) is is_seen
