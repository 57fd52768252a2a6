from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from bot.core.batch.clusters import JsonlClusterer
from bot.core.batch.jsonl import OutputLine

LONG = " ".join(f"ferry{number % 40} mooring{number % 37}" for number in range(900))
FERRY = "Captain Ada Linn of the ferry Norbat saved 48 passengers off Saltby."
BREAD = "Bakers in Eastmark expect bread to cost more, because flour is scarce. "


def line(id_: str | int, text: str = FERRY, field: str = "text") -> bytes:
    return json.dumps({"id": id_, field: text}).encode()


def extract(lines: Iterable[bytes]) -> Iterator[OutputLine]:
    """The page is the text; an empty one fails."""
    for raw in lines:
        row = json.loads(raw)
        found = {"id": row["id"], "title": None, "published": "2026-03-02"}
        yield OutputLine(
            json.dumps({**found, "text": row["html"]}), failed=not row["html"]
        )


def stories(*lines: bytes) -> list[tuple[object, object]]:
    answers = JsonlClusterer(extract, lambda: None).cluster(lines)
    rows = (json.loads(answer.line) for answer in answers)
    return [(row["id"], row.get("story")) for row in rows]


def test_an_excerpt_joins_the_text_that_it_is_from() -> None:
    """Whose lead tells of something else."""
    excerpt = " ".join(LONG.split()[1_200:])

    assert stories(line("whole", BREAD * 60 + LONG), line("cut", excerpt)) == [
        ("whole", "whole"),
        ("cut", "whole"),
    ]
