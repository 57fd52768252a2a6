"""Converts values that the file may spell in more than one way."""

from __future__ import annotations

from collections.abc import Mapping


def several(value: object) -> object:
    """A list of one for a single value."""
    return value if isinstance(value, list) else [value]


def forms(value: object) -> object:
    """An empty list for an actor without other forms."""
    return [] if value is None else several(value)


def names(value: object) -> str:
    """The tag of actors: a list of names, or a mapping of names to forms."""
    return "[list]" if isinstance(value, list) else "[mapping]"


def mapping_or_name(value: object) -> str:
    """The tag of a value: a mapping with keys, or a single name."""
    return "[mapping]" if isinstance(value, Mapping) else "[name]"


def digits(value: object) -> object:
    """The digits of a number, which needs no quotes in the file."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value
