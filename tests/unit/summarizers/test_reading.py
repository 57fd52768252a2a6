"""Who acts, who says what, and what may come, in short texts of the tables."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from summarizers.model import Briefing
from tests.fakes.readers import actors, brief, cases, claims, last_speaker, risks
from tests.tables import lines

Told = Callable[[Briefing], str]


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize(
    ("name", "told"), [("claims", claims), ("actors", actors), ("risks", risks)]
)
def test_text_is_read_as_its_table_says(
    subtests: pytest.Subtests, lang: str, name: str, told: Told
) -> None:
    for text, expected in cases(name, lang):
        with subtests.test(text=text):
            assert told(brief(text, lang)) == expected


@pytest.mark.parametrize("name", ["pronouns", "sources", "clauses", "descriptions"])
def test_speaker_is_found(subtests: pytest.Subtests, name: str) -> None:
    for line in lines(f"speakers/{name}"):
        text, _, speaker = line.rpartition(" | ")
        with subtests.test(text=text):
            assert last_speaker(brief(text)) == speaker
