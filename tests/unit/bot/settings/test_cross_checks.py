from __future__ import annotations

from pathlib import Path

import pytest

from bot.platforms import PLATFORMS
from bot.settings.cross_checks import cross_check
from bot.settings.yaml import parse_yaml


def told(text: str) -> list[str]:
    """What does not go together in a file, without its name."""
    tree = parse_yaml(text.encode(), "f")
    problems = cross_check(tree, Path("/etc"), PLATFORMS)
    return [problem.formatted("f").removeprefix("f:") for problem in problems]


def sources(*written: str) -> str:
    """Topics of one source each, by letters; the same letter once."""
    return "topics:\n" + "".join(
        f"  {'ab'[at]}: {{sources: [{one}]}}\n" for at, one in enumerate(written)
    )


@pytest.mark.parametrize(
    "twice",
    [
        "feed: https://example.org/a, feed: https://example.org/a",
        "feed: https://example.org, page: https://EXAMPLE.org/",
        "page: https://example.org/a, page: https://example.org/a#top",
        "file: a.txt, file: ./a.txt",
        "file: a, folder: /etc/a",
    ],
)
def test_a_source_stands_in_a_topic_once(twice: str) -> None:
    first, second = twice.split(", ")
    text = f"topics:\n  a:\n    sources:\n      - {first}\n      - {second}\n"

    (problem,) = told(text)

    assert problem.startswith("5:9: topics.a.sources[1].")
    assert problem.endswith(": this source is already in line 4: remove one")


def test_a_source_may_stand_in_two_topics() -> None:
    feed = "feed: https://example.org/a"

    assert told(sources(feed, feed)) == []


def test_a_source_is_of_one_kind_everywhere() -> None:
    text = sources("feed: https://example.org/a", "page: https://example.org/a")

    assert told(text) == [
        "3:17: topics.b.sources[0].page: this source is a feed in line 2: use one kind",
    ]


def test_a_source_has_one_name_everywhere() -> None:
    text = sources(
        "{feed: https://example.org/a}", "{feed: https://example.org/a, name: Post}"
    )

    assert told(text) == [
        "3:18: topics.b.sources[0].feed: this source has a different name in line 2",
    ]


def test_a_page_is_read_in_one_way_everywhere() -> None:
    text = sources(
        "{page: https://example.org/a}", "{page: https://example.org/a, follow: true}"
    )

    assert told(text) == [
        "3:18: topics.b.sources[0].page: this source has a different follow in line 2",
    ]


def test_a_source_has_one_language_everywhere() -> None:
    text = sources(
        "{feed: https://example.org/a}", "{feed: https://example.org/a, lang: de}"
    )

    assert told(text) == [
        "3:18: topics.b.sources[0].feed: this source has a different lang in line 2",
    ]


@pytest.mark.parametrize(
    ("actors", "form"),
    [
        ("{Ost Line: [OL], Old Lock: [ol]}", "Old Lock[0]: "),
        ("{Ost Line: [OL, OL]}", "Ost Line[1]: "),
        ("{Ost Line: , Old Lock: 'ost  line'}", "Old Lock: "),
    ],
)
def test_a_form_stands_for_one_actor(actors: str, form: str) -> None:
    (problem,) = told(f"topics: {{a: {{actors: {actors}}}}}")

    assert f": topics.a.actors.{form}" in problem
    assert problem.endswith("is already the name of an actor in line 1: remove one")


def test_a_name_stands_in_a_list_once() -> None:
    (problem,) = told("topics: {a: {actors: [Ost Line, ost line]}}")

    assert "topics.a.actors[1]: " in problem


def test_actors_of_different_topics_may_share_forms() -> None:
    assert told("topics: {a: {actors: {A: x}}, b: {actors: {B: x}}}") == []


def test_a_digest_names_topics_that_are_there() -> None:
    assert told("topics: {ports: {}}\ndigests: {d: {topics: [port]}}") == [
        '2:24: digests.d.topics[0]: unknown topic "port"; did you mean "ports"?'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "topics: []",
        "topics: {a: x}",
        "topics: {a: {sources: x, actors: x}}",
        "topics: {a: {sources: [x, {feed: 1}], actors: [1, {b: 2}]}}",
        "topics: {a: {actors: {b: 1, c: [1]}}}",
        "topics: {a: {sources: [page: 'http://[::1']}}",
        "digests: {d: x, e: {topics: [1]}}",
    ],
)
def test_values_of_another_shape_are_left_to_others(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("second", ["console", "console: {}"])
def test_a_digest_goes_to_the_console_once(second: str) -> None:
    text = f"digests:\n  a:\n    to:\n      - console\n      - {second}\n"

    assert told(text) == [
        "5:9: digests.a.to[1]: this destination is already in line 4: remove one"
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ('slack: "#a"', 'slack: {channel: "#a"}'),
        ("discord: 123456789012345678", 'discord: "123456789012345678"'),
    ],
)
def test_a_digest_goes_to_a_channel_once(first: str, second: str) -> None:
    text = f"digests:\n  a:\n    to:\n      - {first}\n      - {second}\n"

    assert told(text) == [
        "5:9: digests.a.to[1]: this destination is already in line 4: remove one"
    ]


