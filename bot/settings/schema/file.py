"""The model of the whole file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, create_model

from bot.core.domain.configuration import ENGINES
from bot.core.platforms.spec import PlatformSpec
from bot.settings.addresses import wrong_contact, wrong_endpoint
from bot.settings.durations import KEEP, POLL, UNITS
from bot.settings.editors import spanning
from bot.settings.problems import Path
from bot.settings.schema.destinations import (
    AccessSettings,
    DestinationSettings,
    access,
    destination,
)
from bot.settings.schema.digests import TO, DigestSettings
from bot.settings.schema.topics import TopicSettings
from bot.settings.schema.values import (
    Id,
    Part,
    Zone,
    annotated,
    checked,
    explained,
    lasting,
    list_of,
)
from bot.settings.term_checks import wrong_engine
from bot.settings.yaml import Value


class FileSettings(Part):
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
        checked(wrong_engine),
        Field(
            description="What reads the articles.",
            json_schema_extra={"enum": list(ENGINES)},
        ),
    ] = "spacy"
    contact: Annotated[
        str,
        checked(wrong_contact),
        explained("A mail or web address that is told to every server."),
    ] = ""
    poll: Annotated[
        str,
        lasting(POLL),
        Field(
            description=f"How often each source is read: {POLL.description}.",
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
    operator: list[Literal["console"] | DestinationSettings] = []
    health: Annotated[
        str,
        checked(wrong_endpoint),
        explained(
            "Where /livez, /readyz and /metrics are answered: 127.0.0.1:8099. "
            "Without it nowhere."
        ),
    ] = ""
    access: AccessSettings = AccessSettings()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake: its kind, its path and the value there."""

    kind: str
    path: Path
    value: object
    message: str


Platforms = tuple[PlatformSpec, ...]


@cache
def file_model(platforms: Platforms) -> type[FileSettings]:
    """The model of a file that may name these platforms."""
    places = list_of(destination(platforms))
    digest_fields: dict[str, Any] = {"to": annotated(places, TO)}
    digest = create_model(
        "DigestSettings",
        __base__=DigestSettings,
        __doc__=DigestSettings.__doc__,
        **digest_fields,
    )
    digests: Any = dict
    operator = explained("Where the operator is told of troubles, once each.")
    who = access(platforms)
    answered = explained("Where people are answered; without it everywhere.")
    fields: dict[str, Any] = {
        "digests": (
            annotated(digests[Id, digest], Field(description="Digests by id.")),
            {},
        ),
        "operator": (annotated(places, operator), []),
        "access": (annotated(who, answered), who()),
    }
    return create_model(
        "FileSettings", __base__=FileSettings, __doc__=FileSettings.__doc__, **fields
    )


def validate(value: Value, platforms: Platforms) -> FileSettings | tuple[Mistake, ...]:
    """The settings, or all mistakes in them."""
    try:
        return file_model(platforms).model_validate(value)
    except ValidationError as error:
        return tuple(
            Mistake(details["type"], details["loc"], details["input"], details["msg"])
            for details in error.errors(include_url=False)
        )


@cache
def json_schema(platforms: Platforms) -> dict[str, Any]:
    """The JSON Schema of the file; always the same object.

    Making it takes 16 ms, and each unknown key asks for it.
    """
    return file_model(platforms).model_json_schema()
