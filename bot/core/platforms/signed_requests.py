"""Reads the signature in an HTTP request's headers, as Slack and Discord send it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=5)
"""The maximum difference between the timestamp of a request and the bot's clock."""

_MOST_DIGITS = 12


def read_signature(
    headers: Mapping[str, str], stamp: str, signature: str, *, now: datetime
) -> tuple[str, str] | None:
    """Return the values of the headers named ``stamp`` and ``signature``.

    Return ``None`` if one is missing or not ASCII, or if the timestamp ``stamp``
    differs from ``now`` by more than ``WINDOW``.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    time = lowered.get(stamp, "")
    if not (time.isascii() and time.isdigit() and len(time) <= _MOST_DIGITS):
        return None
    if abs(now.timestamp() - int(time)) > WINDOW.total_seconds():
        return None
    signed = lowered.get(signature, "")
    # HTTP servers read bytes that are not UTF-8 as surrogates, which cannot be encoded.
    return (time, signed) if signed.isascii() else None
