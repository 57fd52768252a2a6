"""What a topic may say: sources, words, actors; and the keys around the topics."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.domain.configuration import (
    Configuration,
    Source,
    SourceKind,
    Topic,
    WatchedActor,
)
from bot.core.domain.errors import ConfigError
from bot.core.domain.logins import LoginKind, SourceLogin
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration

SOURCES = """\
topics:
  ports:
    title: Ports
    sources:
"""
FEED = f"{SOURCES}      - feed: https://example.org/rss\n"


def read(text: str, name: str = "f") -> Configuration:
    return parse_configuration(text.encode(), name, PLATFORMS)


def topic(*lines: str) -> Topic:
    """The topic of a good file with these lines."""
    (found,) = read(FEED + "".join(f"    {line}\n" for line in lines)).topics
    return found


def sources(*written: str, name: str = "/etc/sitrep/sitrep.yaml") -> list[Source]:
    text = SOURCES + "".join(f"      - {source}\n" for source in written)
    return list(read(text, name).topics[0].sources)


def told(text: str) -> list[str]:
    """What is told about a wrong file, without its name."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return [line.removeprefix("f:") for line in str(caught.value).splitlines()]


def wrong_source(written: str) -> list[str]:
    return told(f"{SOURCES}      - {written}\n")


def wrong_topic(line: str) -> list[str]:
    return told(f"{FEED}    {line}\n")


def test_feeds_and_pages_are_named_by_their_address() -> None:
    assert sources("feed: https://example.org/rss", "page: https://example.org/a") == [
        Source(SourceKind.FEED, "https://example.org/rss"),
        Source(SourceKind.PAGE, "https://example.org/a"),
    ]


def test_files_and_folders_are_seen_from_the_folder_of_the_configuration() -> None:
    found = sources("file: notes/a.md", "folder: ../news", "file: /srv/b.txt")

    assert found == [
        Source(SourceKind.FILE, "/etc/sitrep/notes/a.md"),
        Source(SourceKind.FILE, "/etc/news"),
        Source(SourceKind.FILE, "/srv/b.txt"),
    ]


def test_a_configuration_without_a_folder_is_in_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    (found,) = sources("file: a.md", name="sitrep.yaml")

    assert found.url == str(tmp_path / "a.md")


@pytest.mark.parametrize(
    ("written", "lang"), [("de", "de"), ('"no"', "no"), ("en-GB", "en")]
)
def test_a_source_may_have_a_language(written: str, lang: str) -> None:
    (found,) = sources(f"{{page: 'https://example.org/a', lang: {written}}}")

    assert found.lang == lang


def test_a_source_may_have_a_name() -> None:
    (found,) = sources("{page: 'https://example.org/a', name: Kessary Courier}")

    assert found.name == "Kessary Courier"


def test_a_topic_has_its_words() -> None:
    found = topic("include: [harbour, /cranes?/]", "exclude: cruise ship")

    assert found.include == ("harbour", "/cranes?/")
    assert found.exclude == ("cruise ship",)


@pytest.mark.parametrize(
    ("written", "actors"),
    [
        (
            "[Ines Valdry, Ost Line]",
            (WatchedActor("Ines Valdry"), WatchedActor("Ost Line")),
        ),
        (
            "{Ines Valdry: [Valdry, the minister]}",
            (WatchedActor("Ines Valdry", ("Valdry", "the minister")),),
        ),
        ("{Ost Line: OL}", (WatchedActor("Ost Line", ("OL",)),)),
        ("{Ost Line: }", (WatchedActor("Ost Line"),)),
        ("{}", ()),
    ],
)
def test_actors_are_a_list_or_have_their_forms(
    written: str, actors: tuple[WatchedActor, ...]
) -> None:
    assert topic(f"actors: {written}").actors == actors


def test_the_file_says_how_often_how_long_and_for_whom() -> None:
    found = read(
        "contact: desk@example.org\npoll: 2 hours\nkeep: 1 year\nrecord: 3 years\n"
        f"{FEED}"
    )

    assert found.contact == "desk@example.org"
    assert (found.poll, found.keep) == (timedelta(hours=2), timedelta(days=365))
    assert found.record == timedelta(days=3 * 365)


@pytest.mark.parametrize(
    ("written", "allowed"),
    [
        ("intranet.example", [("intranet.example", "10.0.0.1")]),
        ("[wiki, 10.20.0.0/16]", [("wiki", "10.0.0.1"), ("x.example", "10.20.3.4")]),
        ('"[fd12::5]:8080"', [("fd12::5", "fd12::5")]),
    ],
)
def test_servers_to_allow_are_one_or_a_list(
    written: str, allowed: list[tuple[str, str]]
) -> None:
    found = read(f"allow: {written}\n{FEED}").allow

    assert len(found) == len(allowed)
    for server, (host, address) in zip(found, allowed, strict=True):
        assert server.covers(host, address)


