"""The shape of the configuration file: the sole owner of pydantic."""

from __future__ import annotations

from bot.settings.schema.digests import (
    DestinationSettings,
    DigestSettings,
)
from bot.settings.schema.file import FileSettings, Mistake, json_schema, validate
from bot.settings.schema.topics import SourceSettings, TopicSettings

__all__ = [
    "DestinationSettings",
    "DigestSettings",
    "FileSettings",
    "Mistake",
    "SourceSettings",
    "TopicSettings",
    "json_schema",
    "validate",
]
