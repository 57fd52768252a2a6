"""Whether Discord signed a request: Ed25519 (RFC 8032); the sole owner of PyNaCl."""

from __future__ import annotations

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.signing import VerifyKey


def is_signed(message: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of the key's other half signed exactly this message.

    ``signature`` has 64 bytes, ``key`` 32; of any other length neither is one.
    """
    try:
        VerifyKey(key).verify(message, signature)
    except (BadSignatureError, CryptoError, ValueError):
        return False
    return True
