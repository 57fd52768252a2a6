from __future__ import annotations

from dataclasses import replace

from bot.core.messages.omissions import omissions_section
from summarizers.page import Cause, Omission
from tests.fakes.samples import make_briefing

BRIEFING = make_briefing()


def test_each_refused_line_is_listed_with_its_kind_and_the_reason() -> None:
    claim, sentence = BRIEFING.claims[0], BRIEFING.summary[0]
    omissions = Omission(claim, Cause.REPEATED), Omission(sentence, Cause.TOO_LONG)

    rows = omissions_section(omissions).rows

    assert [row.parts[0].text for row in rows] == ["Ada Linn", sentence.span.text]
    assert [row.remarks for row in rows] == [
        ("claim · repeats a line above",),
        ("sentence · too long for the page",),
    ]


def test_an_improbable_line_has_its_probability() -> None:
    actor = replace(BRIEFING.actors[0], acceptance=0.314)
    risk = replace(BRIEFING.risks[0], acceptance=0.5)

    rows = omissions_section(Omission(x, Cause.IMPROBABLE) for x in (actor, risk)).rows

    assert [row.remarks for row in rows] == [
        ("actor · not likely enough to be right (0.31)",),
        ("risk · not likely enough to be right (0.50)",),
    ]


def test_lines_past_the_limit_or_low_in_their_list_are_counted() -> None:
    low = replace(BRIEFING.actors[0], acceptance=0.0)
    omissions = [Omission(claim, Cause.PAST_LIMIT) for claim in BRIEFING.claims]

    (row,) = omissions_section([*omissions, Omission(low, Cause.IMPROBABLE)]).rows

    assert (
        row.parts[0].text
        == "3 more left out because their sections are full; --all shows them"
    )
