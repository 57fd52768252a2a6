"""The benchmark of alerts for many people posts each of them one message."""

from __future__ import annotations

from pathlib import Path

from benchmarks.alert_people import measure


async def test_the_third_paper_makes_a_message_due_for_each_person(
    tmp_path: Path,
) -> None:
    figures = await measure(3, tmp_path)

    assert figures["start_messages"] == figures["not_due_messages"] == 0
    assert figures["due_messages"] == 3
