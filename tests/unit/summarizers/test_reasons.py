from __future__ import annotations

import pytest

from summarizers.briefing import Briefer
from summarizers.model import NO_REASONS, Article, Reason
from summarizers.page import select_page
from summarizers.readers.english.english_reader import STRONGEST, in_words, strongest

TEXT = """\
The ferry company Norlinie will close its route to Port Lenna in spring.

"We lose money on every crossing," said Ada Brandt, the chief executive of Norlinie.

Brandt said that 40 sailors would move to other ships and that the terminal would be \
sold.

The mayor warned that the hospital could run out of oxygen.
"""


@pytest.fixture(scope="module", params=["spacy", "fast"])
def briefer(request: pytest.FixtureRequest) -> Briefer:
    return Briefer(request.param)


def test_every_printed_line_has_reasons(briefer: Briefer) -> None:
    article = Article(text=TEXT)
    briefing = select_page(briefer.brief(article)).briefing

    reasons = briefer.reasons(article)

    assert all(reasons.summary[line.span] for line in briefing.summary)
    assert all(reasons.actors[actor.name] for actor in briefing.actors)
    assert all(reasons.claims[claim.content] for claim in briefing.claims)
    assert all(reasons.risks[risk.span] for risk in briefing.risks)


def test_another_language_has_no_reasons(briefer: Briefer) -> None:
    assert briefer.reasons(Article(text=TEXT, lang="de")) is NO_REASONS


def test_the_strongest_come_first_whatever_their_sign() -> None:
    added = {"role": 0.7, "named once": -0.9, "spoken": 0.1}

    told = strongest(added)

    assert told == (
        Reason("named once", -0.9),
        Reason("role", 0.7),
        Reason("a speaker says it", 0.1),
    )


def test_only_a_few_reasons_are_told() -> None:
    told = strongest({f"feature {i}": 1.0 for i in range(9)})

    assert len(told) == STRONGEST


def test_what_every_line_has_is_no_reason() -> None:
    assert strongest({"constant": -5.0}) == ()


def test_what_hardly_counts_is_no_reason() -> None:
    assert strongest({"spoken": 0.01}) == ()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        pytest.param("kind direct", "quoted in full", id="listed"),
        pytest.param("named once", "named once", id="plain"),
    ],
)
def test_features_are_told_in_words(name: str, told: str) -> None:
    assert in_words(name) == told
