from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.configuration import Configuration
from bot.core.domain.programs import Program
from bot.core.messages.briefing_json import JsonObject
from bot.stores.sql import open_store
from tests.fakes.programs import PIT, PORT, ProgramDesk, make_desk, make_programs, post
from tests.fakes.records import NOW
from tests.fakes.search import record_sentence

BOTH = replace(
    PORT, topics=PORT.topics | PIT.topics, digests=PORT.digests | PIT.digests
)


@pytest.fixture
async def desk() -> AsyncIterator[ProgramDesk]:
    async with open_store("sqlite://") as store:
        for number in range(5):
            text = f"{number} ferries sail on Monday."
            await record_sentence(
                *(store, f"a{number}", text),
                at=NOW + timedelta(hours=number),
                who="Ida Brandt",
            )
        text = "The ferry sails to the pit."
        topic = ("mines",)
        await record_sentence(store, "b1", text, topics=topic, who="Olof Brandt")
        yield make_desk(store)


async def ask(
    desk: ProgramDesk, question: str, by: Program = PORT, **values: str
) -> JsonObject:
    return await desk.services.answers.questions[question](by, values)


async def refusal(desk: ProgramDesk, question: str, **values: str) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        await desk.services.answers.questions[question](PORT, values)
    return caught.value


async def test_a_name_of_two_people_is_ambiguous_only_to_whom_both_are_shown(
    desk: ProgramDesk,
) -> None:
    with pytest.raises(ProgramError) as caught:
        await ask(desk, "who", BOTH, name="Brandt")
    with pytest.raises(ProgramError) as searched:
        await ask(desk, "search", BOTH, words="ferry", who="Brandt")

    names = [
        {"name": f"{name} Brandt", "role": "harbour master"} for name in ("Olof", "Ida")
    ]
    for error in (caught.value, searched.value):
        assert error.code is ErrorCode.AMBIGUOUS
        assert error.document == {"candidates": names}
        assert "Brandt" not in str(error)
    assert (await refusal(desk, "who", name="Olof Brandt")).code is ErrorCode.UNKNOWN


async def test_a_topic_or_digest_that_the_file_lost_is_not_read(
    desk: ProgramDesk,
) -> None:
    await post(desk.store)
    whole = make_programs()
    lost = Configuration(whole.topics[1:], whole.digests[1:], programs=whole.programs)
    desk.configuration.value = lost

    assert (await ask(desk, "search", words="ferry"))["hits"] == []
    with pytest.raises(ProgramError):
        await desk.services.answers.posted(PORT, "tide", 10)
