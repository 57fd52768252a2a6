"""The verbs of the database."""

from __future__ import annotations

import os
from pathlib import Path

from bot.core.domain.records import Contents
from bot.core.messages.listings import counted

_MEGABYTE = 1_000_000


def upgrade(config: Path | None) -> None:
    """Migrate the database to this program's schema.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        before, now = maintenance.upgrade()
        if before is None:
            print(f"{maintenance.name}: tables created")
        elif before == now:
            print(f"{maintenance.name}: already up to date")
        else:
            print(f"{maintenance.name}: migrated from schema {before} to {now}")


def backup(file: Path, config: Path | None) -> None:
    """Copy the database to a file.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        copied = maintenance.backup(str(file))
        print(f"{maintenance.name}: copied {_told(copied)} to {file}")


def restore(file: Path, config: Path | None, *, force: bool) -> None:
    """Replace the contents of the database with a backup.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        restored = maintenance.restore(str(file), force=force)
        print(f"{maintenance.name}: holds {_told(restored.contents)} from {file}")
        if restored.previous is not None:
            print(f"{maintenance.name}: the previous content is in {restored.previous}")


def vacuum(config: Path | None) -> None:
    """Return unused space to the disk.

    Raises:
        StoreError: it cannot be done.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        before, now = (size / _MEGABYTE for size in maintenance.vacuum())
        print(f"{maintenance.name}: {before:,.1f} MB before, {now:,.1f} MB now")


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
