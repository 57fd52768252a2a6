"""Checks the fields of Discord's replies, and names the field that is malformed."""

from __future__ import annotations

from bot.core.domain.errors import PostError
from bot.core.messages.briefing_json import Json, JsonObject


def malformed(reason: str) -> PostError:
    """Make the error for a reply that is not in the expected form."""
    return PostError(f"Discord's answer is malformed: {reason}")


def read_object(answer: object) -> JsonObject:
    """Return the reply if it is an object.

    Raises:
        PostError: the reply is something else.
    """
    if not isinstance(answer, dict):
        raise malformed("it is not a JSON object")
    return answer


def read_objects(answer: object) -> list[JsonObject]:
    """Return the reply if it is a list of objects.

    Raises:
        PostError: the reply is something else.
    """
    if not isinstance(answer, list):
        raise malformed("it is not a JSON list")
    return [read_object(item) for item in answer]


def read_id(answer: object, name: str = "id") -> str:
    """Return the id, a text of digits, in a field of an object.

    Raises:
        PostError: the object has no such field, or another value in it.
    """
    value = read_object(answer).get(name)
    if not isinstance(value, str) or not value.isdecimal():
        raise malformed(f'"{name}" is not an id')
    return value


def read_number(answer: object, name: str, default: Json = None) -> int:
    """Return the whole number in a field of an object, a number or a text of digits.

    Raises:
        PostError: the object has no such field, or another value in it.
    """
    value = str(read_object(answer).get(name, default))
    if not value.isdecimal():
        raise malformed(f'"{name}" is not a number')
    return int(value)
