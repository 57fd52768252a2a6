"""News agencies that a text credits."""

from __future__ import annotations

import pytest

from summarizers.text.noise import credited_agency

WORDS = "The ferry to Varra stays in port until Thursday, the harbour master said."


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"KESSARY (TPA) - {WORDS}", "TPA"),
        (f"Kessary, Nov 3 (Coast Wire) -- {WORDS}", "Coast Wire"),
        (f"Ferry stays in port\nKESSARY, Nov. 3 (AP) — {WORDS}", "AP"),
        (f"{WORDS} (AFP)", "AFP"),
        (f"{WORDS} AFP", "AFP"),
        (WORDS, None),
        (f"KESSARY — {WORDS}", None),
        (f"{WORDS} The port (Kessary) is closed.", None),
        (f"{WORDS} It met the board (BBK)", None),
    ],
)
def test_the_agency_of_a_dateline_or_a_signature(text: str, agency: str | None) -> None:
    assert credited_agency(text) == agency


def test_an_agency_may_be_the_author() -> None:
    assert credited_agency(WORDS, ("Ida Brandt", "Reuters")) == "Reuters"
    assert credited_agency(WORDS, ("Ida Brandt",)) is None
