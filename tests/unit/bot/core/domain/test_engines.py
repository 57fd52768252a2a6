from __future__ import annotations

from bot.core.domain.engines import ENGINES
from summarizers.briefing import engine_names


def test_every_engine_can_be_named() -> None:
    assert engine_names() == ENGINES
