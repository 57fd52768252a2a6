"""The whole table, acted on both platforms one row after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from typing_extensions import override

from bot.bootstrap.commands import DeferredCommandService
from bot.core.commands.requests import (
    ButtonClick,
    InteractionContext,
    ModalSubmit,
    Request,
)
from bot.core.commands.responses import Answer
from tests.fakes.ports import FakeClock
from tests.fakes.slack.emulator import Emulator
from tests.fakes.town import START
from tests.parity.acts import Act, Row
from tests.blackbox.chat.looks import Look
from tests.parity.on_discord import discord_stage
from tests.parity.on_slack import slack_stage
from tests.parity.stages import Stage
from tests.parity.worlds import World, open_world

Looks = tuple[tuple[Look, ...], ...]
"""What is seen of each act in turn."""


@dataclass(slots=True)
class Played:
    """What was seen of a row on each platform, or why nothing was."""

    seen: dict[str, Looks] = field(default_factory=dict[str, Looks])
    failed: dict[str, str] = field(default_factory=dict[str, str])
    refused: set[str] = field(default_factory=set[str])


class Witness(DeferredCommandService):
    """The bot's own door, at which somebody notes what is refused."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: set[str] = set()

    @override
    async def answer(self, request: Request) -> Answer | None:
        return self._noted(await super().answer(request))

    @override
    async def press(self, press: ButtonClick) -> Answer | None:
        return self._noted(await super().press(press))

    @override
    async def submit(self, submitted: ModalSubmit) -> tuple[Answer, ...] | None:
        answers = await super().submit(submitted)
        for answer in answers or ():
            self._noted(answer)
        return answers

    @override
    async def brief_message(
        self, context: InteractionContext, text: str
    ) -> Answer | None:
        return self._noted(await super().brief_message(context, text))

    def _noted(self, answer: Answer | None) -> Answer | None:
        if answer is not None and answer.refused is not None:
            self.refused.add(answer.refused)
        return answer


async def play(emulator: Emulator, rows: Sequence[Row]) -> Mapping[str, Played]:
    """Act every row on both platforms, with the same reception behind them."""
    clock, door = FakeClock(START), Witness()
    played: dict[str, Played] = {}
    async with _stages(emulator, door, clock) as stages:
        messengers = {stage.platform: stage.messenger for stage in stages}
        for row in rows:
            async with open_world(door, messengers, clock) as world:
                if row.closed:
                    world.close()
                played[row.name] = await _play(row, stages, world)
            played[row.name].refused.update(door.refused)
            door.refused.clear()
    return played


async def _play(row: Row, stages: Sequence[Stage], world: World) -> Played:
    """Act a row step by step, on both platforms by turns."""
    acts = {stage.platform: row.acts_on(stage.platform) for stage in stages}
    played = Played({stage.platform: () for stage in stages})
    for stage in stages:
        stage.begin()
    for number in range(max(map(len, acts.values()))):
        going = [one for one in stages if number < len(acts[one.platform])]
        for stage in going:
            stage.watch()
        # What happens to the bot happens once.
        await world.undergo(acts[going[0].platform][number].step)
        for stage in going:
            if stage.platform not in played.failed:
                await _act(acts[stage.platform][number], stage, world, played)
    return played


async def _act(act: Act, stage: Stage, world: World, played: Played) -> None:
    platform = stage.platform
    try:
        await stage.do(act.step, world)
        looks = await stage.seen(act.looks)
    except Exception as error:  # noqa: BLE001 - each row is told of on its own
        played.failed[platform] = f"{type(error).__name__}: {error}"
    else:
        played.seen[platform] = (*played.seen[platform], looks)


@asynccontextmanager
async def _stages(
    emulator: Emulator, door: DeferredCommandService, clock: FakeClock
) -> AsyncIterator[tuple[Stage, ...]]:
    async with (
        slack_stage(emulator, door, clock) as slack,
        discord_stage(door, clock) as discord,
    ):
        yield slack, discord
