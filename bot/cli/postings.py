"""The verb that shows what became of digests."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot import app
from bot.cli.streams import tell
from bot.core.domain.errors import UsageError
from bot.core.domain.slots import SlotKey
from bot.core.messages.listings import deliveries_message
from bot.core.text.redaction import redaction

FAILED = 1


def list_deliveries(config: Path | None, *, failed: bool, limit: int) -> None:
    """Print the latest deliveries, or those that were given up.

    Raises:
        ConfigError: the configuration is wrong.
        StoreError: the database cannot be used.
    """
    from bot import operation

    path, configuration = app.read_configuration(config, os.environ)
    setting = operation.setting(path, os.environ, log=sys.stderr, allow_private=False)
    found = asyncio.run(operation.deliveries(setting, failed=failed, limit=limit))
    if not found:
        tell("no delivery was given up" if failed else "nothing was due so far")
        return
    hide = redaction(os.environ).text
    app.show(deliveries_message(found, configuration.timezone, hide), sys.stdout)


def retry(ids: list[str], config: Path | None) -> int:
    """Let deliveries that were given up be tried again; the exit status.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there can be no such delivery.
        StoreError: the database cannot be used.
    """
    from bot import operation

    keys = [_key(id_) for id_ in ids]
    path, _ = app.read_configuration(config, os.environ)
    setting = operation.setting(path, os.environ, log=sys.stderr, allow_private=False)
    status = 0
    for key in keys:
        if asyncio.run(operation.retry(setting, key)):
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
