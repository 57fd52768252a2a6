"""Titles, authors and sites; all are our own writing."""

from __future__ import annotations

import pytest

from bot.sources.pages.metadata import (
    author_names,
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
