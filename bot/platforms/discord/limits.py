"""The limits of one message on Discord."""

from __future__ import annotations

from bot.core.domain.messages import Limits

LIMITS = Limits(characters=3_900, rows=39, per_row=6, per_part=2, per_plain=2)
"""Discord accepts 4,000 characters in 40 components. The line by which the bot finds a
message again takes some of both."""
