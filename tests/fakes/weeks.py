"""A week of invented events: due, moved, and cancelled."""

from __future__ import annotations

from bot.core.domain.weeks import Week, WeekDay, WeekEvent, WeekMark

INSPECTION = "A class inspector is to go aboard the Varra Queen on Monday."
OPEN_DAY = "The open day at the locks on Saturday will not take place, the port said."

WEEK = Week(
    title="Falling due: The strait",
    facts="5–11 Nov · 3 events",
    days=(
        WeekDay("Thu", "5"),
        WeekDay("Fri", "6", (WeekMark.DUE, WeekMark.AWAY)),
        WeekDay("Sat", "7", (WeekMark.CANCELLED,)),
        WeekDay("Sun", "8"),
        WeekDay("Mon", "9", (WeekMark.DUE,)),
        WeekDay("Tue", "10"),
        WeekDay("Wed", "11"),
    ),
    events=(
        WeekEvent("Fri 6 Nov", "The Brannoch court reads its ruling on Friday."),
        WeekEvent("Sat 7 Nov", OPEN_DAY, WeekMark.CANCELLED, "cancelled"),
        WeekEvent("Mon 9 Nov", INSPECTION, note="moved from Fri 6 Nov"),
    ),
    alt=f"Falling due: The strait. {OPEN_DAY} {INSPECTION}",
)
