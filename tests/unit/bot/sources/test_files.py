"""Files and standard input as pages."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Self

import pytest
from typing_extensions import override

from bot.core.batch.input_rows import MAX_BYTES
from bot.core.domain.errors import BadInputError
from bot.sources.files import read_file, read_stream
from summarizers.errors import TooLongError


def written(folder: Path, name: str, body: bytes) -> Path:
    path = folder / name
    path.write_bytes(body)
    return path


@pytest.mark.parametrize(
    ("name", "body", "content_type"),
    [
        ("a.txt", b"Hello.", "text/plain"),
        ("a.md", b"# Hello", "text/plain"),
        ("a", b"Hello.", "text/plain"),
        ("a.html", b"Hello.", "text/html"),
        ("A.HTM", b"Hello.", "text/html"),
        ("a.txt", b"<!DOCTYPE html><p>Hello.", "text/html"),
        ("a", b"\xef\xbb\xbf\n <HTML lang=en>", "text/html"),
        ("a.txt", b"<3 is a heart", "text/plain"),
    ],
)
def test_file_is_read_with_its_type(
    tmp_path: Path, name: str, body: bytes, content_type: str
) -> None:
    page = read_file(written(tmp_path, name, body))

    assert page.body == body
    assert page.content_type == content_type
    assert page.url == ""


def test_missing_file_is_named() -> None:
    with pytest.raises(BadInputError, match=r'file not found: "no/such/file\.txt"'):
        read_file(Path("no/such/file.txt"))


@pytest.mark.parametrize(("size", "fits"), [(MAX_BYTES, True), (MAX_BYTES + 1, False)])
def test_file_may_have_five_megabytes(tmp_path: Path, size: int, *, fits: bool) -> None:
    path = written(tmp_path, "a.txt", b"a" * size)

    if fits:
        assert len(read_file(path).body) == size
    else:
        with pytest.raises(TooLongError, match="5 MB"):
            read_file(path)


def test_standard_input_is_read_to_its_end() -> None:
    page = read_stream(io.BytesIO(b"<html><p>Hello."))

    assert page.body == b"<html><p>Hello."
    assert page.content_type == "text/html"


def test_endless_standard_input_is_too_long() -> None:
    class Endless(io.BytesIO):
        @override
        def read(self: Self, size: int | None = -1, /) -> bytes:
            return b"a" * (size or 0)

    with pytest.raises(TooLongError, match="standard input"):
        read_stream(Endless())
