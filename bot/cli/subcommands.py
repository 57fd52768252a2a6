"""The command groups ``sitrep sources`` and ``sitrep db``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typing_extensions import override

from bot.cli import (
    database_commands,
    forget_command,
    source_commands,
    workspace_commands,
)

SINCE_HELP = (
    "A day such as 2026-11-20, yesterday or monday, or a period such as 7 days."
)
"""The help of an option that names the beginning of a period."""

SPEAKER_HELP = 'A person or organisation; add a role: "Ida Brandt, mayor".'
"""The help of an option or argument that names a speaker."""

_LIST = "list"


class _ListByDefault(TyperGroup):
    """A command group that runs ``list`` if its first argument is not a command.

    The argument is then the id of a topic.
    """

    @override
    def parse_args(
        self,
        ctx: Any,
        args: list[str],
    ) -> list[str]:
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = [_LIST, *args]
        return super().parse_args(ctx, args)


sources = typer.Typer(
    cls=_ListByDefault,
    help="List the configured sources; import and export feeds.\n\n"
    "`sitrep sources` and `sitrep sources TOPIC` are short for `sources list`.",
)
database = typer.Typer(
    help="Back up, restore and clean the database.\n\n"
    "It is $DATABASE_URL, or sitrep.db beside the configuration.",
    no_args_is_help=True,
)

workspaces = typer.Typer(
    cls=_ListByDefault,
    help="List the workspaces that installed the app.\n\n"
    "`sitrep workspaces` is short for `workspaces list`.",
)

Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The configuration file. Default: $SITREP_CONFIG, ./sitrep.yaml or "
        "config/sitrep.yaml.",
        show_default=False,
    ),
]
Topic: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Only this topic.", show_default=False),
]
Since: TypeAlias = Annotated[
    str,
    typer.Option(metavar="DAY", help=SINCE_HELP),
]
BackupFile: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", help="The backup file.", show_default=False)
]


@sources.command(_LIST)
def list_sources(
    topic: Annotated[
        str | None,
        typer.Argument(help="Only the sources of this topic.", show_default=False),
    ] = None,
    config: Config = None,
) -> None:
    """List the configured sources and their state."""
    source_commands.list_sources(topic, config)


@sources.command("import")
def import_sources(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="An OPML file, or - for standard input."),
    ],
    *,
    topic: Topic = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only show what would change.")
    ] = False,
    config: Config = None,
) -> None:
    """Add the feeds of an OPML file to the configuration.

    Each folder becomes a topic. With --topic, all feeds go into that topic, which is
    created if it does not exist. Comments, order and quotes of the configuration file
    are kept.
    """
    source_commands.import_feeds(file, topic, config, dry_run=dry_run)


@sources.command("export")
def export_sources(*, topic: Topic = None, config: Config = None) -> None:
    """Print the configured feeds as OPML; each topic is a folder."""
    source_commands.export_feeds(topic, config)


@database.command("upgrade")
def upgrade_database(config: Config = None) -> None:
    """Create or migrate the tables; the bot also does this when it starts."""
    database_commands.upgrade(config)


@database.command("backup")
def back_up_database(file: BackupFile, config: Config = None) -> None:
    """Copy the whole database to a file; the bot may be running."""
    database_commands.backup(file, config)


@database.command("restore")
def restore_database(
    file: BackupFile,
    *,
    config: Config = None,
    force: Annotated[
        bool,
        typer.Option("--force", help="Replace the current content of the database."),
    ] = False,
) -> None:
    """Fill the database from a backup, completely or not at all."""
    database_commands.restore(file, config, force=force)


@database.command("vacuum")
def vacuum_database(config: Config = None) -> None:
    """Return the space of deleted articles to the disk."""
    database_commands.vacuum(config)


@database.command("forget")
def forget(
    *,
    speaker: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help=SPEAKER_HELP,
        ),
    ] = "",
    url: Annotated[
        str, typer.Option("--url", metavar="URL", help="The address of an article.")
    ] = "",
    before: Annotated[
        str,
        typer.Option(
            metavar="DAY", help="All data from before this day, such as 2026-11-20."
        ),
    ] = "",
    user: Annotated[
        str, typer.Option(metavar="ID", help="A chat user, by the platform's ID.")
    ] = "",
    config: Config = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force",
            help="Delete the data. Without this option, the command only shows what it would delete.",
        ),
    ] = False,
) -> None:
    """Delete a person, an article, old data or a chat user from everything stored."""
    asked = forget_command.ForgetOptions(speaker, url, before, user)
    raise typer.Exit(forget_command.forget(asked, config, force=force))


@workspaces.command(_LIST)
def list_workspaces(config: Config = None) -> None:
    """List the workspaces that the configuration names or that installed the app."""
    workspace_commands.list_workspaces(config)


@workspaces.command("key")
def print_key() -> None:
    """Print a new key for SITREP_ENCRYPTION_KEYS, which encrypts stored tokens."""
    workspace_commands.print_key()
