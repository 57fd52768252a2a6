"""Checks the fields of Discord's replies, and names the field that is malformed."""

from __future__ import annotations

from bot.core.domain.errors import IF_MALFORMED, PostError
from bot.core.messages.briefing_json import Json, JsonObject


def malformed(reason: str) -> PostError:
    """Make the error for a reply that is not in the expected form."""
    return PostError(f"Discord's answer is malformed: {reason}; {IF_MALFORMED}")


def read_object(answer: object, what: str) -> JsonObject:
    """Return the value if it is an object; ``what`` names it in the error.

    Raises:
        PostError: the value is something else.
    """
    if not isinstance(answer, dict):
        raise malformed(f"{what} is not a JSON object")
    return answer


def read_objects(answer: object, what: str) -> list[JsonObject]:
    """Return the value if it is a list of objects; ``what`` names it in the error.

    Raises:
        PostError: the value is something else.
    """
    if not isinstance(answer, list):
        raise malformed(f"{what} is not a JSON list")
    return [read_object(item, f"an item of {what}") for item in answer]


def read_id(answer: object, what: str, name: str = "id") -> str:
    """Return the id, a text of digits, in a field of the object ``what``.

    Raises:
        PostError: the object has no such field, or another value in it.
    """
    value = read_object(answer, what).get(name)
    if not isinstance(value, str) or not value.isdecimal():
        raise malformed(f'"{name}" of {what} is not an id')
    return value


def read_number(answer: object, what: str, name: str, default: Json = None) -> int:
    """Return the whole number in a field of the object ``what``, or its digits.

    Raises:
        PostError: the object has no such field, or another value in it.
    """
    value = str(read_object(answer, what).get(name, default))
    if not value.isdecimal():
        raise malformed(f'"{name}" of {what} is not a number')
    return int(value)
