"""Turns files, folders and standard input into pages: bytes with a content type."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from typing_extensions import override

from bot.core.batch.input_rows import MAX_BYTES
from bot.core.domain.errors import BadInputError
from bot.core.domain.records import MAX_ITEMS
from bot.core.ports.services import FileReader, Page
from summarizers.errors import TooLongError

HTML = "text/html"
PLAIN = "text/plain"

_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
_SUFFIXES = _HTML_SUFFIXES | {".txt", ".md"}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype\s+html|<html|<head|<\?xml)", re.IGNORECASE
)


class Files(FileReader):
    """Reads the files and folders that sources name.

    Of a folder and its subfolders it reads the first ``MAX_ITEMS`` text files by name.
    It skips hidden files, other file types, unreadable files, and links that lead out
    of the folder.
    """

    @override
    async def pages(self, path: str) -> tuple[Page, ...]:
        return await asyncio.to_thread(_pages, Path(path))


def _pages(path: Path) -> tuple[Page, ...]:
    try:
        if path.is_dir():
            return tuple(islice(_folder(path), MAX_ITEMS))
        if path.exists() and not path.is_file():
            # Reading a pipe or a device may never end.
            raise BadInputError(
                f'"{path}" is neither a file nor a folder: name one of them'
            )
        return (replace(read_file(path), url=str(path)),)
    except OSError as error:
        reason = error.strerror or error
        raise BadInputError(f'"{path}" cannot be read: {reason}') from error


def _folder(folder: Path) -> Iterator[Page]:
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.suffix.lower() not in _SUFFIXES or not path.is_file():
            continue
        if not path.resolve().is_relative_to(home):
            continue  # a link may lead to private files
        try:
            yield replace(read_file(path), url=str(path))
        except (BadInputError, TooLongError):
            continue


def read_file(path: Path) -> Page:
    """Load one file; its suffix or first bytes show whether it is HTML or plain text.

    Raises:
        BadInputError: the file does not exist or cannot be read.
        TooLongError: the file has more than 5 MB.
    """
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInputError(f'file not found: "{path}"') from error
    except IsADirectoryError as error:
        raise BadInputError(
            f'"{path}" is a folder, not a file: name a file in it'
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInputError(f'"{path}" cannot be read: {reason}') from error
    return _page(body, f'"{path}"', path.suffix.lower())


def read_stream(stream: BinaryIO) -> Page:
    """Read standard input to its end.

    Raises:
        BadInputError: standard input cannot be read.
        TooLongError: standard input has more than 5 MB.
    """
    try:
        body = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInputError(f"standard input cannot be read: {reason}") from error
    return _page(body, "standard input", "")


def _page(body: bytes, name: str, suffix: str) -> Page:
    if len(body) > MAX_BYTES:
        raise TooLongError(
            f"{name} has more than {MAX_BYTES // 1_000_000} MB: give a shorter text"
        )
    is_html = suffix in _HTML_SUFFIXES or _HTML_START.match(body) is not None
    return Page(url="", body=body, content_type=HTML if is_html else PLAIN)
