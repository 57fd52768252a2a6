"""Models of destinations and access; the list of platforms defines their keys."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from operator import or_
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    create_model,
    model_validator,
)

from bot.core.domain.configuration import CONSOLE, CONSOLE_CHANNEL
from bot.core.platforms.spec import (
    ChannelFormat,
    IdFormat,
    PlatformSpec,
    platform_of,
)
from bot.settings.schema.field_types import (
    Id,
    Schema,
    StrictModel,
    annotated,
    digits,
    exactly_one,
    explained,
    list_of,
    listed,
    mapping_or_name,
    matching,
    matching_or_number,
    refuse,
    several,
    sound,
)
from bot.settings.value_checks import HOURS, linked_id, wrong_hours

Hours = Annotated[
    str, sound(wrong_hours), Field(json_schema_extra=matching(HOURS.pattern))
]
TO: Any = Field(
    min_length=1, description="Where it is posted.", json_schema_extra=listed
)
_QUIET = Field(description="Hours without posts. Default: the digest's.")


class ConsoleSettings(StrictModel):
    """The keys of the console as a destination: its quiet hours."""

    quiet: Annotated[Hours, _QUIET] = ""


class ChannelSettings(StrictModel):
    """The keys of a channel as a destination; each platform has its own subclass."""

    channel: str
    quiet: Annotated[Hours, _QUIET] = ""


class DestinationSettings(StrictModel):
    """A destination: exactly one platform, with a channel and its quiet hours."""

    platforms: ClassVar[tuple[str, ...]] = (CONSOLE,)

    console: Annotated[
        ConsoleSettings, explained("The terminal that the bot runs in.")
    ] = ConsoleSettings()

    @model_validator(mode="after")
    def _has_one_platform(self) -> Self:
        named = [name for name in self.platforms if name in self.model_fields_set]
        if not named:
            refuse(f"a destination needs one of {', '.join(self.platforms)}")
        if len(named) > 1:
            refuse(
                f"{' and '.join(named)} are two destinations; give each its own line"
            )
        return self

    def place(self) -> tuple[str, str, str]:
        """Return the platform, the channel, and the quiet hours of this destination."""
        (platform,) = self.model_fields_set
        match getattr(self, platform):
            case ChannelSettings(channel=channel, quiet=quiet):
                return platform, channel, quiet
            case str(channel):
                return platform, channel, ""
            case _:
                return CONSOLE, CONSOLE_CHANNEL, self.console.quiet


class AccessSettings(StrictModel):
    """Where the bot answers commands: on these servers, and in direct messages."""

    def servers(self) -> dict[str, frozenset[str]]:
        """Return the servers that the file lists, by the name of the platform."""
        named = self.model_dump(exclude={"direct"})
        return {platform: frozenset(ids) for platform, ids in named.items()}

    def answers_direct(self) -> bool | None:
        """Return whether the bot answers direct messages; ``None`` if not set."""
        return self.model_dump().get("direct")


def destination(platforms: Sequence[PlatformSpec]) -> Any:  # noqa: ANN401 - a type
    """Build the type of a destination that names one of these platforms."""
    names = tuple(spec.name for spec in platforms)
    channels = {spec.name: spec.channel for spec in platforms if spec.channel}
    fields: dict[str, Any] = {
        spec.name: (_channel_or_keys(spec, spec.channel), "")
        for spec in platforms
        if spec.channel
    }
    base: type[DestinationSettings] = type(
        "DestinationSettings",
        (DestinationSettings,),
        {
            "__module__": __name__,
            "__doc__": DestinationSettings.__doc__,
            "platforms": names,
            "model_config": ConfigDict(json_schema_extra=exactly_one(names)),
        },
    )
    model = create_model(
        "DestinationSettings", __base__=base, __doc__=base.__doc__, **fields
    )
    needs_channel = BeforeValidator(partial(_with_channel, channels))
    name = Annotated[Literal["console"], needs_channel, Tag("[name]")]
    either = or_(name, annotated(model, Tag("[mapping]")))
    spelled_out = BeforeValidator(partial(_spelled_out, platforms))
    extra = Field(json_schema_extra=partial(_channels_alone, [*channels.values()]))
    return annotated(either, Discriminator(mapping_or_name), spelled_out, extra)


def access(platforms: Sequence[PlatformSpec]) -> type[AccessSettings]:
    """Build the model of the key ``access``, with the servers of each platform."""
    fields: dict[str, Any] = {}
    for spec in platforms:
        if spec.server is not None:
            described = Field(
                description=spec.server.description, json_schema_extra=listed
            )
            ids = annotated(list_of(_id(spec.server)), BeforeValidator(several))
            fields[spec.name] = annotated(ids, described), []
    direct = explained(
        "Whether commands in direct messages are answered. Default: yes if no server "
        "is listed or the person's server is listed."
    )
    fields["direct"] = Annotated[bool | None, direct], None
    return create_model(
        "AccessSettings",
        __base__=AccessSettings,
        __doc__=AccessSettings.__doc__,
        **fields,
    )


def workspaces(platforms: Sequence[PlatformSpec]) -> Any:  # noqa: ANN401 - a type
    """Build the type of the key ``workspaces``: ids of workspaces by name."""
    ids = [spec.server for spec in platforms if spec.installing and spec.server]
    by_name: Any = dict
    return by_name[Id, _id(ids[0])] if ids else by_name[Id, str]


def _channel_or_keys(spec: PlatformSpec, channel: ChannelFormat) -> Any:  # noqa: ANN401 - a type
    described = Field(description=channel.description)
    fields: dict[str, Any] = {"channel": annotated(_id(channel), described)}
    keys = create_model(
        f"{spec.name.capitalize()}Settings",
        __base__=ChannelSettings,
        __doc__=channel.mapping,
        **fields,
    )
    name = annotated(_id(channel), Tag("[name]"))
    either = or_(name, annotated(keys, Tag("[mapping]")))
    return annotated(
        either, Discriminator(mapping_or_name), explained(channel.destination)
    )


def _id(format_: IdFormat) -> Any:  # noqa: ANN401 - a type
    """Build the type of an id in this format."""
    valid = sound(partial(_wrong, re.compile(format_.pattern), format_.message))
    if format_.numeric:
        extra = Field(json_schema_extra=matching_or_number(format_.pattern))
        return Annotated[str, valid, BeforeValidator(digits), extra]
    return Annotated[str, valid, Field(json_schema_extra=matching(format_.pattern))]


def _wrong(pattern: re.Pattern[str], message: str, value: object) -> str | None:
    if isinstance(value, str) and pattern.fullmatch(value):
        return None
    return (linked_id(pattern, value) if isinstance(value, str) else None) or message


def _spelled_out(platforms: Sequence[PlatformSpec], value: object) -> object:
    """Put the platform before a channel whose form belongs to only one platform."""
    channel = digits(value)
    platform = platform_of(channel, platforms) if isinstance(channel, str) else None
    return value if platform is None else {platform: channel}


def _channels_alone(channels: Sequence[ChannelFormat], schema: Schema) -> None:
    """Make a JSON Schema of a destination also accept a channel without a platform."""
    schema["oneOf"] += [
        {"type": "string", "pattern": f"^{channel.pattern}$"} for channel in channels
    ]
    if any(channel.numeric for channel in channels):
        schema["oneOf"].append({"type": "integer", "minimum": 10**14})


def _with_channel(channels: Mapping[str, ChannelFormat], value: object) -> object:
    if isinstance(value, str) and value in channels:
        example = channels[value].example
        refuse(f'write the channel after it, such as "{value}: {example}"')
    return value
