from __future__ import annotations

import io
from datetime import UTC, datetime

import pytest
from typing_extensions import override

from bot.core.domain.errors import PostError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.platforms.console.terminal import ConsoleMessenger

MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


class Closed(io.StringIO):
    """A stream whose reader has gone."""

    @override
    def write(self, text: str, /) -> int:
        raise BrokenPipeError(32, "Broken pipe")


async def test_a_reader_that_has_gone_is_an_error() -> None:
    with pytest.raises(PostError, match="Broken pipe"):
        await ConsoleMessenger(Closed()).post("stdout", MESSAGE, idempotency_key="a")


async def test_what_could_not_be_printed_is_not_taken_for_posted() -> None:
    console = ConsoleMessenger(Closed())
    with pytest.raises(PostError):
        await console.post("stdout", MESSAGE, idempotency_key="a")

    found = await console.find("stdout", "a", since=datetime(2026, 3, 1, tzinfo=UTC))

    assert found is None
