"""Finds the news agency that a text credits: in its dateline, signature or authors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizers.lexicons import words
from summarizers.text.datelines import dateline_agency

_BEGINNING, _ENDING = 600, 200
_BRACKETED = re.compile(r"[(\[]([A-Z][\w .'’-]{1,40})[)\]]")
_LAST = re.compile(r"(?:\A|[.!?\"”)]\s+)([A-Z]{2,8})\s*\Z")


def credited_agency(text: str, authors: Iterable[str] = ()) -> str | None:
    """Return the name of the agency that the text or ``authors`` credit, if any.

    In a dateline such as "LENNA (Reuters) - ", any name in brackets counts. Elsewhere
    only agencies of the list ``agencies`` count.
    """
    listed = words("agencies")
    for line in text[:_BEGINNING].splitlines():
        if agency := dateline_agency(line):
            return agency
    ending = text.rstrip()[-_ENDING:]
    credited = (*_BRACKETED.findall(ending), *_LAST.findall(ending), *authors)
    names = (name.strip() for name in credited)
    return next((name for name in names if name in listed), None)
