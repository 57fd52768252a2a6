"""The real command takes secrets from files and from ``.env``, and never shows them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blackbox.driver import sitrep

TOKEN = f"{'M' * 24}.{'G' * 6}.{'x' * 32}"

CONFIG = """
topics: {ports: {title: Ports, sources: [{feed: "https://feed.example/rss"}]}}
digests: {morning: {topics: [ports], at: "07:30", to: [{discord: 123456789012345678}]}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a configuration that posts to Discord."""
    (tmp_path / "sitrep.yaml").write_text(CONFIG)
    return tmp_path


def check(place: Path, **environment: str) -> tuple[int, str]:
    done = sitrep("check", place=place, environment=environment)
    return done.status, done.output + done.messages


def test_token_may_be_in_a_file(place: Path) -> None:
    (place / "token").write_text(f"{TOKEN}\n")

    status, told = check(place, DISCORD_TOKEN_FILE=str(place / "token"))

    assert status == 0
    assert TOKEN not in told


def test_token_may_be_in_dotenv(place: Path) -> None:
    (place / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\nEDITOR=vi\n")

    status, told = check(place)

    assert status == 0
    assert TOKEN not in told


def test_malformed_token_of_a_file_is_reported_without_its_value(place: Path) -> None:
    (place / "token").write_text(f'"{TOKEN}"')

    status, told = check(place, DISCORD_TOKEN_FILE=str(place / "token"))

    assert status == 2
    assert "DISCORD_TOKEN is not a token" in told
    assert TOKEN not in told


def test_missing_file_ends_the_command_with_one_sentence(place: Path) -> None:
    status, told = check(place, DISCORD_TOKEN_FILE="/none")  # noqa: S106

    assert status == 2
    assert told == (
        'DISCORD_TOKEN_FILE is "/none", which cannot be read: No such file or directory\n'
    )


def test_path_of_a_missing_file_is_shown_and_a_token_in_its_place_is_not(
    place: Path,
) -> None:
    _, path = check(place, SLACK_SIGNING_SECRET_FILE="/run/secrets/slack-signing")  # noqa: S106
    _, token = check(place, SLACK_SIGNING_SECRET_FILE="0123456789abcdef" * 2)

    assert 'SLACK_SIGNING_SECRET_FILE is "/run/secrets/slack-signing", which' in path
    assert "0123456789abcdef" not in token


def test_secret_of_a_file_is_hidden_in_messages(place: Path) -> None:
    (place / "secret").write_text("hush-hush-hush")
    name = place / "hush-hush-hush.yaml"

    done = sitrep(
        *("check", "--config", name),
        place=place,
        environment={"SLACK_SIGNING_SECRET_FILE": str(place / "secret")},
    )

    assert done.status == 2
    assert "hush-hush-hush" not in done.messages
    assert "[hidden].yaml" in done.messages
