"""The bot killed again and again while digests, alerts and reminders are due.

Each comes once.

It runs with its own adapters, on a Slack and a Discord that others wrote.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes.platforms.crashes import KINDS, Scene, play
from tests.fakes.platforms.tallies import Tally

pytestmark = [pytest.mark.slow, pytest.mark.process]

SCENE = Scene(
    channels=5, times=2, gap=2.0, until=8, speed=8.0, hits=2, alerts=1, reminders=1
)
"""The slower the clocks, the longer a busy machine may take for a call: a platform's
half minute is 3.8 real seconds here."""

DIGESTS = SCENE.channels * SCENE.times
ALERTS = 2 * SCENE.channels * SCENE.alerts
"""Each story has a message when it begins, and one in its thread when it ends."""

REMINDERS = 2 * SCENE.channels * SCENE.reminders
"""Each event has a message when it is near, and one in its thread when it is cancelled."""


@pytest.mark.parametrize(
    ("replicas", "database"),
    [
        (1, "sqlite"),
        pytest.param(2, "sqlite", marks=pytest.mark.long),
        pytest.param(2, "postgresql", marks=pytest.mark.long),
    ],
    indirect=["database"],
)
def test_killed_around_its_slots_the_bot_posts_every_digest_once_and_in_order(
    replicas: int, database: str, tmp_path: Path
) -> None:
    outcome = play(replace(SCENE, replicas=replicas), tmp_path, database)

    assert outcome.hits > 0
    assert outcome.tallies == dict.fromkeys(KINDS, Tally(DIGESTS, DIGESTS))
    assert outcome.alerts == dict.fromkeys(KINDS, Tally(ALERTS, ALERTS))
    assert outcome.reminders == dict.fromkeys(KINDS, Tally(REMINDERS, REMINDERS))
