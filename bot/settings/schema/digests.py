"""Digests and where they go, as they stand in the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from bot.settings.editors import listed, matching
from bot.settings.hours import HOURS, wrong_hours
from bot.settings.schema.values import Part, Zone, refuse, sound
from bot.settings.shapes import mapping_or_name, several

_LATER_PLATFORMS = frozenset({"slack", "discord"})


def _connected(value: object) -> object:
    for name in value if isinstance(value, Mapping) else (value,):
        if isinstance(name, str) and name in _LATER_PLATFORMS:
            refuse(f'{name.title()} is not connected yet; write "console"')
    return value


Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Platform = Annotated[Literal["console"], BeforeValidator(_connected)]
Hours = Annotated[
    str, sound(wrong_hours), Field(json_schema_extra=matching(HOURS.pattern))
]


class ConsoleSettings(Part):
    """How the console is posted to."""

    quiet: Annotated[
        Hours,
        Field(description="Hours without posts; without it the digest's."),
    ] = ""


class DestinationSettings(Part):
    """A platform with what is said about posting there."""

    console: Annotated[
        ConsoleSettings,
        Field(description="The terminal that the bot runs in."),
    ]


Destination = Annotated[
    Annotated[Platform, Tag("[name]")]
    | Annotated[DestinationSettings, Tag("[mapping]")],
    Discriminator(mapping_or_name),
    BeforeValidator(_connected),
]


class DigestSettings(Part):
    """What goes out, when, and where to."""

    topics: Annotated[
        list[str], Field(min_length=1, description="Ids of topics, in print order.")
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
        list[Day],
        Field(min_length=1, description="Days of the week; without it every day."),
    ] = list(EVERY_DAY)
    timezone: Annotated[
        Zone | None,
        Field(description="Where the times are meant; without it the file's."),
    ] = None
    to: Annotated[
        list[Destination], Field(min_length=1, description="Where it is posted.")
    ]
    quiet: Annotated[
        Hours,
        Field(
            description='Hours without posts, in quotes: "22:00-07:00". What would go '
            "out then goes out at their end, as one."
        ),
    ] = ""
