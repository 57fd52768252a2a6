"""``sitrep check``, ``topics`` and ``sources``; and the command line itself."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.demo import sample_page, serve_pages
from tests.fakes.command import Done, sitrep
from tests.fakes.slack.peer import SlackPeer
from tests.fakes.slack.seeds import BOT_TOKEN

CONFIG = Path(__file__).parents[2] / "config"
EXAMPLE = CONFIG / "sitrep.example.yaml"
PRIVATE = {"SITREP_ALLOW_PRIVATE": "1"}


def write(folder: Path, *urls: str) -> Path:
    """A configuration with these pages."""
    path = folder / "sitrep.yaml"
    pages = "".join(f"      - page: {url}\n" for url in urls)
    path.write_text(
        "topics:\n  ports:\n    title: Ports\n    sources:\n"
        f"{pages}engine: fast\n"
        'digests: {noon: {topics: [ports], at: "12:00", to: [console]}}\n'
    )
    return path


def test_a_right_configuration_is_summed_up() -> None:
    done = sitrep("check", "--config", EXAMPLE)

    assert (done.status, done.messages) == (0, "")
    counts = "2 topics, 3 sources, 1 digest, 1 alert"
    assert done.output == f"{EXAMPLE} is valid: {counts}\n"


def test_every_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("engin: fast\ntopics: {}\n")

    done = sitrep("check", "--config", path)

    assert (done.status, done.output) == (2, "")
    assert done.messages.splitlines() == [
        f'{path}:1:1: engin: unknown key; did you mean "engine"?',
        f"{path}:2:1: topics: this is empty: write a value",
    ]


def test_what_is_probably_not_meant_is_told_without_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path, "https://example.org/a")
    path.write_text(
        f"{path.read_text()}  # quiet\n".replace(
            '"12:00",', '"12:00", quiet: "11:00-13:00",'
        )
    )

    done = sitrep("check", "--config", path)

    assert done.status == 0
    assert done.messages == (
        f'{path}:7:35: digests.noon.at: warning: "12:00" is within the quiet hours '
        '"11:00-13:00", so it is posted at 13:00: write "13:00", or change "quiet"\n'
    )


@pytest.mark.parametrize("verb", ["check", "run", "topics", "sources"])
def test_without_a_configuration_every_verb_says_where_it_looked(
    verb: str, tmp_path: Path
) -> None:
    done = sitrep(verb, place=tmp_path)

    assert (done.status, done.output) == (2, "")
    assert "name a file with --config" in done.messages


def test_the_environment_may_name_the_configuration(tmp_path: Path) -> None:
    done = sitrep("topics", place=tmp_path, environment={"SITREP_CONFIG": str(EXAMPLE)})

    assert done.status == 0
    assert "Ports and shipping (2 sources, in morning, strikes)" in done.output


def test_the_schema_is_printed_without_a_configuration(tmp_path: Path) -> None:
    done = sitrep("check", "--schema", place=tmp_path)

    assert json.loads(done.output) == json.loads(
        (CONFIG / "sitrep.schema.json").read_text()
    )


def test_every_page_is_tried_when_asked_for(tmp_path: Path) -> None:
    with serve_pages(sample_page) as base:
        good, bad = f"{base}/port-strike.html", f"{base}/none.html"
        path = write(tmp_path, good, bad)
        done = sitrep("check", "--config", path, "--online", environment=PRIVATE)

    assert done.status == 1
    assert f"read    {good}: " in done.output
    assert f"failed  {bad}: " in done.output


def test_the_sources_of_a_topic_are_listed(tmp_path: Path) -> None:
    path = write(tmp_path, "https://example.org/a", "https://example.org/b")

    done = sitrep("sources", "ports", "--config", path)

    assert [line.strip() for line in done.output.splitlines() if line.strip()] == [
        "ports",
        "• https://example.org/a",
        "never read",
        "• https://example.org/b",
        "never read",
    ]


def test_a_topic_that_is_not_there_is_asked_about(tmp_path: Path) -> None:
    path = write(tmp_path, "https://example.org/a")

    done = sitrep("sources", "port", "--config", path)

    assert (done.status, done.output) == (2, "")
    assert done.messages == 'unknown topic "port"; did you mean "ports"?\n'


@pytest.mark.parametrize(
    "arguments",
    [
        ("brief",),
        ("brief", "a.txt", "--jsonl", "b.jsonl"),
        ("brief", "a.txt", "--output", "b.jsonl"),
        ("brief", "a.txt", "--workers", "2"),
        ("brief", "a.txt", "--workers", "0"),
        ("brief", "a.txt", "--engine", "spacey"),
        ("brief", "a.txt", "--format", "pdf"),
        ("brief", "a.txt", "--published", "soon"),
        ("brief", "a.txt", "--lang", "!"),
        ("brief", "a.txt", "b.txt", "--title", "Both"),
        ("brief", "--jsonl", "a.jsonl", "--explain"),
        ("brief", "a.txt", "--explain", "--format", "json"),
        ("digest", "--explain", "--format", "json"),
        ("digest", "--post", "--format", "json"),
        ("digest", "--post", "--all"),
        ("brief", "--jsonl", "a.jsonl", "--format", "markdown"),
        ("extract",),
        ("nonsense",),
        ("--nonsense",),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_and_does_nothing(
    arguments: tuple[str, ...], tmp_path: Path
) -> None:
    done = sitrep(*arguments, place=tmp_path)

    assert (done.status, done.output) == (2, "")
    assert done.messages != ""
    assert "Traceback" not in done.messages


@pytest.mark.parametrize(
    "verb", ["", "brief", "extract", "run", "check", "demo", "topics", "sources"]
)
def test_every_verb_has_help(verb: str) -> None:
    done = sitrep(*verb.split(), "--help")

    assert (done.status, done.messages) == (0, "")
    assert f"Usage: sitrep {verb}".strip() in done.output


def test_the_demonstration_shows_two_editions_and_the_next_step() -> None:
    done: Done = sitrep("demo", "--engine", "fast")

    first, second = done.output.split("Edition demo-")[:2]
    titles = [line for line in second.splitlines() if "Islands close schools" in line]
    assert done.status == 0
    assert "Port Halden dockers vote to strike" in first
    assert "Islands close schools" not in first
    assert titles
    assert "Next: sitrep brief" in done.messages


def test_a_digest_without_its_platforms_token_is_told(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    text = EXAMPLE.read_text(encoding="utf8")
    path.write_text(text.replace("- console\n", '- slack: "#ports"\n', 1), "utf8")

    done = sitrep("check", "--config", path)

    assert (done.status, done.output) == (2, "")
    assert done.messages == (
        "slack: SLACK_BOT_TOKEN is not set, so Sitrep cannot post there: morning\n"
    )


HUSH = {
    "SLACK_BOT_TOKEN": "hush-hush-1",
    "SLACK_API_URL": "hush-hush-2",
    "DISCORD_TOKEN": "hush hush-3",
    "PORT": "hush-hush-4",
    "DATABASE_URL": "hush-hush-5",
}


def test_all_that_is_wrong_with_file_and_environment_is_told(tmp_path: Path) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("topics: {}\n")

    done = sitrep("check", "--config", path, environment=HUSH)

    first, *others = done.messages.splitlines()
    assert (done.status, done.output) == (2, "")
    assert first == f"{path}:1:1: topics: this is empty: write a value"
    assert sorted(line.split()[0] for line in others) == sorted(HUSH)
    assert not any(secret in done.messages for secret in HUSH.values())


@pytest.mark.parametrize("verb", ["run", "worker"])
def test_nothing_runs_where_the_environment_is_wrong(verb: str) -> None:
    done = sitrep(verb, "--config", EXAMPLE, environment={"PORT": "http"})

    assert done == Done(2, "", "PORT is not a port: write a number from 1 to 65535\n")


def test_a_platform_that_is_set_up_in_part_is_told() -> None:
    done = sitrep(
        "check", "--config", EXAMPLE, environment={"SLACK_BOT_TOKEN": BOT_TOKEN}
    )

    assert done.status == 0
    assert done.messages.startswith("slack: people cannot use commands")


@pytest.mark.parametrize(("kind", "status"), [("file", 1), ("folder", 0)])
def test_a_path_that_leads_nowhere_is_told(
    kind: str, status: int, tmp_path: Path
) -> None:
    path = tmp_path / "sitrep.yaml"
    path.write_text(f"topics: {{a: {{title: A, sources: [{kind}: none]}}}}\n")

    done = sitrep("check", "--config", path)

    assert done.status == status
    assert done.messages.startswith(
        f"{path}:1:34: topics.a.sources[0].{kind}: the {kind} "
    )


def test_nothing_is_posted_where_a_token_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    path.write_text(
        "topics: {a: {title: A, sources: [folder: .]}}\nengine: fast\n"
        'digests: {d: {topics: [a], at: "07:30", to: [console, slack: "#a"]}}\n'
    )

    done = sitrep("digest", "--post", "--config", path)

    lost = "slack: SLACK_BOT_TOKEN is not set, so Sitrep cannot post there: d\n"
    assert done == Done(2, "", lost)


async def test_tokens_and_channels_are_tried(tmp_path: Path, slack: SlackPeer) -> None:
    path = tmp_path / "sitrep.yaml"
    page = tmp_path / "note.txt"
    page.write_text("The ferry stays in port after the storm, the town said.", "utf8")
    path.write_text(
        "topics: {ports: {title: Ports, sources: [file: note.txt]}}\n"
        'digests: {morning: {topics: [ports], at: "07:30", '
        'to: [slack: "#desk", slack: "#nowhere"]}}\n',
        "utf8",
    )
    environment = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.api}

    done = await asyncio.to_thread(
        sitrep, "check", "--config", path, "--online", environment=environment
    )

    assert done.status == 1
    assert "good    #desk: the bot can post there\n" in done.output
    assert "failed  #nowhere: " in done.output
    assert "failed  commands: people cannot use commands" in done.output
