"""Where digests go and who may ask, as they stand in the file."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from bot.settings.channels import (
    DISCORD,
    SERVER,
    SLACK,
    WORKSPACE,
    wrong_discord,
    wrong_server,
    wrong_slack,
    wrong_workspace,
)
from bot.settings.editors import exactly_one, matching, matching_or_number
from bot.settings.hours import HOURS, wrong_hours
from bot.settings.schema.values import Part, explained, refuse, sound
from bot.settings.shapes import digits, mapping_or_name

PLATFORMS = ("console", "slack", "discord")
"""The keys of which a destination has exactly one."""


def _with_channel(value: object) -> object:
    if isinstance(value, str) and value in PLATFORMS[1:]:
        refuse(f'write the channel after it, such as "{value}: {_EXAMPLES[value]}"')
    return value


_EXAMPLES = {"slack": "'#news'", "discord": "123456789012345678"}

Hours = Annotated[
    str, sound(wrong_hours), Field(json_schema_extra=matching(HOURS.pattern))
]
SlackChannel = Annotated[
    str, sound(wrong_slack), Field(json_schema_extra=matching(f"({SLACK.pattern})"))
]
DiscordChannel = Annotated[
    str,
    sound(wrong_discord),
    BeforeValidator(digits),
    Field(json_schema_extra=matching_or_number(DISCORD.pattern)),
]
_QUIET = Field(description="Hours without posts; without it the digest's.")


class ConsoleSettings(Part):
    """How the console is posted to."""

    quiet: Annotated[Hours, _QUIET] = ""


class SlackSettings(Part):
    """How a channel of Slack is posted to."""

    channel: Annotated[
        SlackChannel,
        Field(description='Its name or id, in quotes: "#news" or "C012AB3CD".'),
    ]
    quiet: Annotated[Hours, _QUIET] = ""


class DiscordSettings(Part):
    """How a channel, thread or forum of Discord is posted to."""

    channel: Annotated[
        DiscordChannel,
        Field(description='Its id: "Copy Channel ID" in its menu.'),
    ]
    quiet: Annotated[Hours, _QUIET] = ""


class DestinationSettings(Part):
    """Exactly one platform, with what is said about posting there."""

    model_config = ConfigDict(json_schema_extra=exactly_one(PLATFORMS))

    console: Annotated[
        ConsoleSettings, explained("The terminal that the bot runs in.")
    ] = ConsoleSettings()
    slack: Annotated[
        Annotated[SlackChannel, Tag("[name]")]
        | Annotated[SlackSettings, Tag("[mapping]")],
        Discriminator(mapping_or_name),
        explained("A channel of Slack: its name or id, or keys."),
    ] = ""
    discord: Annotated[
        Annotated[DiscordChannel, Tag("[name]")]
        | Annotated[DiscordSettings, Tag("[mapping]")],
        Discriminator(mapping_or_name),
        explained("A channel, thread or forum of Discord: its id, or keys."),
    ] = ""

    @model_validator(mode="after")
    def _has_one_platform(self) -> Self:
        named = [name for name in PLATFORMS if name in self.model_fields_set]
        if not named:
            refuse(f"a destination needs one of {', '.join(PLATFORMS)}")
        if len(named) > 1:
            refuse(
                f"{' and '.join(named)} are two destinations; give each its own line"
            )
        return self


Destination = Annotated[
    Annotated[Literal["console"], BeforeValidator(_with_channel), Tag("[name]")]
    | Annotated[DestinationSettings, Tag("[mapping]")],
    Discriminator(mapping_or_name),
]


Workspace = Annotated[
    str, sound(wrong_workspace), Field(json_schema_extra=matching(WORKSPACE.pattern))
]
Server = Annotated[
    str,
    sound(wrong_server),
    BeforeValidator(digits),
    Field(json_schema_extra=matching_or_number(SERVER.pattern)),
]


class AccessSettings(Part):
    """Where people are answered."""

    slack: Annotated[
        list[Workspace],
        explained("Ids of workspaces; without it all that the app is installed in."),
    ] = []
    discord: Annotated[
        list[Server],
        explained("Ids of servers; without it all that the bot was added to."),
    ] = []
    direct: Annotated[
        bool | None,
        explained(
            "Whether people are answered in direct messages; without it where their "
            "server is known to be one of these, or none are named."
        ),
    ] = None
