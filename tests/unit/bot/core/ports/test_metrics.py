"""The metrics that each use case records."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.core.domain.configuration import Source, SourceKind
from bot.core.domain.records import SourceState
from bot.core.ingest.poll_policy import LATE_AFTER, late_ratio, new_state

AT = datetime(2026, 3, 2, tzinfo=UTC)
A, B, GONE, NEW = (
    Source(SourceKind.FEED, f"https://{name}.example/feed") for name in "abcd"
)


def state(source: Source, *, overdue: timedelta) -> SourceState:
    return new_state(source, AT - overdue)


def test_the_share_of_late_sources_leaves_out_those_that_are_gone_or_new() -> None:
    states = {
        A.url: state(A, overdue=LATE_AFTER + timedelta(seconds=1)),
        B.url: state(B, overdue=LATE_AFTER),
        GONE.url: replace(state(GONE, overdue=timedelta(days=1)), gone=True),
    }

    assert late_ratio([A, B, GONE, NEW], states, AT) == 0.5
