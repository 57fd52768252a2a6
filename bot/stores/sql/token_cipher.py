"""Encrypts the tokens of installations; the only module that imports cryptography."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.core.domain.errors import StoreError
from bot.core.domain.installations import ENCRYPTION_KEYS


def make_key() -> str:
    """Return a new random key."""
    return Fernet.generate_key().decode()


class TokenCipher:
    """Encrypts with the first of its keys, and decrypts with each."""

    def __init__(self, keys: str) -> None:
        fernets = [Fernet(key) for key in keys.split(",")]
        self._newest, self._all = fernets[0], MultiFernet(fernets)

    def seal(self, text: str) -> str:
        """Return the encrypted text."""
        return self._newest.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text that ``seal`` encrypted.

        Raises:
            StoreError: it was encrypted with another key, or changed.
        """
        try:
            return self._all.decrypt(sealed).decode()
        except InvalidToken as error:
            raise StoreError(
                f"a stored token cannot be decrypted: add the key with which it was "
                f"encrypted to {ENCRYPTION_KEYS}, after the newest one"
            ) from error

    def is_newest(self, sealed: str) -> bool:
        """Return whether the first key encrypted the text."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True
