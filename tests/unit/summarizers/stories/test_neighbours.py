from __future__ import annotations

from summarizers.stories.neighbours import NeighbourIndex
from tests.fakes.newsroom import Newsroom


def index_of(**texts: str) -> NeighbourIndex:
    """An index of these texts by id."""
    index = NeighbourIndex()
    for id_, text in texts.items():
        index.add(id_, "", text)
    return index


def test_the_document_that_shares_the_rarest_words_is_first() -> None:
    index = index_of(
        a="The ferry Aurora burns in the port of Lenna",
        b="The ferry Svala leaves the port of Lenna",
        c="The council votes on the port of Karlsund",
        d="Fire on the ferry Aurora in Lenna",
    )

    assert index.near("a")[:2] == ["d", "b"]


def test_one_shared_word_is_not_enough() -> None:
    index = index_of(a="ferry Aurora", b="ferry Svala", c="bridge of Karlsund")

    assert index.near("a") == []


def test_a_document_is_not_its_own_neighbour() -> None:
    index = index_of(a="ferry Aurora burns", b="ferry Aurora burns")

    assert index.near("a") == ["b"]
    assert index.near("unknown") == []


def test_a_removed_document_is_no_neighbour() -> None:
    index = index_of(a="ferry Aurora burns", b="ferry Aurora burns")

    index.remove(["b", "unknown"])

    assert index.near("a") == []
    assert "b" not in index
    assert [*index.ids] == ["a"]


def test_a_document_is_added_once() -> None:
    index = index_of(a="ferry Aurora burns", b="ferry Aurora burns")

    index.add("a", "", "bridge of Karlsund")

    assert index.near("a") == ["b"]


def test_reports_of_one_event_are_among_thousands_near_each_other() -> None:
    reports = Newsroom(3).reports(600)
    index = NeighbourIndex()
    for report in reports:
        index.add(report.document.id, report.document.title, report.document.text)
    event = {report.document.id: report.event for report in reports}
    several = [
        id_ for id_, number in event.items() if list(event.values()).count(number) > 1
    ]

    hits = [
        id_
        for id_ in several
        if any(event[other] == event[id_] for other in index.near(id_))
    ]

    assert len(hits) >= 0.98 * len(several)
    assert all(len(index.near(id_)) <= 12 for id_ in several)
