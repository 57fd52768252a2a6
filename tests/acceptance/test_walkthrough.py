"""The whole path as a new user goes it: both platforms, the real commands."""

from __future__ import annotations

import pytest

from tests.fakes.platforms.crashes import begin_now
from tests.fakes.walk import Walk, walk

pytestmark = [pytest.mark.slow, pytest.mark.process]

STORY = "Hospitals in Aldersund turn away patients after attack on records system"
BRIEFING = "Karvia and Tolmenia sign river accord, but engineers doubt the timetable"


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("walk")
    return walk(folder, at=begin_now(folder))


def seen(walked: Walk, title: str) -> str:
    (found,) = (step.seen for step in walked.steps if step.title.startswith(title))
    return found


def test_all_is_set_up(walked: Walk) -> None:
    assert "failed" not in seen(walked, "Check the configuration")
    assert seen(walked, "Check the configuration").count("good  ") >= 6


def test_the_digest_is_posted_on_both(walked: Walk) -> None:
    assert STORY in seen(walked, "The digest at")
    assert STORY in seen(walked, "The same on Discord")


def test_a_link_is_briefed_on_both(walked: Walk) -> None:
    for title in ("A link, on Slack", "A link, on Discord"):
        assert BRIEFING in seen(walked, title)
        assert "WHO SAID WHAT" in seen(walked, title)


def test_every_message_is_posted_once(walked: Walk) -> None:
    told = seen(walked, "Deliveries").split()

    assert told.count("posted") == 2
    for keys in (walked.slack_keys, walked.discord_keys):
        assert len(keys) == len(set(keys)) > 1
    assert "given" not in told


def test_the_bot_ends_well_and_says_no_secret(walked: Walk) -> None:
    log = seen(walked, "The log of the bot")

    assert seen(walked, "Stopping") == "exit status 0"
    assert not any(
        secret in log for name, secret in walked.environment.items() if "TOKEN" in name
    )
