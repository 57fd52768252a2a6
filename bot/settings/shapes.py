"""Values that may be written in more than one shape."""

from __future__ import annotations

from collections.abc import Mapping


def several(value: object) -> object:
    """One is as good as a list of one."""
    return value if isinstance(value, list) else [value]


def forms(value: object) -> object:
    """An actor without other forms needs no list of them."""
    return [] if value is None else several(value)


def names(value: object) -> str:
    """Whether actors are a plain list of names; else each has its forms."""
    return "[list]" if isinstance(value, list) else "[mapping]"


def mapping_or_name(value: object) -> str:
    """Whether a name has keys of its own; else it stands alone."""
    return "[mapping]" if isinstance(value, Mapping) else "[name]"


def digits(value: object) -> object:
    """A number of many digits is a name as well; it needs no quotes."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else value
