"""What every Messenger promises."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.core.model import Message, Row, Section, Text
from bot.core.ports import Messenger
from bot.platforms.console import ConsoleMessenger
from tests.fakes.ports import FakeMessenger


@dataclass(frozen=True, slots=True)
class Line:
    """A messenger and how often it has posted."""

    messenger: Messenger
    posted: Callable[[], int]


def make_console() -> Line:
    stream = io.StringIO()
    return Line(ConsoleMessenger(stream), lambda: stream.getvalue().count("Ports"))


def make_fake() -> Line:
    messenger = FakeMessenger()
    return Line(messenger, lambda: len(messenger.posts))


@pytest.fixture(params=[make_console, make_fake])
def line(request: pytest.FixtureRequest) -> Line:
    """One of the messengers."""
    made: Line = request.param()
    return made


MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


async def test_a_key_is_posted_once(line: Line) -> None:
    for _ in range(3):
        await line.messenger.post("desk", MESSAGE, nonce="a")

    assert line.posted() == 1


async def test_each_key_is_posted(line: Line) -> None:
    await line.messenger.post("desk", MESSAGE, nonce="a")
    await line.messenger.post("desk", MESSAGE, nonce="b")

    assert line.posted() == 2


async def test_a_post_has_a_name(line: Line) -> None:
    assert await line.messenger.post("desk", MESSAGE, nonce="a")


def test_a_platform_has_a_name(line: Line) -> None:
    assert line.messenger.platform
