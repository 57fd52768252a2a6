"""References by name to functions that only worker processes import.

Importing the parsers and the engine takes time and memory, which the bot's own process
saves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Generic, ParamSpec, TypeVar, cast

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Call(Generic[Parameters, Result]):
    """The name of a function; its module is imported in the process that calls it."""

    module: str
    function: str

    def resolve(self) -> Callable[Parameters, Result]:
        """Import the module and return the function."""
        function = getattr(import_module(self.module), self.function)
        return cast("Callable[Parameters, Result]", function)


@dataclass(frozen=True, slots=True)
class Preload:
    """The modules and the engine that a worker loads before its first task."""

    modules: tuple[str, ...] = ()
    engine: str | None = None

    def apply(self) -> None:
        """Load the modules and the engine; a second call does nothing."""
        for module in self.modules:
            import_module(module)
        if self.engine is not None:
            run(Call("bot.workers.briefing_tasks", "preload_engine"), self.engine)


def run(call: Call[..., Result], *arguments: object) -> Result:
    """Call the function and return its result; every task in a worker starts here."""
    return call.resolve()(*arguments)
