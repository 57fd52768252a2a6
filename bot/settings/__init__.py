"""The configuration file as frozen values; all that is wrong with it at once."""

from __future__ import annotations

from bot.settings.absences import Absence, absences
from bot.settings.changes import make_change, plan_change
from bot.settings.environment import door_endpoint, wrong_values, wrong_variables
from bot.settings.files import FileConfiguration, find_file, load_configuration
from bot.settings.outline import schema_text
from bot.settings.subscriptions import exported

__all__ = [
    "Absence",
    "FileConfiguration",
    "absences",
    "door_endpoint",
    "exported",
    "find_file",
    "load_configuration",
    "make_change",
    "plan_change",
    "schema_text",
    "wrong_values",
    "wrong_variables",
]
