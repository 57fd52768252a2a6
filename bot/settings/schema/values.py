"""The base of all models, and validators that refuse a value with a message."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.settings.durations import Bounds, wrong_duration
from bot.settings.editors import optional
from bot.settings.zones import wrong_zone


class Part(BaseModel):
    """A mapping of the file, without unknown keys or type conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def checked(wrong: Callable[[str], str | None]) -> AfterValidator:
    """Refuse texts for which ``wrong`` returns a message."""
    return AfterValidator(partial(_check, wrong))


def sound(wrong: Callable[[object], str | None]) -> BeforeValidator:
    """Refuse values of any type for which ``wrong`` returns a message."""
    return BeforeValidator(partial(_check, wrong))


def lasting(bounds: Bounds) -> BeforeValidator:
    """Refuse all but durations within these bounds."""
    return sound(partial(wrong_duration, bounds=bounds))


def _check(wrong: Callable[[Any], str | None], value: object) -> object:
    problem = wrong(value)
    if problem is not None:
        refuse(problem)
    return value


def refuse(message: str) -> NoReturn:
    """Refuse a value with this message.

    Raises:
        PydanticCustomError: always; the library collects them.
    """
    # The braces are the library's own template, filled from the context.
    raise PydanticCustomError("told", "{told}", {"told": message})


def annotated(kind: Any, *extras: object) -> Any:  # noqa: ANN401 - a type
    """``Annotated`` for a type that is made at run time."""
    form: Any = Annotated
    return form[(kind, *extras)]


def list_of(kind: Any) -> Any:  # noqa: ANN401 - a type
    """``list`` of a type that is made at run time."""
    form: Any = list
    return form[kind]


def explained(description: str) -> Any:  # noqa: ANN401 - the library says no more
    """The description of an optional key."""
    return Field(description=description, json_schema_extra=optional)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Zone = Annotated[str, checked(wrong_zone)]
