from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.source_pages import SourcePages, is_url
from bot.core.domain.errors import BadInputError
from tests.fakes.ports import FakeFetcher


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("https://example.org/", True),
        ("HTTP://example.org/", True),
        ("ftp://example.org/", True),
        ("example.org/page", False),
        ("notes.txt", False),
        ("C:\\notes.txt", False),
        ("-", False),
    ],
)
def test_an_address_is_told_from_a_file(source: str, *, address: bool) -> None:
    assert is_url(source) is address


async def test_an_address_is_fetched() -> None:
    pages = SourcePages(FakeFetcher({"https://example.org/": "Ports close."}))

    page = await pages.page("https://example.org/")

    assert page.body == b"Ports close."


async def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ports close.")

    page = await SourcePages().page(str(path))

    assert page.body == b"Ports close."


@pytest.mark.parametrize("address", ["example.org", "example.org/a.html", "e.md/a"])
async def test_an_address_without_its_scheme_is_helped(address: str) -> None:
    with pytest.raises(BadInputError, match=f"for a web page use https://{address}$"):
        await SourcePages().page(address)


@pytest.mark.parametrize("name", ["./missing", "missing.txt", "notes.MD", "a.jsonl"])
async def test_a_missing_file_is_not_taken_for_an_address(name: str) -> None:
    with pytest.raises(BadInputError) as caught:
        await SourcePages().page(name)

    assert "https" not in str(caught.value)


async def test_a_file_that_is_held_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ports close.")
    pages = SourcePages()

    plain = await pages.read_ahead(str(path))
    path.write_text("Changed.")
    page = await pages.page(str(path))

    assert (plain, page.body) == (True, b"Ports close.")


@pytest.mark.parametrize("source", ["missing.txt", "https://example.org/"])
async def test_what_cannot_be_held_is_not_plain(source: str) -> None:
    assert await SourcePages().read_ahead(source) is False


async def test_a_page_with_markup_is_not_plain(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>Ports close.</p>")

    assert await SourcePages().read_ahead(str(path)) is False
