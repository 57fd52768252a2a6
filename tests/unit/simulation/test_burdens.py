"""Two digests are due together in one channel, and the first is hard to make."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.simulation.designs import NO_WAITING
from tests.simulation.scenes import Burden
from tests.simulation.schedules import (
    BURDEN,
    BURDENED,
    DOWNTIMES,
    Trying,
    double,
    single,
    single_telling,
)
from tests.simulation.verdicts import Verdict
from tests.simulation.worlds import Setting, simulate

platforms = pytest.mark.parametrize("platform", ["slack", "discord"])
SECONDS = (0, 20, 45, 70, 150)
SAMPLE = 7
"""Of the pairs of deaths one in so many is tried here; the benchmark tries all."""


@platforms
@pytest.mark.parametrize("replicas", [1, 2, 3])
@pytest.mark.parametrize("failures", [0, 1, 2, 3])
@pytest.mark.parametrize("seconds", SECONDS)
def test_a_digest_waits_for_one_that_is_hard_to_make(
    platform: str, replicas: int, failures: int, seconds: int
) -> None:
    burden = Burden(failures, timedelta(seconds=seconds))

    outcome = simulate(Setting(platform, replicas, burden=burden))

    assert outcome.verdict == Verdict()


@platforms
def test_a_digest_that_always_fails_does_not_keep_back_the_next(platform: str) -> None:
    setting = Setting(platform, burden=Burden(failures=100))

    verdict = simulate(setting).verdict

    assert verdict == Verdict(lost=3)


burdened = pytest.mark.parametrize(
    "setting", BURDENED, ids=lambda one: f"{one.platform}-{one.replicas}"
)
each_trying = pytest.mark.parametrize(
    ("trying", "schedules"),
    [
        pytest.param(single_telling, 30, id="telling"),
        pytest.param(single, 100, id="every", marks=pytest.mark.long),
    ],
)
"""`make test` tries the deaths that can be told from the others."""


@burdened
@pytest.mark.parametrize("down", DOWNTIMES)
@each_trying
def test_a_death_at_any_call_changes_no_order(
    setting: Setting, down: timedelta, trying: Trying, schedules: int
) -> None:
    tally = trying(setting, down)

    assert tally.schedules > schedules
    assert tally.failed == ()


@pytest.mark.long
@burdened
@pytest.mark.parametrize("down", DOWNTIMES)
def test_a_second_death_changes_no_order(setting: Setting, down: timedelta) -> None:
    tally = double(setting, down, step=SAMPLE)

    assert tally.schedules > 80
    assert tally.failed == ()


@platforms
@pytest.mark.parametrize("down", DOWNTIMES)
def test_platform_faults_and_a_death_change_no_order(
    platform: str, down: timedelta
) -> None:
    setting = Setting(platform, replicas=2, faults=0.3, burden=BURDEN)

    assert single_telling(setting, down).failed == ()


@pytest.mark.parametrize("seconds", [-20, 20])
def test_clocks_that_are_some_seconds_apart_change_no_order(seconds: int) -> None:
    apart = timedelta(seconds=seconds)
    setting = Setting("slack", replicas=2, apart=apart, burden=BURDEN)

    assert single_telling(setting, DOWNTIMES[0]).failed == ()


@platforms
@pytest.mark.parametrize("replicas", [1, 2])
def test_digests_that_do_not_wait_are_noticed(platform: str, replicas: int) -> None:
    sound = Setting(platform, replicas, burden=BURDEN)

    verdict = simulate(replace(sound, design=NO_WAITING)).verdict

    assert verdict == Verdict(out_of_order=3)
