"""On a beat, the words of its subject do not make stories."""

from __future__ import annotations

from datetime import date

import pytest

from summarizers.stories.beats import weigh_by_event
from summarizers.stories.clustering import cluster
from summarizers.stories.documents import StoryDocument
from summarizers.stories.vectors import DocumentTokenizer

DAY = date(2026, 3, 2)
SUBJECT = "Brandt opposes Lind in Norland."
# One event each, except for the last two, which report one.
EVENTS = (
    (
        "Candidate publishes tax returns",
        (
            "She paid 90,000 crowns for a vineyard, and auditors questioned the receipts of "
            "a gardener, papers released by her accountant show."
        ),
    ),
    (
        "Visit to a dairy in Lenna",
        (
            "A cow kicked his press chief in the knee. Farmers showed cheese, complained "
            "about milk prices and lent rubber boots to reporters."
        ),
    ),
    (
        "Poll sees a narrow lead",
        (
            "Pollsters telephoned 800 households with landlines; the margin of error is "
            "three points, and a quarter of pensioners hung up."
        ),
    ),
    (
        "Bus of reporters breaks down",
        (
            "A gearbox failed on the long bridge, a tractor towed the coach to a garage, "
            "and mechanics waited two days for spare parts."
        ),
    ),
    (
        "A song on television",
        (
            "The host played a banjo while a choir hummed; eleven million viewers watched "
            "the comedy show, its best ratings since summer."
        ),
    ),
    (
        "Teachers choose their side",
        (
            "Their union wants smaller classes, warm gymnasiums and new textbooks, its "
            "delegates decided at a congress by 311 hands."
        ),
    ),
    (
        "Plan for a wall dropped",
        (
            "Engineers had called the marsh too soft for concrete. He now wants drones, "
            "hedges and a ditch along the eastern border."
        ),
    ),
    (
        "Brother opens a hotel",
        (
            "Guests drank elderflower wine on the terrace above the fjord, and a band "
            "played waltzes until the fireworks at midnight."
        ),
    ),
    (
        "Court bars candidate from ballot in Kell",
        (
            "Judges of Kell found 212 forged signatures on the petition of the Farmers' "
            "League and gave it a week to appeal."
        ),
    ),
    (
        "Candidate off the ballot in Kell after ruling",
        (
            "The petition of the Farmers' League had 212 forged signatures, the judges of "
            "Kell found; the league will appeal."
        ),
    ),
)
BEAT = tuple(
    StoryDocument(f"beat-{number}", f"{news} {SUBJECT}", title, DAY)
    for number, (title, news) in enumerate(EVENTS)
)
FLOOD = tuple(
    StoryDocument(
        f"flood-{number}",
        f"The Vesh flooded the old town of Lenna on Monday and drove {number + 40} "
        f"families from their houses, said mayor Ada Brandt. {detail}",
        "Vesh floods old town of Lenna",
        DAY,
    )
    for number, (_, detail) in enumerate(EVENTS)
)


def test_different_events_of_a_beat_are_different_stories() -> None:
    stories = {story.ids for story in cluster(BEAT)}

    alone = {(document.id,) for document in BEAT[:-2]}
    assert stories == {*alone, ("beat-8", "beat-9")}


def test_reports_of_one_event_are_no_beat() -> None:
    assert not weigh_by_event(FLOOD).is_beat
    assert len(cluster(FLOOD)) == 1


@pytest.mark.parametrize("number", [0, 1, 7])
def test_few_documents_are_no_beat(number: int) -> None:
    assert not weigh_by_event(BEAT[:number]).is_beat


def test_the_subject_weighs_less_than_the_event() -> None:
    tokenizer = DocumentTokenizer(BEAT)
    weighed = weigh_by_event(BEAT, tokenizer)

    heaviest = list(weighed.vectors[-1])
    places = {term: heaviest.index(number) for term, number in _numbers(tokenizer)}
    assert weighed.is_beat
    assert places["kell"] < places["brandt"]
    assert places["ballot"] < places["lind"]


def _numbers(tokenizer: DocumentTokenizer) -> list[tuple[str, int]]:
    wanted = ("kell", "ballot", "brandt", "lind")
    return [(term, tokenizer.numbers[term]) for term in wanted]
