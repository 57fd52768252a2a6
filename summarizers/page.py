"""The editor of the page: selects the lines of a briefing that are printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from summarizers.model import (
    PRINTED_ACTORS,
    PRINTED_CLAIMS,
    PRINTED_RISKS,
    PRINTED_SENTENCES,
    Briefing,
    Risk,
)


class PrintedPage(NamedTuple):
    """The briefing with the printed lines alone, in printed order."""

    briefing: Briefing


def select_page(briefing: Briefing) -> PrintedPage:
    """Select the printed lines from the full lists of a briefing.

    The summary is in the order of the article. Dated risks come first, the nearest
    first.
    """
    summary = sorted(briefing.summary[:PRINTED_SENTENCES], key=lambda x: x.span.start)
    return PrintedPage(
        replace(
            briefing,
            summary=tuple(summary),
            actors=briefing.actors[:PRINTED_ACTORS],
            claims=briefing.claims[:PRINTED_CLAIMS],
            risks=tuple(sorted(briefing.risks[:PRINTED_RISKS], key=_nearness)),
        )
    )


def _nearness(risk: Risk) -> tuple[date, date]:
    """Return the sort key of a risk: the nearest date first, undated risks last."""
    if risk.when is None:
        return date.max, date.max
    return risk.when.first, risk.when.last
