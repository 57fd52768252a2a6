"""Which documents are one story: those that report one event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizers.stories.clustering import NO_LINKS, StoryLinks, cluster
from summarizers.stories.vectors import LEAD, StoryDocument
from summarizers.text.language import language_of_words
from tests.fakes.newsroom import Newsroom
from tests.tables import blocks

DAY = date(2026, 3, 2)
FRENCH, UNLISTED = "french/cases/stories", "stories/unlisted"
Groups = set[frozenset[str]]


def documents(name: str) -> list[StoryDocument]:
    """The documents of ``tests/data/NAME.txt``."""
    return [
        StoryDocument(
            block["id"],
            block["text"],
            block.get("title", ""),
            date(2026, 3, int(block.get("day", "2"))),
            language_of_words(block.get("lang", "en"), block["text"]),
        )
        for block in blocks(name)
    ]


REPORTS = documents("stories/reports")
BAKERS = next(one for one in REPORTS if one.id == "bakers-1")
MINE = next(one for one in REPORTS if one.id == "mine-1")
FERRY = next(one for one in REPORTS if one.id == "ferry-1")


def by_event(told: Iterable[StoryDocument]) -> Groups:
    """The documents of each event, which their ids tell."""
    events: dict[str, set[str]] = defaultdict(set)
    for document in told:
        events[document.id.rpartition("-")[0]].add(document.id)
    return set(map(frozenset, events.values()))


def stories(
    told: Sequence[StoryDocument],
    copies: Mapping[str, str] | None = None,
    links: StoryLinks = NO_LINKS,
) -> Groups:
    return {frozenset(each) for each in cluster(told, copies or {}, links=links)}


@pytest.mark.parametrize("name", ["stories/reports", "stories/beat", FRENCH, UNLISTED])
def test_reports_of_one_event_are_one_story(name: str) -> None:
    told = documents(name)

    found = cluster(told)

    assert {frozenset(story) for story in found} == by_event(told)
    places = [document.id for document in told]
    assert [places.index(story[0]) for story in found] == sorted(
        places.index(story[0]) for story in found
    )


@pytest.mark.parametrize("name", ["stories/reports", FRENCH])
def test_titles_and_days_are_not_needed(name: str) -> None:
    bare = [replace(one, title="", published=None) for one in documents(name)]

    assert stories(bare) == by_event(bare)


def test_languages_change_no_story_of_each_other() -> None:
    english = [
        replace(BAKERS, id=f"bread{number}-1", text=f"{BAKERS.text} {number}.")
        for number in range(40)
    ]
    told = [*REPORTS[:4], *documents(FRENCH), *documents(UNLISTED)]

    found = stories([*english, *told])

    assert by_event(told) <= found
    assert frozenset(one.id for one in english) in found


def test_french_and_english_report_with_the_same_names_are_apart() -> None:
    text = (
        "The Arvigny dyke broke on the Verne at night. The prefecture evacuated 300 "
        "people of the Tanneurs quarter of Arvigny, said Étienne Garrigue of the CGF."
    )
    dyke = StoryDocument("dyke-1", text, "Arvigny dyke breaks on the Verne", DAY)
    told = [*documents(FRENCH), dyke]

    assert stories(told) == by_event(told)
    assert frozenset({"dyke-1", "maire-1"}) in stories(told, {"dyke-1": "maire-1"})


@pytest.mark.parametrize(("days", "joins"), [(0, True), (3, True), (60, False)])
def test_far_days_part_reports_that_are_little_alike(days: int, *, joins: bool) -> None:
    text = (
        "The lifeboats of Saltby were called to a yacht on the rocks. Nobody was hurt."
    )
    yacht = StoryDocument("yacht-1", text, "", DAY + timedelta(days))

    found = stories([*REPORTS, yacht])

    assert any({"yacht-1", "ferry-1"} <= story for story in found) is joins


@pytest.mark.parametrize("number", [0, 1])
def test_few_documents_are_few_stories(number: int) -> None:
    assert cluster(REPORTS[:number]) == tuple((one.id,) for one in REPORTS[:number])


@pytest.mark.parametrize(
    "text",
    [
        *("", "a", "the of and", "!?", "1", "東京 で 地震"),
        "https://news.example/Ferry/Norbat/Saltby/2026 Saltby",
        "He said it. " * (LEAD // 12) + FERRY.text,
    ],
)
def test_text_without_words_of_its_own_stays_alone(text: str) -> None:
    odd = StoryDocument("odd-1", text)

    assert frozenset({"odd-1"}) in stories([odd, *REPORTS])
    assert len(cluster([StoryDocument("a", ""), StoryDocument("b", "")])) == 2


def test_equal_texts_are_one_story() -> None:
    again = replace(BAKERS, id="bakers-2")

    assert frozenset({"bakers-1", "bakers-2"}) in stories([*REPORTS, again])


@pytest.mark.parametrize("seed", range(3))
def test_newsroom_is_grouped_by_its_events_in_any_order(seed: int) -> None:
    reports = Newsroom(seed).reports(200)
    events = {report.document.id: report.event for report in reports}
    told = [report.document for report in reports]

    found = cluster(told)
    Random(seed).shuffle(told)  # noqa: S311 - repeatable, not secret

    ids = sorted(id_ for story in found for id_ in story)
    mixed = [story for story in found if len({events[id_] for id_ in story}) > 1]
    assert stories(told) == {frozenset(story) for story in found}
    assert ids == sorted(events)
    assert len(mixed) <= 1
    assert len(found) == pytest.approx(len(set(events.values())), rel=0.03)


def test_each_document_is_told_once_as_it_is_compared() -> None:
    told: list[str] = []

    cluster(REPORTS, compared=told.append)

    assert sorted(told) == sorted(document.id for document in REPORTS)


@pytest.mark.parametrize(
    ("copies", "story"),
    [
        ({"bakers-1": "mine-2"}, {"mine-1", "mine-2", "bakers-1"}),
        (
            {"bakers-1": "mine-2", "mine-1": "ferry-1"},
            {"ferry-1", "ferry-2", "mine-1", "mine-2", "bakers-1"},
        ),
        ({"bakers-1": "gone", "lost": "bakers-1"}, {"bakers-1"}),
    ],
)
def test_copy_joins_its_original(copies: dict[str, str], story: set[str]) -> None:
    assert frozenset(story) in stories(REPORTS, copies)


APART = ("ferry-2", "ferry-1")


@pytest.mark.parametrize(
    ("links", "copies", "story"),
    [
        pytest.param(StoryLinks((APART,)), {}, {"ferry-1"}, id="apart"),
        pytest.param(
            StoryLinks((("ferry-1", "bakers-1"),)),
            {"bakers-1": "ferry-1"},
            {"bakers-1"},
            id="even a copy",
        ),
        pytest.param(
            StoryLinks(together=(("ferry-2", "bakers-1"),)),
            {},
            {"ferry-1", "ferry-2", "bakers-1"},
            id="together",
        ),
        pytest.param(
            StoryLinks((("bakers-1", "ferry-1"),), (("bakers-1", "ferry-2"),)),
            {},
            {"bakers-1"},
            id="apart wins",
        ),
        pytest.param(
            StoryLinks((("gone", "ferry-1"),), (("gone", "bakers-1"),)),
            {},
            {"ferry-1", "ferry-2"},
            id="absent documents",
        ),
    ],
)
def test_links_of_people_decide(
    links: StoryLinks, copies: dict[str, str], story: set[str]
) -> None:
    found = stories(REPORTS, copies, links)

    assert frozenset(story) in found
    assert stories(REPORTS[::-1], copies, links) == found


def test_later_document_joins_one_of_those_kept_apart_and_does_not_glue_them() -> None:
    third = replace(REPORTS[1], id="ferry-3", text=f"{REPORTS[1].text} It sank.")

    found = stories([*REPORTS, third], links=StoryLinks((APART,)))

    assert {frozenset({"ferry-2", "ferry-3"}), frozenset({"ferry-1"})} <= found


def notice(id_: str, text: str) -> StoryDocument:
    lead = (
        "Notice of the port of Halvet. The duty officer answers questions at the gate."
    )
    return StoryDocument(id_, f"{lead} {text}", "Notices", DAY, page="notices")


@pytest.mark.parametrize("kept", [False, True])
def test_versions_of_a_page_never_connect_stories(*, kept: bool) -> None:
    versions = [
        notice("first", MINE.text),
        notice("second", f"{FERRY.text} {MINE.text}"),
    ]
    apart = tuple(("first", id_) for id_ in ("mine-1", "mine-2")) if kept else ()

    found = stories([*REPORTS[:4], *versions], links=StoryLinks(apart))

    assert not any({"mine-1", "ferry-1"} <= story for story in found)
    assert any({"mine-1", "first"} <= story for story in found) is not kept


MORE = (
    " Kristin Moen leads a school for divers, Jonas Vik repairs the slipway with timber, "
    "and Petra Lund paints the harbour office in green before the summer guests arrive "
    "from Tomsund with their tents."
)


@pytest.mark.parametrize(("rest", "joins"), [("", True), (MORE, False)])
def test_version_of_a_page_joins_only_a_story_that_it_resembles(
    rest: str, *, joins: bool
) -> None:
    text = f"Ferry crews and lifeboats train at Saltby in spring.{rest}"
    versions = [
        StoryDocument("first", text, "", DAY, page="notices"),
        StoryDocument("second", "The gate is green.", "", DAY, page="notices"),
    ]

    found = stories([*REPORTS, *versions])

    assert any({"ferry-1", "first"} <= story for story in found) is joins


def test_equal_versions_of_a_page_are_not_compared() -> None:
    text = "The gate is green, and the officers wear caps of wool in winter."
    versions = [notice(id_, text) for id_ in ("gate-1", "caps-1")]

    assert stories([*REPORTS, *versions]) == by_event([*REPORTS, *versions])


@given(st.data())
def test_order_of_the_documents_changes_no_story(data: st.DataObject) -> None:
    words = st.sampled_from(
        ["ferry", "dam", "Berg", "Lenna", "strike", "pier", "flood", "court"]
    )
    texts = st.lists(words, min_size=2, max_size=6).map(" ".join)
    told = [
        StoryDocument(str(number), text)
        for number, text in enumerate(data.draw(st.lists(texts, max_size=9)))
    ]

    assert stories(data.draw(st.permutations(told))) == stories(told)
