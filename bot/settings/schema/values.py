"""What every part of the file is made of, and how a wrong value is refused."""

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
    """A mapping of the file: no unknown keys, nothing turned into another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def checked(wrong: Callable[[str], str | None]) -> AfterValidator:
    """Refuse the texts that something is wrong with, in its words."""
    return AfterValidator(partial(_check, wrong))


def sound(wrong: Callable[[object], str | None]) -> BeforeValidator:
    """Refuse whatever something is wrong with, also what is no text."""
    return BeforeValidator(partial(_check, wrong))


def lasting(bounds: Bounds) -> BeforeValidator:
    """Refuse what is no span of time between these bounds."""
    return sound(partial(wrong_duration, bounds=bounds))


def _check(wrong: Callable[[Any], str | None], value: object) -> object:
    told = wrong(value)
    if told is not None:
        refuse(told)
    return value


def refuse(told: str) -> NoReturn:
    """Refuse a value in these words.

    Raises:
        PydanticCustomError: always; the library collects them.
    """
    # The braces are the library's own template, filled from the context.
    raise PydanticCustomError("told", "{told}", {"told": told})


def annotated(kind: Any, *extras: object) -> Any:  # noqa: ANN401 - a type
    """``Annotated`` for a type that is made at run time."""
    form: Any = Annotated
    return form[(kind, *extras)]


def list_of(kind: Any) -> Any:  # noqa: ANN401 - a type
    """``list`` of a type that is made at run time."""
    form: Any = list
    return form[kind]


def explained(told: str) -> Any:  # noqa: ANN401 - the library says no more
    """What a key that may be missing is for."""
    return Field(description=told, json_schema_extra=optional)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Zone = Annotated[str, checked(wrong_zone)]
