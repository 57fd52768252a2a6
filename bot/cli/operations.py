"""The verbs that read the configuration, and the demonstration."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.bootstrap.configuration import (
    check_environment,
    configuration_schema,
    read_configuration,
)
from bot.bootstrap.terminal import show
from bot.cli.streams import tell
from bot.core.domain.errors import ConfigError, UsageError
from bot.core.messages.listings import sources_message, topics_message
from bot.core.text.suggest import did_you_mean

FAILED, INTERRUPTED = 1, 130


def print_schema() -> None:
    """Print the JSON Schema of the configuration."""
    sys.stdout.write(configuration_schema())


def run(config: Path | None) -> int:
    """Run the bot until it is told to end; the exit status.

    Raises:
        ConfigError: configuration or environment are wrong, or nothing is to be posted.
    """
    from bot.bootstrap.platforms import has_commands
    from bot.bootstrap.run import run_bot

    path, configuration = read_configuration(config, os.environ)
    check_environment(os.environ)
    if not configuration.digests and not has_commands(os.environ):
        told = "there is no digest and no chat, so that nothing is ever posted"
        raise ConfigError(f"{path}: {told}")
    making = run_bot(path, os.environ, output=sys.stdout, log=sys.stderr)
    return INTERRUPTED if asyncio.run(making) else 0


def work(config: Path | None) -> int:
    """Run a worker beside the bot until it is told to end; the exit status.

    Raises:
        ConfigError: configuration or environment are wrong, or there is nothing to
            share.
    """
    from bot.bootstrap.run import run_worker

    path, _ = read_configuration(config, os.environ)
    check_environment(os.environ)
    working = run_worker(path, os.environ, output=sys.stdout, log=sys.stderr)
    return INTERRUPTED if asyncio.run(working) else 0


def demonstrate(engine: str) -> None:
    """Show the whole path on the sample pages.

    Raises:
        PostError: the output does not take the digest.
    """
    from bot.bootstrap.demo import run_demo

    tell("Reading the feeds of two sample papers, on this machine, for two days ...")
    asyncio.run(run_demo(engine, output=sys.stdout))
    tell(
        "The second edition tells only what is new. One page was refused: it is made\n"
        "to hang parsers.\n"
        "Next: sitrep brief https://... (a page of your own), or copy\n"
        "config/sitrep.example.yaml to sitrep.yaml, then sitrep check, sitrep digest\n"
        "and sitrep run."
    )


def list_topics(config: Path | None) -> None:
    """Print the configured topics.

    Raises:
        ConfigError: the configuration is wrong.
    """
    _, configuration = read_configuration(config, os.environ)
    show(topics_message(configuration), sys.stdout)


def list_sources(topic: str | None, config: Path | None) -> None:
    """Print the configured sources, of one topic or of all.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there is no such topic.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import source_states

    path, configuration = read_configuration(config, os.environ)
    topics = {found.id: found for found in configuration.topics}
    if topic is not None and topic not in topics:
        raise UsageError(f'there is no topic "{topic}"{did_you_mean(topic, topics)}')
    shown = configuration.topics if topic is None else (topics[topic],)
    setting = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    states = asyncio.run(source_states(setting))
    show(sources_message(shown, states, configuration.timezone), sys.stdout)


def explain(url: str, config: Path | None) -> int:
    """Say why an article was or was not in a digest; the exit status.

    Raises:
        ConfigError: the configuration is wrong.
        StoreError: the database cannot be used.
    """
    from bot.bootstrap.runtime import make_runtime
    from bot.bootstrap.store import why

    path, configuration = read_configuration(config, os.environ)
    setting = make_runtime(path, os.environ, log=sys.stderr, allow_private=False)
    message = asyncio.run(why(setting, configuration, url))
    if message is None:
        tell(f"no source has brought {url} as far as the store reaches back")
        return FAILED
    show(message, sys.stdout)
    return 0
