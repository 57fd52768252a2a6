"""Lists the platforms: each is one package here and one line in the list below.

The packages may import the core and nothing else of the bot.
"""

from __future__ import annotations

from bot.core.platforms.spec import PlatformSpec
from bot.platforms.console.spec import SPEC as CONSOLE
from bot.platforms.discord.spec import SPEC as DISCORD
from bot.platforms.email.spec import SPEC as EMAIL
from bot.platforms.slack.spec import SPEC as SLACK

PLATFORMS: tuple[PlatformSpec, ...] = (
    CONSOLE,
    SLACK,
    DISCORD,
    EMAIL,
)
