"""Ten days of invented newsrooms: every digest, and then all that can be asked."""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.blackbox.driver import Running, converse, sitrep, while_running
from tests.blackbox.golden import assert_golden
from tests.blackbox.newsrooms import Newsroom
from tests.blackbox.press import ENVIRONMENT, served
from tests.blackbox.previews import preview
from tests.blackbox.requests import ask, exchanges
from tests.blackbox.transcripts import settled, shown, transcript, without_ports
from tests.fakes.loopback import reserve_port
from tests.tables import lines

pytestmark = [pytest.mark.process, pytest.mark.timeout(300)]

CLIENTS = ("desk", "feeds", "assistant", "waiting")
TOKENS = {name: f"{name}-token-".ljust(40, "0") for name in CLIENTS}
PROGRAMS = """\
health: 127.0.0.1:{health}
programs:
  at: 127.0.0.1:{port}
  clients:
    desk: {{use: api, topics: news, digests: daily}}
    feeds: {{use: feeds, digests: daily}}
    assistant: {{use: mcp, topics: news}}
    waiting: {{use: api, topics: news}}
"""
VARIABLES = {f"SITREP_TOKEN_{name.upper()}": token for name, token in TOKENS.items()}
VARIABLES |= ENVIRONMENT


def post_all(newsroom: Newsroom, place: Path) -> str:
    """Post the digest of each morning; what the channel shows."""
    output = []
    for now in newsroom.mornings():
        line = f"digest daily --now {now} --post"
        done = sitrep(*line.split(), place=place, environment=ENVIRONMENT)
        output.append(shown(line, done))
    return "".join(output)


def wait_for_record(newsroom: Newsroom, port: int) -> None:
    """Wait until a running bot has recorded the last articles."""
    headers = {"Authorization": f"Bearer {TOKENS['waiting']}"}
    for words in newsroom.last_words:
        for _ in range(30):
            answer = ask(port, f"/api/search?words={quote(words)}", headers=headers)
            if '"hits": [{' in answer.body:
                break
            time.sleep(1)
        else:
            raise TimeoutError(words)


def wait_for_polls(place: Path) -> None:
    """Wait until a running bot has polled every source."""
    for _ in range(30):
        status = sitrep("status", "--format", "json", place=place)
        if json.loads(status.output)["waiting"]["sources"] == 0:
            return
    raise TimeoutError("some sources are not polled")


def preview_pages(place: Path) -> dict[str, str]:
    """The pages of a digest and of the record."""
    options = {
        "digest": ("--digest", "daily", "--now", "2026-03-12T07:30"),
        "who": ("--who", "Ekow Lanister"),
    }
    pages = {}
    for kind, given in options.items():
        page, *_ = preview(place, *given, environment=ENVIRONMENT)
        assert page.status == 200
        pages[kind] = without_ports(page.body)
    # The calendar of this week differs each week.
    week, *_ = preview(place, "--calendar", "--topic", "news", environment=ENVIRONMENT)
    assert "No event is recorded for these days." in week.body
    return pages


def test_the_digests_of_a_busy_newsroom(tmp_path: Path) -> None:
    newsroom = Newsroom("a")
    with served(newsroom.press):
        (tmp_path / "sitrep.yaml").write_text(newsroom.configuration)

        assert_golden("newsrooms/a.txt", post_all(newsroom, tmp_path))


@pytest.mark.parametrize("name", ["b", "c"])
def test_the_digests_of_a_newsroom_and_its_record(
    name: str, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    newsroom, port, health = Newsroom(name), reserve_port(), reserve_port()

    def ask_programs(_: Running) -> str:
        wait_for_record(newsroom, port)
        wait_for_polls(tmp_path)
        if name == "b":
            return ""
        paths = lines("transcripts/programs")
        return exchanges(paths, port, TOKENS) + "".join(
            ask(health, path).body for path in ("/livez", "/readyz")
        )

    with served(newsroom.press):
        programs = PROGRAMS.format(port=port, health=health)
        (tmp_path / "sitrep.yaml").write_text(newsroom.configuration + programs)
        with subtests.test("digests"):
            assert_golden(f"newsrooms/{name}.txt", post_all(newsroom, tmp_path))
        done, answers = while_running(
            ask_programs, "run", place=tmp_path, environment=VARIABLES
        )
        with subtests.test("programs"):
            assert done.status == 0
            assert_golden(f"newsrooms/{name}.programs.txt", without_ports(answers))
        with subtests.test("record"):
            told = transcript(f"newsroom-{name}", tmp_path, ENVIRONMENT)
            assert_golden(f"newsrooms/{name}.record.txt", told)
        if name == "c":
            for kind, page in preview_pages(tmp_path).items():
                with subtests.test(kind):
                    assert_golden(f"previews/{kind}.html", page)
            with subtests.test("assistant"):
                said = lines("transcripts/assistant")
                spoken = converse(said, "mcp", place=tmp_path, environment=VARIABLES)
                assert_golden("newsrooms/c.assistant.txt", spoken.output)
        with subtests.test("now"):
            now = transcript("now", tmp_path)
            assert_golden(f"newsrooms/{name}.now.txt", settled(now))
