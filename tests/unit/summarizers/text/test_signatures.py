from __future__ import annotations

import pytest

from summarizers.text.layout import Quotation
from summarizers.text.quotations import find_signature

SPOKEN = "“We sold it too soon.”"


def quotation(*, closed: bool = True) -> Quotation:
    return Quotation(0, len(SPOKEN), 1, len(SPOKEN) - 1, closed=closed)


@pytest.mark.parametrize(
    ("behind", "name"),
    [
        (" – Anna Berg", "Anna Berg"),
        ("― Anna Berg\nThe council met.", "Anna Berg"),
        (" -- Ivo J. Lind-Olsen  ", "Ivo J. Lind-Olsen"),
        (" — Anna Berg, harbour master of Lenna\n", "Anna Berg"),
    ],
)
def test_name_behind_a_dash_at_the_end_of_the_line_signs(
    behind: str, name: str
) -> None:
    text = SPOKEN + behind

    found = find_signature(text, quotation())

    assert found is not None
    assert text[slice(*found)] == name


@pytest.mark.parametrize(
    "behind",
    [
        " – Berg said nothing more.",
        " – Lenna, Porto and Malt disagree.",
        " – and that was all",
        " Anna Berg",
        "\n\nAnna Berg",
        "",
    ],
)
def test_words_of_another_kind_sign_nothing(behind: str) -> None:
    assert find_signature(SPOKEN + behind, quotation()) is None


def test_quotation_that_is_left_open_has_no_signature() -> None:
    assert find_signature(SPOKEN + " – Anna Berg", quotation(closed=False)) is None


@pytest.mark.parametrize("unit", ["A", " A", "-", "– ", "A.", ", a"])
def test_endless_lines_are_read_in_linear_time(unit: str) -> None:
    text = SPOKEN + " – Anna" + unit * 50_000

    assert find_signature(text, quotation()) is None
