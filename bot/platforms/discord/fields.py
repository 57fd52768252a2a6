"""Reads fields of Discord's answers, and says what is wrong with a malformed one."""

from __future__ import annotations

from bot.core.domain.errors import PostError
from bot.core.messages.briefing_json import Json, JsonObject


def malformed(reason: str) -> PostError:
    """The error for an answer that is not the JSON it should be."""
    return PostError(f"Discord's answer is malformed: {reason}")


def read_object(answer: object) -> JsonObject:
    """The answer if it is an object.

    Raises:
        PostError: it is something else.
    """
    if not isinstance(answer, dict):
        raise malformed("it is not a JSON object")
    return answer


def read_objects(answer: object) -> list[JsonObject]:
    """The answer if it is a list of objects.

    Raises:
        PostError: it is something else.
    """
    if not isinstance(answer, list):
        raise malformed("it is not a JSON list")
    return [read_object(item) for item in answer]


def read_id(answer: object, name: str = "id") -> str:
    """The id in a field of an object: digits.

    Raises:
        PostError: it has no such field, or another value in it.
    """
    value = read_object(answer).get(name)
    if not isinstance(value, str) or not value.isdecimal():
        raise malformed(f'"{name}" is not an id')
    return value


def read_number(answer: object, name: str, default: Json = None) -> int:
    """The whole number in a field of an object, as a number or as digits.

    Raises:
        PostError: it has no such field, or another value in it.
    """
    value = str(read_object(answer).get(name, default))
    if not value.isdecimal():
        raise malformed(f'"{name}" is not a number')
    return int(value)
