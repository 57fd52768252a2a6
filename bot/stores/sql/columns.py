"""Column types that store a value in the same way in every database."""

from __future__ import annotations

import json
from array import array
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

NUMBER = BigInteger().with_variant(Integer(), "sqlite")
"""The type of a row number; SQLite generates numbers only for INTEGER columns."""


class Moment(TypeDecorator[datetime]):
    """An aware ``datetime``, stored as microseconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> int | None:
        return None if value is None else to_microseconds(value)

    @override
    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class Words(TypeDecorator[str]):
    """Any text.

    Databases reject lone surrogates and the character NUL. Each of these is stored as
    one replacement character, so that offsets stay valid.
    """

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class SortedWords(Words):
    """Text that sorts by code point in every database."""

    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        if dialect.name == "postgresql":
            return Text(collation="C")
        return super().load_dialect_impl(dialect)


class Names(TypeDecorator[tuple[str, ...]]):
    """A sequence of texts, stored as JSON."""

    impl = Text
    cache_ok = True

    @override
    def process_bind_param(
        self, value: tuple[str, ...] | None, dialect: Dialect
    ) -> str | None:
        return None if value is None else json.dumps(value)

    @override
    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


class Numbers(TypeDecorator[tuple[int, ...]]):
    """A sequence of numbers from 0 to 2**64 - 1, stored as eight bytes each."""

    impl = LargeBinary
    cache_ok = True

    @override
    def process_bind_param(
        self, value: tuple[int, ...] | None, dialect: Dialect
    ) -> bytes | None:
        return None if value is None else array("Q", value).tobytes()

    @override
    def process_result_value(
        self, value: bytes | None, dialect: Dialect
    ) -> tuple[int, ...] | None:
        return None if value is None else tuple(array("Q", value))


def to_microseconds(moment: datetime) -> int:
    """Return a moment as it is stored."""
    return (moment - _EPOCH) // _MICROSECOND


def storable(text: str) -> str:
    """Replace each character that databases reject by one other character."""
    if text.isascii():
        return text.replace("\0", "�")
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "�")
