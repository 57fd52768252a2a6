"""The command ``next``: prints when and where each digest goes out next."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.article_commands import Format
from bot.cli.digest_command import select_plans
from bot.core.messages.briefing_json import to_line
from bot.core.messages.markdown import to_markdown


def list_next(name: str | None, config: Path | None, format_: Format) -> None:
    """Print when the named digest, or each digest, goes out next, and where.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: the digest does not exist.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.platforms import missing_variables
    from bot.bootstrap.redaction import redaction
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import upcoming, with_personal_digests
    from bot.core.delivery.upcoming_listing import UpcomingListing

    path, configured = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    configuration = asyncio.run(with_personal_digests(runtime, configured))
    plans = select_plans(name, configuration)
    digests = asyncio.run(upcoming(runtime, plans))
    listing = UpcomingListing(
        runtime.clock.now(),
        configuration.language,
        missing=missing_variables(os.environ, workspaces=configured.has_workspaces),
        hide=redaction(os.environ).text,
    )
    match format_:
        case Format.JSON:
            print(to_line({"digests": [*map(listing.document, digests)]}))
        case Format.MARKDOWN:
            sys.stdout.write(to_markdown(listing.message(digests)))
        case Format.TEXT:
            show(listing.message(digests), sys.stdout)
