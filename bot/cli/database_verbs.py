"""The verbs below ``db``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from bot.cli import databases
from bot.cli.source_verbs import Config

app = typer.Typer(
    help="Look after the database: $DATABASE_URL, else sitrep.db beside the "
    "configuration.",
    no_args_is_help=True,
)
BackupFile: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", help="The backup.", show_default=False)
]


@app.command("upgrade")
def upgrade_database(config: Config = None) -> None:
    """Bring the tables to what this version needs; the bot does so when it starts."""
    databases.upgrade(config)


@app.command("backup")
def back_up_database(file: BackupFile, config: Config = None) -> None:
    """Copy all of it to a file, while the bot runs; of either kind of database."""
    databases.backup(file, config)


@app.command("restore")
def restore_database(
    file: BackupFile,
    *,
    config: Config = None,
    force: Annotated[
        bool, typer.Option("--force", help="Replace what the database holds.")
    ] = False,
) -> None:
    """Fill the database from a backup, whole or not at all."""
    databases.restore(file, config, force=force)


@app.command("vacuum")
def vacuum_database(config: Config = None) -> None:
    """Give the space of what was forgotten back to the disk."""
    databases.vacuum(config)