def test_a_digest_may_go_to_several_channels() -> None:
    assert told('digests: {a: {to: [slack: "#a", slack: "#b", discord: "1"]}}') == []


def test_two_digests_may_go_to_the_console() -> None:
    assert told("digests: {a: {to: [console]}, b: {to: [console]}}") == []


@pytest.mark.parametrize(
    ("topics", "place"),
    [("[ports, ports]", "2:31"), ("[ports, rail, ports]", "2:37")],
)
def test_a_digest_names_a_topic_once(topics: str, place: str) -> None:
    text = f"topics: {{ports: {{}}, rail: {{}}}}\ndigests: {{d: {{topics: {topics}}}}}"

    (problem,) = told(text)

    assert problem.startswith(f"{place}: digests.d.topics[")
    assert problem.endswith("]: this topic is already in line 2: remove one of them")


def test_two_digests_may_name_one_topic() -> None:
    assert told("topics: {a: {}}\ndigests: {d: {topics: [a]}, e: {topics: [a]}}") == []


def test_the_operator_is_told_in_a_channel_once() -> None:
    assert told('operator:\n  - slack: "#a"\n  - slack: {channel: "#a"}\n') == [
        "3:5: operator[1]: this destination is already in line 2: remove one"
    ]


ALERTS = """\
topics:
  a: {sources: [{feed: https://example.org/a}]}
  b: {sources: [{feed: https://example.org/b}], actors: [Norland]}
digests:
  morning: {topics: [a]}
alerts:
"""


@pytest.mark.parametrize(
    ("alert", "problem"),
    [
        (
            "morning: {topics: a}",
            "7:3: alerts.morning: this is already the id of a digest in line 5: choose another",
        ),
        (
            "x: {topics: c}",
            '7:7: alerts.x.topics: unknown topic "c"',
        ),
        (
            "x: {topics: [a, a]}",
            "7:19: alerts.x.topics[1]: this topic is already in line 7: remove one of them",
        ),
        (
            "x: {topics: [a], when: {actors: any}}",
            "7:27: alerts.x.when.actors: no topic of this alert watches an actor: add actors to one",
        ),
        (
            "x: {topics: a, to: [console, console]}",
            "7:32: alerts.x.to[1]: this destination is already in line 7: remove one",
        ),
    ],
)
def test_an_alert_fits_the_file(alert: str, problem: str) -> None:
    assert told(f"{ALERTS}  {alert}\n") == [problem]


def test_any_watched_actor_needs_one_in_a_topic() -> None:
    assert told(f"{ALERTS}  x: {{topics: [a, b], when: {{actors: any}}}}\n") == []


POSTED = "digests:\n  a: {to: [slack: acme/#ops, console]}\noperator: [acme/#desk]\n"


def test_channels_stand_below_the_workspaces_that_the_file_names() -> None:
    assert told(f"workspaces: {{acme: T012AB3CD}}\n{POSTED}") == []


@pytest.mark.parametrize(
    ("named", "place", "problem"),
    [
        ("", "2:12: digests.a.to[0]", 'unknown workspace "acme"'),
        (
            "workspaces: {acne: T012AB3CD}\n",
            "3:12: digests.a.to[0]",
            'unknown workspace "acme"; did you mean "acne"?',
        ),
    ],
)
def test_an_unknown_workspace_is_told(named: str, place: str, problem: str) -> None:
    assert f"{place}: {problem}" in told(named + POSTED)


def test_with_workspaces_each_slack_channel_has_one() -> None:
    text = "workspaces: {acme: T012AB3CD}\n" + POSTED.replace("acme/#desk", '"#desk"')

    assert told(text) == [
        '4:12: operator[0]: write its workspace before the channel: "acme/#desk"'
    ]


def test_a_workspace_has_one_name() -> None:
    text = "workspaces:\n  acme: T012AB3CD\n  other: T012AB3CD\n"

    assert told(text) == [
        "3:3: workspaces.other: this workspace is already in line 2: remove one of them"
    ]


def test_workspaces_need_no_list_of_those_who_may_use_commands() -> None:
    text = "workspaces: {acme: T012AB3CD}\naccess: {slack: [T012AB3CD]}\n"

    (problem,) = told(text)

    assert problem.startswith("2:10: access.slack: Sitrep answers commands in")
    assert problem.endswith("remove it")
