from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.commands.programs.answers import PARAMETERS
from bot.core.commands.programs.program_errors import ErrorCode, ProgramError
from bot.core.domain.configuration import Configuration
from bot.core.domain.programs import Program
from bot.core.messages.briefing_json import JsonObject
from bot.stores.sql import open_store
from tests.fakes.calendar import FRIDAY, announce
from tests.fakes.programs import PIT, PORT, ProgramDesk, make_desk, make_programs, post
from tests.fakes.records import DAY, NOW
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


def texts(document: JsonObject, name: str) -> list[object]:
    items = document[name]
    assert isinstance(items, list)
    return [item["text"] if isinstance(item, dict) else item for item in items]


def test_each_question_has_its_parameters(desk: ProgramDesk) -> None:
    assert set(desk.services.answers.questions) == set(PARAMETERS)


async def test_who_answers_in_parts(desk: ProgramDesk) -> None:
    first = await ask(desk, "who", name="Brandt", limit="2")
    last = await ask(desk, "who", name="Brandt", limit="2", offset="4")
    beyond = await ask(desk, "who", name="Brandt", offset="5")

    assert (first["speaker"], first["next"]) == ("Ida Brandt", 2)
    assert len(texts(first, "statements")) == 2
    assert (len(texts(last, "statements")), last["next"]) == (1, None)
    assert (texts(beyond, "statements"), beyond["next"]) == ([], None)


async def test_search_answers_in_parts(desk: ProgramDesk) -> None:
    first = await ask(desk, "search", words="ferry", limit="3")
    second = await ask(desk, "search", words="ferry", limit="3", offset="3")

    found = texts(first, "hits") + texts(second, "hits")
    assert (first["next"], first["more"]) == (3, 2)
    assert (second["next"], second["more"]) == (None, 0)
    assert len(set(map(str, found))) == 5
    assert not any("pit" in str(text) for text in found)


async def test_options_reach_the_record(desk: ProgramDesk) -> None:
    late = await ask(
        desk, "search", words="ferry", who="Brandt", since="2026-03-02T10:00"
    )
    other = await ask(desk, "search", BOTH, words="ferry", topic="mines")
    paper = await ask(desk, "search", words="ferry", paper="Coast Courier")
    said = await ask(desk, "who", name="Ida", since="2030-01-01", topic="harbours")

    assert len(texts(late, "hits")) == 2
    assert texts(other, "hits") == ["The ferry sails to the pit."]
    assert texts(paper, "hits") == texts(said, "statements") == []


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


@pytest.mark.parametrize(
    ("question", "values", "code"),
    [
        ("who", {}, ErrorCode.BAD_PARAMETER),
        ("who", {"name": "Ida", "topic": "mines"}, ErrorCode.NOT_FOUND),
        ("search", {"words": "-ferry"}, ErrorCode.BAD_PARAMETER),
        ("search", {"words": "ferry", "limit": "x"}, ErrorCode.BAD_PARAMETER),
        ("calendar", {"from": "tomorrow"}, ErrorCode.BAD_PARAMETER),
        ("calendar", {"topic": "mines"}, ErrorCode.NOT_FOUND),
        (
            "calendar",
            {"from": "2026-03-02", "to": "2026-03-01"},
            ErrorCode.BAD_PARAMETER,
        ),
        ("digests", {"digest": "shift"}, ErrorCode.NOT_FOUND),
        ("digests", {"topic": "harbours"}, ErrorCode.BAD_PARAMETER),
    ],
)
async def test_wrong_questions_are_refused(
    desk: ProgramDesk, question: str, values: dict[str, str], code: ErrorCode
) -> None:
    assert (await refusal(desk, question, **values)).code is code


async def test_the_calendar_answers_in_parts(desk: ProgramDesk) -> None:
    for name, days, topic in (
        ("ferry", 0, "harbours"),
        ("yacht", 3, "harbours"),
        ("lift", 1, "mines"),
    ):
        text = f"The inspector boards the {name} on that day."
        await announce(desk.store, name, text, day=FRIDAY + days * DAY, topic=topic)

    first = await ask(desk, "calendar", limit="1")
    second = await ask(desk, "calendar", limit="1", offset="1")
    later = await ask(
        desk, "calendar", BOTH, **{"from": "2026-03-07", "to": "2026-03-08"}
    )

    assert (texts(first, "events"), first["next"]) == (
        ["The inspector boards the ferry on that day."],
        1,
    )
    assert (texts(second, "events"), second["next"]) == (
        ["The inspector boards the yacht on that day."],
        None,
    )
    assert texts(later, "events") == ["The inspector boards the lift on that day."]


async def test_posted_digests_come_newest_first(desk: ProgramDesk) -> None:
    for days in range(3):
        await post(desk.store, days=days, document={"stories": [f"story {days}"]})
    await post(desk.store, "shift")
    await post(desk.store, days=3, sent=False)

    first = await ask(desk, "digests", limit="2")
    second = await ask(desk, "digests", digest="tide", limit="2", offset="2")

    assert first["digests"] == [
        {"edition": f"tide-{days}", "stories": [f"story {days}"]} for days in (2, 1)
    ]
    assert first["next"] == 2
    assert (str(second["digests"]).count("edition"), second["next"]) == (1, None)


async def test_a_digest_must_be_named_if_there_are_several(desk: ProgramDesk) -> None:
    with pytest.raises(ProgramError, match="may read: shift, tide"):
        await ask(desk, "digests", BOTH)


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
