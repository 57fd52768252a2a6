"""Answers on platforms that lack a capability."""

from __future__ import annotations

from dataclasses import replace

from bot.core.commands.button_payload import Run, View, written
from bot.core.commands.dispatcher import NEXT, adapted
from bot.core.commands.requests import Verb
from bot.core.commands.responses import Answer, Button, Choice, Menu, Visibility
from bot.core.commands.user_errors import sentence
from bot.core.domain.messages import Message
from bot.core.domain.platforms import Capabilities
from bot.core.messages.markdown import to_markdown

ALL = Capabilities(buttons=True, ephemeral=True, threads=True)
ANSWER = Answer(
    sentence("Two topics."),
    buttons=(
        Button("Help", written(Run(Verb.HELP))),
        Button("Show all claims", written(View("0" * 16))),
    ),
    menu=Menu("Topics", (Choice("The ports", written(Run(Verb.TOPIC, ("ports",)))),)),
    thread=(sentence("Below."),),
)


def headings(message: Message) -> list[str | None]:
    return [section.heading for section in message.sections]


def test_a_platform_that_can_do_all_gets_the_answer_as_it_is() -> None:
    assert adapted(ANSWER, ALL) == ANSWER


def test_without_buttons_the_commands_stand_below() -> None:
    found = adapted(ANSWER, replace(ALL, buttons=False))

    assert (found.buttons, found.menu) == ((), None)
    text = to_markdown(found.message)
    assert "/brief help" in text
    assert "The ports" in text
    assert "/brief topic ports" in text
    assert "claims" not in text


def test_without_buttons_an_answer_that_has_none_stays() -> None:
    plain = Answer(sentence("Done."))

    found = adapted(plain, replace(ALL, buttons=False))

    assert NEXT not in headings(found.message)


def test_without_private_answers_the_channel_sees_it() -> None:
    found = adapted(ANSWER, replace(ALL, ephemeral=False))

    assert found.visibility is Visibility.CHANNEL


def test_without_threads_all_is_one_message() -> None:
    found = adapted(ANSWER, replace(ALL, threads=False))

    assert found.thread == ()
    assert len(found.message.sections) == 2
