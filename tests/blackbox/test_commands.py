"""Every command of the command line, with right and wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.blackbox.articles import ROOT
from tests.blackbox.driver import sitrep
from tests.blackbox.golden import assert_golden
from tests.blackbox.transcripts import make_desk, settled, transcript, without_ports

pytestmark = pytest.mark.process


@pytest.mark.parametrize("name", ["help", "usage", "articles", "lines"])
def test_a_session_at_the_terminal(name: str, tmp_path: Path) -> None:
    told = transcript(name, make_desk(tmp_path))

    assert_golden(f"commands/{name}.txt", without_ports(told))


def test_a_session_with_the_configuration(tmp_path: Path) -> None:
    told = transcript("configuration", make_desk(tmp_path))

    assert_golden("commands/configuration.txt", settled(told))


def test_the_schema_is_the_file_that_is_delivered() -> None:
    schema = (ROOT / "config/sitrep.schema.json").read_text("utf8")

    assert json.loads(sitrep("check", "--schema").output) == json.loads(schema)


def test_the_demonstration_shows_two_digests_and_the_next_step(tmp_path: Path) -> None:
    done = sitrep("demo", place=tmp_path)

    first, second = done.output.split("Edition demo-")[:2]
    assert done.status == 0
    assert "Port Halden dockers vote to strike" in first
    assert "Islands close schools" in second
    assert "Islands close schools" not in first
    assert "Next: sitrep brief" in done.messages
    assert list(tmp_path.iterdir()) == []


def test_colours_and_width_do_not_reach_a_file(tmp_path: Path) -> None:
    done = sitrep("brief", make_desk(tmp_path) / "article.txt", "--all")

    assert max(map(len, done.output.splitlines())) <= 80
    assert "\x1b" not in done.output
