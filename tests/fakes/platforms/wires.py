"""A request and its response, and a connection to a model in memory."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from typing_extensions import override

from tests.fakes.clocks import Clock
from tests.fakes.json_types import Json, JsonObject


@dataclass(frozen=True, slots=True)
class Request:
    """A call of a platform's interface: its path, and its body or query as JSON."""

    method: str
    path: str
    payload: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform says."""

    status: int
    body: JsonObject
    headers: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The connection ends, or (``silent``) stays open and nothing comes."""

    silent: bool


class LostError(Exception):
    """No answer came: what was asked may have been done, now or later, or not."""


class NotReachedError(LostError):
    """There was no connection: nothing was asked."""


class Wire(Protocol):
    """What carries a request to a platform and its answer back."""

    @abstractmethod
    async def call(self, request: Request) -> Answer:
        """Ask once.

        Raises:
            NotReachedError: there was no connection.
            LostError: there was no answer.
        """


class Model(Protocol):
    """A platform that is a value in memory."""

    @abstractmethod
    def handle(self, request: Request, now: datetime) -> Answer | NoAnswer:
        """Serve one request at this time of the platform's clock."""


Elapse = Callable[[str, timedelta], Awaitable[None]]
"""Called at each step of a call with its name and how long it takes."""


async def no_time(step: str, took: timedelta) -> None:
    """Everything happens at once."""


@dataclass(frozen=True, slots=True)
class MemoryWire(Wire):
    """Carries requests to a model.

    ``elapse`` is told each step: ``sent`` before the platform gets the request,
    ``answered`` after it, with how long the answer took or was waited for. There a
    simulator lets time pass, lets others run, or raises to end the bot.
    """

    model: Model
    clock: Clock
    elapse: Elapse = no_time
    latency: timedelta = timedelta(milliseconds=200)
    patience: timedelta = timedelta(seconds=10)

    @override
    async def call(self, request: Request) -> Answer:
        """Ask the model at the clock's time.

        Raises:
            LostError: it cut the connection, or was silent for ``patience``.
        """
        await self.elapse("sent", timedelta())
        answer = self.model.handle(request, self.clock.now())
        if isinstance(answer, Answer):
            await self.elapse("answered", self.latency)
            return answer
        took = self.patience if answer.silent else self.latency
        await self.elapse("answered", took)
        raise LostError("no answer in time" if answer.silent else "connection lost")
