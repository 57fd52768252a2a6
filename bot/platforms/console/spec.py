"""Describes the console as a platform: its limits, and how to open it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.core.commands.ports import CommandService
from bot.core.domain.configuration import CONSOLE
from bot.core.domain.platforms import Capabilities
from bot.core.platforms.spec import OpenPlatform, PlatformContext, PlatformSpec, Values


@asynccontextmanager
async def _open(
    _: Values, __: CommandService | None, context: PlatformContext
) -> AsyncIterator[OpenPlatform]:
    from bot.platforms.console.terminal import ConsoleMessenger

    context.connected(True)  # noqa: FBT003 - its only argument
    yield OpenPlatform(ConsoleMessenger(context.output))


SPEC = PlatformSpec(
    name=CONSOLE,
    title="Console",
    capabilities=Capabilities(threads=True, idempotency_key=True),
    open=_open,
)
