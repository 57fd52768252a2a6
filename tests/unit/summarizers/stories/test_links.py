"""Stories that people split and merge."""

from __future__ import annotations

from datetime import date

from summarizers.stories.clustering import cluster
from summarizers.stories.documents import StoryDocument, StoryLinks

FERRY = (
    "The ferry Aurora stays in the port of Sandhamn after a fire in its engine room, "
    "and the operator Nordlinje said that divers will look at the hull."
)
LATER = (
    "Divers found a crack in the hull of the ferry Aurora in Sandhamn after the fire "
    "in its engine room, the operator Nordlinje said."
)
SCHOOL = "A new school opens in Lenna in August, and the town is glad of its kitchen."
BREAD = "The bakers of Vik ask for more pay, and the price of bread may rise in May."


def document(name: str, text: str) -> StoryDocument:
    return StoryDocument(name, text, "", date(2026, 3, 2))


BATCH = (
    document("ferry", FERRY),
    document("later", LATER),
    document("school", SCHOOL),
    document("bread", BREAD),
)


def stories(
    *documents: StoryDocument,
    links: StoryLinks,
    copies: dict[str, str] | None = None,
) -> set[frozenset[str]]:
    return {
        frozenset(each.ids) for each in cluster(documents, copies or {}, links=links)
    }


def test_without_links_likeness_alone_decides() -> None:
    assert frozenset({"ferry", "later"}) in stories(*BATCH, links=StoryLinks())


def test_documents_that_are_kept_apart_are_in_two_stories() -> None:
    links = StoryLinks(apart=(("later", "ferry"),))

    assert frozenset({"ferry"}) in stories(*BATCH, links=links)
    assert frozenset({"later"}) in stories(*BATCH, links=links)


def test_a_later_document_joins_one_of_them_and_does_not_glue_them() -> None:
    links = StoryLinks(apart=(("ferry", "later"),))
    third = document("third", f"{LATER} It is as long as a hand.")

    found = stories(*BATCH, third, links=links)

    assert frozenset({"later", "third"}) in found
    assert frozenset({"ferry"}) in found


def test_even_a_copy_stays_apart() -> None:
    links = StoryLinks(apart=(("ferry", "school"),))

    found = stories(*BATCH, links=links, copies={"school": "ferry"})

    assert frozenset({"school"}) in found


def test_documents_that_are_put_together_share_their_stories() -> None:
    links = StoryLinks(together=(("later", "bread"),))

    assert frozenset({"ferry", "later", "bread"}) in stories(*BATCH, links=links)


def test_apart_wins_over_together() -> None:
    links = StoryLinks(apart=(("bread", "ferry"),), together=(("bread", "later"),))

    assert frozenset({"bread"}) in stories(*BATCH, links=links)


def test_links_of_absent_documents_change_nothing() -> None:
    links = StoryLinks((("gone", "ferry"),), (("gone", "bread"),))

    assert stories(*BATCH, links=links) == stories(*BATCH, links=StoryLinks())


def test_the_order_makes_no_difference() -> None:
    links = StoryLinks((("ferry", "later"),), (("school", "bread"),))

    assert stories(*BATCH[::-1], links=links) == stories(*BATCH, links=links)
