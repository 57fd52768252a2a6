from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from summarizers.stories.clustering import cluster
from summarizers.stories.documents import Cluster, StoryDocument, StoryLinks
from tests.fakes.newsroom import Newsroom

DAY = date(2026, 3, 2)
FERRY = (
    StoryDocument(
        "ferry-1",
        "The ferry Norbat ran aground off Saltby on Monday. Captain Ada Linn said that "
        "all 48 passengers were brought ashore by the lifeboats of Saltby.",
        "Ferry Norbat runs aground off Saltby",
        DAY,
    ),
    StoryDocument(
        "ferry-2",
        "Lifeboats from Saltby brought 48 passengers ashore after the Norbat, a ferry, "
        "ran aground. Ada Linn, its captain, praised the crews.",
        "Passengers rescued from grounded ferry Norbat",
        DAY + timedelta(1),
    ),
)
MINE = (
    StoryDocument(
        "mine-1",
        "Miners at Corrach ended a strike of nine weeks after Voltara raised their pay. "
        "The union chief Olaf Quist spoke of a victory at the Corrach pit.",
        "Corrach miners end strike at Voltara pit",
        DAY,
    ),
    StoryDocument(
        "mine-2",
        "The strike at the Corrach pit is over: Voltara pays more, and Olaf Quist of the "
        "miners' union calls that a victory after nine weeks.",
        "Voltara strike over, says Quist",
        DAY,
    ),
)
BAKERS = StoryDocument(
    "bakers",
    "Bakers in Eastmark expect bread to cost more in spring, because flour is scarce.",
    "Bread to cost more in Eastmark",
    DAY,
)
ALL = (*FERRY, *MINE, BAKERS)


def groups(*stories: Cluster) -> set[frozenset[str]]:
    return {frozenset(story.ids) for story in stories}


def test_reports_of_one_event_are_one_story() -> None:
    assert cluster(ALL) == (
        Cluster(("ferry-1", "ferry-2")),
        Cluster(("mine-1", "mine-2")),
        Cluster(("bakers",)),
    )


def test_days_are_not_needed() -> None:
    undated = [replace(document, published=None) for document in ALL]

    assert cluster(undated) == cluster(ALL)


def test_titles_are_not_needed() -> None:
    untitled = [replace(document, title="") for document in ALL]

    assert cluster(untitled) == cluster(ALL)


@pytest.mark.parametrize("number", [0, 1])
def test_few_documents_are_few_stories(number: int) -> None:
    assert cluster(ALL[:number]) == tuple(Cluster((one.id,)) for one in ALL[:number])


@pytest.mark.parametrize("text", ["", "a", "the of and", "!?", "1", "東京 で 地震"])
def test_texts_without_words_of_their_own_stay_alone(text: str) -> None:
    odd = StoryDocument("odd", text)

    assert Cluster(("odd",)) in cluster([odd, *ALL])


def test_two_empty_texts_are_two_stories() -> None:
    assert len(cluster([StoryDocument("a", ""), StoryDocument("b", "")])) == 2


def test_equal_texts_are_one_story() -> None:
    again = replace(BAKERS, id="again")

    assert Cluster(("bakers", "again")) in cluster([*ALL, again])


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_documents_changes_no_story(seed: int) -> None:
    documents = [report.document for report in Newsroom(seed).reports(120)]
    expected = groups(*cluster(documents))

    Random(seed).shuffle(documents)  # noqa: S311 - repeatable, not secret

    assert groups(*cluster(documents)) == expected


@pytest.mark.parametrize("seed", range(3))
def test_every_document_is_in_one_story(seed: int) -> None:
    documents = [report.document for report in Newsroom(seed).reports(100)]

    ids = [id_ for story in cluster(documents) for id_ in story.ids]

    assert sorted(ids) == sorted(document.id for document in documents)


@pytest.mark.parametrize("seed", range(3))
def test_events_of_a_newsroom_are_told_apart(seed: int) -> None:
    reports = Newsroom(seed).reports(300)
    events = {report.document.id: report.event for report in reports}

    stories = cluster([report.document for report in reports])

    mixed = [story for story in stories if len({events[id_] for id_ in story.ids}) > 1]
    assert len(mixed) <= 1
    assert len(stories) == pytest.approx(len(set(events.values())), rel=0.03)


def test_events_of_one_town_on_one_day_are_told_apart_among_few() -> None:
    bridge = StoryDocument(
        "bridge",
        "The council of Halvet will close the old bridge to all traffic from January 11, "
        "its leader Ada Linn said on Wednesday. The council is to vote on a ferry soon.",
        "Halvet council closes bridge",
        DAY,
    )
    pilots = StoryDocument(
        "pilots",
        "The harbour pilots of Halvet will vote on a strike on December 2, their union "
        "said on Tuesday. The port would not negotiate under threat.",
        "Harbour pilots to vote on strike",
        DAY,
    )

    stories = cluster([bridge, pilots, MINE[0]])

    assert [story.ids for story in stories] == [("bridge",), ("pilots",), ("mine-1",)]


def test_a_known_copy_joins_its_original() -> None:
    stories = cluster(ALL, {"bakers": "mine-2"})

    assert Cluster(("mine-1", "mine-2", "bakers")) in stories


def test_copies_of_copies_are_one_story() -> None:
    stories = cluster(ALL, {"bakers": "mine-2", "mine-1": "ferry-1"})

    assert stories == (Cluster(tuple(document.id for document in ALL)),)


def test_a_copy_of_what_is_not_there_stays_where_it_is() -> None:
    assert cluster(ALL, {"bakers": "gone", "lost": "bakers"}) == cluster(ALL)


def test_each_document_is_told_once_as_it_is_compared() -> None:
    told: list[str] = []

    cluster(ALL, compared=told.append)

    assert sorted(told) == sorted(document.id for document in ALL)


def notice(id_: str, text: str) -> StoryDocument:
    lead = (
        "Notice of the port of Halvet. The duty officer answers questions at the gate."
    )
    return StoryDocument(id_, f"{lead} {text}", "Notices", DAY, page="notices")


def test_versions_of_a_page_join_stories_but_never_connect_them() -> None:
    mine, ferry = MINE[0].text, FERRY[0].text
    versions = [notice("first", mine), notice("second", f"{ferry} {mine}")]

    stories = groups(*cluster([*MINE, *FERRY, *versions]))

    assert not any({"mine-1", "ferry-1"} <= story for story in stories)
    assert any({"mine-1", "first"} <= story for story in stories)


def test_versions_of_a_page_join_no_story_from_which_they_are_kept_apart() -> None:
    versions = [notice("first", MINE[0].text), notice("second", FERRY[0].text)]
    links = StoryLinks(apart=tuple(("first", one.id) for one in MINE))

    stories = groups(*cluster([*MINE, *FERRY, *versions], links=links))

    assert not any({"mine-1", "first"} <= story for story in stories)
