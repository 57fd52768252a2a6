"""The allowed differences between the platforms, with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.commands.command_spec import SHORTCUT
from bot.core.commands.user_errors import Refusal
from bot.core.domain.platforms import COMMAND


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that only one platform has."""

    name: str
    why: str


DIFFERENCES: Mapping[str, Difference] = MappingProxyType(
    {
        "typing": Difference(
            "Suggestions while typing",
            "Slack offers no suggestions while a command is typed. On both platforms, a "
            "menu offers similar names after a mistyped one.",
        ),
        "required": Difference(
            "Required options",
            "Discord does not send an unknown or incomplete command. Slack sends any "
            "text; the bot then says what is missing, or offers similar commands.",
        ),
        "paste": Difference(
            "Pasting links",
            "Discord cannot open a form without a message. Write the links in a message, "
            f"for example to the bot, and choose “{SHORTCUT}” on it. On Slack, the bot "
            "answers pasted links by direct message, without a channel to post to.",
        ),
        "pick": Difference(
            "Too many links",
            "A list allows at most as many links as are briefed at once; Slack's form "
            "accepts more.",
        ),
        "direct": Difference(
            "Stories by direct message",
            "Discord has no threads in direct messages: the stories follow the digest.",
        ),
        "message": Difference(
            "Links to messages",
            "The link to the message that printed a line is the platform's own.",
        ),
        "forum": Difference("Forums", "Slack has no forums."),
        "home": Difference(
            "The app's home page",
            f"Discord has no home page for apps. `/{COMMAND} topics`, "
            f"`/{COMMAND} sources`, `/{COMMAND} digest` and `/{COMMAND} help` show the "
            f"same, and `/{COMMAND} unsubscribe` suggests the person's subscriptions.",
        ),
    }
)
"""The differences by the key that rows use."""

FORMS = (
    "A title is a bold link or a header on Slack, and a heading on Discord.",
    "Small print between lines is italic on Slack, and small on Discord.",
    "Brackets, underscores and stars in an address are percent-encoded on Discord.",
    "Digests on Discord end with a marker by which the bot recognises them.",
    "Each channel has its own editions, so the hashes differ.",
    "Slack reports a person's time zone; on Discord, the configured one is the default.",
)
"""Differences of form, which the comparison ignores."""

UNPROVOKED: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.TOO_OLD: "the bot ignores an event that a platform delivers more than a "
        "minute late.",
    }
)
"""Refusals that people cannot cause by any action."""
