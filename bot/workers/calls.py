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


def run(call: Call[Parameters, Result], *arguments: object) -> Result:
    """Make the call; what a worker is asked to do."""
    return cast("Callable[..., Result]", call.resolve())(*arguments)
