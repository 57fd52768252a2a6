"""Speakers in short articles: pronouns, and sources that tell of somebody."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.readers import Reader

CASES = Path(__file__).parents[5] / "data" / "speakers"


def _cases(name: str) -> list[list[str]]:
    lines = (CASES / name).read_text("utf8").splitlines()
    return [line.rsplit(" | ", 1) for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("text", "speaker"), _cases("pronouns.txt"))
def test_pronoun_means_the_subject_before(
    reader: Reader, text: str, speaker: str
) -> None:
    speakers = reader.speakers(text.replace(" ¶ ", "\n\n"))

    assert (speakers[-1] or "-") == speaker


@pytest.mark.parametrize(("text", "speaker"), _cases("sources.txt"))
def test_source_about_a_person_is_not_that_person(
    reader: Reader, text: str, speaker: str
) -> None:
    speakers = reader.speakers(text) or [None]

    assert (speakers[-1] or "-") == speaker


@pytest.mark.parametrize(("text", "speaker"), _cases("clauses.txt"))
def test_speaker_is_the_one_who_speaks_in_the_clause(
    reader: Reader, text: str, speaker: str
) -> None:
    speakers = reader.speakers(text) or [None]

    assert (speakers[-1] or "-") == speaker


@pytest.mark.parametrize(("text", "speaker"), _cases("descriptions.txt"))
def test_description_means_one_that_fits_alone(
    reader: Reader, text: str, speaker: str
) -> None:
    speakers = reader.speakers(text.replace(" ¶ ", "\n\n"))

    assert (speakers[-1] or "-") == speaker
