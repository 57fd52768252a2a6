"""The shape of the configuration file: the sole owner of pydantic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NoReturn, cast
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from bot.core.model import ENGINES
from bot.core.spelling import nearest
from bot.settings.problems import Path
from bot.settings.yaml import Value
from bot.settings.zones import find_zone, nearest_zone

_LATER_PLATFORMS = frozenset({"slack", "discord"})


def _address(url: str) -> str:
    told = _wrong_address(url)
    if told is not None:
        _refuse(told)
    return url


def _wrong_address(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, user = parts.hostname, parts.username
    except ValueError:
        return "this is no address"
    if parts.scheme not in {"http", "https"} or not host:
        return 'write a whole address, such as "https://example.org/news"'
    return None if user is None else "an address must not hold a user name"


def _zone(name: str) -> str:
    if find_zone(name) is None:
        _refuse(f'"{name[:60]}" is no time zone{nearest_zone(name)}')
    return name


def _engine(name: str) -> str:
    if name not in ENGINES:
        _refuse(f'"{name[:60]}" is no engine{nearest(name, ENGINES)}')
    return name


def _several(value: object) -> object:
    """One is as good as a list of one."""
    return value if isinstance(value, list) else [value]


def _platform(value: object) -> object:
    names = list(value) if isinstance(value, Mapping) else [value]
    for name in names:
        if name in _LATER_PLATFORMS:
            _refuse(f'{str(name).title()} is not connected yet; write "console"')
    return value


def _refuse(told: str) -> NoReturn:
    # The braces are the library's own template, filled from the context.
    raise PydanticCustomError("told", "{told}", {"told": told})


def _listed(schema: dict[str, object]) -> None:
    """Tell editors what ``_several`` takes: one item without its list as well."""
    array = {key: schema.pop(key) for key in ("items", "minItems", "type")}
    schema["anyOf"] = [array["items"], array]


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Zone = Annotated[str, AfterValidator(_zone)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Platform = Annotated[Literal["console"], BeforeValidator(_platform)]
EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceSettings(_Part):
    """A place that articles come from."""

    page: Annotated[
        str,
        AfterValidator(_address),
        Field(description="The address of a page that is read as one article."),
    ]


class TopicSettings(_Part):
    """A subject and the places to read about it."""

    title: Annotated[
        str, Field(min_length=1, max_length=200, description="The name in digests.")
    ]
    sources: Annotated[
        list[SourceSettings], Field(min_length=1, description="What is read.")
    ]


class DigestSettings(_Part):
    """What goes out, when, and where to."""

    topics: Annotated[
        list[str], Field(min_length=1, description="Ids of topics, in print order.")
    ]
    at: Annotated[
        list[Time],
        BeforeValidator(_several),
        Field(
            min_length=1,
            description='Times of the day in quotes: "07:30".',
            json_schema_extra=_listed,
        ),
    ]
    days: Annotated[
        list[Day],
        Field(min_length=1, description="Days of the week; without it every day."),
    ] = list(EVERY_DAY)
    timezone: Annotated[
        Zone | None,
        Field(description="Where the times are meant; without it the file's."),
    ] = None
    to: Annotated[
        list[Platform], Field(min_length=1, description="Where it is posted.")
    ]


class FileSettings(_Part):
    """The configuration of Sitrep."""

    timezone: Annotated[
        Zone, Field(description='Where times are meant: "Europe/Berlin".')
    ] = "UTC"
    topics: Annotated[
        dict[Id, TopicSettings], Field(min_length=1, description="Topics by id.")
    ]
    digests: Annotated[
        dict[Id, DigestSettings], Field(description="Digests by id.")
    ] = {}
    engine: Annotated[
        str,
        AfterValidator(_engine),
        Field(
            description="What reads the articles.",
            json_schema_extra={"enum": list(ENGINES)},
        ),
    ] = "spacy"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One of the mistakes that were found: its kind, its place and the value there."""

    kind: str
    path: Path
    value: object
    told: str


def validate(value: Value) -> FileSettings | tuple[Mistake, ...]:
    """The settings, or all that is wrong with them."""
    try:
        return FileSettings.model_validate(value)
    except ValidationError as error:
        return tuple(
            Mistake(found["type"], found["loc"], found["input"], found["msg"])
            for found in error.errors(include_url=False)
        )


def keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the mapping at this path may have."""
    schema = FileSettings.model_json_schema()
    node = schema
    for part in path:
        node = _resolved(schema, _below(_resolved(schema, node), part))
    return tuple(node.get("properties", ()))


def schema_text() -> str:
    """The JSON Schema of the file, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FileSettings.model_json_schema(),
        "title": "Sitrep configuration",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _below(node: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        return cast("dict[str, Any]", node.get("items", {}))
    named = node.get("properties", {}).get(part)
    patterns = (*node.get("patternProperties", {}).values(), {})
    return cast("dict[str, Any]", named or patterns[0])


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return cast("dict[str, Any]", schema["$defs"][name]) if name else node
