"""No two claims of a list say the same."""

from __future__ import annotations

import pytest

from summarizers.briefing import Briefer
from summarizers.model import Article

SAID = "The mayor, Ada Linn, said that the bridge would be closed for nine months."
ENGINES = ("fast", "spacy")


def said(engine: str, *paragraphs: str) -> list[tuple[str | None, str]]:
    briefing = Briefer(engine).brief(Article("\n\n".join(paragraphs)))
    return [(claim.speaker, claim.content[0].text) for claim in briefing.claims]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_a_speaker_says_again_is_one_claim(engine: str) -> None:
    rest = "Work begins in March at the north side of the river."
    again = f"On Monday Linn said the bridge would be closed for nine months. {rest}"

    found = said(engine, SAID, rest, again)

    assert found == [("Ada Linn", "the bridge would be closed for nine months")]


@pytest.mark.parametrize("engine", ENGINES)
def test_what_two_speakers_say_alike_are_two_claims(engine: str) -> None:
    other = (
        "The engineer Peter Lund said that the bridge would be closed for nine months."
    )

    found = said(engine, SAID, other)

    assert {speaker for speaker, _ in found} == {"Ada Linn", "Peter Lund"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_claim_that_adds_much_is_another(engine: str) -> None:
    more = (
        "Linn added that the bridge would be closed for nine months because two of its "
        "pillars had sunk by the width of a hand since the flood of last winter."
    )

    assert len(said(engine, SAID, more)) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_first_denied_and_then_admitted_is_told_both_times(engine: str) -> None:
    words = "that she took money from the bridge company."

    found = said(
        engine,
        f"The mayor, Ada Linn, denied {words}",
        f"Linn later admitted {words}",
    )

    assert len(found) == 2
