"""The help: all commands on one screen, generated from the command table."""

from __future__ import annotations

from bot.core.commands.command_spec import COMMANDS, SHORTCUT, CommandSpec
from bot.core.commands.quotas import OF_A_PERSON
from bot.core.commands.responses import Answer
from bot.core.domain.messages import Message, Row, Section, Style, Text
from bot.core.domain.platforms import COMMAND
from bot.core.messages.briefing import note_row

_ABOUT = (
    f"Right-click a message with a link, or open its menu: “{SHORTCUT}”.",
    "Every line is copied letter by letter; its link shows the sentence in the page.",
    "You alone see an answer until you press “Post here”.",
    f"Limit: {OF_A_PERSON} briefings a minute per person.",
)


def help_answer() -> Answer:
    """Return all commands with their purpose."""
    commands = Section("COMMANDS", tuple(map(_row, COMMANDS)))
    return Answer(Message((commands, Section(None, tuple(map(note_row, _ABOUT))))))


def usage_of(word: CommandSpec) -> str:
    """The usage of a command: ``/brief subscribe NAME [time] [timezone]``."""
    options = (
        option.name.upper() if option.required else f"[{option.name}]"
        for option in word.options
    )
    return " ".join((f"/{COMMAND}", word.verb, *options))


def _row(word: CommandSpec) -> Row:
    return Row((Text(usage_of(word), Style.SPEAKER), Text(word.help)))
