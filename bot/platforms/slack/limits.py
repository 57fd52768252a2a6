"""The limits of one message on Slack."""

from __future__ import annotations

from bot.core.domain.messages import Limits

LIMITS = Limits(
    characters=13_000, rows=50, row=3_000, per_row=90, per_part=75, per_plain=30
)
"""Slack refuses more than about 13,200 characters of blocks as JSON, more than 50
blocks, and sections of more than 3,000 characters."""
