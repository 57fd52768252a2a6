"""Checks the engine and its language model."""

from __future__ import annotations

from bot.workers.language_model import changed_files, installed_model
from summarizers.briefing import Briefer
from summarizers.errors import ModelMissingError


def engine_problem(name: str) -> str | None:
    """Load the engine; return why it does not load, or ``None`` if it does."""
    try:
        Briefer(name)
    except ModelMissingError as error:
        return str(error)
    return None


def changed_model_files() -> tuple[str, ...]:
    """Return the names of the language model's files that differ from the tested ones.

    The model is not loaded. Return an empty tuple if no model is installed.
    """
    folder = installed_model()
    return () if folder is None else changed_files(folder)
