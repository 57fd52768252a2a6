from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from bot.bootstrap.batch import brief_lines, extract_lines
from bot.bootstrap.configuration import configuration_schema, read_configuration
from bot.bootstrap.engine import engine_problem
from bot.bootstrap.network import may_fetch_private
from bot.bootstrap.sources import (
    open_fetcher,
    open_reader,
    read_source,
)
from bot.bootstrap.terminal import progress, show
from bot.core.domain.errors import BadInputError, ConfigError
from bot.core.domain.messages import Message, Row, Section, Text
from bot.demo import sample_page
from bot.fetching import GuardedFetcher

EXAMPLE = Path(__file__).parents[4] / "config" / "sitrep.example.yaml"


@pytest.mark.parametrize(
    ("value", "allowed"),
    [("1", True), ("", False), ("0", False), ("true", False), (None, False)],
)
def test_private_addresses_are_only_allowed_by_the_plain_word(
    value: str | None, *, allowed: bool
) -> None:
    environment = {} if value is None else {"SITREP_ALLOW_PRIVATE": value}

    assert may_fetch_private(environment) is allowed


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Ports")

    assert read_source(str(path)).body == b"# Ports"


def test_a_missing_file_is_told() -> None:
    with pytest.raises(BadInputError, match="file not found"):
        read_source("missing.txt")


def test_the_configuration_is_read_with_its_path() -> None:
    path, configuration = read_configuration(EXAMPLE, {})

    assert path == EXAMPLE
    assert [topic.id for topic in configuration.topics] == ["shipping", "energy"]


def test_a_configuration_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_configuration(tmp_path / "none.yaml", {})


def test_the_schema_is_json() -> None:
    assert json.loads(configuration_schema())["title"] == "Sitrep configuration"


def test_the_fast_engine_is_always_there() -> None:
    assert engine_problem("fast") is None


def test_a_message_is_shown() -> None:
    stream = io.StringIO()

    show(Message((Section(None, (Row((Text("Ports close."),)),)),)), stream)

    assert stream.getvalue() == "Ports close.\n\n"


def test_progress_elsewhere_than_on_a_terminal_is_silent() -> None:
    stream = io.StringIO()

    with progress(stream, label="briefing", total=3) as advance:
        advance()

    assert stream.getvalue().strip() == ""


async def test_the_network_is_guarded() -> None:
    async with open_fetcher() as fetcher:
        assert isinstance(fetcher, GuardedFetcher)


def test_lines_are_briefed() -> None:
    line = b'{"id": "a", "text": "The minister said that the port will close."}'

    (answer,) = brief_lines([line], engine="fast", everything=True, workers=1)

    assert not answer.failed
    assert json.loads(answer.line)["engine"] == "fast"


def test_lines_are_extracted() -> None:
    page = {"id": "a", "html": sample_page("dam-warning.html").decode()}

    (answer,) = extract_lines([json.dumps(page).encode()], workers=1)

    assert "The dam above Corrach" in json.loads(answer.line)["text"]


@pytest.mark.parametrize("markup", [True, False])
async def test_a_plain_file_is_read_with_and_without_the_html_parser(
    tmp_path: Path, *, markup: bool
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The minister said on Monday that the port will close.")

    async with open_reader("fast", markup=markup) as reader:
        briefing = await reader.brief(read_source(str(path)))

    assert briefing.engine == "fast"
