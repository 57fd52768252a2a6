from __future__ import annotations

from itertools import chain
from typing import Any

from simcord.components import walk_components

from bot.core.commands.command_spec import COMMANDS
from bot.platforms.discord.service import commands


def tree() -> Any:
    """The command with its subcommands."""
    return commands()[0]


def test_each_option_has_its_length_and_says_if_something_is_suggested() -> None:
    wanted = list(chain.from_iterable(word.options for word in COMMANDS))

    options = [option for word in tree()["options"] for option in word["options"]]

    assert [(one["name"], one["max_length"]) for one in options] == [
        (option.name, option.longest) for option in wanted
    ]
    assert {one["name"] for one in options if not one["autocomplete"]} == {
        *("url", "words")
    }


def test_commands_are_there_in_servers_and_in_talks() -> None:
    for command in walk_components(commands()):
        assert command["integration_types"] == [0, 1]
        assert command["contexts"] == [0, 1, 2]
