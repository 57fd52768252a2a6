"""Adapts answers to platforms that lack buttons, private answers or threads: pure.

Modals and the home page need none: an adapter without them never asks for them, and the
commands ``link`` and ``topics`` do the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.core.commands.button_payload import Run, read_state
from bot.core.commands.responses import Answer, Button, Choice, Visibility
from bot.core.domain.messages import Message, Row, Section, Text
from bot.core.domain.platforms import COMMAND, Capabilities

NEXT = "NEXT"
"""The heading above the commands that replace buttons."""


def adapted(answer: Answer, capabilities: Capabilities) -> Answer:
    """The answer in the form that a platform with these capabilities can show.

    Buttons and menus become the commands that do the same, a private answer is shown in
    the channel, and a thread becomes part of its first message.
    """
    if not capabilities.buttons:
        rows = tuple(_command_rows(answer))
        added = (Section(NEXT, rows),) if rows else ()
        message = Message((*answer.message.sections, *added))
        answer = replace(answer, message=message, buttons=(), menu=None)
    if not capabilities.ephemeral:
        answer = replace(answer, visibility=Visibility.CHANNEL)
    if not capabilities.threads and answer.thread:
        messages = (answer.message, *answer.thread)
        sections = (section for message in messages for section in message.sections)
        answer = replace(answer, message=Message(tuple(sections)), thread=())
    return answer


def _command_rows(answer: Answer) -> Iterator[Row]:
    """A command for each button and choice that has one."""
    choices: tuple[Button | Choice, ...] = (
        *answer.buttons,
        *(answer.menu.choices if answer.menu else ()),
    )
    for choice in choices:
        match read_state(choice.state):
            case Run(verb, values):
                typed = " ".join((f"/{COMMAND}", verb, *filter(None, values)))
                yield Row((Text(choice.label), Text(typed)), marker="•")
            case _:
                continue
