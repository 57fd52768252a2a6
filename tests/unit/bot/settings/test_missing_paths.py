from __future__ import annotations

from pathlib import Path

from bot.settings.files import MissingPath, missing_paths


def written(folder: Path, *sources: str) -> Path:
    """A configuration with these sources, from line 4 on."""
    path = folder / "sitrep.yaml"
    below = "".join(f"      - {source}\n" for source in sources)
    path.write_text(f"topics:\n  a:\n    sources:\n{below}")
    return path


def test_a_file_that_is_not_there_is_told_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, "file: none.txt")

    told = f"{path}:4:9: topics.a.sources[0].file: the file {tmp_path}/none.txt does not exist"
    assert list(missing_paths(path)) == [MissingPath(told, later=False)]


def test_a_folder_may_come_later(tmp_path: Path) -> None:
    (absence,) = missing_paths(written(tmp_path, "folder: /none"))

    assert absence.later
    assert absence.message.endswith(
        "].folder: the folder /none does not exist yet; it is read once it exists"
    )


def test_what_is_there_and_what_is_fetched_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ports close.")
    (tmp_path / "empty").mkdir()
    fetched = ("feed: https://example.org/a", "page: https://example.org/b")

    path = written(tmp_path, "file: a.txt", "folder: empty", *fetched)

    assert list(missing_paths(path)) == []
