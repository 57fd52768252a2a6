"""Find actors: named and described entities, their kinds, and who speaks."""

from __future__ import annotations

from summarizers.readers.english.actors.entity_pipeline import extract

__all__ = ["extract"]
