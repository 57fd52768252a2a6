from __future__ import annotations

from datetime import date

import pytest

from bot.core.batch.input_rows import (
    MAX_BYTES,
    check_text,
    parse_published,
)
from bot.core.domain.errors import BadDateError
from summarizers.errors import TooLongError


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-10",
        " 2026-02-10 ",
        "2026-02-10T23:30:00",
        "2026-02-10T23:30:00-08:00",
        "2026-02-10 23:30:00Z",
        "2026-02-10T23:30:00.123+00:00",
    ],
)
def test_a_day_is_the_one_that_the_publisher_wrote(value: str) -> None:
    assert parse_published(value) == date(2026, 2, 10)


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "20260210",
        "2026-W07-2",
        "10.02.2026",
        "2026-02-10x",
        "2026-02-10Tnoon",
        "0001-01-01",
        "9999-12-31",
        "٢٠٢٦-٠٢-١٠",
    ],
)
def test_what_is_no_plausible_day_is_refused(value: str) -> None:
    with pytest.raises(BadDateError):
        parse_published(value)


def test_a_text_is_measured_in_bytes() -> None:
    with pytest.raises(TooLongError, match="5 MB"):
        check_text("é" * (MAX_BYTES // 2 + 1))
