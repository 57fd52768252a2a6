"""The verbs that read the configuration, and the demonstration."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot import app
from bot.cli.sources import allow_private
from bot.cli.streams import tell
from bot.core.errors import ConfigError, UsageError
from bot.core.listings import sources_message, summary, topics_message
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
    from bot import chats, running

    path, configuration = app.read_configuration(config, os.environ)
    if not configuration.digests and not chats.read_keys(os.environ).platforms:
        told = "there is no digest and no chat, so that nothing is ever posted"
        raise ConfigError(f"{path}: {told}")
    asyncio.run(running.run_bot(path, os.environ, output=sys.stdout, log=sys.stderr))


def work(config: Path | None) -> None:
    """Run a worker beside the bot until it is told to end.

    Raises:
        ConfigError: the configuration is wrong, or there is nothing to share.
    """
    from bot import running

    path, _ = app.read_configuration(config, os.environ)
    asyncio.run(running.run_worker(path, os.environ, output=sys.stdout, log=sys.stderr))


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
    failed = [bool(changed), _tell_keys(configuration)]
    if online:
        failed += [_try_sources(configuration), _try_chats(configuration)]
    return FAILED if any(failed) else 0


def demonstrate(engine: str) -> None:
    """Show the whole path on the sample pages.

    Raises:
        PostError: the output does not take the digest.
    """
    from bot import operation

    tell("Reading the feeds of two sample papers, on this machine, for two days ...")
    asyncio.run(operation.run_demo(engine, output=sys.stdout))
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
    _, configuration = app.read_configuration(config, os.environ)
    app.show(topics_message(configuration), sys.stdout)


def list_sources(topic: str | None, config: Path | None) -> None:
    """Print the configured sources, of one topic or of all.

    Raises:
        ConfigError: the configuration is wrong.
        UsageError: there is no such topic.
        StoreError: the database cannot be used.
    """
    from bot import operation

    path, configuration = app.read_configuration(config, os.environ)
    topics = {found.id: found for found in configuration.topics}
    if topic is not None and topic not in topics:
        raise UsageError(f'there is no topic "{topic}"{nearest(topic, topics)}')
    shown = configuration.topics if topic is None else (topics[topic],)
    setting = operation.setting(path, os.environ, log=sys.stderr, allow_private=False)
    states = asyncio.run(operation.source_states(setting))
    app.show(sources_message(shown, states, configuration.timezone), sys.stdout)


def explain(url: str, config: Path | None) -> int:
    """Say why an article was or was not in a digest; the exit status.

    Raises:
        ConfigError: the configuration is wrong.
        StoreError: the database cannot be used.
    """
    from bot import operation

    path, configuration = app.read_configuration(config, os.environ)
    setting = operation.setting(path, os.environ, log=sys.stderr, allow_private=False)
    message = asyncio.run(operation.why(setting, configuration, url))
    if message is None:
        tell(f"no source has brought {url} as far as the store reaches back")
        return FAILED
    app.show(message, sys.stdout)
    return 0


def _tell_keys(configuration: Configuration) -> bool:
    """Say which digests cannot be posted without a token; whether there are any."""
    from bot import chats

    found = chats.left_out(chats.read_keys(os.environ), configuration)
    lost = [one for one in found if not one.good]
    for one in lost:
        tell(f"{one.about}: {one.words}")
    return bool(lost)


def _try_chats(configuration: Configuration) -> bool:
    """Try every token and channel, and say how it went; whether any failed."""
    from bot import chats

    keys = chats.read_keys(os.environ)
    found = asyncio.run(chats.check_chats(keys, configuration))
    for one in found:
        print(f"{'good  ' if one.good else 'failed'}  {one.about}: {one.words}")
    return not all(one.good for one in found)


def _try_sources(configuration: Configuration) -> bool:
    """Ask every configured source once, and say how it went; whether any failed."""
    from bot import operation

    trials = asyncio.run(
        operation.try_configured(configuration, allow_private=allow_private())
    )
    for trial in trials:
        if trial.error is None:
            print(f"read    {trial.source.url}: {trial.found}")
        else:
            print(f"failed  {trial.source.url}: {trial.error}")
    return any(trial.error for trial in trials)
