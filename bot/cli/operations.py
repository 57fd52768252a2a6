"""The verbs that read the configuration, and the demonstration."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot import app
from bot.cli.sources import allow_private
from bot.cli.streams import tell
from bot.core.digests import Failure, read_pages
from bot.core.errors import ConfigError, UsageError
from bot.core.listings import counted, sources_message, summary, topics_message
from bot.core.model import Configuration
from bot.core.spelling import nearest

FAILED = 1


def print_schema() -> None:
    """Print the JSON Schema of the configuration."""
    sys.stdout.write(app.configuration_schema())


def run(config: Path | None) -> None:
    """Run the bot until it is told to end.

    Raises:
        ConfigError: the configuration is wrong, or nothing is to be posted.
    """
    path, configuration = app.read_configuration(config, os.environ)
    if not configuration.digests:
        raise ConfigError(f"{path}: there is no digest, so that nothing is ever posted")
    asyncio.run(app.run_bot(path, os.environ, output=sys.stdout, log=sys.stderr))


def check(config: Path | None, *, online: bool) -> int:
    """Say what is wrong or how much is configured; the exit status.

    Raises:
        ConfigError: the configuration is wrong.
    """
    path, configuration = app.read_configuration(config, os.environ)
    print(f"{path} is right: {summary(configuration)}")
    if not app.has_engine(configuration.engine):
        tell(
            f"the language model of the engine {configuration.engine} is missing: "
            "fast will be used, which finds less"
        )
    changed = app.changed_model_files()
    if changed:
        tell(
            "the language model is not the one that was tested (changed: "
            f"{', '.join(changed)}): run make setup again"
        )
    failed = asyncio.run(_try_pages(configuration)) if online else 0
    return 1 if changed else failed


def demonstrate(engine: str) -> None:
    """Show the whole path on the sample pages.

    Raises:
        PostError: the output does not take the digest.
    """
    tell("Fetching and briefing sample pages from a server on this machine ...")
    digest = asyncio.run(app.run_demo(engine, output=sys.stdout))
    tell(
        f"{counted(digest.briefed, 'page')} briefed; {len(digest.failures)} refused, "
        "which is a hostile one made to hang parsers.\n"
        "Next: sitrep brief https://... (a page of your own), or copy\n"
        "config/sitrep.example.yaml to sitrep.yaml, then sitrep check and sitrep run."
    )


def list_topics(config: Path | None) -> None:
    """Print the configured topics.

    Raises:
        ConfigError: the configuration is wrong.
    """
    _, configuration = app.read_configuration(config, os.environ)
    app.show(topics_message(configuration), sys.stdout)


def list_sources(topic: str | None, config: Path | None) -> None:
    """Print the configured sources, of one topic or of all.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there is no such topic.
    """
    _, configuration = app.read_configuration(config, os.environ)
    topics = {found.id: found for found in configuration.topics}
    if topic is not None and topic not in topics:
        raise UsageError(f'there is no topic "{topic}"{nearest(topic, topics)}')
    shown = configuration.topics if topic is None else (topics[topic],)
    app.show(sources_message(shown), sys.stdout)


async def _try_pages(configuration: Configuration) -> int:
    """Fetch and brief every configured page once, and say how it went."""
    failures = 0
    async with app.open_desk(
        configuration.engine, allow_private=allow_private()
    ) as desk:
        outcomes = await read_pages(configuration.topics, desk)
    for url, outcome in outcomes.items():
        if isinstance(outcome, Failure):
            failures += 1
            print(f"failed  {url}: {outcome.message}")
        else:
            print(f"read    {url}: {counted(outcome.article.words, 'word')}")
    return FAILED if failures else 0
