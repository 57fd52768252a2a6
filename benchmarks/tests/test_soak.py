"""The figures of the soak."""

from __future__ import annotations

from benchmarks.soak import growths


def day(
    number: int, rss: float, descriptors: float, database: float
) -> dict[str, float]:
    """What a bot used on a day."""
    return {
        "day": number,
        "rss_mb": rss,
        "descriptors": descriptors,
        "database_mb": database,
        "cpu_s": 10.0 * number,
    }


def test_growth_is_that_of_the_second_half() -> None:
    days = [
        *(day(number, 50.0 * number, number, 1.0) for number in range(1, 7)),
        *(day(7, 200.0, 29, 4.0), day(8, 200.0, 32, 4.0), day(9, 200.0, 32, 4.0)),
        *(day(10, 204.0, 32, 4.0), day(11, 204.0, 32, 4.0), day(12, 204.0, 35, 4.0)),
    ]

    found = growths(days)

    assert (found["rss_growth"], found["fd_growth"], found["db_growth"]) == (0.02, 0, 0)
    assert found["cpu_s"] == 120


def test_a_descriptor_a_day_is_a_growth() -> None:
    days = [day(number, 100.0, number, 1.0) for number in range(1, 9)]

    assert growths(days)["fd_growth"] == 2
