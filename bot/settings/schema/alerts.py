"""The models of alerts: their conditions, destinations and limits."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from bot.core.domain.configuration import DEFAULT_MAX_PER_DAY
from bot.settings.schema.destinations import TO, DestinationSettings, Hours
from bot.settings.schema.field_types import (
    Language,
    StrictModel,
    Zone,
    explained,
    lasting,
    listed,
    refuse,
    several,
    sound,
    spanning,
)
from bot.settings.schema.topics import Name, Terms
from bot.settings.value_checks import COOL_DOWN, UNITS, wrong_number

MOST_PAPERS, MOST_PER_DAY = 50, 1_000
ANY_ACTOR = "any"
"""The word that stands for every watched actor of a topic."""

_PARTS = ("papers", "actors", "match")


class ConditionSettings(StrictModel):
    """The condition of an alert; a story must meet all parts that are given."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1})

    papers: Annotated[
        int | None,
        sound(lambda value: wrong_number(value, MOST_PAPERS)),
        explained(
            "The least number of independent papers that report the story; papers "
            f"that print copies do not count. 1 to {MOST_PAPERS}."
        ),
    ] = None
    actors: Annotated[
        list[Name],
        BeforeValidator(several),
        Field(min_length=1, json_schema_extra=listed),
        Field(
            description='Names of actors, or "any": a watched actor of the topic. The '
            "story must name one of them."
        ),
    ] = []
    match: Annotated[
        Terms,
        Field(
            description="Words, phrases, names or /regular expressions/; one of them "
            "must match in the title or lead of an article of the story."
        ),
    ] = []

    @model_validator(mode="after")
    def _has_a_part(self) -> Self:
        if not self.model_fields_set.intersection(_PARTS):
            refuse("a condition needs one of papers, actors and match")
        return self


class AlertSettings(StrictModel):
    """A condition on stories, and where stories that meet it are posted at once."""

    topics: Annotated[
        list[str],
        BeforeValidator(several),
        Field(min_length=1, description="IDs of topics.", json_schema_extra=listed),
    ]
    when: Annotated[
        ConditionSettings, Field(description="When a story is posted: new or moved.")
    ]
    to: list[Literal["console"] | DestinationSettings] = TO
    timezone: Annotated[
        Zone | None,
        Field(description="The time zone of quiet hours. Default: the file's."),
    ] = None
    language: Annotated[
        Language | None,
        Field(description="The language of its labels. Default: the file's."),
    ] = None
    quiet: Annotated[
        Hours,
        Field(
            description='Hours without posts, in quotes: "22:00-07:00". Alerts that '
            "are due then are posted at the end."
        ),
    ] = ""
    max_per_day: Annotated[
        int,
        sound(lambda value: wrong_number(value, MOST_PER_DAY)),
        Field(
            description="The maximum number of messages a day in each channel: 1 to "
            f"{MOST_PER_DAY}.",
        ),
    ] = DEFAULT_MAX_PER_DAY
    cool_down: Annotated[
        str,
        lasting(COOL_DOWN),
        Field(
            description="How long later developments of a story wait after a message "
            f"on it: {COOL_DOWN.description}. An ending, a death or two more papers do "
            "not wait.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "6 hours"
