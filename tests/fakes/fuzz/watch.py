"""Notices what goes wrong behind an entrance without an exception at it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from tests.fakes.fuzz.entrance import BrokenError
from tests.fakes.ports import FakeJournal


class _Records(logging.Handler):
    """Keeps what libraries log as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@dataclass(slots=True)
class Watch:
    """What went wrong without an exception, in logs and in payloads."""

    event_log: FakeJournal
    mistakes: list[str]
    called: list[str]
    records: _Records
    before: set[asyncio.Task[Any]]

    async def settled(self) -> str:
        """Wait for the tasks that the last input started; return what was logged.

        Raises:
            BrokenError: an error was logged, or the platform would refuse a payload.
        """
        while rest := asyncio.all_tasks() - self.before - {asyncio.current_task()}:
            await asyncio.wait(rest)
        entries = [*self.event_log.entries]
        failures = [
            f"{event}: {facts}" for level, event, facts in entries if level == "error"
        ]
        failures += [*self.mistakes, *self.records.lines]
        called = " ".join(self.called[:6])
        for kept in (
            self.event_log.entries,
            self.mistakes,
            self.called,
            self.records.lines,
        ):
            kept.clear()
        if failures:
            raise BrokenError(failures[0])
        return " ".join((*sorted({event for _, event, _ in entries}), called))


@asynccontextmanager
async def watching(
    event_log: FakeJournal,
    mistakes: list[str] | None = None,
    called: list[str] | None = None,
) -> AsyncIterator[Watch]:
    records, root, loop = _Records(), logging.getLogger(), asyncio.get_running_loop()
    root.addHandler(records)
    loop.set_exception_handler(
        lambda _, facts: records.lines.append(str(facts.get("exception", facts)))
    )
    try:
        yield Watch(
            event_log,
            [] if mistakes is None else mistakes,
            [] if called is None else called,
            records,
            asyncio.all_tasks(),
        )
    finally:
        root.removeHandler(records)
        loop.set_exception_handler(None)
