"""The whole file: its model, its validation and its JSON Schema."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, cast

from pydantic import BeforeValidator, Field, ValidationError, create_model

from bot.core.domain.engines import DEFAULT_ENGINE, ENGINES
from bot.core.domain.reminders import MOST_PERIODS
from bot.core.platforms.spec import PlatformSpec
from bot.settings.problems import KeyPath
from bot.settings.schema.alerts import AlertSettings
from bot.settings.schema.destinations import (
    TO,
    AccessSettings,
    DestinationSettings,
    Hours,
    access,
    destination,
    workspaces,
)
from bot.settings.schema.field_types import (
    Id,
    Language,
    StrictModel,
    Zone,
    absent,
    annotated,
    checked,
    explained,
    lasting,
    list_of,
    listed,
    several,
    sound,
    spanning,
    switch,
    theme,
    weekdays,
)
from bot.settings.schema.programs import ProgramsSettings
from bot.settings.schema.topics import TopicSettings
from bot.settings.value_checks import (
    KEEP,
    POLL,
    REMIND,
    SPREAD,
    UNITS,
    wrong_allowed,
    wrong_contact,
    wrong_days,
    wrong_endpoint,
    wrong_engine,
)
from bot.settings.yaml import Value

Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Days = Annotated[str, sound(wrong_days), Field(json_schema_extra=weekdays)]
Before = Annotated[
    str, lasting(REMIND), Field(json_schema_extra=spanning(tuple(UNITS)))
]
_MOST_ALLOWED = 100


class DigestSettings(StrictModel):
    """The topics, times and destinations of a digest."""

    topics: Annotated[
        list[str],
        BeforeValidator(several),
        Field(
            min_length=1,
            description="IDs of topics, in print order.",
            json_schema_extra=listed,
        ),
    ]
    at: Annotated[
        list[Time],
        BeforeValidator(several),
        Field(
            min_length=1,
            description='Times of the day in quotes: "07:30".',
            json_schema_extra=listed,
        ),
    ]
    days: Annotated[
        list[Days],
        BeforeValidator(several),
        Field(
            min_length=1,
            description="Days of the week, or from day to day: mon-fri. Default: every "
            "day.",
            json_schema_extra=listed,
        ),
    ] = ["mon-sun"]
    timezone: Annotated[
        Zone | None,
        Field(description="The time zone of the times. Default: the file's."),
    ] = None
    language: Annotated[
        Language | None,
        Field(description="The language of its labels. Default: the file's."),
    ] = None
    to: list[Literal["console"] | DestinationSettings] = TO
    quiet: Annotated[
        Hours,
        Field(
            description='Hours without posts, in quotes: "22:00-07:00". Digests that '
            "are due then are posted as one at the end."
        ),
    ] = ""
    spread: Annotated[
        str,
        lasting(SPREAD),
        Field(
            description="The time after each of its times over which the posts to its "
            f"channels are spread: {SPREAD.description}. Default: not spread.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = ""
    remind: Annotated[
        list[Before],
        BeforeValidator(several),
        Field(
            min_length=1,
            max_length=MOST_PERIODS,
            description="How long before an event its channels are reminded: "
            f"{REMIND.description} each. Default: no reminders.",
            json_schema_extra=listed,
        ),
    ] = []


class FileSettings(StrictModel):
    """The configuration of Sitrep."""

    timezone: Annotated[
        Zone, Field(description='The time zone of all times: "Europe/Berlin".')
    ] = "UTC"
    language: Annotated[
        Language,
        Field(description="The language of headings, notes, days and buttons."),
    ] = "en"
    topics: Annotated[
        dict[Id, TopicSettings], Field(min_length=1, description="Topics by id.")
    ]
    digests: Annotated[
        dict[Id, DigestSettings], Field(description="Digests by id.")
    ] = {}
    alerts: Annotated[dict[Id, AlertSettings], Field(description="Alerts by id.")] = {}
    engine: Annotated[
        str,
        checked(wrong_engine),
        Field(
            description="The engine that reads the articles.",
            json_schema_extra={"enum": list(ENGINES)},
        ),
    ] = DEFAULT_ENGINE
    contact: Annotated[
        str,
        checked(wrong_contact),
        explained("An e-mail address or URL that is sent to every server."),
    ] = ""
    allow: Annotated[
        list[Annotated[str, checked(wrong_allowed)]],
        BeforeValidator(several),
        Field(
            max_length=_MOST_ALLOWED,
            description="Servers of a private network that may be fetched from: host "
            'names, IP addresses and networks, such as "10.20.0.0/16". Default: public '
            "servers only.",
            json_schema_extra=listed,
        ),
    ] = []
    poll: Annotated[
        str,
        lasting(POLL),
        Field(
            description=f"How often each source is polled: {POLL.description}.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "15 minutes"
    keep: Annotated[
        str,
        lasting(KEEP),
        Field(
            description=f"How long articles are kept: {KEEP.description}.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "90 days"
    record: Annotated[
        str,
        lasting(KEEP),
        Field(
            description="How long the record keeps who said what and what falls due: "
            f"{KEEP.description}.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "2 years"
    corrections: Annotated[
        bool,
        BeforeValidator(switch),
        Field(
            description="Whether articles are read again, to post lines that their "
            "papers corrected."
        ),
    ] = True
    timeline: Annotated[
        Literal["light", "dark", "none"],
        BeforeValidator(theme),
        Field(
            description="The look of the timelines of stories, which are images in "
            "chat; false for none.",
            json_schema_extra={
                "enum": ["light", "dark", False],
                "type": ["string", "boolean"],
            },
        ),
    ] = "light"
    operator: list[Literal["console"] | DestinationSettings] = []
    health: Annotated[
        str,
        checked(wrong_endpoint),
        explained(
            "The address and port of /livez, /readyz and /metrics: 127.0.0.1:8099. "
            "Default: not served."
        ),
    ] = ""
    programs: Annotated[
        ProgramsSettings | None,
        Field(
            description="The interfaces for programs: JSON, feeds and MCP. Default: "
            "none.",
            json_schema_extra=absent,
        ),
    ] = None
    access: AccessSettings = AccessSettings()
    workspaces: dict[Id, str] | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake in the file's values: its kind, the path of its key, and the value."""

    kind: str
    path: KeyPath
    value: object
    message: str


