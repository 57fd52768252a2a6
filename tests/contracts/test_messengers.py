"""The contract of Messenger."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.ports.services import MessageImages, Messenger
from bot.platforms.console.terminal import ConsoleMessenger
from bot.platforms.email.client import MailClient
from bot.platforms.email.messenger import EmailMessenger
from bot.platforms.email.servers import Mailbox, MailServer, Security
from tests.fakes.email.server import HOST, running_server
from tests.fakes.platforms.connections import WAYS, connected
from tests.fakes.ports import FakeClock, FakeMessenger
from tests.fakes.timelines import TIMELINE

pytestmark = pytest.mark.process


@dataclass(frozen=True, slots=True)
class Line:
    """A messenger, how often it has posted, and a channel that it knows."""

    messenger: Messenger
    posted: Callable[[], int]
    channel: str = "desk"


async def make_line(
    name: str, stack: AsyncExitStack, request: pytest.FixtureRequest
) -> Line:
    if name == "console":
        stream = io.StringIO()
        return Line(ConsoleMessenger(stream), lambda: stream.getvalue().count("Ports"))
    if name == "fake":
        fake = FakeMessenger()
        return Line(fake, lambda: len(fake.posts))
    if name == "email":
        mail = await stack.enter_async_context(running_server())
        client = MailClient(MailServer(HOST, mail.port, Security.NONE))
        sender = EmailMessenger(client, Mailbox("sitrep@example.org"), FakeClock())
        return Line(sender, lambda: len(mail.inbox.folded), "desk@example.org")
    connection = await stack.enter_async_context(connected(name, request))
    return Line(connection.messenger, lambda: len(connection.model.posted))


REMEMBERING = ("console", "fake", "discord memory", "discord town")
READABLE = ("console", "fake", *WAYS)
ALL = (*READABLE, "email")


@pytest.fixture(params=ALL)
async def line(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """One of the messengers."""
    async with AsyncExitStack() as stack:
        yield await make_line(request.param, stack, request)


@pytest.fixture(params=READABLE)
async def readable(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """One of those whose platform has a history."""
    async with AsyncExitStack() as stack:
        yield await make_line(request.param, stack, request)


@pytest.fixture(params=REMEMBERING)
async def remembering(request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    """One of those that know an idempotency key again, for a while."""
    async with AsyncExitStack() as stack:
        yield await make_line(request.param, stack, request)


MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))
DRAWN = replace(MESSAGE, image=TIMELINE)
SINCE = datetime(2026, 3, 1, tzinfo=UTC)


async def test_a_nonce_is_posted_once_while_it_is_remembered(remembering: Line) -> None:
    ids = [
        await remembering.messenger.post("desk", MESSAGE, idempotency_key="a")
        for _ in range(3)
    ]

    assert remembering.posted() == len(set(ids)) == 1


def test_what_remembers_says_for_how_long(remembering: Line) -> None:
    assert remembering.messenger.memory >= timedelta(minutes=1)


async def test_each_nonce_is_posted(line: Line) -> None:
    await line.messenger.post(line.channel, MESSAGE, idempotency_key="a")
    await line.messenger.post(line.channel, MESSAGE, idempotency_key="b")

    assert line.posted() == 2


async def test_what_was_posted_is_found(readable: Line) -> None:
    posted = [
        await readable.messenger.post(readable.channel, MESSAGE, idempotency_key=name)
        for name in "abc"
    ]

    found = [
        await readable.messenger.find(readable.channel, name, since=SINCE)
        for name in "abc"
    ]

    assert found == posted


async def test_what_was_not_posted_is_not_found(line: Line) -> None:
    await line.messenger.post(line.channel, MESSAGE, idempotency_key="a")

    assert await line.messenger.find(line.channel, "b", since=SINCE) is None


async def test_a_reply_is_posted_and_found_in_its_thread(readable: Line) -> None:
    front = await readable.messenger.post(
        readable.channel, MESSAGE, idempotency_key="a"
    )
    reply = await readable.messenger.post(
        readable.channel, MESSAGE, idempotency_key="b", parent=front
    )

    found = await readable.messenger.find(
        readable.channel, "b", since=SINCE, parent=front
    )

    assert found == reply != front


async def prepare_and_post(line: Line, key: str, *, parent: str | None = None) -> str:
    """Post a message with a timeline, as the sender does."""
    if isinstance(line.messenger, MessageImages):
        await line.messenger.prepare(line.channel, DRAWN, idempotency_key=key)
    return await line.messenger.post(
        line.channel, DRAWN, idempotency_key=key, parent=parent
    )


async def test_a_message_with_an_image_is_found_in_its_thread(readable: Line) -> None:
    front = await readable.messenger.post(
        readable.channel, MESSAGE, idempotency_key="a"
    )
    reply = await prepare_and_post(readable, "b", parent=front)

    found = await readable.messenger.find(
        readable.channel, "b", since=SINCE, parent=front
    )

    assert found == reply


async def test_a_message_with_an_image_is_posted_once_while_it_is_remembered(
    remembering: Line,
) -> None:
    ids = {await prepare_and_post(remembering, "a") for _ in range(3)}

    assert remembering.posted() == len(ids) == 1
