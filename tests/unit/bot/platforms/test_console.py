from __future__ import annotations

import io

import pytest
from typing_extensions import override

from bot.core.errors import PostError
from bot.core.model import Message, Row, Section, Text
from bot.platforms.console import ConsoleMessenger

MESSAGE = Message((Section(None, (Row((Text("Ports may close."),)),)),))


class Closed(io.StringIO):
    """A stream whose reader has gone."""

    @override
    def write(self, text: str, /) -> int:
        raise BrokenPipeError(32, "Broken pipe")


async def test_a_message_is_printed() -> None:
    stream = io.StringIO()

    await ConsoleMessenger(stream).post("stdout", MESSAGE, nonce="a")

    assert stream.getvalue() == "Ports may close.\n\n"


async def test_a_reader_that_has_gone_is_an_error() -> None:
    with pytest.raises(PostError, match="Broken pipe"):
        await ConsoleMessenger(Closed()).post("stdout", MESSAGE, nonce="a")
