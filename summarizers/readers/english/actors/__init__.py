"""Actors: named and described entities, their kinds, and each attribution's speaker."""

from __future__ import annotations

from summarizers.readers.english.actors.entity_pipeline import extract

__all__ = ["extract"]
