"""The benchmark of corrections, on articles of our own."""

from __future__ import annotations

from random import Random

import pytest

from benchmarks.corrections import FACTS, Tally, Trial, change_fact, trials
from summarizers.model import Article
from tests.fakes.reports import BRIDGE, FERRY, FERRY_LATER, FERRY_TOO, SCHOOL

REPORTS = (FERRY, FERRY_TOO, FERRY_LATER, BRIDGE, SCHOOL)
ARTICLES = [
    Article(report.text.replace("\n\n", "\n"), title=report.title, lang="en")
    for report in REPORTS
]
NAMES = ("Astrid Brekke", "Torsten Falk")


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - repeatable, not secret


@pytest.mark.parametrize("kind", FACTS)
def test_an_edit_of_facts_changes_one_line(kind: str) -> None:
    lines = ("At least 12 crews were paid in Halden by Olof Lind.", "The ship sank.")
    text = "\n".join(lines)

    seeded = change_fact(text, lines, kind, NAMES, dice(2))

    assert seeded is not None
    assert seeded.line in lines
    assert text.replace(seeded.line, "") in seeded.text.replace("\n\n", "\n")


def test_notices_are_counted_by_kind() -> None:
    tally = Tally()
    for trial in trials(ARTICLES, dice(3)):
        tally.add(trial)

    figures = tally.figures()
    assert figures["seeded"] == len(ARTICLES)
    assert figures["articles"] == len(ARTICLES)
    assert figures["recall"] >= 0.8
    assert figures["false_notices_per_1000"] == 0


def test_notice_of_a_line_that_was_not_edited_is_false() -> None:
    before = Article("The bridge lost 12 bolts in the storm.", lang="en")
    after = Article("The bridge lost 14 bolts in the storm.", lang="en")
    tally = Tally()

    tally.add(Trial(before, after, (before.text,), "ads"))

    assert tally.false["ads"] == 1
    assert tally.figures()["precision"] == 0
