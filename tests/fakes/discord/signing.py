"""Signing as Discord does (Ed25519, RFC 8032), for requests of tests."""

from __future__ import annotations

from dataclasses import dataclass

from nacl.signing import SigningKey


@dataclass(frozen=True, slots=True)
class Signer:
    """Holds a key; ``public`` is its other half in hexadecimal digits."""

    seed: bytes

    @property
    def public(self) -> str:
        """What those who check are given."""
        return bytes(SigningKey(self.seed).verify_key).hex()

    def sign(self, message: bytes) -> str:
        """The signature in hexadecimal digits."""
        return SigningKey(self.seed).sign(message).signature.hex()
