"""The verb that shows what became of digests."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.terminal import show
from bot.cli.streams import tell
from bot.core.domain.errors import UsageError
from bot.core.domain.slots import SlotKey
from bot.core.messages.listings import deliveries_message

FAILED = 1


def list_deliveries(config: Path | None, *, failed: bool, limit: int) -> None:
    """Print the latest deliveries, or those that were given up.

    Raises:
        ConfigError: the configuration is wrong.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.redaction import redaction
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import deliveries

    path, configuration = read_configuration(config, os.environ)
    setting = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    found = asyncio.run(deliveries(setting, failed=failed, limit=limit))
    if not found:
        tell("no delivery was given up" if failed else "nothing was due so far")
        return
    hide = redaction(os.environ).text
    show(deliveries_message(found, configuration.timezone, hide), sys.stdout)


def retry(ids: list[str], config: Path | None) -> int:
    """Let deliveries that were given up be tried again; the exit status.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there can be no such delivery.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import retry_slot

    keys = [_key(id_) for id_ in ids]
    path, _ = read_configuration(config, os.environ)
    setting = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    status = 0
    for key in keys:
        if asyncio.run(retry_slot(setting, key)):
            print(f"{key} will be tried again while the bot runs")
        else:
            tell(f"{key} was not given up, or is not there")
            status = FAILED
    return status


def _key(text: str) -> SlotKey:
    try:
        return SlotKey.parse(text)
    except ValueError as error:
        told = f'"{text[:80]}" is no delivery: copy one from sitrep deliveries --failed'
        raise UsageError(told) from error
