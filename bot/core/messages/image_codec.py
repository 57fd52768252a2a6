"""Encodes the images of messages as JSON and decodes them, without any loss.

An image consists of texts, numbers, words of a list, and parts that consist of these.
The JSON object of an image or part has the names of its fields.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import StrEnum
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from bot.core.messages.briefing_json import Json, JsonObject
from bot.core.messages.json_values import (
    as_text,
    boolean_in,
    list_in,
    number_in,
    value_in,
)

Part = TypeVar("Part")


def image_document(image: Any) -> JsonObject:  # noqa: ANN401 - any dataclass of an image
    """Encode an image, or a part of one, as a JSON object."""
    return {each.name: _encoded(getattr(image, each.name)) for each in fields(image)}


def _encoded(value: object) -> Json:
    match value:
        case StrEnum():
            return value.value
        case str() | int():
            return value
        case tuple():
            return [_encoded(each) for each in value]
        case _:
            return image_document(value)


def parse_image(kind: type[Part], document: Json) -> Part:
    """Decode the output of ``image_document`` for an image of this kind.

    Raises:
        ValueError: it is not such an encoded image.
    """
    types = get_type_hints(kind)
    return kind(**{name: _field(of, document, name) for name, of in types.items()})


def _field(kind: Any, document: Json, name: str) -> object:  # noqa: ANN401 - a type
    if get_origin(kind) is tuple:
        of, _ = get_args(kind)
        return tuple(_part(of, each) for each in list_in(document, name))
    if kind is bool:
        return boolean_in(document, name)
    if kind is int:
        return number_in(document, name)
    return _part(kind, value_in(document, name))


def _part(kind: Any, value: Json) -> object:  # noqa: ANN401 - a type
    is_whole = is_dataclass(kind)
    return parse_image(kind, value) if is_whole else kind(as_text(value))
