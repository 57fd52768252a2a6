from __future__ import annotations

from pathlib import Path

from bot.platforms import PLATFORMS
from bot.settings.schema.file import schema_text

CONFIG = Path(__file__).parents[4] / "config"


def test_the_schema_beside_the_example_is_fresh() -> None:
    written = (CONFIG / "sitrep.schema.json").read_text(encoding="utf8")

    assert written == schema_text(PLATFORMS)
