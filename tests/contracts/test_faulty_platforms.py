"""The contract of Messenger for faults of its platform."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.domain.errors import (
    AuthenticationError,
    NotSentError,
    PostError,
    RateLimitedError,
    RejectedError,
)
from bot.core.domain.messages import Message, Row, Section, Text
from tests.fakes.platforms.connections import WAYS, Connection, connected
from tests.fakes.platforms.faults import REFUSALS, Call, Fault, Strike, always, scripted

pytestmark = pytest.mark.process

MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))
SINCE = datetime(2026, 3, 1, tzinfo=UTC)

SERVED = (Fault.CUT_AFTER, Fault.ERROR_AFTER, Fault.SILENT_AFTER)
UNSERVED = (Fault.CUT_BEFORE, Fault.ERROR_BEFORE, Fault.SILENT_BEFORE)


@pytest.fixture(params=WAYS)
async def connection(request: pytest.FixtureRequest) -> AsyncIterator[Connection]:
    """A messenger on one of the platforms."""
    async with connected(request.param, request) as opened:
        yield opened


async def post_badly(
    connection: Connection, fault: Fault, seconds: float = 0.0
) -> PostError:
    """Let the first post go wrong; the error that it ends in."""
    connection.model.plan = scripted({0: Strike(fault, seconds)})
    with pytest.raises(PostError) as caught:
        await connection.hasty.post("desk", MESSAGE, idempotency_key="a")
    return caught.value


@pytest.mark.parametrize("fault", SERVED)
async def test_a_post_whose_answer_is_lost_can_be_found(
    connection: Connection, fault: Fault
) -> None:
    error = await post_badly(connection, fault)

    (posted,) = connection.model.posted
    found = await connection.messenger.find("desk", "a", since=SINCE)
    assert (type(error), found) == (PostError, posted.id)


@pytest.mark.parametrize("fault", UNSERVED)
async def test_a_post_that_was_not_taken_is_not_found(
    connection: Connection, fault: Fault
) -> None:
    error = await post_badly(connection, fault)

    found = await connection.messenger.find("desk", "a", since=SINCE)
    assert (type(error), found) == (PostError, None)


async def test_a_late_post_is_found_once_it_is_there(connection: Connection) -> None:
    await post_badly(connection, Fault.LATE, 25)
    before = await connection.messenger.find("desk", "a", since=SINCE)

    connection.clock.move(timedelta(seconds=25))

    after = await connection.messenger.find("desk", "a", since=SINCE)
    assert (before, after) == (None, connection.model.posted[0].id)


async def test_a_platform_that_is_asked_too_often_says_when(
    connection: Connection,
) -> None:
    error = await post_badly(connection, Fault.RATE_LIMITED, 7)

    assert isinstance(error, RateLimitedError)
    assert error.wait == timedelta(seconds=7)
    assert not connection.model.posted


@pytest.mark.parametrize("fault", sorted(REFUSALS))
async def test_what_may_not_be_posted_is_rejected(
    connection: Connection, fault: Fault
) -> None:
    error = await post_badly(connection, fault)

    assert isinstance(error, RejectedError)
    assert not connection.model.posted


async def test_a_refused_token_bars_the_bot_and_rejects_no_message(
    connection: Connection,
) -> None:
    error = await post_badly(connection, Fault.UNAUTHORIZED)

    assert type(error) is AuthenticationError
    assert not connection.model.posted


@pytest.mark.parametrize(
    "fault", sorted({*REFUSALS, Fault.UNAUTHORIZED, Fault.RATE_LIMITED})
)
async def test_of_a_post_that_was_refused_it_is_sure_that_nothing_stands(
    connection: Connection, fault: Fault
) -> None:
    error = await post_badly(connection, fault)

    found = await connection.messenger.find("desk", "a", since=SINCE)
    assert (isinstance(error, NotSentError), found) == (True, None)


@pytest.mark.parametrize("fault", sorted(REFUSALS | set(UNSERVED)))
async def test_a_history_that_cannot_be_read_rejects_nothing(
    connection: Connection, fault: Fault
) -> None:
    connection.model.plan = always(Strike(fault), call=Call.READ)

    with pytest.raises(PostError) as caught:
        await connection.hasty.find("desk", "a", since=SINCE)

    assert type(caught.value) is PostError


async def test_a_history_that_a_refused_token_cannot_read_bars_the_bot(
    connection: Connection,
) -> None:
    connection.model.plan = always(Strike(Fault.UNAUTHORIZED), call=Call.READ)

    with pytest.raises(AuthenticationError):
        await connection.hasty.find("desk", "a", since=SINCE)


async def test_a_message_is_found_behind_many_of_others(connection: Connection) -> None:
    for number in range(250):
        connection.model.chatter("desk", f"Hello {number}", connection.clock.now())
    posted = await connection.messenger.post("desk", MESSAGE, idempotency_key="a")

    found = await connection.messenger.find("desk", "a", since=SINCE)

    assert found == posted


async def test_a_message_that_is_too_long_is_rejected(connection: Connection) -> None:
    row = Row((Text("Ports may close. " * 900),))
    message = Message((Section(None, (row,)),))

    with pytest.raises(RejectedError):
        await connection.messenger.post("desk", message, idempotency_key="a")


async def test_a_thread_is_opened_once(connection: Connection) -> None:
    front = await connection.messenger.post("desk", MESSAGE, idempotency_key="a")

    # Another process does not know what this one has opened.
    for messenger in (connection.messenger, connection.hasty, connection.messenger):
        idempotency_key = f"reply{len(connection.model.posted)}"
        await messenger.post(
            "desk", MESSAGE, idempotency_key=idempotency_key, parent=front
        )

    assert [one.parent for one in connection.model.posted[1:]] == [front] * 3
