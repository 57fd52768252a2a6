"""The verbs of a bot that runs: to start it, to check it, and what it has posted."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import checkups, operations, postings
from bot.cli.source_verbs import Config

app = typer.Typer()


@app.command()
def run(config: Config = None) -> None:
    """Run the bot: read the sources, post each digest at its time, answer people.

    It ends on SIGTERM or Ctrl-C. What was due while no bot ran is posted late, up
    to six hours.
    """
    raise typer.Exit(operations.run(config))


@app.command()
def worker(config: Config = None) -> None:
    """Run one more process that makes and posts digests, on a shared PostgreSQL.

    It takes work off a bot that runs; it needs the same configuration and tokens.
    """
    raise typer.Exit(operations.work(config))


@app.command()
def check(
    *,
    config: Config = None,
    schema: Annotated[
        bool,
        typer.Option("--schema", help="Print the JSON Schema of the configuration."),
    ] = False,
    online: Annotated[
        bool,
        typer.Option(
            "--online",
            help="Also try every token, channel and source: nothing is posted.",
        ),
    ] = False,
) -> None:
    """Say all that is wrong with configuration and environment, and what to write.

    Each mistake in the file has its line and column.
    """
    if schema:
        operations.print_schema()
    else:
        raise typer.Exit(checkups.check(config, online=online))


@app.command()
def deliveries(
    *,
    failed: Annotated[
        bool, typer.Option("--failed", help="Only those that were given up.")
    ] = False,
    retry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="Try this one again from where it stopped; may be repeated.",
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, max=10_000, help="At most so many.")
    ] = 50,
    config: Config = None,
) -> None:
    """List what became of each digest in each channel, the newest first."""
    if retry:
        raise typer.Exit(postings.retry(retry, config))
    postings.list_deliveries(config, failed=failed, limit=limit)
