"""Titles, authors and sites; all are our own writing."""

from __future__ import annotations

import pytest

from bot.sources.pages.metadata import (
    author_names,
    headline,
    one_line_or_none,
    site_name,
)

SITE = "The Norrvik Post"


@pytest.mark.parametrize(
    ("name", "site"),
    [
        ("The  Norrvik\nPost", "The Norrvik Post"),
        ("https://www.post.example/", "post.example"),
        (" ", None),
        (None, None),
    ],
)
def test_site_has_a_name(name: str | None, site: str | None) -> None:
    assert site_name(name) == site


@pytest.mark.parametrize(
    "title",
    ["Harbour closes - The Norrvik Post", "Harbour closes | Norrvik Post"],
)
def test_site_is_no_part_of_the_title(title: str) -> None:
    assert headline(title, SITE, []) == "Harbour closes"


@pytest.mark.parametrize(
    "title",
    ["Harbour closes - a town waits", "Harbour - closed", "Harbour closes", "Post - !"],
)
def test_other_parts_of_the_title_stay(title: str) -> None:
    assert headline(title, SITE, []) == title


def test_title_of_an_unnamed_site_stays() -> None:
    assert headline("Harbour closes - Post", None, []) == "Harbour closes - Post"


@pytest.mark.parametrize(
    "title",
    [
        "Opinion | The harbour must not close",
        "The harbour must not close | Letters",
        "Norrvik news: THE HARBOUR MUST NOT CLOSE",
    ],
)
def test_heading_in_the_title_is_the_title(title: str) -> None:
    heading = "The harbour must not close"

    assert headline(title, None, ["Norrvik", heading]) == heading


@pytest.mark.parametrize("heading", ["The harbour", "News", "", "A pier is sold"])
def test_heading_that_is_little_of_the_title_is_not(heading: str) -> None:
    title = "The harbour of Norrvik must not close"

    assert headline(title, None, [heading]) == title


def test_title_has_no_separators_around_it() -> None:
    assert headline("| Harbour closes »", None, []) == "Harbour closes"


def test_page_without_a_title_has_none() -> None:
    assert headline(None, SITE, ["Harbour closes"]) is None


@pytest.mark.parametrize(
    ("names", "authors"),
    [
        ("Bo Ek; Mia Dahl", ("Bo Ek", "Mia Dahl")),
        ("Bo Ek; Harbour Reporter", ("Bo Ek",)),
        ("Bo Ek; The Norrvik Post", ("Bo Ek",)),
        ("Admin", ()),
        ("Bo Ek; E", ("Bo Ek",)),
        ("Post https; Images; Logo.png", ()),
        ("bo@post.example", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_authors_are_names(names: str | None, authors: tuple[str, ...]) -> None:
    assert author_names(names, SITE) == authors


def test_blank_value_is_none() -> None:
    assert one_line_or_none(" \n ") is None
