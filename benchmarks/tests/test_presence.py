from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.presence import Addresses, BotProcess, wait_for

BOTH = Addresses("http://127.0.0.1:1/api/", "http://127.0.0.1:2/api/v10")


def test_the_bot_is_told_where_the_platforms_are() -> None:
    told = BOTH.environment()

    assert told["SLACK_API_URL"] == "http://127.0.0.1:1/api/"
    assert told["DISCORD_API_URL"] == "http://127.0.0.1:2/api/v10"
    assert told["DISCORD_GATEWAY_URL"] == "ws://127.0.0.1:2"


def test_a_platform_without_an_address_has_no_token() -> None:
    assert set(Addresses(discord="http://127.0.0.1:2/").environment()) == {
        "SITREP_ALLOW_PRIVATE",
        "DISCORD_TOKEN",
        "DISCORD_API_URL",
        "DISCORD_GATEWAY_URL",
    }


def test_waiting_in_vain_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="did not reach the expected state"):
        wait_for(lambda: False, 0.0)


@pytest.fixture
def ended(tmp_path: Path) -> BotProcess:
    """A bot that has told something and ended, in a process that does nothing."""
    log = tmp_path / "journal"
    log.write_text(
        'not of the journal\n{"event": "Sitrep started", "number": 1}\n'
        '{"event": "Sitrep started", "number": 2}\n'
        '{"event": "longest block of the event loop since the start", "worst_lag_seconds": 0.25}\n'
    )
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return BotProcess(process, log)


def test_the_last_entry_of_an_event_is_told(ended: BotProcess) -> None:
    assert ended.told("Sitrep started") == {"event": "Sitrep started", "number": 2}
    assert ended.told("ended") is None


def test_a_bot_that_has_ended_did_not_start(ended: BotProcess) -> None:
    with pytest.raises(RuntimeError, match="not of the journal"):
        ended.has_started()


def test_a_bot_tells_how_late_its_loop_was(ended: BotProcess) -> None:
    assert ended.stop() == 0.25
