"""Files and standard input as pages: bytes with a type, not yet read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from bot.core.entries import MAX_BYTES
from bot.core.errors import BadInputError
from bot.core.ports import Page
from summarizers.errors import TooLongError

HTML = "text/html"
PLAIN = "text/plain"

_HTML_ENDINGS = frozenset({".html", ".htm", ".xhtml"})
_HTML_START = re.compile(
    rb"(?:\xef\xbb\xbf)?\s{0,200}(?:<!doctype\s+html|<html|<head|<\?xml)", re.IGNORECASE
)


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
        raise BadInputError(f"standard input cannot be read: {error}") from error
    return _page(body, "standard input", "")


def _page(body: bytes, name: str, ending: str) -> Page:
    if len(body) > MAX_BYTES:
        raise TooLongError(f"{name} has more than {MAX_BYTES // 1_000_000} MB")
    is_html = ending in _HTML_ENDINGS or _HTML_START.match(body) is not None
    return Page(url="", body=body, content_type=HTML if is_html else PLAIN)
