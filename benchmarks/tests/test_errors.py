from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.annotated import Row, article_of
from benchmarks.errors import Stretch, contained, errors, source_kind
from summarizers.briefing import Briefer
from summarizers.model import Briefing, Claim, ClaimKind, Span

TEXT = (
    "Norlinie sold its last ferry to the town of Lenna on Monday after a long quarrel. "
    "Anna Berg, the mayor of Lenna, said that the ferry had been far too expensive. "
    "The company warned that the harbour could flood next week if no pump is found."
)


def claim_by(source: str | None) -> Claim:
    span = None if source is None else Span(0, len(source), source)
    content = Span(0, 4, "late")
    return Claim(None, span, None, (content,), content, ClaimKind.INDIRECT)


def row(**marks: object) -> Row:
    gold = {"actors": [], "claims": [], "risks": [], "traps": [], **marks}
    return {"text": TEXT, "title": None, "published": "2026-09-14", "gold": gold}


def briefed(marked: Row) -> Briefing:
    return Briefer("fast").brief(article_of(marked))


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        (None, "no source"),
        ("She", "pronoun"),
        ("A statement from Lenna", "document"),
        ("A study", "document"),
        ("Anna Berg", "name"),
        ("The Lenna council", "name"),
        ("The council", "description"),
    ],
)
def test_source_is_told_by_its_words(source: str | None, kind: str) -> None:
    assert source_kind(claim_by(source)) == kind


@pytest.mark.parametrize(
    ("other", "share"),
    [(Stretch(0, 10), 1.0), (Stretch(5, 25), 0.5), (Stretch(10, 20), 0.0)],
)
def test_share_is_that_of_the_shorter_stretch(other: Stretch, share: float) -> None:
    assert contained(Stretch(0, 10), other) == share


def test_claim_with_another_speaker_is_a_wrong_speaker() -> None:
    claim = {
        "sentence": TEXT[83:],
        "content": "the ferry had been far too expensive",
        "speaker": "Norlinie",
    }
    actors = [{"name": "Norlinie", "aliases": [], "key": True}]
    marked = row(claims=[claim], actors=actors)

    found = Counter(errors(marked, briefed(marked)))

    assert found["speaker wrong", "name"] == 1


def test_marked_words_that_nobody_found_are_missed() -> None:
    claim = {"sentence": TEXT, "content": "sold its last ferry", "speaker": "Norlinie"}
    actors = [{"name": "Norlinie", "aliases": [], "key": False}]
    marked = row(claims=[claim], actors=actors)

    found = Counter(errors(marked, briefed(marked)))

    assert found["claim missed", "nothing there"] == 1


def test_printed_risk_that_is_a_trap_is_named_so() -> None:
    trap = {"text": TEXT[TEXT.index("The company") :]}
    marked = row(traps=[trap])

    found = Counter(errors(marked, briefed(marked)))

    assert found["risk in the first three", "forward and hazard, a trap"] == 1


def test_key_actor_that_is_nowhere_is_not_found() -> None:
    marked = row(actors=[{"name": "Ivo Lind", "aliases": None, "key": True}])

    found = Counter(errors(marked, briefed(marked)))

    assert found["key actor missed", "not found"] == 1


def test_what_is_marked_and_printed_is_no_error() -> None:
    risk = {"text": TEXT[TEXT.index("The company") :], "key": True}
    marked = row(risks=[risk])

    found = {kind for kind, _ in errors(marked, briefed(marked))}

    assert not found & {"key risk missed", "risk in the first three"}
