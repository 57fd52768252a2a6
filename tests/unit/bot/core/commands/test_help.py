from __future__ import annotations

from bot.core.commands.command_spec import COMMANDS
from bot.core.commands.overview import help_answer, usage_of
from bot.core.commands.requests import Verb
from bot.core.messages.splitting import split
from bot.platforms.discord.lines import LIMITS as DISCORD
from bot.platforms.slack.blocks import LIMITS as SLACK


def test_every_command_stands_in_the_help() -> None:
    section = help_answer().message.sections[0]

    assert [row.parts[0].text for row in section.rows] == list(map(usage_of, COMMANDS))


def test_usage_tells_what_is_needed() -> None:
    usages = {word.verb: usage_of(word) for word in COMMANDS}

    assert usages[Verb.LINK] == "/brief link URL"
    assert usages[Verb.DIGEST] == "/brief digest [name]"
    assert usages[Verb.SUBSCRIBE] == "/brief subscribe NAME [time] [timezone]"


def test_the_help_is_one_message_on_every_platform() -> None:
    message = help_answer().message

    assert [len(split(message, limits)) for limits in (SLACK, DISCORD)] == [1, 1]
