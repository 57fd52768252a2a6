"""The command ``top``: shows the progress of the bot's work until a key ends it."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.bootstrap.configuration import read_configuration

_SECONDS = 2.0
_ENTER, _LEAVE = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _TO_LINE_END, _TO_SCREEN_END = "\x1b[H", "\x1b[K", "\x1b[J"
_KEYS = "press q to quit"


def show_progress(config: Path | None) -> None:
    """Show the live view on a terminal; elsewhere print one picture.

    Raises:
        ConfigError: the configuration is invalid.
        StoreError: the database cannot be used.
    """
    asyncio.run(_show(config))


async def _show(config: Path | None) -> None:
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import open_status
    from bot.core.operations.live_view import LiveView

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    view, is_live = LiveView(), sys.stdout.isatty()
    async with open_status(runtime, configuration, os.environ) as status:
        first = await status()
        if not is_live:
            print("\n".join(view.lines(first, _width())))
            return
        with _screen(), _ending() as ended:
            _draw(view.lines(first, _width(), keys=_KEYS))
            while not await _is_set(ended):
                _draw(view.lines(await status(), _width(), keys=_KEYS))


async def _is_set(ended: asyncio.Event) -> bool:
    """Wait until the next picture is due; return whether the view ended before."""
    with suppress(TimeoutError):
        await asyncio.wait_for(ended.wait(), _SECONDS)
    return ended.is_set()


def _width() -> int:
    return shutil.get_terminal_size().columns


def _draw(lines: Sequence[str]) -> None:
    rows = lines[: max(1, shutil.get_terminal_size().lines - 1)]
    picture = "".join(f"{row}{_TO_LINE_END}\r\n" for row in rows)
    sys.stdout.write(f"{_HOME}{picture}{_TO_SCREEN_END}")
    sys.stdout.flush()


@contextmanager
def _screen() -> Iterator[None]:
    """Use the terminal's second screen inside the block, without a cursor."""
    sys.stdout.write(_ENTER)
    try:
        yield
    finally:
        sys.stdout.write(_LEAVE)
        sys.stdout.flush()


@contextmanager
def _ending() -> Iterator[asyncio.Event]:
    """Yield an event that q, Ctrl-C or a signal sets; keys are not shown."""
    import termios
    import tty

    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    if not sys.stdin.isatty():
        yield ended
        return
    keyboard = sys.stdin.fileno()
    before = termios.tcgetattr(keyboard)

    def pressed() -> None:
        if os.read(keyboard, 64).lower()[:1] in {b"q", b""}:
            ended.set()

    tty.setcbreak(keyboard)
    loop.add_reader(keyboard, pressed)
    try:
        yield ended
    finally:
        loop.remove_reader(keyboard)
        termios.tcsetattr(keyboard, termios.TCSADRAIN, before)
