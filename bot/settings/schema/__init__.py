"""The models of the configuration file; the only package that imports pydantic."""

from __future__ import annotations

from bot.settings.schema.alerts import ANY_ACTOR, AlertSettings, ConditionSettings
from bot.settings.schema.destinations import (
    AccessSettings,
    DestinationSettings,
)
from bot.settings.schema.file import (
    DigestSettings,
    FileSettings,
    Mistake,
    Platforms,
    json_schema,
    validate,
)
from bot.settings.schema.programs import ProgramsSettings
from bot.settings.schema.topics import LoginSettings, SourceSettings, TopicSettings

__all__ = [
    "ANY_ACTOR",
    "AccessSettings",
    "AlertSettings",
    "ConditionSettings",
    "DestinationSettings",
    "DigestSettings",
    "FileSettings",
    "LoginSettings",
    "Mistake",
    "Platforms",
    "ProgramsSettings",
    "SourceSettings",
    "TopicSettings",
    "json_schema",
    "validate",
]
