"""Prints messages and progress on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TextIO

from bot.core.domain.messages import Message


def show(message: Message, stream: TextIO) -> None:
    """Print a message on ``stream``."""
    from bot.platforms.console.terminal import Screen

    Screen(stream).show(message)


def progress(
    stream: TextIO, *, label: str, total: int | None
) -> AbstractContextManager[Callable[[], None]]:
    """Show a progress bar on a terminal; yield the function that counts one step."""
    from bot.platforms.console import terminal

    return terminal.progress(stream, label=label, total=total)
