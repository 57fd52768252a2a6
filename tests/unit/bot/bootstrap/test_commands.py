"""The door before the reception: open while the bot works, and polite around it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.bootstrap.commands import DeferredCommandService
from bot.core.commands.requests import (
    ButtonClick,
    ModalSubmit,
    Request,
    Verb,
)
from bot.core.commands.responses import Answer
from tests.fakes.reception import Counter, open_counter, text_of

Act = Callable[
    [DeferredCommandService, Counter], Awaitable[Answer | tuple[Answer, ...] | None]
]

ACTS: dict[str, Act] = {
    "answer": lambda door, at: door.answer(Request(at.context(), Verb.HELP)),
    "press": lambda door, at: door.press(ButtonClick(at.context(), "r|help")),
    "submit": lambda door, at: door.submit(ModalSubmit(at.context(), "x", {})),
    "brief_message": lambda door, at: door.brief_message(at.context(), "no link"),
    "home": lambda door, at: door.home(at.context()),
}


def only(answer: Answer | tuple[Answer, ...] | None) -> Answer:
    assert answer
    return answer if isinstance(answer, Answer) else answer[0]


@pytest.mark.parametrize("act", ACTS)
async def test_who_asks_while_the_bot_starts_waits(act: str) -> None:
    door = DeferredCommandService()
    async with open_counter() as counter:
        context = asyncio.ensure_future(ACTS[act](door, counter))
        await asyncio.sleep(0)
        door.open(counter.commands)

        answer = only(await context)

    assert answer.refused != "closed"


@pytest.mark.parametrize("act", ACTS)
async def test_who_waits_for_long_is_told(act: str) -> None:
    door = DeferredCommandService(patience=0.0)
    async with open_counter() as counter:
        answer = only(await ACTS[act](door, counter))

    assert text_of(answer).strip() == "Sitrep is starting. Ask again in a moment."


@pytest.mark.parametrize("act", ACTS)
async def test_who_asks_while_the_bot_ends_is_told(act: str) -> None:
    door = DeferredCommandService()
    async with open_counter() as counter:
        door.open(counter.commands)
        door.close()

        answer = only(await ACTS[act](door, counter))

    assert "is being restarted" in text_of(answer)
    assert answer.refused == "closed"


async def test_who_waits_for_the_start_is_told_when_the_bot_ends() -> None:
    door = DeferredCommandService(patience=3_600)
    async with open_counter() as counter, asyncio.timeout(10):
        waiting = asyncio.ensure_future(ACTS["home"](door, counter))
        await asyncio.sleep(0)
        door.close()

        assert only(await waiting).refused == "closed"
