from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.domain.engines import ENGINES
from bot.platforms import PLATFORMS
from bot.settings import load_configuration
from bot.settings.problems import KeyPath as Keys
from bot.settings.schema.file import keys_at, schema_text

CONFIG = Path(__file__).parents[4] / "config"


def test_the_schema_beside_the_example_is_fresh() -> None:
    written = (CONFIG / "sitrep.schema.json").read_text(encoding="utf8")

    assert written == schema_text(PLATFORMS)


def test_the_example_is_right() -> None:
    configuration = load_configuration(CONFIG / "sitrep.example.yaml", PLATFORMS)

    assert [plan.id for plan in configuration.digests] == ["morning"]


def test_editors_are_told_that_one_time_is_as_good_as_a_list() -> None:
    at = json.loads(schema_text(PLATFORMS))["$defs"]["DigestSettings"]["properties"][
        "at"
    ]

    assert [kind["type"] for kind in at["anyOf"]] == ["string", "array"]


def test_editors_are_told_the_engines() -> None:
    engine = json.loads(schema_text(PLATFORMS))["properties"]["engine"]

    assert engine["enum"] == list(ENGINES)


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (
            (),
            (
                *("timezone", "language", "topics", "digests", "alerts", "engine"),
                *(
                    "contact",
                    "allow",
                    "poll",
                    "keep",
                    "record",
                    "corrections",
                    "timeline",
                ),
                *("operator", "health", "programs", "access", "workspaces"),
            ),
        ),
        (
            ("topics", "ports"),
            ("title", "sources", "include", "exclude", "actors"),
        ),
        (
            ("topics", "ports", "sources", 0),
            ("feed", "page", "file", "folder", "lang", "name", "follow", "auth"),
        ),
        (
            ("digests", "x"),
            (
                "topics",
                "at",
                "days",
                "timezone",
                "language",
                "to",
                "quiet",
                "spread",
                "remind",
            ),
        ),
        (
            ("alerts", "x"),
            (
                *("topics", "when", "to", "timezone", "language", "quiet"),
                *("max_per_day", "cool_down"),
            ),
        ),
        (("alerts", "x", "when"), ("papers", "actors", "match")),
        (("digests", "x", "to", 0), ("console", "slack", "discord", "email")),
        (("digests", "x", "to", 0, "console"), ("quiet",)),
        (("digests", "x", "to", 0, "slack"), ("channel", "quiet")),
        (("digests", "x", "to", 0, "discord"), ("channel", "quiet")),
        (("digests", "x", "to", 0, "email"), ("channel", "quiet")),
        (("programs",), ("at", "url", "clients")),
        (("programs", "clients", "x"), ("use", "topics", "digests")),
        (("access",), ("slack", "discord", "direct")),
        (("nowhere", "x"), ()),
    ],
)
def test_the_keys_of_every_part_are_known(path: Keys, keys: tuple[str, ...]) -> None:
    assert keys_at(path, PLATFORMS) == keys
