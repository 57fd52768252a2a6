"""The scorer of the analyst's week finds what a front prints, and only that."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from benchmarks.analyst import (
    Front,
    FrontRow,
    Point,
    World,
    WrongLine,
    figures,
    load,
    play,
)

DAY = date(2026, 3, 3)
SENTENCE = "The port will open again on Friday, said Ida Brandt, the mayor."


def world(*points: Point, wrong: tuple[WrongLine, ...] = ()) -> World:
    return World({}, (), points, wrong)


def point(kind: str, speaker: str | None = None) -> Point:
    return Point(DAY, "port", kind, (SENTENCE,), speaker)


def front(*texts: str) -> Front:
    return Front(DAY, tuple(FrontRow(text, ()) for text in texts), ((),))


def test_a_point_is_found_by_most_words_of_its_sentence() -> None:
    scores = figures(
        world(point("next"), point("event")), [front("Fri The port will open again on")]
    )

    assert (scores["next"], scores["event"]) == (1, 1)


def test_some_words_in_common_are_not_enough() -> None:
    scores = figures(world(point("next")), [front("The port will open a school.")])

    assert scores["next"] == 0


def test_a_claim_needs_its_speaker() -> None:
    line = "The port will open again on Friday"
    points = world(point("claim", "Ida Brandt"))

    assert figures(points, [front(line)])["claim"] == 0
    assert figures(points, [front(f"Ida Brandt {line}")])["claim"] == 1


def test_a_line_is_wrong_from_its_day_on() -> None:
    wrong = (WrongLine(DAY, SENTENCE, "moved"),)
    later = (WrongLine(date(2026, 3, 4), SENTENCE, "moved"),)

    assert figures(world(wrong=wrong), [front(SENTENCE)])["wrong_lines"] == 1
    assert figures(world(wrong=later), [front(SENTENCE)])["wrong_lines"] == 0


async def test_a_world_is_played_through_the_product(tmp_path: Path) -> None:
    texts = {
        "port": "The old port of Lenna was shut on Monday after a crane fell into the water. "
        "Three people were hurt, the harbour master said. The port will open again on Friday.",
        "vote": "The council of Brae rejected the budget on Monday by nine votes to eight. "
        "Councillors will vote again next month on lower fees for parking.",
    }
    articles = [
        {
            "id": name,
            "paper": "Post",
            "published": "2026-03-02T08:00:00+00:00",
            "title": text.partition(".")[0],
            "text": text,
            "story": name,
        }
        for name, text in texts.items()
    ]
    ideal = {"day": "2026-03-03", "story": "port", "kind": "event"}
    ideal["any"] = [texts["port"].partition(". ")[0]]  # type: ignore[assignment]
    (tmp_path / "papers.json").write_text('[{"name": "Post", "slug": "post"}]')
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)))
    (tmp_path / "ideal.jsonl").write_text(json.dumps(ideal))
    (tmp_path / "wrong.jsonl").write_text("")
    loaded = load(tmp_path)

    played = figures(loaded, await play(loaded))

    assert (played["event"], played["stories"]) == (1, 2)
    assert (played["wrong_lines"], played["wrong_merges"]) == (0, 0)
