"""Builds the redaction, which hides the environment's secrets and platforms' tokens."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from bot.core.text.redaction import Redaction, SecretFormats, redaction_of
from bot.platforms import PLATFORMS


@cache
def secret_formats() -> SecretFormats:
    """Return the names of the secret variables, and the patterns of platforms' tokens."""
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
    """Make the redaction that hides the values of an environment's secret variables."""
    return redaction_of(environment, secret_formats())
