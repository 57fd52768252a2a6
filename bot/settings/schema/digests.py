"""The model of digests."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from bot.settings.coercions import several
from bot.settings.editors import listed
from bot.settings.schema.destinations import DestinationSettings, Hours
from bot.settings.schema.values import Part, Zone

Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
TO: Any = Field(min_length=1, description="Where it is posted.")
EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


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
    to: list[Literal["console"] | DestinationSettings] = TO
    quiet: Annotated[
        Hours,
        Field(
            description='Hours without posts, in quotes: "22:00-07:00". What would go '
            "out then goes out at their end, as one."
        ),
    ] = ""
