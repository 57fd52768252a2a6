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
    replace_content,
)
from bot.settings.first_file import first_file, questions
from bot.settings.schema.file import schema_text
from bot.settings.value_checks import find_zone

__all__ = [
    "FileConfiguration",
    "MissingPath",
    "advice",
    "exported",
    "find_file",
    "find_zone",
    "first_file",
    "load_configuration",
    "make_change",
    "missing_paths",
    "plan_change",
    "questions",
    "replace_content",
    "schema_text",
    "webhook_endpoint",
    "wrong_logins",
    "wrong_tokens",
    "wrong_values",
    "wrong_variables",
]
