"""Are the events of a narrow beat told apart, also on its first day?

``python -m benchmarks.beats`` groups the first 7, 13, 20 and all articles of invented
beats, in which the same office holders, bodies and places occur everywhere. A figure is
B-cubed F1: for each article, how much of its group reports its event, and how much of
its event is in its group (Bagga and Baldwin, 1998). The last line is one JSON object.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import combinations
from pathlib import Path

from summarizers.stories.clustering import cluster
from summarizers.stories.vectors import StoryDocument

HERE = Path(__file__).parent
BEATS = {
    "energy": HERE / "beat_articles/energy.jsonl",
    "security": HERE / "beat_articles/security.jsonl",
    "analyst": HERE / "analyst/articles.jsonl",
}
FIRST = 7, 13, 20, None


def score_groups(rows: Sequence[dict[str, str]]) -> tuple[float, int, int]:
    """Return B-cubed F1, the number of pairs in one group, and that of wrong pairs."""
    events = {row["id"]: row["story"] or row["id"] for row in rows}
    documents = [
        StoryDocument(
            row["id"],
            row["text"],
            row["title"],
            date.fromisoformat(row["published"][:10]),
        )
        for row in rows
    ]
    precision = recall = 0.0
    pairs = []
    for group in cluster(documents):
        pairs += list(combinations(group, 2))
        for member in group:
            same = sum(events[other] == events[member] for other in group)
            precision += same / len(group) / len(rows)
            recall += same / list(events.values()).count(events[member]) / len(rows)
    wrong = sum(events[left] != events[right] for left, right in pairs)
    return 2 * precision * recall / (precision + recall), len(pairs), wrong


def main() -> None:
    """Print the figures of each beat."""
    figures: dict[str, float] = {}
    pairs = wrong = 0
    for name, path in BEATS.items():
        rows = [json.loads(line) for line in path.read_text("utf8").splitlines()]
        for size in FIRST:
            part = rows[:size]
            score, together, mistaken = score_groups(part)
            figures[f"{name}_{len(part)}"] = round(score, 3)
            pairs, wrong = pairs + together, wrong + mistaken
    figures["wrong_pairs"] = round(wrong / pairs, 3)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
