"""Whether Discord signed a request: Ed25519 (RFC 8032), the checking half alone; pure.

Nothing in it is secret, so that its time may depend on what is checked.
"""

from __future__ import annotations

from hashlib import sha512
from typing import TypeAlias

Point: TypeAlias = tuple[int, int, int, int]
"""Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z."""

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_ZERO: Point = (0, 1, 1, 0)
_KEY, _SIGNATURE = 32, 64


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of the key's other half signed exactly this message."""
    if len(signature) != _SIGNATURE or len(key) != _KEY:
        return False
    holder = _read(key)
    s = int.from_bytes(signature[32:], "little")
    if holder is None or s >= _ORDER:
        return False
    digest = sha512(signature[:32] + key + message).digest()
    h = int.from_bytes(digest, "little") % _ORDER
    x, y, z, t = holder
    against = (_P - x, y, z, _P - t)
    found = _add(_times(s, BASE), _times(h, against))
    return _written(found) == signature[:32]


def _add(one: Point, other: Point) -> Point:
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _times(number: int, point: Point) -> Point:
    total = _ZERO
    while number:
        if number & 1:
            total = _add(total, point)
        point = _add(point, point)
        number >>= 1
    return total


def _read(encoded: bytes) -> Point | None:
    """The point that is written so; ``None`` if there is none."""
    number = int.from_bytes(encoded, "little")
    y, sign = number & (2**255 - 1), number >> 255
    if y >= _P:
        return None
    x = _x_of(y)
    if x is None or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _P - x
    return x, y, 1, x * y % _P


def _x_of(y: int) -> int | None:
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    return None if (x * x - square) % _P else x


def _written(point: Point) -> bytes:
    over = pow(point[2], -1, _P)
    x, y = point[0] * over % _P, point[1] * over % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _base() -> Point:
    """The point from which keys are made: its y is 4/5."""
    y = 4 * pow(5, -1, _P) % _P
    x = _x_of(y) or 0
    x = x if x % 2 == 0 else _P - x
    return x, y, 1, x * y % _P


BASE = _base()
