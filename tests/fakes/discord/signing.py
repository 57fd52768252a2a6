"""Signing as Discord does (Ed25519, RFC 8032), for requests of tests."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha512

from bot.platforms.discord import signatures
from bot.platforms.discord.signatures import BASE

_ORDER = 2**252 + 27742317777372353535851937790883648493


@dataclass(frozen=True, slots=True)
class Signer:
    """Holds a key; ``public`` is its other half in hexadecimal digits."""

    seed: bytes

    @property
    def public(self) -> str:
        """What those who check are given."""
        return self._point(self._scalar).hex()

    def sign(self, message: bytes) -> str:
        """The signature in hexadecimal digits."""
        nonce = _number(sha512(self.seed).digest()[32:] + message)
        first = self._point(nonce)
        h = _number(first + bytes.fromhex(self.public) + message)
        second = (nonce + h * self._scalar) % _ORDER
        return (first + second.to_bytes(32, "little")).hex()

    @property
    def _scalar(self) -> int:
        number = int.from_bytes(sha512(self.seed).digest()[:32], "little")
        return number & (2**254 - 8) | 2**254

    def _point(self, number: int) -> bytes:
        return signatures._written(signatures._times(number, BASE))


def _number(text: bytes) -> int:
    return int.from_bytes(sha512(text).digest(), "little") % _ORDER
