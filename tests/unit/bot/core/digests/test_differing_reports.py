from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypedDict

import pytest
from typing_extensions import override

from bot.core.digests.editions import make_edition
from bot.core.digests.story import Story
from bot.core.domain.errors import ParseTimeoutError
from bot.core.domain.records import Edition, StoredArticle
from summarizers.model import Article
from summarizers.stories.differences import Difference
from tests.fakes.records import NOW, make_stored
from tests.fakes.town import (
    COURIER,
    GAZETTE,
    START,
    Hands,
    Paper,
    Report,
    Town,
    open_town,
)

MILL = Report(
    "mill",
    "Grain mill of Karlsund collapses",
    "The grain mill of Karlsund collapsed on Monday during the morning shift. At least "
    "12 people were killed, the fire chief of Karlsund said.\n\n"
    '"We hear knocking below the silo," said the fire chief, Marit Aasen. She said '
    "that cranes would lift the roof on Tuesday.\n\n"
    "The owner of the mill, Kornhuset, had closed one silo because of cracks.",
)
MILL_TOO = Report(
    "silo",
    "Collapse of Karlsund grain mill traps shift",
    "The collapse of the grain mill in Karlsund left 14 dead, the hospital of the town "
    "said on Monday evening.\n\n"
    "Doctors at the hospital asked for blood. Nurse Eli Strand said that two wards "
    "would stay open all night.\n\n"
    "Kornhuset, which owns the grain mill, promised to help the families.",
    day=START + timedelta(hours=1),
)


class SlowHands(Hands):
    """Workers that never finish comparing."""

    @override
    async def find_differences(
        self,
        reports: Sequence[tuple[str, Article]],
        moments: Mapping[str, datetime] | None = None,
    ) -> tuple[Difference, ...]:
        raise ParseTimeoutError(f"{len(reports)} reports took too long")


@pytest.fixture
async def courier() -> Paper:
    return Paper(COURIER, [MILL_TOO])


@pytest.fixture
async def town(courier: Paper) -> AsyncIterator[Town]:
    async with open_town(Paper(GAZETTE, [MILL]), courier) as opened:
        yield opened


class Printed(TypedDict):
    """A figure in an edition."""

    article: str
    start: int
    end: int
    text: str
    link: str


class Told(TypedDict):
    """A difference in an edition."""

    label: str
    figures: list[Printed]


def stories(edition: Edition) -> list[dict[str, list[Told]]]:
    found: list[dict[str, list[Told]]] = json.loads(edition.document)["stories"]
    return found


def told(edition: Edition) -> list[Told]:
    return [found for story in stories(edition) for found in story["differences"]]


async def test_a_difference_is_printed_to_a_channel_once(town: Town) -> None:
    first = await town.publish()
    town.web.papers[0].publish(
        replace(
            MILL,
            name="roof",
            title="Cranes lift roof of Karlsund grain mill",
            text="Cranes lifted the roof of the grain mill in Karlsund on Tuesday, 250 "
            "tonnes of steel, the fire chief Marit Aasen said. At least 12 people were "
            "killed in the collapse of the grain mill.\n\n"
            '"Nobody knocks any more," said Inspector Jon Berge of the police.',
            day=START + timedelta(days=1),
        )
    )
    await town.wait()
    second = await town.publish()

    assert len(told(first)) == 1
    assert len(stories(second)) == 1
    assert told(second) == []


async def test_a_copy_contradicts_nobody(town: Town, courier: Paper) -> None:
    courier.reports[:] = [
        replace(MILL, name="copy", text=MILL.text.replace("12 people", "13 people"))
    ]

    assert told(await town.preview()) == []


async def test_a_comparison_that_fails_costs_no_story(town: Town) -> None:
    composer = replace(town.digest_service.composer, selector=SlowHands())
    digest_service = replace(town.digest_service, composer=composer)
    await town.digest_service.refresh(town.plan, town.configuration)

    edition = make_edition(await digest_service.preview(town.plan))

    assert len(stories(edition)) == 1
    assert told(edition) == []


def at_site(
    site: str, name: str, *, hours: int, copy: str | None = None
) -> StoredArticle:
    stored = make_stored(name, seen=NOW + timedelta(hours=hours))
    article = replace(stored.article, url=f"https://{site}/{name}")
    return replace(stored, article=article, copy_of=copy)


def test_independent_reports_are_the_newest_original_of_each_domain() -> None:
    articles = (
        at_site("www.lenna.example", "early", hours=0),
        at_site("coast.example", "other", hours=1),
        at_site("news.lenna.example", "late", hours=2),
        at_site("third.example", "copied", hours=3, copy="id-early"),
    )
    coverage = Story("story", "topic", articles, frozenset())

    assert [one.id for one in coverage.independent] == ["id-other", "id-late"]
