"""Builds what hides secrets: those of the environment and of every platform."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.core.text.redaction import Redaction, SecretFormats, redaction_of
from bot.platforms import PLATFORMS


@cache
def secret_formats() -> SecretFormats:
    """The secret variables of the platforms, and what their tokens look like."""
    return SecretFormats(
        tuple(
            variable.name
            for spec in PLATFORMS
            for variable in spec.variables
            if variable.secret
        ),
        tuple(pattern for spec in PLATFORMS for pattern in spec.secret_patterns),
    )


def redaction(environment: Mapping[str, str]) -> Redaction:
    """Hides what the secret variables of an environment hold."""
    return redaction_of(environment, secret_formats())
