"""The verbs of the database."""

from __future__ import annotations

import os
from pathlib import Path

from bot.core.domain.records import Contents
from bot.core.messages.listings import counted

_MEGABYTE = 1_000_000


def upgrade(config: Path | None) -> None:
    """Bring the database to this program's schema.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_upkeep

    with open_upkeep(config, os.environ) as upkeep:
        before, now = upkeep.upgrade()
        if before is None:
            print(f"{upkeep.name}: made its tables")
        elif before == now:
            print(f"{upkeep.name}: was up to date")
        else:
            print(f"{upkeep.name}: brought from step {before} to {now}")


def backup(file: Path, config: Path | None) -> None:
    """Copy the database to a file.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_upkeep

    with open_upkeep(config, os.environ) as upkeep:
        copied = upkeep.backup(str(file))
        print(f"{upkeep.name}: copied {_told(copied)} to {file}")


def restore(file: Path, config: Path | None, *, force: bool) -> None:
    """Fill the database from a file.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_upkeep

    with open_upkeep(config, os.environ) as upkeep:
        restored = upkeep.restore(str(file), force=force)
        print(f"{upkeep.name}: holds {_told(restored.contents)} from {file}")
        if restored.previous is not None:
            print(f"{upkeep.name}: its previous content is in {restored.previous}")


def vacuum(config: Path | None) -> None:
    """Give the database's unused space back.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_upkeep

    with open_upkeep(config, os.environ) as upkeep:
        before, now = (size / _MEGABYTE for size in upkeep.vacuum())
        print(f"{upkeep.name}: {before:,.1f} MB before, {now:,.1f} MB now")


def _told(contents: Contents) -> str:
    return ", ".join(
        counted(number, noun)
        for number, noun in (
            (contents.sources, "source"),
            (contents.items, "item"),
            (contents.articles, "article"),
            (contents.editions, "edition"),
        )
    )
