"""Implements the commands ``run``, ``worker``, ``demo``, ``deliveries`` and others."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import read_configuration, read_runnable
from bot.bootstrap.terminal import show
from bot.cli.article_commands import Format
from bot.cli.preview_command import on_sigterm
from bot.cli.record_commands import since_of
from bot.cli.streams import print_message
from bot.core.domain.errors import ConfigError, UsageError
from bot.core.domain.programs import missing_tools
from bot.core.domain.slots import SlotKey
from bot.core.messages.briefing_json import to_line
from bot.core.messages.listings import deliveries_message
from bot.core.messages.markdown import to_markdown

FAILED, INTERRUPTED = 1, 130


def run(config: Path | None) -> int:
    """Run the bot until a signal stops it; return the exit status.

    Raises:
        ConfigError: the configuration or the environment is invalid, or the bot would
            have nothing to do.
    """
    from bot.bootstrap.platforms import has_commands
    from bot.bootstrap.run import run_bot

    path, configuration = read_runnable(config, os.environ)
    workspaces = configuration.has_workspaces
    if not configuration.plans and not has_commands(os.environ, workspaces=workspaces):
        reason = (
            "no digest or alert is configured and no Slack or Discord token is set; "
            "add one of them"
        )
        raise ConfigError(f"{path}: nothing to do: {reason}")
    running = run_bot(path, os.environ, output=sys.stdout, log=sys.stderr)
    return INTERRUPTED if asyncio.run(running) else 0


def work(config: Path | None) -> int:
    """Run a worker beside the bot until a signal stops it; return the exit status.

    Raises:
        ConfigError: the configuration or the environment is invalid, or the database
            cannot be shared.
    """
    from bot.bootstrap.run import run_worker

    path, _ = read_runnable(config, os.environ, serves_programs=False)
    working = run_worker(path, os.environ, output=sys.stdout, log=sys.stderr)
    return INTERRUPTED if asyncio.run(working) else 0


def assist(client: str | None, config: Path | None) -> None:
    """Serve MCP to an assistant on standard input and output, until the input ends.

    Raises:
        ConfigError: the configuration is invalid, or the extra is not installed.
        UsageError: the configuration has no such program.
        StoreError: the database cannot be used.
    """
    path, _ = read_configuration(config, os.environ)
    problem = missing_tools()
    if problem is not None:
        raise ConfigError(problem)
    from bot.bootstrap.program_services import serve_assistant

    asyncio.run(serve_assistant(path, os.environ, client, log=sys.stderr))


def demonstrate(engine: str, *, serves: bool) -> None:
    """Print the demonstration: two digests of a week of the sample newspapers.

    With ``serves``, serve the pages to which the digests link until SIGTERM or Ctrl-C.

    Raises:
        PostError: standard output cannot be written.
    """
    from bot.bootstrap.demo import run_demo

    async def end() -> None:
        links = (
            "The links open until you press Ctrl-C."
            if serves
            else "`sitrep demo --serve` keeps the links open."
        )
        print_message(
            "The second digest has only what is new since the first.\n"
            f"{links}\n"
            "Next: sitrep init (your own topic and feeds), or sitrep brief https://..."
        )
        if serves:
            await on_sigterm().wait()

    print_message("Reading next week's news of two sample papers, on this machine ...")
    asyncio.run(run_demo(engine, end, output=sys.stdout))


def list_deliveries(config: Path | None, *, failed: bool, limit: int) -> None:
    """Print the latest deliveries, or only the failed deliveries.

    Raises:
        ConfigError: the configuration is invalid.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.redaction import redaction
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import deliveries

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    latest = asyncio.run(deliveries(runtime, failed=failed, limit=limit))
    if not latest:
        print_message("no failed deliveries" if failed else "no deliveries yet")
        return
    hide = redaction(os.environ).text
    show(deliveries_message(latest, configuration.timezone, hide), sys.stdout)


def retry(ids: list[str], config: Path | None) -> int:
    """Requeue the failed deliveries with these ids; return the exit status.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: an ID does not have the form of a delivery's ID.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import retry_slot

    keys = [_key(id_) for id_ in ids]
    path, _ = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    status = 0
    for key in keys:
        if asyncio.run(retry_slot(runtime, key)):
            print(f"{key}: the running bot will retry it")
        else:
            print_message(
                f"{key}: no failed delivery has this ID; "
                "`sitrep deliveries --failed` lists them"
            )
            status = FAILED
    return status


def explain(url: str, config: Path | None, *, explained: bool) -> int:
    """Print why an article was or was not in a digest; return the exit status.

    Raises:
        ConfigError: the configuration is invalid.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import why

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    message = asyncio.run(why(runtime, configuration, url, explained=explained))
    if message is None:
        days = f"{configuration.keep.days} days"
        print_message(f"no source has listed {url} in the last {days}")
        return FAILED
    show(message, sys.stdout)
    return 0


def list_changes(since: str, config: Path | None, format_: Format) -> None:
    """Print the posted lines that their papers have changed.

    Raises:
        ConfigError: the configuration is invalid.
        UsageError: ``since`` is neither a day nor a period.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import changes
    from bot.core.digests.corrections import changes_message, correction_document

    path, configuration = read_configuration(config, os.environ)
    runtime = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    start = since_of(since, runtime.clock.now(), configuration.timezone)
    corrections = asyncio.run(changes(runtime, start))
    if format_ is Format.JSON:
        print(to_line({"changes": [*map(correction_document, corrections)]}))
        return
    listed = changes_message(corrections, configuration, start, channels=True)
    if format_ is Format.MARKDOWN:
        sys.stdout.write(to_markdown(listed))
    else:
        show(listed, sys.stdout)


def _key(text: str) -> SlotKey:
    try:
        return SlotKey.parse(text)
    except ValueError as error:
        message = (
            f'"{text[:80]}" is not a delivery ID: copy one from '
            "sitrep deliveries --failed"
        )
        raise UsageError(message) from error
