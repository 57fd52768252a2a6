from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.digests.digest import StorySummary
from summarizers.model import ClaimKind
from tests.fakes.stories import TODAY, Lines, make_report, make_story

FIRE = "The ferry Aurora stays in port after a fire in its engine room."


def tell(claim: str, speaker: str = "Ingrid Solberg") -> StorySummary:
    lines = Lines([FIRE], [(speaker, claim)])
    return make_story(make_report("ferry", f"{FIRE} {claim}", lines))


@pytest.mark.parametrize(
    "claim",
    [
        "The painter finds no words for the summer in Norland.",
        "After a fire in the engine room, the Aurora remains in port.",
        f"The ferry {'very ' * 60} late.",
    ],
)
def test_a_claim_beside_the_news_or_one_that_repeats_it_is_not_told(claim: str) -> None:
    assert tell(claim).claim is None


def test_a_claim_about_the_news_is_told() -> None:
    assert tell("Divers have to search the hull of the ferry.").claim is not None


def test_a_quotation_may_have_the_words_of_the_news() -> None:
    report = make_report(
        "ferry",
        f"{FIRE} Engine fire in port: no drill, no pump, Aurora.",
        Lines([FIRE], [("Solberg", "Engine fire in port: no drill, no pump, Aurora.")]),
    )
    (claim,) = report.briefing.claims
    direct = replace(claim, kind=ClaimKind.DIRECT)
    quoted = replace(report, briefing=replace(report.briefing, claims=(direct,)))

    assert make_story(report).claim is None
    assert make_story(quoted).claim is not None


@pytest.mark.parametrize(
    ("event", "days", "acceptance", "expected"),
    [
        ("The ferry could burn again.", None, 0.85, False),
        ("The ferry could burn again.", None, 0.95, True),
        ("The ferry sails tomorrow.", (TODAY, TODAY), 0.7, True),
        ("The choir will sing tomorrow.", (TODAY, TODAY), 0.95, False),
    ],
)
def test_an_event_belongs_to_the_news_and_is_dated_or_sure(
    event: str,
    days: tuple[object, object] | None,
    acceptance: float,
    *,
    expected: bool,
) -> None:
    lines = Lines([FIRE], risks=[(event, days)])  # type: ignore[list-item]
    report = make_report("ferry", f"{FIRE} {event}", lines)
    (risk,) = report.briefing.risks
    risks = (replace(risk, acceptance=acceptance),)

    story = make_story(replace(report, briefing=replace(report.briefing, risks=risks)))

    assert (story.risk is not None) is expected
