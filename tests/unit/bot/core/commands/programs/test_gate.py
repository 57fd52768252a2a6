from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.programs.gate import ProgramGate
from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.programs import Interface, Program
from tests.fakes.ports import FakeClock, FakeConfiguration
from tests.fakes.programs import PIT, PORT, TOKENS, make_programs

API = Interface.API


@pytest.fixture
def configuration() -> FakeConfiguration:
    return FakeConfiguration(make_programs())


def make_gate(
    configuration: FakeConfiguration, clock: FakeClock | None = None
) -> ProgramGate:
    return ProgramGate(clock or FakeClock(), configuration, TOKENS, per_minute=3)


async def refusal(gate: ProgramGate, token: str = TOKENS["port"]) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        await gate.admit(token, API)
    return caught.value


async def test_a_program_is_locked_out_when_the_file_no_longer_lists_it(
    configuration: FakeConfiguration,
) -> None:
    gate = make_gate(configuration)
    configuration.value = make_programs(PIT)

    assert (await refusal(gate)).code is ErrorCode.UNAUTHORIZED
    configuration.value = replace(make_programs(), programs=None)
    assert (await refusal(gate)).code is ErrorCode.UNAUTHORIZED


async def test_what_a_program_may_read_follows_the_file(
    configuration: FakeConfiguration,
) -> None:
    gate = make_gate(configuration)
    fewer = Program("port", frozenset({API}), digests=frozenset({"tide"}))
    configuration.value = make_programs(fewer)

    assert await gate.admit(TOKENS["port"], API) == fewer


async def test_a_token_opens_only_the_interfaces_of_its_program(
    configuration: FakeConfiguration,
) -> None:
    feeds = replace(PORT, interfaces=frozenset({Interface.FEEDS}))
    configuration.value = make_programs(feeds)

    assert (await refusal(make_gate(configuration))).code is ErrorCode.FORBIDDEN


async def test_too_many_requests_wait_for_the_end_of_the_minute(
    configuration: FakeConfiguration,
) -> None:
    clock = FakeClock()
    gate = make_gate(configuration, clock)
    for _ in range(3):
        await gate.admit(TOKENS["port"], API)
        clock.move(timedelta(seconds=10))

    refused = await refusal(gate)

    assert refused.code is ErrorCode.TOO_MANY_REQUESTS
    assert refused.wait == timedelta(seconds=30)
    assert await gate.admit(TOKENS["pit"], API) == PIT
    clock.move(refused.wait)
    assert await gate.admit(TOKENS["port"], API) == PORT
    assert (await refusal(gate)).wait == timedelta(seconds=10)
