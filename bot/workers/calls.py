"""Functions that only workers import, by their names.

The parsers and the language model take a second to import and 150 MB to hold; the
process that starts the workers needs neither.
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
    """A module's function; the module is imported where the call is made."""

    module: str
    function: str

    def resolve(self) -> Callable[Parameters, Result]:
        """Import the module and return the function."""
        function = getattr(import_module(self.module), self.function)
        return cast("Callable[Parameters, Result]", function)


@dataclass(frozen=True, slots=True)
class Warmth:
    """What is done before the first work: imports, and the engine that is loaded."""

    modules: tuple[str, ...] = ()
    engine: str | None = None

    def apply(self) -> None:
        """Do it; doing it again costs nothing."""
        for module in self.modules:
            import_module(module)
        if self.engine is not None:
            run(Call("bot.workers.briefs", "warm"), self.engine)


def run(call: Call[..., Result], *arguments: object) -> Result:
    """Make the call; what a worker is asked to do."""
    return call.resolve()(*arguments)
