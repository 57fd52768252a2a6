"""The command ``status``: prints what runs, waits, fails and comes next."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.article_commands import Format
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown


def print_status(config: Path | None, format_: Format) -> None:
    """Print the state of the bot, from the database alone.

    Raises:
        ConfigError: the configuration is invalid.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import bot_status

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    status = asyncio.run(bot_status(runtime, configuration, os.environ))
    match format_:
        case Format.JSON:
            print(to_line(status.document()))
        case Format.MARKDOWN:
            sys.stdout.write(to_markdown(status.message()))
        case Format.TEXT:
            show(status.message(), sys.stdout)
