from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms.discord.webhook import is_signed
from tests.fakes.discord.signing import Signer

# The first three tests of RFC 8032, 7.1: key, message, signature.
VECTORS = (
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33ba"
            "cc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996"
            "e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f29"
            "0ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
)
SIGNER = Signer(b"\x07" * 32)
KEY = bytes.fromhex(SIGNER.public)
MESSAGE = b'1772436600{"type":1}'
SIGNATURE = bytes.fromhex(SIGNER.sign(MESSAGE))


@pytest.mark.parametrize(("key", "message", "signature"), VECTORS)
def test_signatures_of_the_standard_are_good(
    key: str, message: str, signature: str
) -> None:
    found = map(bytes.fromhex, (message, signature, key))

    assert is_signed(*found)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 64 * 8 - 1))
def test_no_bit_of_a_signature_can_be_changed(bit: int) -> None:
    changed = int.from_bytes(SIGNATURE, "little") ^ 1 << bit

    assert not is_signed(MESSAGE, changed.to_bytes(64, "little"), KEY)


def test_a_signature_in_another_form_is_none() -> None:
    order = 2**252 + 27742317777372353535851937790883648493
    second = int.from_bytes(SIGNATURE[32:], "little") + order

    assert not is_signed(MESSAGE, SIGNATURE[:32] + second.to_bytes(32, "little"), KEY)


@pytest.mark.parametrize("signature", [b"", SIGNATURE[:63], SIGNATURE + b"\x00"])
def test_a_signature_of_another_length_is_none(signature: bytes) -> None:
    assert not is_signed(MESSAGE, signature, KEY)
