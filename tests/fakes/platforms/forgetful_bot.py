"""The bot with a planted mistake: it does not look for a message that it may have posted."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.bootstrap import app_context
from tests.fakes.platforms.bot import Order, work
from tests.simulation.designs import Forgetful

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app_context, "Sender", Forgetful)
        asyncio.run(work(Order.read(Path(sys.argv[1]))))
