"""The index that proposes the documents of one event."""

from __future__ import annotations

from summarizers.stories.clustering import NeighbourIndex

FIRE = (
    "Fire on the ferry Vela at Halden",
    "A fire broke out on the Vela in Halden port.",
)
FIRE_TOO = "Ferry Vela burns", "The Vela burned in the port of Halden, and nobody died."
SCHOOL = "Brannoch school gets new roof", "Pupils of Brannoch learn under new tiles."


def index_of(**documents: tuple[str, str]) -> NeighbourIndex:
    index = NeighbourIndex()
    for id_, (title, text) in documents.items():
        index.add(id_, title, text)
    return index


def test_documents_that_share_rare_words_are_near() -> None:
    index = index_of(fire=FIRE, school=SCHOOL, too=FIRE_TOO)

    assert index.near("fire") == ["too"]
    assert index.near("too") == ["fire"]
    assert index.near("school") == []


def test_document_with_more_shared_words_comes_first() -> None:
    index = index_of(fire=FIRE, too=FIRE_TOO, same=FIRE, school=SCHOOL)

    assert index.near("fire") == ["same", "too"]


def test_unknown_document_is_near_to_none() -> None:
    assert index_of(fire=FIRE).near("moon") == []


def test_document_that_is_added_again_stays_as_it_is() -> None:
    index = index_of(fire=FIRE, too=FIRE_TOO)
    index.add("fire", *SCHOOL)

    assert index.near("too") == ["fire"]
    assert index.near("fire") == ["too"]


def test_removed_document_is_proposed_no_more() -> None:
    index = index_of(fire=FIRE, too=FIRE_TOO)
    index.remove(["too", "moon"])

    assert index.near("fire") == []

    index.add("again", *FIRE_TOO)
    assert index.near("fire") == ["again"]


def test_only_the_latest_documents_of_a_frequent_word_are_proposed() -> None:
    index = index_of(**{f"fire-{number}": FIRE for number in range(40)})

    near = index.near("fire-0")

    assert len(near) == 12
    assert "fire-0" not in near
    assert set(near) <= {f"fire-{number}" for number in range(1, 40)}
