from __future__ import annotations

import pytest

from summarizers.briefing import Briefer
from summarizers.model import Article, Briefing, Claim, ClaimKind

TEXT = """\
The ferry company Norlinie will close its route to Port Lenna in spring.

"We lose money on every crossing," said Ada Brandt, the chief executive of Norlinie. \
"That cannot go on."

Brandt said that 40 sailors would move to other ships and that the terminal would be \
sold.

The mayor of Port Lenna, Ivo Kersten, called the decision "a blow to the island".

Kersten hopes to find another company.
"""


@pytest.fixture(scope="module", params=["spacy", "fast"])
def briefing(request: pytest.FixtureRequest) -> Briefing:
    title = "Norlinie to close its route to Port Lenna"
    return Briefer(request.param).brief(Article(text=TEXT, title=title))


def _with(briefing: Briefing, words: str) -> Claim:
    return next(
        claim
        for claim in briefing.claims
        if any(words in part.text for part in claim.content)
    )


def test_quoted_words_are_a_direct_claim(briefing: Briefing) -> None:
    claim = _with(briefing, "lose money")

    assert (claim.kind, claim.speaker) == (ClaimKind.DIRECT, "Ada Brandt")


def test_reported_words_are_an_indirect_claim(briefing: Briefing) -> None:
    claim = _with(briefing, "40 sailors")

    assert (claim.kind, claim.speaker) == (ClaimKind.INDIRECT, "Ada Brandt")


def test_partly_quoted_words_are_a_mixed_claim(briefing: Briefing) -> None:
    claim = _with(briefing, "a blow")

    assert (claim.kind, claim.speaker) == (ClaimKind.MIXED, "Ivo Kersten")


def test_conjunction_of_the_cue_is_no_part_of_the_content(briefing: Briefing) -> None:
    claim = _with(briefing, "40 sailors")

    assert claim.content[0].text.startswith("40 sailors")


def test_claims_stand_best_first(briefing: Briefing) -> None:
    scores = [claim.score for claim in briefing.claims]

    assert scores[0] == max(scores)
    assert all(0 < score < 1 for score in scores)


def test_second_claim_of_a_speaker_gives_way_to_an_equal_one() -> None:
    said = "The mayor said the old bridge of the town will stay closed. "
    other = "Ada Brandt said the old mill of the town will stay closed. "

    claims = Briefer("fast").brief(Article(text=said + said + other)).claims

    assert claims[0].speaker != claims[1].speaker


def test_every_speaker_is_an_actor_of_the_briefing(briefing: Briefing) -> None:
    names = {actor.name for actor in briefing.actors}

    assert {claim.speaker for claim in briefing.claims} - {None} <= names


def test_article_without_speech_has_no_claims() -> None:
    text = "The tide fell. The boats lay on the sand. Gulls walked between them."

    assert Briefer("fast").brief(Article(text=text)).claims == ()


@pytest.mark.parametrize("engine", ["fast", "spacy"])
def test_content_ends_before_what_the_reporter_adds_behind_a_dash(engine: str) -> None:
    text = "Anna Berg said the pier is safe - and in any case it is closed in May."
    claims = Briefer(engine).brief(Article(text)).claims

    assert [claim.content[0].text for claim in claims] == ["the pier is safe"]


@pytest.mark.parametrize(
    ("behind", "part", "is_said"),
    [
        ('on KNT\'s "State of the Harbour."', "State of the Harbour", False),
        ('in "Today."', "Today", False),
        ('of the route, "and sell it."', "and sell it", True),
    ],
    ids=["programme", "preposition", "no title"],
)
@pytest.mark.parametrize("engine", ["spacy", "fast"])
def test_the_quoted_name_of_a_programme_is_not_said(
    engine: str, behind: str, part: str, *, is_said: bool
) -> None:
    text = f'"We lose money," Ada Brandt said {behind} "We sell the route."'

    claims = Briefer(engine).brief(Article(text=text)).claims

    said = [span.text.strip('."') for claim in claims for span in claim.content]
    assert said[0] == "We lose money,"
    assert (part in said) is is_said
