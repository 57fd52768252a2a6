"""Texts of a damaged feed that are not closed, or hold markup that is not escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator

CDATA, CDATA_END = "<![CDATA[", "]]>"

_TOKEN = re.compile(
    r"<(/?)(title|description|summary|content(?::encoded)?|item|entry)"
    r"(?:\s[^<>]{0,500})?>"
)
_TEXT_END = re.compile(r"</(?:title|description|summary|content(?::encoded)?)\s{0,9}>")
_WRONG_END = re.compile(r"^</[^<>]{0,60}>")
_WRONG_WITHIN = 64
_ENTRIES = frozenset({"item", "entry"})
_XHTML = re.compile(r"""(type\s{0,5}=\s{0,5}["'])xhtml(["'])""")


def close_sections(text: str) -> str:
    """Close CDATA sections that run into the next one."""
    pieces = text.split(CDATA)
    return CDATA.join([pieces[0], *(_closed_section(piece) for piece in pieces[1:])])


def _closed_section(piece: str) -> str:
    end = _TEXT_END.search(piece)
    if CDATA_END in piece or end is None:
        return piece
    return f"{piece[: end.start()]}{CDATA_END}{piece[end.start() :]}"


def close_texts(text: str) -> str:
    """Escape the markup in texts, and close those that run into another entry."""
    return "".join(_pieces(text))


def cdata_parts(text: str) -> Iterator[tuple[bool, int, int]]:
    """Where CDATA sections are and where not: whether it is one, start and end."""
    at = 0
    while (start := text.find(CDATA, at)) >= 0:
        end = text.find(CDATA_END, start)
        if end < 0:
            break
        yield False, at, start
        at = end + len(CDATA_END)
        yield True, start, at
    yield False, at, len(text)


def _pieces(text: str) -> Iterator[str]:
    """The text piece by piece; ``field`` is the name of the text that is open."""
    field, done = "", 0
    for token in _tokens(text):
        slash, name = token.groups()
        if field and slash and name == field:
            yield _escaped(text[done : token.start()]) + token[0]
            field, done = "", token.end()
        elif field and name in _ENTRIES:
            yield _closed(text[done : token.start()], field)
            field, done = "", token.start()
        elif not (field or slash or name in _ENTRIES or token[0].endswith("/>")):
            yield text[done : token.start()] + _XHTML.sub(r"\1html\2", token[0])
            field, done = name, token.end()
    yield text[done:]


def _tokens(text: str) -> Iterator[re.Match[str]]:
    for is_cdata, start, end in cdata_parts(text):
        if not is_cdata:
            yield from _TOKEN.finditer(text, start, end)


def _escaped(content: str) -> str:
    if "<" not in content:
        return content
    return "".join(
        content[start:end] if is_cdata else content[start:end].replace("<", "&lt;")
        for is_cdata, start, end in cdata_parts(content)
    )


def _closed(content: str, name: str) -> str:
    """A text that was never closed ends at its first tag; a wrong end tag goes."""
    at = content.find("<", len(CDATA) if content.startswith(CDATA) else 0)
    at = len(content) if at < 0 else at
    rest = (
        _WRONG_END.sub("", content[at : at + _WRONG_WITHIN])
        + content[at + _WRONG_WITHIN :]
    )
    return f"{content[:at]}</{name}>{rest}"
