"""Base model, constraints and coercions of the fields; JSON Schema refinements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, NoReturn

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from bot.core.domain.configuration import Weekday
from bot.core.domain.timelines import TimelineTheme
from bot.settings.value_checks import Bounds, wrong_duration, wrong_zone


class StrictModel(BaseModel):
    """A mapping of the file, without unknown keys or type conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def checked(wrong: Callable[[str], str | None]) -> AfterValidator:
    """Make a validator that refuses texts for which ``wrong`` returns a message."""
    return AfterValidator(partial(_check, wrong))


def sound(wrong: Callable[[object], str | None]) -> BeforeValidator:
    """Make a validator that refuses any value for which ``wrong`` returns a message."""
    return BeforeValidator(partial(_check, wrong))


def lasting(bounds: Bounds) -> BeforeValidator:
    """Make a validator that accepts only durations within these bounds."""
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
    # Pydantic fills its template "{message}" from the dictionary.
    raise PydanticCustomError("message", "{message}", {"message": message})


def annotated(kind: Any, *extras: object) -> Any:  # noqa: ANN401 - a type
    """Build the type ``Annotated[kind, *extras]`` for a ``kind`` made at run time."""
    form: Any = Annotated
    return form[(kind, *extras)]


def list_of(kind: Any) -> Any:  # noqa: ANN401 - a type
    """Build the type ``list[kind]`` for a ``kind`` that is made at run time."""
    form: Any = list
    return form[kind]


def explained(description: str) -> Any:  # noqa: ANN401 - the library says no more
    """Make an optional field with this description."""
    return Field(description=description, json_schema_extra=optional)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Zone = Annotated[str, checked(wrong_zone)]
Language = Literal["en", "fr"]


Schema = dict[str, Any]


def optional(schema: Schema) -> None:
    """Remove the default from the JSON Schema of a field whose value may be missing."""
    schema.pop("default", None)


def absent(schema: Schema) -> None:
    """Make the JSON Schema of an optional mapping refuse null."""
    optional(schema)
    schema.update(schema.pop("anyOf")[0])


def listed(schema: Schema) -> None:
    """Make the JSON Schema also accept a single item in place of a list."""
    optional(schema)
    schema["anyOf"] = [schema["items"], _array(schema)]


def listed_or_nothing(schema: Schema) -> None:
    """Make the JSON Schema also accept a single item or null in place of a list."""
    schema["anyOf"] = [schema["items"], _array(schema), {"type": "null"}]


def spanning(units: Sequence[str]) -> Callable[[Schema], None]:
    """Return a function that makes a JSON Schema accept a number with a unit."""

    def change(schema: Schema) -> None:
        schema["pattern"] = f"^[0-9]{{1,6}} ?({'|'.join(units)})s?$"

    return change


def weekdays(schema: Schema) -> None:
    """Make a JSON Schema accept a day of the week, or a range such as mon-fri."""
    days = "|".join(Weekday)
    schema["anyOf"] = [{"enum": list(Weekday)}, {"pattern": f"^({days})-({days})$"}]


def matching(pattern: str) -> Callable[[Schema], None]:
    """Return a function that makes a JSON Schema accept only texts of ``pattern``."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema["pattern"] = f"^{pattern}$"

    return change


def matching_or_number(pattern: str) -> Callable[[Schema], None]:
    """Return a function that makes a JSON Schema accept ``pattern`` or a number."""

    def change(schema: Schema) -> None:
        optional(schema)
        schema.pop("type", None)
        text = {"type": "string", "pattern": f"^{pattern}$"}
        schema["anyOf"] = [text, {"type": "integer", "minimum": 10**14}]

    return change


def exactly_one(keys: Sequence[str]) -> Callable[[Schema], None]:
    """Return a function that makes a JSON Schema require one of ``keys``, not more."""

    def change(schema: Schema) -> None:
        schema["oneOf"] = [{"required": [key]} for key in keys]

    return change


def _array(schema: Schema) -> Schema:
    kept = ("items", "minItems", "maxItems", "type")
    return {key: schema.pop(key) for key in kept if key in schema}


def switch(value: object) -> object:
    """Turn the words "on" and "off" into true and false; keep other values."""
    return (
        {"on": True, "off": False}.get(value, value)
        if isinstance(value, str)
        else value
    )


def theme(value: object) -> object:
    """Turn true or "on" into "light", false or "off" into "none"; keep others."""
    match switch(value):
        case True:
            return TimelineTheme.LIGHT.value
        case False:
            return TimelineTheme.NONE.value
        case other:
            return other


def several(value: object) -> object:
    """Put a single value into a list; leave a list as it is."""
    return value if isinstance(value, list) else [value]


def forms(value: object) -> object:
    """Put one form of an actor into a list; turn a missing value into an empty list."""
    return [] if value is None else several(value)


def names(value: object) -> str:
    """Return "[mapping]" if actors have other forms, else "[list]".

    pydantic selects the type of the value by this tag.
    """
    return "[mapping]" if isinstance(value, Mapping) else "[list]"


def mapping_or_name(value: object) -> str:
    """Return "[mapping]" for a mapping, else "[name]".

    pydantic selects the type of the value by this tag.
    """
    return "[mapping]" if isinstance(value, Mapping) else "[name]"


def digits(value: object) -> object:
    """Turn a number that was written without quotes into a text of its digits."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value
