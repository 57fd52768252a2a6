"""Secrets of every shape, planted where they may turn up: nobody is told them."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from bot.bootstrap.configuration import read_configuration
from bot.bootstrap.redaction import redaction
from bot.bootstrap.runtime import make_runtime
from bot.cli.streams import print_message
from bot.core.domain.errors import BotError, ConfigError, StoreError
from bot.fetching import GuardedFetcher
from bot.logs import StructuredEventLog
from bot.platforms.console.terminal import ConsoleMessenger
from bot.stores.sql.database import Database
from bot.stores.sql.database_errors import explained
from bot.stores.sql.store import SqlStore

PASSWORD = "p@ss/w0rd"  # noqa: S105 - it is planted
ADDRESS = "postgresql://ada:p%40ss%2Fw0rd@127.0.0.1:9/news"
ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xox" + "b-1234567890-ABCdef123456",
    "SLACK_APP_TOKEN": "xap" + "p-1-A0123456-abcdef1234",
    "SLACK_SIGNING_SECRET": "8f742231b10e8888abcd99yyyzzz85a5",
    "DISCORD_TOKEN": f"{'M' * 26}.{'x' * 6}.{'y' * 38}",
    "DATABASE_URL": ADDRESS,
}
PLANTED = (*ENVIRONMENT.values(), PASSWORD, "p%40ss%2Fw0rd")
WAYS: dict[str, Callable[[str], str]] = {
    "bare": str,
    "in a sentence": "the answer to {}, was no".format,
    "in an address": "https://example.org/feed?token={}&page=2".format,
    "in a header": "{{'Authorization': 'Bearer {}'}}".format,
    "in an exception": lambda secret: repr(OSError(5, f"no {secret}")),
    "in JSON": lambda secret: json.dumps({"token": secret, "a": [secret]}),
    "in bytes": lambda secret: repr(secret.encode()),
}


@dataclass(frozen=True, slots=True)
class Log:
    """A journal with what it wrote."""

    stream: io.StringIO
    event_log: StructuredEventLog

    @property
    def text(self) -> str:
        return self.stream.getvalue()


@pytest.fixture
def log() -> Iterator[Log]:
    root = logging.getLogger()
    before = list(root.handlers)
    stream = io.StringIO()
    yield Log(stream, StructuredEventLog(stream, ENVIRONMENT, redaction(ENVIRONMENT)))
    root.handlers[:] = before


def betrayed(text: str) -> list[str]:
    """The secrets that stand in a text."""
    return [secret for secret in PLANTED if secret in text]


def plain(text: str) -> str:
    """What a line of the log says, without its JSON."""
    return " ".join(str(json.loads(line)) for line in text.splitlines())


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("level", ["info", "warning", "error"])
def test_no_secret_is_in_the_log(
    log: Log, level: str, way: Callable[[str], str]
) -> None:
    for secret in PLANTED:
        getattr(log.event_log, level)(way(secret), reason=way(secret), url=way(secret))

    assert len(log.text.splitlines()) == len(PLANTED)
    assert betrayed(log.text) == betrayed(plain(log.text)) == []


@pytest.mark.parametrize("secret", PLANTED)
def test_no_secret_is_in_what_libraries_log(
    log: Log, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, library = logging.getLogger(), logging.getLogger("some.library")
    # The one of pytest refuses what does not fit.
    ours = [one for one in root.handlers if type(one).__module__ == "bot.logs"]
    monkeypatch.setattr(root, "handlers", ours)

    library.warning("POST https://example.org/?a=%s failed", secret)
    library.error("it does not fit: %d", secret)
    library.error("request failed", exc_info=OSError(secret))

    assert [json.loads(line)["event"] for line in log.text.splitlines()][1:] == [
        *("it does not fit: %d", "request failed"),
    ]
    assert "OSError" in log.text
    assert betrayed(log.text) == []


@pytest.mark.process
@pytest.mark.parametrize(
    "address",
    [
        ADDRESS,
        f"postgresql://ada:{PASSWORD}@127.0.0.1:port/news",
        f"mysql://ada:{PASSWORD}@127.0.0.1/news",
        f"ada:{PASSWORD}@127.0.0.1",
    ],
)
async def test_no_password_is_in_the_error_of_an_address(address: str) -> None:
    with pytest.raises(BotError) as refusal:
        await asyncio.to_thread(Database(address).read_now, lambda _: None)

    assert betrayed(f"{refusal.value} {refusal.value!r}") == []


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("SELECT 1", {}, Exception(f"bad dsn password={PASSWORD}")),
        OperationalError("SELECT 1", {}, Exception(f"no {ADDRESS}")),
        ArgumentError(f"not parsed: {ADDRESS}"),
        SQLAlchemyError(f"not parsed: {PASSWORD}"),
    ],
)
def test_no_password_is_in_what_a_database_says(error: SQLAlchemyError) -> None:
    with pytest.raises(StoreError) as refusal, explained(make_url(ADDRESS)):
        raise error

    assert betrayed(f"{refusal.value} {refusal.value!r}") == []


def test_no_secret_is_in_a_representation(tmp_path: Path) -> None:
    file = tmp_path / "sitrep.yaml"
    file.write_text("topics: {a: {title: A, sources: [file: a]}}")
    _, configuration = read_configuration(file, ENVIRONMENT)
    database = Database(ADDRESS)
    stream = io.StringIO()
    found = make_runtime(file, ENVIRONMENT, log=stream, allow_private=False)

    shown = repr(
        [
            *(configuration, found, found.event_log, database, SqlStore(database)),
            *(GuardedFetcher(), ConsoleMessenger(stream), redaction(ENVIRONMENT)),
        ]
    )

    assert betrayed(shown) == []


@pytest.mark.parametrize("secret", PLANTED)
def test_no_secret_is_in_the_error_of_a_configuration(
    tmp_path: Path, secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "sitrep.yaml"
    file.write_text(f"engine: {json.dumps(secret)}\ntoken: {json.dumps(secret)}\n")

    with pytest.MonkeyPatch.context() as changed:
        for name, value in ENVIRONMENT.items():
            changed.setenv(name, value)
        with pytest.raises(ConfigError) as refusal:
            read_configuration(file, {})
        print_message(str(refusal.value))
        print_message("".join(traceback.format_exception(refusal.value)))

    said = capsys.readouterr().err
    assert "engine" in said
    assert betrayed(said) == []
