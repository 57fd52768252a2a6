"""Verifies signatures of requests: Ed25519 (RFC 8032); the sole owner of PyNaCl."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import VerifyKey


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of the private key signed exactly this message.

    ``signature`` has 64 bytes and ``key`` 32; any other length is invalid.
    """
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, CryptoError, ValueError):
        return False
    return True
