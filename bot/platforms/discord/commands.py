"""The commands in the form that Discord registers, from the command table; pure."""

from __future__ import annotations

from bot.core.commands.command_spec import (
    COMMANDS,
    SHORTCUT,
    CommandSpec,
    Option,
    Suggests,
)
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing_json import Json, JsonObject

_CHAT, _MESSAGE = 1, 3
_SUBCOMMAND, _STRING = 1, 3

_INSTALLED: list[Json] = [0, 1]
"""Where the app can be installed: on a server, and for a person."""

_CONTEXTS: list[Json] = [0, 1, 2]
"""Where commands work: on servers, in the bot's direct messages, in group messages."""

_ABOUT = "Who acts, who said what, and what may happen next"


def commands() -> list[Json]:
    """All commands: one with a subcommand for each word, and the message menu."""
    return [
        {
            "name": COMMAND,
            "type": _CHAT,
            "description": _ABOUT,
            "options": [_subcommand(word) for word in COMMANDS],
            "integration_types": _INSTALLED,
            "contexts": _CONTEXTS,
        },
        {
            "name": SHORTCUT,
            "type": _MESSAGE,
            "integration_types": _INSTALLED,
            "contexts": _CONTEXTS,
        },
    ]


def _subcommand(word: CommandSpec) -> JsonObject:
    return {
        "name": word.verb.value,
        "type": _SUBCOMMAND,
        "description": word.help,
        "options": [_option(option) for option in word.options],
    }


def _option(option: Option) -> JsonObject:
    return {
        "name": option.name,
        "type": _STRING,
        "description": option.help,
        "required": option.required,
        "autocomplete": option.suggests is not Suggests.NOTHING,
        "max_length": option.longest,
    }
