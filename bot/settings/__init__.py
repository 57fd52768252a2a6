"""Parses the configuration file into frozen values, or reports all problems at once."""

from __future__ import annotations

from bot.settings.advice import advice
from bot.settings.environment import (
    webhook_endpoint,
    wrong_logins,
    wrong_tokens,
    wrong_values,
    wrong_variables,
)
from bot.settings.feed_additions import exported, make_change, plan_change
from bot.settings.files import (
    FileConfiguration,
    MissingPath,
    find_file,
    load_configuration,
    missing_paths,
)
from bot.settings.schema.file import schema_text

__all__ = [
    "FileConfiguration",
    "MissingPath",
    "advice",
    "exported",
    "find_file",
    "load_configuration",
    "make_change",
    "missing_paths",
    "plan_change",
    "schema_text",
    "webhook_endpoint",
    "wrong_logins",
    "wrong_tokens",
    "wrong_values",
    "wrong_variables",
]
