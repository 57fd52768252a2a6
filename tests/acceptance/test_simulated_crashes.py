"""Digests are posted once and in order, whenever a process dies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.domain.slots import LEASE
from tests.fakes.platforms.faults import Call, Fault, Strike, always, scripted
from tests.simulation.accidents import Accident, Kind
from tests.simulation.designs import MISTAKES, Design
from tests.simulation.schedules import (
    DOWNTIMES,
    SETTINGS,
    Tally,
    Trying,
    deaths,
    double,
    single,
    single_telling,
)
from tests.simulation.verdicts import Verdict
from tests.simulation.wiring import POST
from tests.simulation.worlds import Setting, simulate

BRIEFLY, FOR_AN_HOUR = DOWNTIMES
SAMPLE = 7
"""Of the pairs of deaths one in so many is tried here; the benchmark tries all."""

SLACK, DISCORD = Setting("slack"), Setting("discord")


def name(value: Setting | timedelta) -> str:
    """A setting or a downtime in words."""
    if isinstance(value, Setting):
        return f"{value.platform}-{value.replicas}-{value.faults:.0%}"
    return f"down-{value.total_seconds():.0f}s"


everywhere = pytest.mark.parametrize("setting", SETTINGS, ids=name)
however_long = pytest.mark.parametrize("down", DOWNTIMES, ids=name)
each_trying = pytest.mark.parametrize(
    ("trying", "schedules"),
    [
        pytest.param(single_telling, 30, id="telling"),
        pytest.param(single, 2 * 45, id="every", marks=pytest.mark.long),
    ],
)
"""`make test` tries the deaths that can be told from the others."""


@everywhere
def test_without_deaths_each_part_is_posted_once_and_in_order(setting: Setting) -> None:
    assert simulate(setting).verdict == Verdict()


@everywhere
@however_long
@each_trying
def test_a_death_at_any_call_changes_nothing(
    setting: Setting, down: timedelta, trying: Trying, schedules: int
) -> None:
    tally = trying(setting, down)

    assert tally.schedules > schedules
    assert tally.failed == ()


@pytest.mark.long
@everywhere
@however_long
def test_a_second_death_changes_nothing(setting: Setting, down: timedelta) -> None:
    tally = double(setting, down, step=SAMPLE)

    assert tally.schedules > 80
    assert tally.failed == ()


@pytest.mark.parametrize("seed", [0, 1, 4])
@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_other_faults_change_nothing(platform: str, seed: int) -> None:
    setting = Setting(platform, faults=0.3, seed=seed)

    assert single_telling(setting, BRIEFLY).failed == ()


@pytest.mark.parametrize(
    ("mistake", "setting", "down"),
    [
        ("a lease shorter than late processing", SLACK, BRIEFLY),
        ("no reconcile", SLACK, BRIEFLY),
        ("no reconcile", DISCORD, FOR_AN_HOUR),
        ("nothing but the idempotency key after an hour", DISCORD, FOR_AN_HOUR),
    ],
)
def test_a_planted_mistake_is_noticed(
    mistake: str, setting: Setting, down: timedelta
) -> None:
    tally = single(replace(setting, design=MISTAKES[mistake]), down)

    assert tally.verdict.doubled > 0


def test_the_same_accidents_have_the_same_end() -> None:
    setting = Setting("discord", replicas=2, faults=0.3)
    accidents = (Accident(20, Kind.LATE, BRIEFLY), Accident(40, Kind.AFTER, BRIEFLY))

    assert simulate(setting, accidents) == simulate(setting, accidents)


def frozen(setting: Setting, lasts: timedelta) -> set[tuple[str, Kind]]:
    """The calls before or after which a process may not stand still for so long."""
    calls = simulate(setting).calls
    return {
        (call, kind)
        for number, call in enumerate(calls)
        for kind in (Kind.FROZEN, Kind.DAZED)
        if not simulate(setting, (Accident(number, kind, lasts),)).verdict.good
    }


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_a_process_that_stands_still_within_its_lease_does_no_harm(
    platform: str,
) -> None:
    assert not frozen(Setting(platform, replicas=2), LEASE)


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_one_process_alone_may_stand_still_for_long(platform: str) -> None:
    assert not frozen(Setting(platform), timedelta(hours=1))


def test_discord_knows_the_nonce_of_a_process_that_stood_still() -> None:
    assert not frozen(Setting("discord", replicas=2), LEASE + timedelta(seconds=30))


def test_slack_doubles_only_what_stood_still_between_check_and_post() -> None:
    harmed = frozen(Setting("slack", replicas=2), LEASE + timedelta(seconds=30))

    assert harmed == {(POST, Kind.FROZEN)}


def followed(first: Accident, call: str, kind: Kind, lasts: timedelta) -> Tally:
    """One accident, and another of this kind at any such call after it."""
    setting = Setting("slack", replicas=2)
    tally = Tally()
    for number, name in enumerate(simulate(setting, (first,)).calls):
        if name == call and number > first.call:
            pair = first, Accident(number, kind, lasts)
            tally = tally.counting(simulate(setting, pair).verdict, pair)
    return tally


def numbers(call: str) -> list[int]:
    """The numbers of the calls of this name, where nothing happens."""
    calls = simulate(Setting("slack", replicas=2)).calls
    return [number for number, name in enumerate(calls) if name == call]


def test_a_slow_store_and_a_late_post_do_no_harm_together() -> None:
    slow = timedelta(seconds=40)
    firsts = [Accident(number, Kind.FROZEN, slow) for number in numbers("has_lease")]

    tallies = [followed(first, POST, Kind.LATE, BRIEFLY) for first in firsts]

    assert sum(tally.schedules for tally in tallies) > 20
    assert not any(tally.failed for tally in tallies)


def test_a_process_may_stand_still_while_it_looks_for_what_was_posted() -> None:
    long = LEASE + timedelta(seconds=30)
    firsts = [Accident(number, Kind.BEFORE, BRIEFLY) for number in numbers(POST)]

    tallies = [followed(one, Call.READ.value, Kind.DAZED, long) for one in firsts]

    assert sum(tally.schedules for tally in tallies) >= len(firsts)
    assert not any(tally.failed for tally in tallies)


@pytest.mark.parametrize("seconds", [-20, 20])
@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_clocks_that_are_some_seconds_apart_do_no_harm(
    platform: str, seconds: int
) -> None:
    apart = timedelta(seconds=seconds)

    setting = Setting(platform, replicas=2, apart=apart)

    assert single_telling(setting, BRIEFLY).failed == ()


def test_on_slack_clocks_that_are_as_far_apart_as_a_lease_do_harm() -> None:
    tally = single(Setting("slack", replicas=2, apart=LEASE), BRIEFLY)

    assert tally.verdict.doubled > 0


@pytest.mark.parametrize("replicas", [1, 2, 3])
@pytest.mark.parametrize("seconds", [40, 70, 120, 300])
def test_a_digest_that_is_made_slowly_is_posted_once(
    replicas: int, seconds: int
) -> None:
    design = Design(making=timedelta(seconds=seconds))

    assert simulate(Setting("slack", replicas, design=design)).verdict == Verdict()


UNREADABLE = always(Strike(Fault.FORBIDDEN), call=Call.READ)


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_without_a_look_at_the_history_nothing_is_posted_again(platform: str) -> None:
    setting = Setting(platform, troubles=UNREADABLE)

    verdict = single_telling(setting, FOR_AN_HOUR).verdict

    assert (verdict.doubled, verdict.out_of_order) == (0, 0)


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_a_rate_limit_while_looking_changes_nothing(platform: str) -> None:
    limits = {number: Strike(Fault.RATE_LIMITED, 20.0) for number in range(12)}
    setting = Setting(platform, troubles=scripted(limits, call=Call.READ))

    assert single_telling(setting, BRIEFLY).failed == ()


@pytest.mark.parametrize(
    "down", [BRIEFLY, pytest.param(FOR_AN_HOUR, marks=pytest.mark.long)], ids=name
)
@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_a_token_that_is_refused_for_ten_minutes_changes_nothing(
    platform: str, down: timedelta
) -> None:
    refused = {number: Strike(Fault.UNAUTHORIZED) for number in range(20)}
    setting = Setting(platform, troubles=scripted(refused))

    assert single_telling(setting, down).failed == ()


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_what_was_refused_with_the_token_is_not_looked_for(platform: str) -> None:
    refused = {number: Strike(Fault.UNAUTHORIZED) for number in range(20)}

    outcome = simulate(Setting(platform, troubles=scripted(refused)))

    assert (outcome.verdict, Call.READ.value in outcome.calls) == (Verdict(), False)


@pytest.mark.parametrize("platform", ["slack", "discord"])
def test_the_late_post_of_a_dead_process_is_looked_for(platform: str) -> None:
    setting = Setting(platform)
    outcome = simulate(setting)
    ends = [one for one in deaths(outcome, BRIEFLY) if one.kind is Kind.LATE]

    late = [simulate(setting, (end,)).calls for end in ends]

    assert all(Call.READ.value in calls for calls in late)
