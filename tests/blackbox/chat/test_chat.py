"""Plays every act of people on Slack and Discord with a running bot against golden files."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.blackbox.chat.playing import play
from tests.blackbox.chat.script import names, read
from tests.blackbox.golden import assert_golden
from tests.fakes.slack.emulator import Emulator

FIRST_PRESS = 100

pytestmark = [pytest.mark.process, pytest.mark.slow]


@pytest.mark.parametrize("name", names())
def test_acts_are_answered_as_in_the_golden_file(
    name: str, slack_emulator: Emulator, tmp_path: Path
) -> None:
    number = FIRST_PRESS + names().index(name)

    shown = asyncio.run(play(read(name), slack_emulator, tmp_path, number=number))

    assert_golden(f"chat/{name}.txt", shown)
    assert "!!" not in shown
