"""The verbs below ``sources``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer
from typer.core import TyperGroup
from typing_extensions import override

from bot.cli import operations, subscriptions

_LIST = "list"


class _Listing(TyperGroup):
    """What names no verb is a topic whose sources are listed."""

    @override
    def parse_args(
        self,
        ctx: Any,
        args: list[str],
    ) -> list[str]:
        if not args or args[0] not in {*self.commands, "-h", "--help"}:
            args = [_LIST, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(
    cls=_Listing,
    help="List the configured sources, or bring feeds in and out. "
    "`sitrep sources` and `sitrep sources TOPIC` are short for `sources list`.",
)

Config: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The configuration. Without it: $SITREP_CONFIG, ./sitrep.yaml, "
        "config/sitrep.yaml.",
        show_default=False,
    ),
]
Topic: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="ID", help="Only this topic.", show_default=False),
]


@app.command(_LIST)
def list_sources(
    topic: Annotated[
        str | None,
        typer.Argument(help="Only this topic's.", show_default=False),
    ] = None,
    config: Config = None,
) -> None:
    """List the configured sources."""
    operations.list_sources(topic, config)


@app.command("import")
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

    Each folder becomes a topic unless --topic names one, which is made if it is not
    there. Comments, order and quotes of the configuration stay as they are.
    """
    subscriptions.import_feeds(file, topic, config, dry_run=dry_run)


@app.command("export")
def export_sources(*, topic: Topic = None, config: Config = None) -> None:
    """Print the configured feeds as OPML; each topic is a folder."""
    subscriptions.export_feeds(topic, config)