def test_without_these_keys_there_are_usual_values() -> None:
    found = read(FEED)

    assert found.contact is None
    assert found.allow == ()
    assert (found.poll, found.keep) == (timedelta(minutes=15), timedelta(days=90))


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            "https://example.org/rss",
            (
                "5:9: topics.ports.sources[0]: write the kind of the source before it, such as "
                '"feed: https://example.org/rss.xml"'
            ),
        ),
        (
            "lang: de",
            "5:9: topics.ports.sources[0]: a source needs one of feed, page, file and folder",
        ),
        (
            "{feed: 'https://example.org/a', file: b.txt}",
            (
                "5:9: topics.ports.sources[0]: feed and file are two sources; give each "
                "its own line"
            ),
        ),
        (
            "feed: example.org/rss",
            (
                "5:9: topics.ports.sources[0].feed: write a whole address, such as "
                '"https://example.org/news"'
            ),
        ),
        (
            "file: https://example.org/rss",
            (
                "5:9: topics.ports.sources[0].file: this is an address; write it after "
                '"feed" or "page"'
            ),
        ),
        (
            "folder: ~/news",
            (
                '5:9: topics.ports.sources[0].folder: "~" is not expanded; write the '
                "whole path"
            ),
        ),
        (
            'file: " "',
            (
                "5:9: topics.ports.sources[0].file: this is not a path; write one such as "
                '"notes/today.md"'
            ),
        ),
        (
            'file: "a\\0b"',
            (
                "5:9: topics.ports.sources[0].file: this is not a path; write one such as "
                '"notes/today.md"'
            ),
        ),
        (
            "feed:",
            "5:9: topics.ports.sources[0].feed: write text here, in quotes if need be",
        ),
        (
            "{page: 'https://example.org/a', lang: German}",
            (
                '5:41: topics.ports.sources[0].lang: "German" is not a language code '
                'such as "en"'
            ),
        ),
        (
            "{page: 'https://example.org/a', lang: no}",
            (
                '5:47: topics.ports.sources[0].lang: YAML can read this in two ways; write it in quotes: "no"'
            ),
        ),
        (
            "feeed: https://example.org/a",
            ('5:9: topics.ports.sources[0].feeed: unknown key; did you mean "feed"?'),
        ),
    ],
)
def test_a_mistake_in_a_source_is_told(written: str, problem: str) -> None:
    assert wrong_source(written) == [problem]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            'include: ["", sea]',
            "6:15: topics.ports.include[0]: this is empty: write a value",
        ),
        ("include: []", "6:5: topics.ports.include: this is empty: write a value"),
        (
            "include: [2026]",
            "6:15: topics.ports.include[0]: write text here, in quotes if need be",
        ),
        (
            "include: [on]",
            '6:15: topics.ports.include[0]: YAML can read this in two ways; write it in quotes: "on"',
        ),
        (
            "include: [/crane]",
            (
                '6:15: topics.ports.include[0]: a regular expression ends with "/", and '
                'nothing may follow it: write "/crane/"'
            ),
        ),
        (
            "include: [/crane/i]",
            ('6:15: topics.ports.include[0]: case is ignored anyway: write "/crane/"'),
        ),
        (
            "include: [/crane/g]",
            (
                '6:15: topics.ports.include[0]: a regular expression ends with "/", and '
                "nothing may follow it"
            ),
        ),
        (
            "include: [crane/]",
            (
                '6:15: topics.ports.include[0]: a regular expression starts and ends with "/": add the first one'
            ),
        ),
        (
            "include: [//]",
            "6:15: topics.ports.include[0]: this is empty: write a value",
        ),
        (
            "exclude: ['/a(b/']",
            (
                "6:15: topics.ports.exclude[0]: missing ) at character 1 of the "
                'expression: "a(b"'
            ),
        ),
        (
            "exclude: ['&']",
            "6:15: topics.ports.exclude[0]: this contains neither letters nor digits: write a word",
        ),
        (
            'exclude: ["a\\nb"]',
            "6:15: topics.ports.exclude[0]: this contains a control character: remove it",
        ),
        (
            f"exclude: [{'a' * 201}]",
            "6:15: topics.ports.exclude[0]: this is longer than 200 characters: shorten it",
        ),
        (
            f"exclude: [{', '.join(f'w{number}' for number in range(501))}]",
            "6:5: topics.ports.exclude: this has too many items: remove some",
        ),
        (
            "actors: {Ost Line: [/O.L/]}",
            (
                "6:25: topics.ports.actors.Ost Line[0]: write a name here; regular "
                "expressions belong in include and exclude"
            ),
        ),
        (
            "actors: {'': OL}",
            "6:14: topics.ports.actors.: this is empty: write a value",
        ),
        (
            "actors: [12]",
            "6:14: topics.ports.actors[0]: write text here, in quotes if need be",
        ),
        (
            "actor: [Ost Line]",
            '6:5: topics.ports.actor: unknown key; did you mean "actors"?',
        ),
    ],
)
def test_a_mistake_in_a_topic_is_told(line: str, problem: str) -> None:
    assert wrong_topic(line) == [problem]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "contact: the desk",
            (
                "1:1: contact: write a mail address, such as "
                '"news@example.org", or a web address'
            ),
        ),
        (
            "poll: 15",
            '1:1: poll: a number needs a unit: write "15 minutes" or "15 days"',
        ),
        ("poll: 1 second", "1:1: poll: 1 second is too short: write 1 minute to 1 day"),
        (
            "keep: 90 daays",
            '1:1: keep: "daays" is not a unit of time; did you mean "days"?',
        ),
        ("keep: 11 years", "1:1: keep: 11 years is too long: write 1 day to 10 years"),
        (
            "allow: https://intranet.example",
            (
                "1:1: allow: write a host name, an IP address or a network, such as "
                '"10.20.0.0/16"'
            ),
        ),
        (
            "allow: [wiki, 169.254.169.254]",
            (
                "1:15: allow[1]: this is a metadata service, which gives away the "
                "machine's credentials and is never fetched: remove it"
            ),
        ),
    ],
)
def test_a_mistake_around_the_topics_is_told(line: str, problem: str) -> None:
    assert told(f"{line}\n{FEED}") == [problem]


