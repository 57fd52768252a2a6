"""The shape of the configuration file: the sole owner of pydantic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal, NoReturn, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from bot.core.model import ENGINES
from bot.settings.addresses import (
    wrong_address,
    wrong_contact,
    wrong_endpoint,
    wrong_lang,
    wrong_path,
)
from bot.settings.durations import KEEP, POLL, UNITS, Bounds, wrong_duration
from bot.settings.editors import (
    exactly_one,
    listed,
    listed_or_nothing,
    optional,
    spanning,
)
from bot.settings.problems import Path
from bot.settings.shapes import forms, names, several
from bot.settings.terms import wrong_engine, wrong_name, wrong_term
from bot.settings.yaml import Value
from bot.settings.zones import wrong_zone

SOURCE_KINDS = ("feed", "page", "file", "folder")
"""The keys of which a source has exactly one."""

_LATER_PLATFORMS = frozenset({"slack", "discord"})


def _checked(wrong: Callable[[str], str | None]) -> AfterValidator:
    """Refuse the texts that something is wrong with, in its words."""
    return AfterValidator(partial(_check, wrong))


def _lasting(bounds: Bounds) -> BeforeValidator:
    """Refuse what is no span of time between these bounds."""
    return BeforeValidator(partial(_check, partial(wrong_duration, bounds=bounds)))


def _check(wrong: Callable[[Any], str | None], value: object) -> object:
    told = wrong(value)
    if told is not None:
        _refuse(told)
    return value


def _platform(value: object) -> object:
    names = list(value) if isinstance(value, Mapping) else [value]
    for name in names:
        if name in _LATER_PLATFORMS:
            _refuse(f'{str(name).title()} is not connected yet; write "console"')
    return value


def _refuse(told: str) -> NoReturn:
    # The braces are the library's own template, filled from the context.
    raise PydanticCustomError("told", "{told}", {"told": told})


def _optional(told: str) -> Any:  # noqa: ANN401 - the library says no more
    """What a key that may be missing is for."""
    return Field(description=told, json_schema_extra=optional)


Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Time = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Zone = Annotated[str, _checked(wrong_zone)]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Platform = Annotated[Literal["console"], BeforeValidator(_platform)]
Address = Annotated[str, _checked(wrong_address)]
PlacePath = Annotated[str, _checked(wrong_path)]
Term = Annotated[str, _checked(wrong_term)]
Terms = Annotated[
    list[Term],
    BeforeValidator(several),
    Field(min_length=1, max_length=500, json_schema_extra=listed),
]
Name = Annotated[str, _checked(wrong_name)]
Forms = Annotated[
    list[Name], BeforeValidator(forms), Field(json_schema_extra=listed_or_nothing)
]
Actors = Annotated[
    Annotated[list[Name], Tag("[list]")]
    | Annotated[dict[Name, Forms], Tag("[mapping]")],
    Discriminator(names),
]
EVERY_DAY: tuple[Day, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class SourceSettings(_Part):
    """A place that articles come from: exactly one of feed, page, file and folder."""

    model_config = ConfigDict(json_schema_extra=exactly_one(SOURCE_KINDS))

    feed: Annotated[
        Address,
        _optional("The address of a feed: RSS, Atom or JSON Feed."),
    ] = ""
    page: Annotated[
        Address,
        _optional("The address of a page that is read as one article."),
    ] = ""
    file: Annotated[
        PlacePath,
        _optional("A text, Markdown or HTML file; seen from this file's folder."),
    ] = ""
    folder: Annotated[
        PlacePath,
        _optional("A folder of such files; seen from this file's folder."),
    ] = ""
    lang: Annotated[
        str,
        _checked(wrong_lang),
        _optional(
            'The language of all its articles, such as "de"; without it '
            "each is found out."
        ),
    ] = ""

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        kinds = [kind for kind in SOURCE_KINDS if kind in self.model_fields_set]
        if not kinds:
            _refuse("a source needs one of feed, page, file and folder")
        if len(kinds) > 1:
            _refuse(f"{' and '.join(kinds)} are two sources; give each its own line")
        return self


class TopicSettings(_Part):
    """A subject, the places to read about it, and what to look out for."""

    title: Annotated[
        str, Field(min_length=1, max_length=200, description="The name in digests.")
    ]
    sources: Annotated[
        list[SourceSettings], Field(min_length=1, description="What is read.")
    ]
    include: Annotated[
        Terms,
        Field(
            description="Words, phrases, names or /expressions/; an article belongs "
            "to the topic if one of them stands in its title, its lead or its actors. "
            "Without them every article of the sources belongs.",
        ),
    ] = []
    exclude: Annotated[
        Terms,
        Field(
            description="Words, phrases, names or /expressions/; an article with one "
            "of them in its title or lead does not belong to the topic.",
        ),
    ] = []
    actors: Annotated[
        Actors,
        _optional(
            "Actors to watch: a list of names, or each name with its other forms."
        ),
    ] = {}


class DigestSettings(_Part):
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
        _checked(wrong_engine),
        Field(
            description="What reads the articles.",
            json_schema_extra={"enum": list(ENGINES)},
        ),
    ] = "spacy"
    contact: Annotated[
        str,
        _checked(wrong_contact),
        _optional("A mail or web address that is told to every server."),
    ] = ""
    poll: Annotated[
        str,
        _lasting(POLL),
        Field(
            description=f"How often each source is read: {POLL.told}.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "15 minutes"
    keep: Annotated[
        str,
        _lasting(KEEP),
        Field(
            description=f"How long articles are kept: {KEEP.told}.",
            json_schema_extra=spanning(tuple(UNITS)),
        ),
    ] = "90 days"
    operator: Annotated[
        list[Platform],
        _optional("Where the operator is told of troubles, once each."),
    ] = []
    health: Annotated[
        str,
        _checked(wrong_endpoint),
        _optional(
            "Where /livez, /readyz and /metrics are answered: 127.0.0.1:8099. "
            "Without it nowhere."
        ),
    ] = ""


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


def json_schema() -> dict[str, Any]:
    """What may stand in the file, as the library tells it."""
    return FileSettings.model_json_schema()
