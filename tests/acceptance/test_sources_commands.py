"""``sitrep sources``, ``sources import`` and ``sources export``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.command import Done, sitrep

FILE = """\
# what the desk reads
topics:
  ports:
    title: 'Ports'   # the first
    sources:
      - page: https://example.org/a

  # for the other desk
  fish:
    title: Fish
    sources:
      - feed: https://example.org/fish/rss
"""
OPML = """\
<opml version="2.0"><head/><body>
  <outline text="Ports"><outline text="Quays" xmlUrl="https://example.org/q"/></outline>
  <outline text="Rivers"><outline text="Locks" xmlUrl="https://example.org/l"/></outline>
  <outline text="Fish" xmlUrl="https://example.org/a"/>
  <outline text="Clippings" htmlUrl="https://example.org/"/>
  <outline text="Gopher" xmlUrl="gopher://example.org/"/>
</body></opml>
"""
QUAYS = '{feed: "https://example.org/q", name: "Quays"}'
LOCKS = '{feed: "https://example.org/l", name: "Locks"}'


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a configuration and a list of feeds."""
    (tmp_path / "sitrep.yaml").write_text(FILE)
    (tmp_path / "list.opml").write_text(OPML)
    return tmp_path


def sources(desk: Path, *arguments: str, given: str = "") -> Done:
    return sitrep("sources", *arguments, place=desk, given=given.encode())


def configured(desk: Path) -> str:
    return (desk / "sitrep.yaml").read_text()


def test_an_import_adds_feeds_and_nothing_else(desk: Path) -> None:
    done = sources(desk, "import", "list.opml")

    assert done.status == 0
    assert done.output == "ports: 1 feed added\nrivers: 1 feed added\n"
    assert configured(desk) == (
        FILE.replace("org/a\n", f"org/a\n      - {QUAYS}\n")
        + '  rivers:\n    title: "Rivers"\n    sources:\n'
        f"      - {LOCKS}\n"
    )


def test_what_is_left_out_is_told_with_its_reason(desk: Path) -> None:
    done = sources(desk, "import", "list.opml")

    assert (
        "skipped: https://example.org/a: is already read as a page\n" in done.messages
    )
    assert "skipped: Clippings: has no address of a feed (xmlUrl)\n" in done.messages
    assert "skipped: Gopher: has an address that is not of the web\n" in done.messages
    assert done.messages.endswith("2 feeds added to sitrep.yaml, 3 skipped\n")


def test_a_second_import_adds_nothing(desk: Path) -> None:
    sources(desk, "import", "list.opml")
    before = configured(desk)

    done = sources(desk, "import", "list.opml")

    assert (done.status, done.output) == (0, "")
    assert (
        "skipped: https://example.org/q: is already in the topic ports\n"
        in done.messages
    )
    assert configured(desk) == before


def test_a_dry_run_shows_the_lines_and_changes_nothing(desk: Path) -> None:
    done = sources(desk, "import", "list.opml", "--topic", "fish", "--dry-run")

    lines = done.output.splitlines()
    assert [line for line in lines if line.startswith("+ ")] == [
        f"+      - {QUAYS}",
        f"+      - {LOCKS}",
    ]
    assert configured(desk) == FILE


def test_a_list_may_come_from_standard_input_into_a_new_topic(desk: Path) -> None:
    done = sources(desk, "import", "-", "--topic", "rest", given=OPML)

    assert done.output == "rest: 2 feeds added\n"
    assert '  rest:\n    title: "Rest"\n' in configured(desk)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("list.txt",), 1, '"list.txt" cannot be read'),
        (("sitrep.yaml",), 1, "this is not an OPML file"),
        (("list.opml", "--topic", "No Id"), 2, "write an id of small letters"),
        ((), 2, "Missing argument"),
    ],
)
def test_an_import_that_cannot_be_made_changes_nothing(
    desk: Path, arguments: tuple[str, ...], status: int, told: str
) -> None:
    done = sources(desk, "import", *arguments)

    assert (done.status, done.output) == (status, "")
    assert told in done.messages
    assert "Traceback" not in done.messages
    assert configured(desk) == FILE


def test_an_export_can_be_imported_again(desk: Path) -> None:
    done = sources(desk, "export", "--topic", "fish")

    assert 'xmlUrl="https://example.org/fish/rss"' in done.output
    again = sources(desk, "import", "-", given=done.output)
    assert "is already in the topic fish" in again.messages


def test_names_survive_an_export_and_an_import(desk: Path) -> None:
    sources(desk, "import", "list.opml")
    exported = sources(desk, "export", "--topic", "ports").output
    (desk / "sitrep.yaml").write_text(FILE)

    sources(desk, "import", "-", given=exported)

    assert f"      - {QUAYS}\n" in configured(desk)


def test_an_export_of_no_topic_is_told(desk: Path) -> None:
    done = sources(desk, "export", "--topic", "fsh")

    assert (done.status, done.output) == (2, "")
    assert done.messages == 'unknown topic "fsh"; did you mean "fish"?\n'


@pytest.mark.parametrize(
    "arguments", [(), ("list",), ("ports",), ("list", "ports")], ids=" ".join
)
def test_sources_are_listed_with_and_without_the_word(
    desk: Path, arguments: tuple[str, ...]
) -> None:
    done = sources(desk, *arguments)

    assert done.status == 0
    assert "https://example.org/a" in done.output
    assert ("https://example.org/fish/rss" in done.output) is ("ports" not in arguments)


@pytest.mark.parametrize("verb", ["", "list", "import", "export"])
def test_every_verb_below_sources_has_help(verb: str, tmp_path: Path) -> None:
    done = sources(tmp_path, *verb.split(), "--help")

    assert (done.status, done.messages) == (0, "")
    assert f"Usage: sitrep sources {verb}".strip() in done.output
