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
from bot.core.domain.messages import Limits
from bot.core.messages.splitting import split
from bot.platforms.discord.lines import LIMITS as DISCORD
from bot.platforms.slack.blocks import LIMITS as SLACK
from tests.fakes.plans import make_plan, make_topic
from tests.fakes.reception import LONG, PAGE, Counter, open_counter, text_of
from tests.fakes.town import GAZETTE, Paper

TOPICS = tuple(
    replace(make_topic(name=f"{'n' * 60}-{number:03}"), title="A town's news " * 14)
    for number in range(200)
)
MANY = Configuration(TOPICS, (make_plan(*TOPICS),), "fast")
GIVEN: dict[Verb, dict[str, str]] = {
    Verb.LINK: {"url": PAGE},
    Verb.TOPIC: {"name": "coast"},
    Verb.SOURCES: {"name": "coast"},
    Verb.SUBSCRIBE: {"name": "coast", "time": "07:30"},
    Verb.MUTE: {"what": "pilots"},
    Verb.UNMUTE: {"what": "pilots"},
    Verb.SPLIT: {"url": PAGE},
    Verb.MERGE: {"url": PAGE, "other": PAGE},
    Verb.WHY: {"url": PAGE},
}


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
async def test_every_command_gives_what_platforms_take(
    counter: Counter, verb: Verb
) -> None:
    answer = await counter.ask(verb, **GIVEN.get(verb, {}))

    check(answer)
    assert text_of(answer).strip()


@pytest.mark.parametrize("verb", Verb)
async def test_hundreds_of_topics_give_what_platforms_take(
    counter: Counter, verb: Verb
) -> None:
    counter.configuration.value = MANY

    check(await counter.ask(verb))
    check(await counter.ask(verb, name="town"))


@pytest.mark.parametrize("verb", Verb)
async def test_every_button_of_every_answer_is_answered(
    counter: Counter, verb: Verb
) -> None:
    answer = await counter.ask(verb, **GIVEN.get(verb, {}))

    for number, one in enumerate(pressable(answer)):
        pressed = await counter.press(one, counter.context(f"U{number}"))
        check(pressed)
        assert pressed.refused in {None, "not_allowed"}


async def test_the_home_of_hundreds_of_topics_is_a_page(counter: Counter) -> None:
    counter.configuration.value = MANY
    for number in range(8):
        await counter.ask(Verb.SUBSCRIBE, name=TOPICS[number].id)

    answer = await counter.commands.home(counter.context())

    check(answer)
    assert "and 175 more" in text_of(answer)
    assert [one.label[:3] for one in answer.buttons] == ["End"] * 5 + ["Hel"]
    assert sum(len(section.rows) for section in answer.message.sections) < 50


@pytest.mark.parametrize("limits", [SLACK, DISCORD])
async def test_a_short_briefing_is_one_message(
    counter: Counter, limits: Limits
) -> None:
    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert len(split(answer.message, limits)) == 1


async def test_all_kinds_of_briefings_count_together(counter: Counter) -> None:
    verbs = (Verb.LINK, Verb.TOPIC, Verb.DIGEST, Verb.WHY, Verb.LINK, Verb.TOPIC)

    answers = [await counter.ask(verb, **GIVEN.get(verb, {})) for verb in verbs]

    assert [one.refused for one in answers] == [None] * 5 + ["too_often"]


async def test_what_only_reads_a_list_is_not_counted(counter: Counter) -> None:
    cheap = (Verb.HELP, Verb.TOPICS, Verb.SOURCES)

    answers = [await counter.ask(verb, name="coast") for verb in cheap * 4]

    assert {one.refused for one in answers} == {None}


async def test_a_wrong_name_or_link_costs_no_briefing(counter: Counter) -> None:
    for _ in range(6):
        await counter.ask(Verb.TOPIC, name="cost")
        await counter.ask(Verb.LINK, url="no link")

    answer = await counter.ask(Verb.LINK, url=PAGE)

    assert answer.refused is None
