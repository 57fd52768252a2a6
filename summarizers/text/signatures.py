"""Quotations that are signed: "We sold it too soon." -- Anna Berg."""

from __future__ import annotations

import re

from summarizers.text.layout import Quotation

# A dash, up to six capitalised words, and the line's end or a comma and a short office.
_SIGNED = re.compile(
    r"[ \xa0]{0,2}(?:--|[-–—―])[ \xa0]{0,2}"
    r"(?P<name>[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{0,30}){0,5})"
    r"(?=(?:, ?[^\n.!?]{1,80})?[ \xa0]{0,3}(?:\n|$))"
)


def find_signature(text: str, quotation: Quotation) -> tuple[int, int] | None:
    """The characters of the name behind a closed quotation, on its line.

    The line must end behind the name, or behind a comma and an office without a full
    stop; anything else is a sentence.
    """
    signed = _SIGNED.match(text, quotation.end) if quotation.closed else None
    return None if signed is None else signed.span("name")
