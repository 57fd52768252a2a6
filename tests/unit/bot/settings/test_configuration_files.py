from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings.files import FileConfiguration, find_file, load_configuration
from tests.fakes.ports import FakeJournal

GOOD = """\
topics:
  ports:
    title: Ports
    sources: [page: "https://example.org/ports"]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good file."""
    path = tmp_path / "sitrep.yaml"
    path.write_text(GOOD)
    return path


def rewrite(path: Path, text: str) -> None:
    """Change the file, with another time even on a coarse clock."""
    path.write_text(text)
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))


def remove(path: Path) -> None:
    path.unlink()


def test_the_named_file_comes_first(tmp_path: Path) -> None:
    named = tmp_path / "named.yaml"

    assert find_file(named, {"SITREP_CONFIG": "other.yaml"}) == named


def test_the_environment_comes_second(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(GOOD)

    assert find_file(None, {"SITREP_CONFIG": str(other)}) == other


def test_a_file_that_the_environment_alone_knows_is_told() -> None:
    with pytest.raises(ConfigError) as refusal:
        find_file(None, {"SITREP_CONFIG": "none.yaml"})

    assert str(refusal.value) == (
        'SITREP_CONFIG is "none.yaml", which does not exist: change or unset it'
    )


@pytest.mark.parametrize("place", ["sitrep.yaml", "config/sitrep.yaml"])
def test_the_usual_places_come_last(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).write_text(GOOD)

    assert find_file(None, {}) == Path(place)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"none\.yaml: No such file or directory"):
        load_configuration(tmp_path / "none.yaml", PLATFORMS)


async def test_a_changed_file_is_read_again(path: Path) -> None:
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    rewrite(path, GOOD.replace("title: Ports", "title: Ships"))
    current = await configuration.current()

    assert [topic.title for topic in current.topics] == ["Ships"]
    assert event_log.events("info") == ["changed configuration loaded"]


async def test_an_unchanged_file_is_not_read_again(path: Path) -> None:
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    first = await configuration.current()

    assert await configuration.current() is first
    assert event_log.entries == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("contact", "desk@example.org"),
        ("health", "127.0.0.1:8099"),
        ("allow", "10.20.0.0/16"),
    ],
)
async def test_a_changed_key_is_said_to_wait_for_the_next_start(
    path: Path, key: str, value: str
) -> None:
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    rewrite(path, f"{GOOD}{key}: {value}\n")
    await configuration.current()

    assert event_log.events("warning") == [
        f'restart Sitrep to apply the changed key "{key}"'
    ]


async def test_what_is_wrong_with_the_file_is_known_until_it_is_right(
    path: Path,
) -> None:
    configuration = FileConfiguration(path, FakeJournal(), PLATFORMS)

    rewrite(path, "topics: [")
    await configuration.current()
    wrong = configuration.problem
    rewrite(path, f"{GOOD}engine: fast\n")
    await configuration.current()

    assert wrong is not None
    assert configuration.problem is None


@pytest.mark.parametrize("broken", ["topics: [", "topics: {}", ""])
async def test_a_broken_file_leaves_the_last_good_one(path: Path, broken: str) -> None:
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    rewrite(path, broken)
    current = await configuration.current()

    assert [topic.title for topic in current.topics] == ["Ports"]
    assert event_log.events("error") == [
        "configuration file is invalid; Sitrep keeps the last valid one"
    ]


async def test_a_file_that_a_link_leads_to_is_read_again(
    path: Path, tmp_path: Path
) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    configuration = FileConfiguration(link, FakeJournal(), PLATFORMS)

    rewrite(path, GOOD.replace("title: Ports", "title: Ships"))
    current = await configuration.current()

    assert [topic.title for topic in current.topics] == ["Ships"]


async def test_a_file_that_was_taken_away_leaves_the_last_good_one(path: Path) -> None:
    event_log = FakeJournal()
    configuration = FileConfiguration(path, event_log, PLATFORMS)

    remove(path)
    current = await configuration.current()

    assert [topic.title for topic in current.topics] == ["Ports"]
    assert event_log.events("error") == [
        "configuration file is invalid; Sitrep keeps the last valid one"
    ]


def test_a_broken_file_stops_the_start(tmp_path: Path) -> None:
    path = tmp_path / "sitrep.yaml"
    path.write_text("topics: [")

    with pytest.raises(ConfigError):
        FileConfiguration(path, FakeJournal(), PLATFORMS)
