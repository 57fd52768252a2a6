from __future__ import annotations

from pathlib import Path

import pytest

from bot.markup import (
    MarkupError,
    parse_leniently,
    parse_strictly,
    serialize,
)


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"words",
        b"<a>",
        b"<a></b>",
        b"<a>&none;</a>",
        b"<a b=1/>",
        b"<x:a/>",
        b"<a/>b",
    ],
)
def test_only_what_is_well_formed_is_parsed_strictly(document: bytes) -> None:
    with pytest.raises(MarkupError):
        parse_strictly(document)


def test_depth_is_limited() -> None:
    with pytest.raises(MarkupError):
        parse_strictly(b"<a>" * 5_000 + b"</a>" * 5_000)


def test_no_file_is_read_for_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hush", "utf8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'

    document = serialize(parse_strictly(entity.encode()))

    assert b"hush" not in document


@pytest.mark.parametrize("document", [b"<a><b>x", b"<a><b>x</a>", b"<a>x</a>\x00"])
def test_what_is_broken_is_parsed_leniently(document: bytes) -> None:
    assert parse_leniently(document).tag == "a"
