"""A timeline of an invented story, with an ending."""

from __future__ import annotations

from bot.core.domain.timelines import (
    Timeline,
    TimelineLane,
    TimelineMark,
    TimelineTurn,
)

TALKS = "The talks broke off after forty minutes on Saturday."
STRIKE = "The pilots of Kessary began a work-to-rule at midnight."
END = (
    "The pilots of Kessary ended their work-to-rule on Wednesday night, eleven days "
    "after it began, and the last of 46 waiting ships is to berth by Saturday."
)

TIMELINE = Timeline(
    title="Kessary pilots go back to work",
    facts="Ended Wed 4 Nov 2026 · 3 papers, 5 reports, 1 copy",
    lanes=(
        TimelineLane("Kessary Courier", (TimelineMark(300), TimelineMark(305))),
        TimelineLane("Brannoch Post"),
        TimelineLane("Varra Weekly", (TimelineMark(1000, copy=True),)),
    ),
    turns=(
        TimelineTurn(0, 0, "24 Oct", STRIKE),
        TimelineTurn(600, 1, "31 Oct", TALKS),
        TimelineTurn(950, 1, "4 Nov", END, ends=True),
    ),
    alt=f"Course of the story. 1. Sat 24 Oct: {STRIKE} 2. {TALKS} 3. {END}",
)