Platforms = tuple[PlatformSpec, ...]


@cache
def file_model(platforms: Platforms) -> type[FileSettings]:
    """Build the model of a file that may name these platforms."""
    places = annotated(list_of(destination(platforms)), BeforeValidator(several))
    destination_fields: dict[str, Any] = {"to": annotated(places, TO)}
    digest = create_model(
        "DigestSettings",
        __base__=DigestSettings,
        __doc__=DigestSettings.__doc__,
        **destination_fields,
    )
    alert = create_model(
        "AlertSettings",
        __base__=AlertSettings,
        __doc__=AlertSettings.__doc__,
        **destination_fields,
    )
    by_id: Any = dict
    operator = Field(
        description="The channels for notices to the operator.",
        json_schema_extra=listed,
    )
    who = access(platforms)
    answered = explained("Where commands are answered. Default: everywhere.")
    installed = Field(
        description="Ids of the Slack workspaces that may install the app, by name. "
        "Default: one workspace, whose tokens the environment has.",
        json_schema_extra=absent,
    )
    fields: dict[str, Any] = {
        "digests": (
            annotated(by_id[Id, digest], Field(description="Digests by id.")),
            {},
        ),
        "alerts": (
            annotated(by_id[Id, alert], Field(description="Alerts by id.")),
            {},
        ),
        "operator": (annotated(places, operator), []),
        "access": (annotated(who, answered), who()),
        "workspaces": (annotated(workspaces(platforms) | None, installed), None),
    }
    return create_model(
        "FileSettings", __base__=FileSettings, __doc__=FileSettings.__doc__, **fields
    )


def validate(value: Value, platforms: Platforms) -> FileSettings | tuple[Mistake, ...]:
    """Validate the file's value; return the settings, or all mistakes."""
    try:
        return file_model(platforms).model_validate(value)
    except ValidationError as error:
        return tuple(
            Mistake(details["type"], details["loc"], details["input"], details["msg"])
            for details in error.errors(include_url=False)
        )


@cache
def json_schema(platforms: Platforms) -> dict[str, Any]:
    """Return the JSON Schema of the configuration file, from a cache.

    Building it takes 16 ms, and each unknown key in a file needs it.
    """
    return file_model(platforms).model_json_schema()


def keys_at(path: KeyPath, platforms: Platforms) -> tuple[str, ...]:
    """Return the keys that the mapping at this path may have."""
    schema = json_schema(platforms)
    node = schema
    for part in path:
        node = _resolved(schema, _below(_resolved(schema, node), part))
    return tuple(node.get("properties", ()))


def schema_text(platforms: Platforms) -> str:
    """Return the JSON Schema of the file as text, for editors."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **json_schema(platforms),
        "title": "Sitrep configuration",
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _below(node: dict[str, Any], part: str | int) -> dict[str, Any]:
    if isinstance(part, int):
        lists = [node, *node.get("anyOf", [])]
        items = (kind["items"] for kind in lists if "items" in kind)
        return cast("dict[str, Any]", next(items, {}))
    named = node.get("properties", {}).get(part)
    patterns = (*node.get("patternProperties", {}).values(), {})
    return cast("dict[str, Any]", named or patterns[0])


def _resolved(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return the schema to which a node refers, or the node itself.

    Of several alternatives, the one that refers to a schema with keys counts.
    """
    kinds: list[dict[str, Any]] = node.get("oneOf", [])
    node = next((kind for kind in kinds if "$ref" in kind), node)
    name = str(node.get("$ref", "")).rpartition("/")[2]
    return cast("dict[str, Any]", schema["$defs"][name]) if name else node
