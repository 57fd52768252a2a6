"""Actors: who is named or described, what they are, and who speaks."""

from __future__ import annotations

from summarizers.extractors.actors.casting import extract

__all__ = ["extract"]
