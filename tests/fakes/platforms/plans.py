"""Fault plans as JSON, for a server in another process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.fakes.platforms.faults import (
    Call,
    Fault,
    Plan,
    Strike,
    always,
    first,
    no_faults,
    scripted,
    seeded,
)

Written = Sequence[str | float]
"""A strike as JSON: the fault's name, and its seconds if it has any."""


def read_plan(document: Mapping[str, object]) -> Plan:
    """The plan that a document tells.

    ``{"seeded": [seed, rate]}`` with an ``until`` or without, ``{"scripted": {"0":
    ["late", 3]}, "call": "post"}``, ``{"always": ["forbidden"], "channel": "C1"}``,
    ``{"first": {"C1": ["late", 3]}}``, or ``{}`` for no faults.
    """
    call, channel = document.get("call"), document.get("channel")
    where = channel if isinstance(channel, str) else None
    match document:
        case {"seeded": [int(seed), int(rate) | float(rate)]}:
            return seeded(seed, rate)
        case {"seeded": [int(seed), int(rate) | float(rate), int(until)]}:
            return seeded(seed, rate, until=until)
        case {"scripted": dict(strikes)}:
            found = {int(number): _strike(one) for number, one in strikes.items()}
            return scripted(found, call=Call(str(call or "post")), channel=where)
        case {"first": dict(strikes)}:
            return first({name: _strike(one) for name, one in strikes.items()})
        case {"always": list(strike)}:
            kind = None if call is None else Call(str(call))
            return always(_strike(strike), call=kind, channel=where)
        case _:
            return no_faults


def _strike(written: Written) -> Strike:
    name, *seconds = written
    return Strike(Fault(str(name)), float(seconds[0]) if seconds else 0.0)
