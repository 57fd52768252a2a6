"""Parts of a valid file that are probably not meant are told, and stop nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.platforms import PLATFORMS
from bot.settings import advice, load_configuration

FILE = """\
topics:
  ports:
    title: Ports
    sources: {feed: https://example.org/rss}
    include: [harbour]
  rail:
    title: Rail
    sources: {feed: https://example.org/rail}
digests:
  morning:
    topics: [ports, rail]
    at: ["07:30", "23:15"]
    to:
      - console
      - slack: "#ports"
    quiet: "01:00-02:00"
"""


def warned(folder: Path, old: str = "", new: str = "") -> list[str]:
    """The warnings about the file after one change; it stays valid."""
    path = folder / "f.yaml"
    assert old in FILE
    path.write_text(FILE.replace(old, new) if old else FILE)
    load_configuration(path, PLATFORMS)
    return [line.removeprefix(f"{path}:") for line in advice(path)]


def test_a_clear_file_has_no_warning(tmp_path: Path) -> None:
    assert warned(tmp_path) == []


@pytest.mark.parametrize(
    ("term", "written"),
    [
        ('"strik(e|ing)"', "/strik(e|ing)/"),
        ('"strik.*"', "/strik.*/"),
        ("'\\bstrike\\b'", "/\\\\bstrike\\\\b/"),
        ('"[Ss]trike"', "/[Ss]trike/"),
        ('"strike|walkout"', "/strike|walkout/"),
        ('"^Strike"', "/^Strike/"),
        ("strike*", "/\\\\bstrike/"),
    ],
)
def test_an_expression_without_slashes_is_told(
    term: str, written: str, tmp_path: Path
) -> None:
    (warning,) = warned(tmp_path, "harbour", term)

    assert warning == (
        "5:15: topics.ports.include[0]: warning: this is searched exactly as it is "
        f'written; for a regular expression, write "{written}"'
    )


@pytest.mark.parametrize(
    "term",
    ["C++", "AT&T", "US$", "a.m.", '"M&A (deals)"', '"Yahoo!"', "Google+", "/a.*/"],
)
def test_other_signs_in_terms_are_left(term: str, tmp_path: Path) -> None:
    assert warned(tmp_path, "harbour", term) == []


def test_a_topic_that_nothing_posts_is_told(tmp_path: Path) -> None:
    (warning,) = warned(tmp_path, "[ports, rail]", "ports")

    assert warning == (
        '6:3: topics.rail: warning: no digest or alert has this topic: add "rail" to '
        '"topics" of one, or leave it to subscriptions'
    )


def test_an_alert_posts_its_topics(tmp_path: Path) -> None:
    alert = "alerts: {a: {topics: rail, when: {papers: 2}, to: console}}"

    assert warned(tmp_path, "digests:", f"{alert}\ndigests:") == []
    path = tmp_path / "f.yaml"
    path.write_text(path.read_text().replace("[ports, rail]", "ports"))
    assert [*advice(path)] == []


def test_without_digests_topics_serve_commands_only(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(FILE.partition("digests:")[0])

    assert [*advice(path)] == []


@pytest.mark.parametrize(
    ("quiet", "place", "at", "end"),
    [
        ("22:00-07:00", "12:19: digests.morning.at[1]", "23:15", "07:00"),
        ("23:00-08:00", "12:19: digests.morning.at[1]", "23:15", "08:00"),
        ("07:00-08:00", "12:10: digests.morning.at[0]", "07:30", "08:00"),
        ("07:30-08:00", "12:10: digests.morning.at[0]", "07:30", "08:00"),
    ],
)
def test_a_time_within_quiet_hours_is_told(
    quiet: str, place: str, at: str, end: str, tmp_path: Path
) -> None:
    assert (
        f'{place}: warning: "{at}" is within the quiet hours "{quiet}", so it is posted '
        f'at {end}: write "{end}", or change "quiet"'
    ) in warned(tmp_path, "01:00-02:00", quiet)


def test_the_end_of_quiet_hours_is_not_within_them(tmp_path: Path) -> None:
    assert warned(tmp_path, "01:00-02:00", "06:00-07:30") == []


def test_the_quiet_hours_of_a_channel_count(tmp_path: Path) -> None:
    channel = 'slack: {channel: "#ports", quiet: "07:00-09:00"}'

    (warning,) = warned(tmp_path, 'slack: "#ports"', channel)

    assert warning.startswith("12:10: digests.morning.at[0]: ")
