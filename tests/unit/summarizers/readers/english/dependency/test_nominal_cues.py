from __future__ import annotations

import pytest

from summarizers.readers.parse import CueKind
from tests.unit.summarizers.readers.english.conftest import Reader

MINDS = [
    pytest.param(
        "The mayor is confident that the bridge will hold.",
        ("The mayor", "confident", "that the bridge will hold"),
        id="adjective with a clause",
    ),
    pytest.param(
        "Marta Lind was worried that the dike would break.",
        ("Marta Lind", "worried", "that the dike would break"),
        id="participle with a clause",
    ),
    pytest.param(
        "The owners remain wary of the new ferry.",
        ("The owners", "wary", "of the new ferry"),
        id="adjective with a preposition",
    ),
    pytest.param(
        "Norlinie is unwilling to lower its fares.",
        ("Norlinie", "unwilling", "to lower its fares"),
        id="adjective with an infinitive",
    ),
]


@pytest.mark.parametrize(("text", "expected"), MINDS)
def test_predicates_tell_what_their_subject_thinks(
    reader: Reader, text: str, expected: tuple[str, str, str]
) -> None:
    (found,) = reader.parse(text).attributions

    assert found.source is not None
    assert found.cue is not None
    said = (found.source.text, found.cue.text, found.content[0].text)
    assert said == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The worried owners left the harbour.", id="before a noun"),
        pytest.param("I am sure that the bridge will hold.", id="the writer's own"),
        pytest.param("The mayor is proud.", id="of nothing"),
    ],
)
def test_predicates_without_a_thought_are_no_attribution(
    reader: Reader, text: str
) -> None:
    assert reader.parse(text).attributions == ()


def test_willingness_is_an_intention(reader: Reader) -> None:
    (found,) = reader.parse("Berg is eager to sell the ferry.").attributions

    assert found.kind is CueKind.INTENTION
