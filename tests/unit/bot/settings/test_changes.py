from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.batch.feed_import import ImportedFeed
from bot.core.domain.errors import ConfigError
from bot.platforms import PLATFORMS
from bot.settings import load_configuration, make_change, plan_change
from bot.settings.feed_additions import check_added
from bot.settings.files import replace_content

FILE = """\
topics:
  ports:
    title: Ports
    sources:
      - page: https://example.org/a
"""
NEW = ImportedFeed("https://example.org/rss", "Ports")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A good file."""
    path = tmp_path / "sitrep.yaml"
    path.write_text(FILE)
    return path


def test_a_planned_change_changes_nothing(path: Path) -> None:
    change = plan_change(path, [NEW], None, PLATFORMS)

    assert path.read_text() == FILE
    assert change.after.decode() == f"{FILE}      - feed: {NEW.url}\n"


def test_a_change_that_is_made_is_in_the_file(path: Path) -> None:
    make_change(plan_change(path, [NEW], None, PLATFORMS))

    (topic,) = load_configuration(path, PLATFORMS).topics
    assert [source.url for source in topic.sources] == [
        *("https://example.org/a", NEW.url)
    ]


def test_a_file_that_was_changed_in_the_meantime_is_left_alone(path: Path) -> None:
    change = plan_change(path, [NEW], None, PLATFORMS)
    path.write_text(f"# mine\n{FILE}")

    with pytest.raises(ConfigError, match="changed in the meantime"):
        make_change(change)

    assert path.read_text() == f"# mine\n{FILE}"


def test_a_feed_that_did_not_come_in_is_noticed(path: Path) -> None:
    change = plan_change(path, [NEW], None, PLATFORMS)

    with pytest.raises(ConfigError, match=f"{NEW.url} cannot be added"):
        check_added(load_configuration(path, PLATFORMS), change.plan, path)


def test_a_file_keeps_its_mode_and_leaves_nothing_beside_it(path: Path) -> None:
    path.chmod(0o640)

    replace_content(path, b"new")

    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(path.parent.iterdir()) == [path]


def test_what_a_link_leads_to_is_replaced(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yaml"
    link.symlink_to(path)

    replace_content(link, b"new")

    assert link.is_symlink()
    assert path.read_bytes() == b"new"
