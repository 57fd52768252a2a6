"""The commands ``db upgrade``, ``db backup``, ``db restore`` and ``db vacuum``."""

from __future__ import annotations

import os
from pathlib import Path

from bot.core.domain.records import Contents
from bot.core.messages.listings import counted

_MEGABYTE = 1_000_000


def upgrade(config: Path | None) -> None:
    """Create the database's tables, or migrate them to this program's schema.

    Raises:
        StoreError: the database cannot be upgraded.
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
        StoreError: the database cannot be copied.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        contents = maintenance.backup(str(file))
        print(f"{maintenance.name}: copied {_summary(contents)} to {file}")


def restore(file: Path, config: Path | None, *, force: bool) -> None:
    """Fill the database from a backup file.

    Raises:
        StoreError: the database cannot be restored.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        restored = maintenance.restore(str(file), force=force)
        summary = _summary(restored.contents)
        print(f"{maintenance.name}: restored {summary} from {file}")
        if restored.previous is not None:
            print(f"{maintenance.name}: the previous content is in {restored.previous}")


def vacuum(config: Path | None) -> None:
    """Return the database's unused space to the disk.

    Raises:
        StoreError: the database cannot be vacuumed.
    """
    from bot.bootstrap.store import open_maintenance

    with open_maintenance(config, os.environ) as maintenance:
        before, now = (size / _MEGABYTE for size in maintenance.vacuum())
        print(f"{maintenance.name}: {before:,.1f} MB before, {now:,.1f} MB now")


def _summary(contents: Contents) -> str:
    return ", ".join(
        counted(number, noun)
        for number, noun in (
            (contents.sources, "source"),
            (contents.items, "item"),
            (contents.articles, "article"),
            (contents.editions, "edition"),
        )
    )
