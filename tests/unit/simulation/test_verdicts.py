"""What a platform's log is said to show."""

from __future__ import annotations

import pytest

from tests.simulation.verdicts import Verdict, judged, total

pytestmark = pytest.mark.equipment

WANTED = ("a", "b", "c")


@pytest.mark.parametrize(
    ("posted", "verdict"),
    [
        ("abc", Verdict()),
        ("ab", Verdict(lost=1)),
        ("", Verdict(lost=3)),
        ("abbc", Verdict(doubled=1)),
        ("abcabc", Verdict(doubled=3)),
        ("acb", Verdict(out_of_order=1)),
        ("cab", Verdict(out_of_order=2)),
        ("bba", Verdict(lost=1, doubled=1, out_of_order=1)),
    ],
)
def test_each_kind_of_harm_is_counted(posted: str, verdict: Verdict) -> None:
    assert judged(WANTED, posted) == verdict


def test_what_nobody_wanted_is_an_error() -> None:
    with pytest.raises(ValueError, match="not in tuple"):
        judged(WANTED, "abx")


def test_verdicts_add_up() -> None:
    one, other = Verdict(lost=1, doubled=2), Verdict(doubled=3, out_of_order=4)

    assert total([one, other]) == Verdict(1, 5, 4)


def test_a_verdict_is_good_without_any_harm() -> None:
    harms = [Verdict(), Verdict(1), Verdict(0, 1), Verdict(0, 0, 1)]

    assert [verdict.good for verdict in harms] == [True, False, False, False]
