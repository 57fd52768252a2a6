"""What fuzzing keeps: inputs that once broke an entrance, and those that reach its code.

``python -m benchmarks.fuzz`` finds both.
"""

from __future__ import annotations

import pytest

from tests.fakes.fuzz.corpus import read_corpus, read_finds
from tests.fakes.fuzz.entrance import Entrance
from tests.fakes.fuzz.entrances import ENTRANCES

pytestmark = pytest.mark.slow


def inputs(entrance: Entrance) -> list[bytes]:
    """The finds and the corpus of an entrance."""
    finds = [find.input for find in read_finds() if find.entrance == entrance.name]
    return [*finds, *read_corpus(entrance.name)]


@pytest.mark.parametrize("entrance", ENTRANCES, ids=lambda entrance: entrance.name)
async def test_no_input_of_the_corpus_breaks_its_entrance(entrance: Entrance) -> None:
    outcomes = set()
    async with entrance.open() as send:
        for data in inputs(entrance):
            outcomes.add(await send(data))

    # Else nothing that comes in is told apart.
    assert len(outcomes) > 1


def test_each_find_names_an_entrance() -> None:
    names = {entrance.name for entrance in ENTRANCES}

    assert {find.entrance for find in read_finds()} <= names
