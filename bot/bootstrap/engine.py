"""Checks the engine and its language model without loading the model."""

from __future__ import annotations

from bot.workers.language_model import changed_files, installed_model
from summarizers.briefing import Briefer
from summarizers.errors import ModelMissingError


def has_engine(name: str) -> bool:
    """Return whether the engine's model is installed.

    Without it another engine is used.
    """
    try:
        Briefer(name)
    except ModelMissingError:
        return False
    return True


def changed_model_files() -> tuple[str, ...]:
    """Return the names of the language model's files that differ from the tested ones.

    Return an empty tuple if no model is installed.
    """
    folder = installed_model()
    return () if folder is None else changed_files(folder)
