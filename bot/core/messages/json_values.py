"""Reads values from parsed JSON; a wrong value raises ``ValueError``."""

from __future__ import annotations

from bot.core.messages.briefing_json import Json


def value_in(document: Json, key: str) -> Json:
    """Return the value of ``key`` in a JSON object.

    Raises:
        ValueError: the key is missing.
    """
    if not isinstance(document, dict) or key not in document:
        raise ValueError(f"the key {key!r} is missing")
    return document[key]


def list_in(document: Json, key: str) -> list[Json]:
    """Return the list at ``key`` in a JSON object.

    Raises:
        ValueError: the key is missing, or its value is not a list.
    """
    value = value_in(document, key)
    if not isinstance(value, list):
        raise ValueError(f"the value of {key!r} is not a list")  # noqa: TRY004 - one error for all
    return value


def text_in(document: Json, key: str) -> str:
    """Return the string at ``key`` in a JSON object.

    Raises:
        ValueError: the key is missing, or its value is not a string.
    """
    return as_text(value_in(document, key))


def optional_text(document: Json, key: str) -> str | None:
    """Return the string at ``key`` in a JSON object; ``None`` if the value is null.

    Raises:
        ValueError: the key is missing, or its value is neither a string nor null.
    """
    value = value_in(document, key)
    return None if value is None else as_text(value)


def number_in(document: Json, key: str) -> int:
    """Return the whole number at ``key`` in a JSON object.

    Raises:
        ValueError: the key is missing, or its value is not a whole number.
    """
    value = value_in(document, key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"the value of {key!r} is not a whole number")  # noqa: TRY004
    return value


def boolean_in(document: Json, key: str) -> bool:
    """Return the value true or false at ``key`` in a JSON object.

    Raises:
        ValueError: the key is missing, or its value is neither true nor false.
    """
    value = value_in(document, key)
    if not isinstance(value, bool):
        raise ValueError(f"the value of {key!r} is neither true nor false")  # noqa: TRY004
    return value


def as_text(value: Json) -> str:
    """Return the JSON value if it is a string.

    Raises:
        ValueError: the value is not a string.
    """
    if not isinstance(value, str):
        raise ValueError(f"a string is expected, not {value!r:.60}")  # noqa: TRY004
    return value
