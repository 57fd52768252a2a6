"""The configuration file as frozen values; all that is wrong with it at once."""

from __future__ import annotations

from bot.settings.files import FileConfiguration, find_file, load_configuration
from bot.settings.outline import schema_text

__all__ = ["FileConfiguration", "find_file", "load_configuration", "schema_text"]
