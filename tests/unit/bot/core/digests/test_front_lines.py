from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.digests.digest import StorySummary
from summarizers.model import Claim, ClaimKind
from tests.fakes.stories import TODAY, Lines, make_report, make_story

LATER = TODAY + timedelta(days=20)
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


@pytest.mark.parametrize(
    ("claim", "speaker"),
    [
        ("We mourn the crew of the ferry Aurora and of its boats.", "Ann Berg"),
        ("why divers have to search the hull of the ferry", "Ann Berg"),
        ("Divers have to search the hull of the ferry.", "the crowd"),
    ],
    ids=["condolence", "question", "no name"],
)
def test_a_claim_that_says_nothing_alone_is_not_told(claim: str, speaker: str) -> None:
    assert tell(claim, speaker).claim is None


def test_the_reporters_account_of_a_deed_is_no_claim_of_the_front() -> None:
    words = "Ann Berg opposed divers who search the hull of the ferry for cracks."
    report = make_report(
        "ferry", f"{FIRE} {words}", Lines([FIRE], [("Ann Berg", words)])
    )
    (claim,) = report.briefing.claims
    text, start = report.briefing.article, claim.sentence.start
    cue = text.span(start + len("Ann Berg "), start + len("Ann Berg opposed"))
    content = text.span(cue.end + 1, claim.sentence.end - 1)
    deed = replace(
        claim,
        kind=ClaimKind.INDIRECT,
        cue=cue,
        content=(content,),
        shown=(text.span(cue.start, content.end),),
    )
    said = replace(deed, shown=(content,))

    def claim_of(claim: Claim) -> object:
        briefing = replace(report.briefing, claims=(claim,))
        return make_story(replace(report, briefing=briefing)).claim

    assert claim_of(deed) is None
    assert claim_of(said) is not None


@pytest.mark.parametrize(
    ("event", "days", "acceptance", "expected"),
    [
        ("The ferry could burn again.", None, 0.85, False),
        ("The ferry could burn again.", None, 0.96, True),
        ("The ferry sails tomorrow.", (TODAY, TODAY), 0.7, True),
        ("The choir will sing tomorrow.", (TODAY, TODAY), 0.95, False),
        ("The choir sings of a fire in spring.", (LATER, LATER), 0.95, False),
        ("The ferry may sail after the fire.", (LATER, LATER), 0.95, True),
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


@pytest.mark.parametrize(
    ("day", "phrase", "expected"),
    [
        (6, "Friday", False),
        (6, "next Friday", True),
        (4, "Wednesday", True),
    ],
    ids=["maybe the last one", "named as the next one", "three days ahead"],
)
def test_a_weekday_alone_is_near(day: int, phrase: str, *, expected: bool) -> None:
    event = f"The ferry sails again on {phrase}."
    due = TODAY.replace(day=day)
    report = make_report(
        "ferry", f"{FIRE} {event}", Lines([FIRE], risks=[(event, (due, due))])
    )
    (risk,) = report.briefing.risks
    assert risk.when is not None
    start = risk.span.start + event.index(phrase)
    span = report.briefing.article.span(start, start + len(phrase))
    sure = replace(risk, acceptance=0.97, when=replace(risk.when, span=span))

    story = make_story(
        replace(report, briefing=replace(report.briefing, risks=(sure,)))
    )

    assert (story.risk is not None) is expected