@pytest.mark.parametrize("kind", ["feed", "page"])
@pytest.mark.parametrize("way", ["basic", "header"])
def test_a_feed_or_page_may_have_a_login(kind: str, way: str) -> None:
    (found,) = sources(f"{{{kind}: 'https://example.org/a', auth: {{{way}: TIMES_2}}}}")

    assert found.login == SourceLogin(LoginKind(way), "TIMES_2")
    assert found.login.variable == "SITREP_AUTH_TIMES_2"


@pytest.mark.parametrize(
    ("auth", "problem"),
    [
        ("{}", "auth: a login needs one of basic and header"),
        ("{basic: A, header: B}", "auth: a login needs one of basic and header"),
        ("TIMES", "auth: write keys with values here"),
        ("{bearer: A}", 'auth.bearer: unknown key; did you mean "header"?'),
        (
            "{basic: SITREP_AUTH_A}",
            'auth.basic: write the name without "SITREP_AUTH_"',
        ),
        *(
            (
                f"{{basic: '{name}'}}",
                (
                    'auth.basic: write a name in capitals, such as "TIMES"; the '
                    "variable SITREP_AUTH_TIMES then has the value"
                ),
            )
            for name in ("times", "desk:hush", "A_FILE", "2A", "")
        ),
    ],
)
def test_a_wrong_login_is_told(auth: str, problem: str) -> None:
    (wrong,) = wrong_source(f"{{feed: 'https://example.org/a', auth: {auth}}}")

    assert wrong.partition("sources[0].")[2] == problem


def test_a_file_has_no_login() -> None:
    (wrong,) = wrong_source("{file: a.txt, auth: {basic: A}}")

    assert wrong.endswith("only a feed or page has a login: write auth beside it")


@pytest.mark.parametrize(
    ("written", "follow"),
    [("", None), (", follow: true", True), (", follow: false", False)],
)
def test_a_page_may_be_followed(written: str, *, follow: bool | None) -> None:
    (found,) = sources(f"{{page: 'https://example.org/a'{written}}}")

    assert found == Source(SourceKind.PAGE, "https://example.org/a", follow=follow)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        (
            "{page: 'https://example.org/a', follow: always}",
            "5:41: topics.ports.sources[0].follow: write true or false",
        ),
        (
            "{feed: 'https://example.org/a', follow: true}",
            "5:9: topics.ports.sources[0]: only a page can be followed: write follow beside page",
        ),
        (
            "{file: a.txt, follow: false}",
            "5:9: topics.ports.sources[0]: only a page can be followed: write follow beside page",
        ),
    ],
)
def test_only_pages_are_followed_or_not(written: str, problem: str) -> None:
    assert wrong_source(written) == [problem]
