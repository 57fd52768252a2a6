"""Files and standard input as pages: bytes with a type, not yet read."""

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
from bot.core.domain.feed import MAX_ITEMS
from bot.core.ports.services import FileReader, Page
from summarizers.errors import TooLongError

HTML = "text/html"
PLAIN = "text/plain"

_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_ENDINGS = _HTML_ENDINGS | {".txt", ".md"}
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype\s+html|<html|<head|<\?xml)", re.IGNORECASE
)


class Files(FileReader):
    """Files and folders of this machine, as sources name them."""

    @override
    async def pages(self, path: str) -> tuple[Page, ...]:
        """The texts of a file, or of all files in a folder and its folders, by name.

        Files that are no text, that begin with a dot, or that cannot be read any more
        are passed over; so are links that lead out of the folder, and all but the first
        ``MAX_ITEMS``.

        Raises:
            BadInputError: there is no such file or folder, or it cannot be read.
            TooLongError: the one file has more than 5 MB.
        """
        return await asyncio.to_thread(_pages, Path(path))


def _pages(path: Path) -> tuple[Page, ...]:
    try:
        if path.is_dir():
            return tuple(islice(_folder(path), MAX_ITEMS))
        if path.exists() and not path.is_file():
            # To read a pipe or a device may never end.
            raise BadInputError(f'"{path}" is neither a file nor a folder')
        return (replace(read_file(path), url=str(path)),)
    except OSError as error:
        reason = error.strerror or error
        raise BadInputError(f'"{path}" cannot be read: {reason}') from error


def _folder(folder: Path) -> Iterator[Page]:
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if hidden or path.suffix.lower() not in _ENDINGS or not path.is_file():
            continue
        if not path.resolve().is_relative_to(home):
            continue  # a link may lead to what is nobody's to read
        try:
            yield replace(read_file(path), url=str(path))
        except (BadInputError, TooLongError):
            continue


def read_file(path: Path) -> Page:
    """Read one file; ``.html`` and what starts like HTML is HTML.

    Raises:
        BadInputError: there is no such file, or it cannot be read.
        TooLongError: it has more than 5 MB.
    """
    try:
        with path.open("rb") as file:
            body = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise BadInputError(f'there is no file "{path}"') from error
    except IsADirectoryError as error:
        raise BadInputError(f'"{path}" is a folder, not a file') from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInputError(f'"{path}" cannot be read: {reason}') from error
    return _page(body, f'"{path}"', path.suffix.lower())


def read_stream(stream: BinaryIO) -> Page:
    """Read standard input to its end.

    Raises:
        BadInputError: it cannot be read.
        TooLongError: it has more than 5 MB.
    """
    try:
        body = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInputError(f"standard input cannot be read: {reason}") from error
    return _page(body, "standard input", "")


def _page(body: bytes, name: str, ending: str) -> Page:
    if len(body) > MAX_BYTES:
        raise TooLongError(f"{name} has more than {MAX_BYTES // 1_000_000} MB")
    is_html = ending in _HTML_ENDINGS or _HTML_START.match(body) is not None
    return Page(url="", body=body, content_type=HTML if is_html else PLAIN)
