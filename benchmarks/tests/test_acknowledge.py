from __future__ import annotations

from benchmarks.acknowledge import figures, told
from benchmarks.crowd import Outcome

OURS = {
    "slack": Outcome([0.01] * 999),
    "discord": Outcome([0.02] * 998 + [0.5, 0.5, 0.9]),
}
THEIRS = {"slack": Outcome([1.0] * 50), "discord": Outcome([4.0] * 50)}


def test_figures_are_of_both_platforms_together() -> None:
    assert figures(OURS, THEIRS, 0.12345) == {
        "p50_s": 0.02,
        "p99_s": 0.02,
        "p999_s": 0.5,
        "max_s": 0.9,
        "loop_lag_max_s": 0.1235,
        "peer_p99_s": 4.0,
    }


def test_each_platform_has_its_line() -> None:
    outcomes = {"slack": Outcome([0.25], 0, 0.002, 7, 1), "discord": Outcome([2.0], 1)}

    slack, discord = told("ours", outcomes)

    assert slack == (
        "ours on slack: 1 commands, p50 0.250 s, p99.9 0.250 s, max 0.250 s, "
        "0 unanswered; 7 briefings, 1 pages unread; sent up to 0.002 s late"
    )
    assert "ours on discord" in discord
    assert "1 unanswered" in discord
