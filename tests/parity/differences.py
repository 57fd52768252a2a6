"""What is not the same on both platforms, and why: nothing else may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.commands.command_spec import COMMAND, SHORTCUT
from bot.core.commands.user_errors import Refusal


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that one platform has and the other has not."""

    name: str
    why: str


DIFFERENCES: Mapping[str, Difference] = MappingProxyType(
    {
        "typing": Difference(
            "Suggestions while typing",
            "Slack offers nothing while the words behind a command are typed. What comes "
            "near is offered in a menu afterwards, on both.",
        ),
        "required": Difference(
            "Words behind the command",
            "On Discord a command cannot be sent that is none, or that lacks what it "
            "needs. Slack sends whatever was written: then the bot says what is missing, "
            "or offers what comes near.",
        ),
        "paste": Difference(
            "Pasting links",
            "Discord has no window that opens without a message. Links are written in a "
            f"message there, such as in the talk with the bot, and “{SHORTCUT}” is "
            "chosen on it. What was pasted on Slack is answered by direct message, where "
            "there is no channel to post it to.",
        ),
        "pick": Difference(
            "Too many links",
            "In a list no more can be picked than are briefed at once; in Slack's window "
            "more can be pasted.",
        ),
        "direct": Difference(
            "Stories by direct message",
            "Direct messages on Discord have no threads: the stories follow the digest.",
        ),
        "forum": Difference("Forums", "Slack has none."),
        "home": Difference(
            "The app's own page",
            f"Discord has no page of an app. `/{COMMAND} topics`, `/{COMMAND} sources`, "
            f"`/{COMMAND} digest` and `/{COMMAND} help` tell the same, and "
            f"`/{COMMAND} unsubscribe` suggests one's own digests.",
        ),
    }
)
"""By the word that rows name them by."""

FORMS = (
    "A title is a bold link or a header on Slack, a heading on Discord.",
    "Small print between lines is in italics on Slack, and small on Discord.",
    "Brackets, underscores and stars in an address are percent-encoded on Discord.",
    "Discord's digests end in the mark by which the bot knows them again.",
    "Each channel's digests have editions of their own, so that their numbers differ.",
    "Slack tells a person's time zone; on Discord it is the configured one at first.",
)
"""Differences of form, which are evened out before anything is compared."""

UNPROVOKED: Mapping[Refusal, str] = MappingProxyType(
    {
        Refusal.TOO_OLD: "what a platform brings more than a minute late is not worked "
        "on; nobody can be late by themselves.",
    }
)
"""What people cannot bring about by anything that they do."""
