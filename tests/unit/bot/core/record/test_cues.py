from __future__ import annotations

import pytest

from bot.core.record.cues import is_unsaid, opens_with_hearer, tells_of_words
from summarizers.model import ActorKind, ClaimKind
from tests.fakes.statements import said

PERSON, ORG = ActorKind.PERSON, ActorKind.ORG
WORDS = "the ferry sails on Friday"


def tells(
    cue: str,
    kind: ClaimKind = ClaimKind.INDIRECT,
    speaker: ActorKind = PERSON,
    lang: str = "en",
) -> bool:
    """Whether this cue reports words of a speaker of this kind."""
    text = f"Brandt {cue} {WORDS}."
    return tells_of_words(said(text, WORDS, cue=cue, kind=kind), lang, speaker)


@pytest.mark.parametrize("cue", ["said", "denied", "appealed", "hopes", "blamed"])
def test_verbs_of_speech_and_expectation_report_words(cue: str) -> None:
    assert tells(cue)


@pytest.mark.parametrize(
    "cue", ["learned", "knew", "realized", "found", "supported", "wants", "refuses"]
)
def test_whoever_learns_supports_or_refuses_something_says_nothing(cue: str) -> None:
    assert not tells(cue)


def test_a_study_may_find_what_a_person_only_learns() -> None:
    assert tells("found", speaker=ORG)
    assert not tells("learned", speaker=ORG)


@pytest.mark.parametrize(
    ("before", "words", "is_hearer"),
    [
        ("Brandt told", "Lenna Radio that the ferry sails", True),
        ("Brandt told Lenna Radio's", "“Good Morning” on Monday the ferry sails", True),
        ("Brandt told", "“Good Morning” that the ferry sails", True),
        ("Brandt told the crew", "“Good Morning” is the ferry's name", False),
        ("Brandt said", "that the ferry sails", False),
        ("Brandt said", "Lenna waits for a ferry that sails", False),
    ],
)
def test_the_hearer_does_not_belong_to_the_words(
    before: str, words: str, *, is_hearer: bool
) -> None:
    text = f"{before} {words}."
    cue = before.split()[1]
    claim = said(text, words, cue=cue, kind=ClaimKind.MIXED)

    assert opens_with_hearer(claim, text, "en") is is_hearer
    assert not opens_with_hearer(claim, text, "fr")


@pytest.mark.parametrize(
    ("before", "cue", "words", "expected"),
    [
        ("Brandt would do better to", "say", "that the ferry sails", True),
        ("Brandt would", "say", "that the ferry sails", False),
        ("Brandt went on to", "say", "that the ferry sails", False),
        ("Brandt", "said", "little about the dam", True),
        ("Brandt", "said", "almost nothing of the dam", True),
        ("Brandt", "said", "little is known about the dam", False),
        ("They saw the great effect Brandt", "said", "the dam would have", False),
    ],
)
def test_advice_and_silence_are_no_words(
    before: str, cue: str, words: str, *, expected: bool
) -> None:
    text = f"{before} {cue} {words}."
    claim = said(text, words, cue=cue, kind=ClaimKind.INDIRECT)

    assert is_unsaid(claim, text, "en") is expected
    assert not is_unsaid(claim, text, "fr")


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("It names the effect", True),
        ("In the early report", False),
        ("Then", False),
        ("It names the effect, and", False),
    ],
)
def test_a_clause_is_cut_if_its_object_is_before_the_speaker(
    before: str, *, expected: bool
) -> None:
    text = f"{before} she said the dam would have."
    claim = said(text, "the dam would have", source="she", kind=ClaimKind.INDIRECT)

    assert is_unsaid(claim, text, "en") is expected
