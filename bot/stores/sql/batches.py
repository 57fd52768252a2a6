"""Collects calls that come while earlier calls run, and runs them together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Sequence
from contextvars import Context
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_MOST = 128
"""The maximum number of calls that run together."""


def _one_kind(_: object) -> Hashable:
    return None


class Batches(Generic[Item, Answer]):
    """Collects items while earlier items are processed, then passes them on together.

    ``run`` gets items of one kind in their order, and returns an answer for each.
    """

    def __init__(
        self,
        run: Callable[[Sequence[Item]], Awaitable[Sequence[Answer]]],
        kind: Callable[[Item], Hashable] = _one_kind,
    ) -> None:
        self._run, self._kind = run, kind
        self._waiting: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._running: asyncio.Task[None] | None = None

    async def add(self, item: Item) -> Answer:
        """Return the answer for an item, or raise the error of its batch."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._running is None:
            # The calls of a batch may come for different workspaces, or for none.
            self._running = asyncio.create_task(self._work(), context=Context())
        return await answer

    async def _work(self) -> None:
        try:
            while batch := self._next():
                await self._answer(batch)
        finally:
            self._running = None

    def _next(self) -> list[tuple[Item, asyncio.Future[Answer]]]:
        """Take the first waiting items of one kind.

        Items whose callers no longer wait are dropped.
        """
        waiting = [each for each in self._waiting if not each[1].done()]
        kind = self._kind(waiting[0][0]) if waiting else None
        batch: list[tuple[Item, asyncio.Future[Answer]]] = []
        self._waiting = []
        for each in waiting:
            fits = len(batch) < _MOST and self._kind(each[0]) == kind
            (batch if fits else self._waiting).append(each)
        return batch

    async def _answer(self, batch: list[tuple[Item, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._run([item for item, _ in batch])
        except asyncio.CancelledError:
            for _, answer in batch:
                answer.cancel()
            raise
        except BaseException as error:  # noqa: BLE001 - every caller gets it
            for _, answer in batch:
                if not answer.done():
                    answer.set_exception(error)
            return
        for (_, answer), value in zip(batch, answers, strict=True):
            if not answer.done():
                answer.set_result(value)
