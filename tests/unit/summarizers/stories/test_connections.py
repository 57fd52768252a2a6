"""Why a document is in its story."""

from __future__ import annotations

from datetime import date

from summarizers.stories.clustering import MAX_CONNECTIONS, MAX_SHARED, connections
from summarizers.stories.vectors import StoryDocument

FERRY = (
    "The ferry Aurora stays in the port of Sandhamn after a fire, and the operator "
    "Nordlinje said that divers will look at the hull of the Aurora."
)
LATER = (
    "Divers found a crack in the hull of the ferry Aurora, the operator Nordlinje said. "
    "It stays in Sandhamn."
)
SCHOOL = "A new school opens in Lenna in August, and the town is glad of its kitchen."


def document(
    name: str, text: str, day: int | None = 2, lang: str = "en"
) -> StoryDocument:
    published = None if day is None else date(2026, 3, day)
    return StoryDocument(name, text, "", published, lang)


BATCH = (
    document("ferry", FERRY),
    document("later", LATER, 4),
    document("school", SCHOOL),
    document("school-2", SCHOOL.replace("August", "May")),
)


def test_the_shared_names_terms_and_days_are_told() -> None:
    (connection,) = connections(BATCH, "ferry", ["ferry", "later"])

    assert connection.document == "later"
    assert {"Aurora", "Nordlinje", "Sandhamn"} == {*connection.names}
    assert {"ferry", "divers", "hull"} <= {*connection.terms}
    assert connection.days == 2
    assert connection.likeness > 0


def test_the_words_are_those_of_the_document_itself() -> None:
    for connection in connections(BATCH, "ferry", ["ferry", "later"]):
        assert all(word in FERRY for word in (*connection.names, *connection.terms))


def test_the_closest_documents_come_first_and_few() -> None:
    more = [document(f"more-{number}", f"{LATER} {number}") for number in range(5)]
    batch = [*BATCH, document("twin", FERRY), *more]
    story = [each.id for each in batch if not each.id.startswith("school")]

    found = connections(batch, "ferry", story)

    assert found[0].document == "twin"
    assert len(found) == MAX_CONNECTIONS
    assert all(len(each.terms) <= MAX_SHARED for each in found)


def test_an_unknown_day_is_unknown() -> None:
    batch = [*BATCH, document("undated", LATER, None)]

    (connection,) = connections(batch, "undated", ["undated", "ferry"])

    assert connection.days is None


def test_what_is_not_in_the_batch_or_in_another_language_has_no_evidence() -> None:
    french = document(
        "navire", "Le navire Aurora reste au port de Sandhamn.", lang="fr"
    )

    assert connections(BATCH, "absent", ["ferry", "absent"]) == ()
    assert connections((*BATCH, french), "ferry", ["ferry", "navire"]) == ()


def test_the_order_of_the_batch_makes_no_difference() -> None:
    assert connections(BATCH[::-1], "ferry", ["later"]) == connections(
        BATCH, "ferry", ["later"]
    )
