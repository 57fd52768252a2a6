"""Files and folders as sources."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.core.batch.input_rows import MAX_BYTES
from bot.core.domain.errors import BadInputError
from bot.core.domain.records import MAX_ITEMS
from bot.sources.files import Files


def fill(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The text of {name}.")


async def names(folder: Path) -> list[str]:
    """The names of the pages in a folder, below it."""
    pages = await Files().pages(str(folder))
    return [str(Path(page.url).relative_to(folder)) for page in pages]


async def test_a_file_is_one_page_with_its_path(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")

    (page,) = await Files().pages(str(tmp_path / "a.txt"))

    assert (page.url, page.body) == (str(tmp_path / "a.txt"), b"The text of a.txt.")


async def test_what_is_no_text_or_hidden_is_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, ".a.txt", ".git/b.txt", "photo.jpg", "notes", "c.txt", "c.txt~")
    (tmp_path / "folder.txt").mkdir()

    assert await names(tmp_path) == ["c.txt"]


async def test_a_file_that_cannot_be_read_costs_no_other(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt", "c.txt")
    (tmp_path / "b.txt").write_bytes(b"x" * (MAX_BYTES + 1))
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")

    assert await names(tmp_path) == ["a.txt", "c.txt"]


async def test_links_that_lead_out_of_a_folder_are_passed_over(tmp_path: Path) -> None:
    fill(tmp_path, "secret.txt", "news/a.txt", "news-of-others/b.txt")
    (tmp_path / "news" / "out.txt").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "news" / "near.txt").symlink_to(tmp_path / "news-of-others" / "b.txt")
    (tmp_path / "news" / "same.txt").symlink_to(tmp_path / "news" / "a.txt")

    assert await names(tmp_path / "news") == ["a.txt", "same.txt"]


async def test_a_pipe_is_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    fill(tmp_path, "a.txt")

    assert await names(tmp_path) == ["a.txt"]
    with pytest.raises(BadInputError, match="neither a file nor a folder"):
        await Files().pages(str(tmp_path / "pipe.txt"))


async def test_a_folder_that_leads_to_itself_is_read_once(tmp_path: Path) -> None:
    fill(tmp_path, "a.txt")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)

    assert await names(tmp_path) == ["a.txt"]


async def test_a_folder_has_at_most_as_many_texts_as_a_feed(tmp_path: Path) -> None:
    fill(tmp_path, *(f"{number:04}.txt" for number in range(MAX_ITEMS + 5)))

    found = await names(tmp_path)

    assert len(found) == MAX_ITEMS
    assert found[0] == "0000.txt"


@pytest.mark.parametrize(
    "path", ["/nowhere/at/all", "x" * 5_000, "a\x00b", "/etc/hostname/a.txt"]
)
async def test_a_path_that_leads_nowhere_is_refused(path: str) -> None:
    with pytest.raises(BadInputError, match=r"file not found|cannot be read"):
        await Files().pages(path)
