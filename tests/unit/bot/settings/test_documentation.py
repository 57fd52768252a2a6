"""What docs/configuration.md says about the file is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.core.domain.configuration import Topic
from bot.core.domain.logins import LOGIN_VARIABLE
from bot.core.domain.programs import TOKEN_VARIABLE
from bot.core.domain.proxies import NO_PROXY, PROXY_VARIABLES
from bot.core.text.topics.matcher import TopicMatcher
from bot.platforms import PLATFORMS
from bot.settings.configuration_parser import parse_configuration
from bot.settings.environment import AUTHORITIES, OWN
from bot.settings.problems import KeyPath as Keys
from bot.settings.schema.file import keys_at, schema_text
from summarizers.model import Article

VARIABLES = tuple(
    variable.name
    for variable in (*(one for spec in PLATFORMS for one in spec.variables), *OWN)
)
ROOT = Path(__file__).parents[4]
TEXT = (ROOT / "docs" / "configuration.md").read_text(encoding="utf8")
SECTIONS: dict[str, Keys] = {
    "The file": (),
    "A topic": ("topics", "x"),
    "A source": ("topics", "x", "sources", 0),
    "A login": ("topics", "x", "sources", 0, "auth"),
    "A digest": ("digests", "x"),
    "An alert": ("alerts", "x"),
    "A condition": ("alerts", "x", "when"),
    "A destination": ("digests", "x", "to", 0),
    "A channel": ("digests", "x", "to", 0, "slack"),
    "Programs": ("programs",),
    "A program": ("programs", "clients", "x"),
    "Access": ("access",),
}
NAMES = {
    "The file": "",
    "A topic": "TopicSettings",
    "A digest": "DigestSettings",
    "An alert": "AlertSettings",
    "Programs": "ProgramsSettings",
    "A program": "ClientSettings",
}


def rows(section: str) -> list[list[str]]:
    """The cells of the first table below a heading, without its head."""
    _, _, below = TEXT.partition(f"\n## {section}\n")
    lines = below.partition("\n\n")[0].splitlines()
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in lines[2:]
    ]


def words(cell: str) -> list[str]:
    """The parts of a cell, without quotes of code."""
    return [part.strip("` ").replace("\\|", "|") for part in cell.split(",") if part]


WRITTEN = [
    (words(term)[0], words(found), words(missed))
    for term, found, missed in rows("Words and expressions")
]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_explained_in_its_order(section: str) -> None:
    explained = tuple(row[0].strip("`") for row in rows(section))

    assert explained == keys_at(SECTIONS[section], PLATFORMS)


@pytest.mark.parametrize("section", NAMES)
def test_defaults_and_needs_are_those_of_the_schema(section: str) -> None:
    schema = json.loads(schema_text(PLATFORMS))
    part = schema["$defs"][NAMES[section]] if NAMES[section] else schema

    for key, _, default in rows(section):
        name = key.strip("`")
        assert (default == "required") == (name in part["required"])
        if default.startswith("`"):
            written = json.dumps(part["properties"][name]["default"])
            assert default.strip("`") == written.strip('"')


def test_the_example_is_right_and_uses_every_key() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)

    configuration = parse_configuration(example.encode(), "sitrep.yaml", PLATFORMS)

    assert [topic.id for topic in configuration.topics] == ["shipping"]
    for path in SECTIONS.values():
        assert all(
            re.search(rf"\b{key}: ?", example)
            for key in keys_at(path, PLATFORMS)
            if key != "workspaces"  # would change all channels
        )


@pytest.mark.parametrize(("term", "found", "missed"), WRITTEN)
def test_words_find_what_is_said(
    term: str, found: list[str], missed: list[str]
) -> None:
    matcher = TopicMatcher(Topic("x", "X", (), (term,)))

    assert all(matcher.match(Article(f"by {text} today")).belongs for text in found)
    assert not any(matcher.match(Article(f"by {one} today")).belongs for one in missed)


def test_the_table_of_words_is_read() -> None:
    assert len(WRITTEN) == 9


def test_every_variable_of_the_environment_is_explained() -> None:
    explained = [
        name for row in rows("Environment variables") for name in words(row[0])
    ]

    others = {"DATABASE_URL", "SITREP_CONFIG", f"{TOKEN_VARIABLE}NAME"}
    others.add("OTEL_EXPORTER_OTLP_ENDPOINT")
    others |= {f"{LOGIN_VARIABLE}NAME", AUTHORITIES, *PROXY_VARIABLES, NO_PROXY}
    assert len(explained) == len(set(explained))
    assert set(explained) == {*VARIABLES, *others}
