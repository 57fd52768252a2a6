from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest

from bot.core.commands.button_payload import read_state, written
from bot.core.commands.requests import Verb
from bot.core.commands.responses import (
    LABEL_LENGTH,
    MOST_CHOICES,
    STATE_LENGTH,
    Answer,
    Choice,
)
from bot.core.domain.configuration import Configuration
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.reception import LONG, Counter, open_counter, text_of
from tests.fakes.town import GAZETTE, Paper

TOPICS = tuple(
    replace(make_topic(name=f"{'n' * 60}-{number:03}"), title="A town's news " * 14)
    for number in range(200)
)
MANY = Configuration(TOPICS, (make_plan(*TOPICS),), "fast")


@pytest.fixture
async def counter() -> AsyncIterator[Counter]:
    """A reception that reads one paper."""
    async with open_counter(Paper(GAZETTE, [LONG])) as opened:
        yield opened


def pressable(answer: Answer) -> Iterator[Choice]:
    """All buttons and choices, as choices."""
    yield from (Choice(one.label, one.state) for one in answer.buttons)
    yield from answer.menu.choices if answer.menu else ()


def check(answer: Answer) -> None:
    """Check what platforms take of labels, states and their number."""
    for one in pressable(answer):
        assert 0 < len(one.label) <= LABEL_LENGTH
        assert len(one.state) <= STATE_LENGTH
        assert written(read_state(one.state)) == one.state
    if answer.menu is not None:
        states = [choice.state for choice in answer.menu.choices]
        assert 0 < len(states) <= MOST_CHOICES
        assert len(set(states)) == len(states)
    assert len(answer.buttons) <= 10


@pytest.mark.parametrize("verb", Verb)
async def test_hundreds_of_topics_give_what_platforms_take(
    counter: Counter, verb: Verb
) -> None:
    counter.configuration.value = MANY

    check(await counter.ask(verb))
    check(await counter.ask(verb, name="town"))


async def test_the_home_of_hundreds_of_topics_is_a_page(counter: Counter) -> None:
    counter.configuration.value = MANY
    for number in range(8):
        await counter.ask(Verb.SUBSCRIBE, name=TOPICS[number].id)

    answer = await counter.commands.home(counter.context())

    check(answer)
    assert "and 175 more" in text_of(answer)
    assert [one.label[:3] for one in answer.buttons] == ["End"] * 5 + ["Hel"]
    assert sum(len(section.rows) for section in answer.message.sections) < 50
