"""The port for traces: which step of a digest took how long, in which process."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from typing_extensions import override

from bot.core.domain.slots import SlotKey


class Step(StrEnum):
    """The steps of a digest: reading its sources, composing it, posting a message."""

    POLL = "poll"
    BUILD = "build"
    SEND = "send"


class Tracer(Protocol):
    """Records the steps of each slot as one trace, whatever processes do them.

    A step that ends with an exception is recorded as failed, and the exception goes on.
    """

    @abstractmethod
    def step(
        self, step: Step, slot: SlotKey, **facts: str | int
    ) -> AbstractContextManager[None]:
        """Record the block as a step of a slot; a step inside it is a part of it."""

    @abstractmethod
    def built(
        self, slot: SlotKey, *, due: datetime, at: datetime, **facts: str | int
    ) -> None:
        """Record that a slot is built at the time ``at``, which was due at ``due``."""


class NoTracer(Tracer):
    """Records nothing."""

    @override
    def step(
        self, step: Step, slot: SlotKey, **facts: str | int
    ) -> AbstractContextManager[None]:
        return nullcontext()

    @override
    def built(
        self, slot: SlotKey, *, due: datetime, at: datetime, **facts: str | int
    ) -> None: ...


NO_TRACES = NoTracer()
