from __future__ import annotations

from pathlib import Path

import pytest

from bot.markup import (
    MarkupError,
    inner_markup,
    local_name,
    namespace,
    new_element,
    parse_html,
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


@pytest.mark.parametrize("document", [b"", b"words", b"\x00"])
def test_nothing_at_all_is_refused(document: bytes) -> None:
    with pytest.raises(MarkupError):
        parse_leniently(document)


def test_html_is_parsed_however_it_is_written() -> None:
    root = parse_html("<p>Häfen<br>x<P>y")

    assert [element.tag for element in root.iter("p")] == ["p", "p"]


def test_an_empty_page_is_refused() -> None:
    with pytest.raises(MarkupError):
        parse_html("")


def test_inner_markup_is_all_that_stands_in_an_element() -> None:
    root = parse_strictly(b"<a>1 &lt; <b>2</b> and <i>3</i>.</a>")

    assert inner_markup(root) == "1 &lt; <b>2</b> and <i>3</i>."


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("a", ("", "a")),
        ("{urn:x}a", ("{urn:x}", "a")),
        (None, ("", "")),
        (len, ("", "")),
    ],
)
def test_a_tag_has_a_namespace_and_a_name(tag: object, parts: tuple[str, str]) -> None:
    assert (namespace(tag), local_name(tag)) == parts


def test_new_elements_are_written() -> None:
    root = new_element("a")
    new_element("b", root).text = "Häfen"

    assert serialize(root).decode().endswith("<a><b>Häfen</b></a>")
