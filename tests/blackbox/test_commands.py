"""Every command of the command line, with right and wrong usage."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.blackbox.articles import ROOT
from tests.blackbox.driver import Running, sitrep, while_running
from tests.blackbox.golden import assert_golden
from tests.blackbox.requests import ask
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


def test_the_demonstration_tells_a_week_in_two_digests(tmp_path: Path) -> None:
    done = sitrep("demo", place=tmp_path)

    first, second = done.output.split("Edition demo-")[:2]
    assert done.status == 0
    assert "Port Halden dockers vote to strike" in first
    assert "strike called off" in second
    assert "called off" not in first
    assert "▲" in first
    assert "▲" in second
    assert "hang parsers" not in done.output
    assert len(done.output.splitlines()) <= 120
    assert "Next: sitrep init" in done.messages
    assert list(tmp_path.iterdir()) == []


def test_the_links_of_the_demonstration_open_while_it_serves(tmp_path: Path) -> None:
    def read(running: Running) -> list[int]:
        links = re.findall(r"http://127\.0\.0\.1:(\d+)(/[^\s#]+)", running.output)
        return [ask(int(port), path).status for port, path in links]

    done, statuses = while_running(
        read, "demo", "--serve", ready="until you press Ctrl-C", place=tmp_path
    )

    assert done.status == 0
    assert len(statuses) > 10
    assert set(statuses) == {200}


def test_colours_and_width_do_not_reach_a_file(tmp_path: Path) -> None:
    done = sitrep("brief", make_desk(tmp_path) / "article.txt", "--all")

    assert max(map(len, done.output.splitlines())) <= 80
    assert "\x1b" not in done.output
