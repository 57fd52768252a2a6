"""Decodes bytes into text, and makes an article of plain text.

The text is not stripped: offsets refer to exactly these characters.
"""

from __future__ import annotations

import codecs
import re

from summarizers.model import Article

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# The control characters of Latin-1 are punctuation in Windows-1252. Pages that declare
# Latin-1 are written in Windows-1252.
_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(0x80, 0xA0)
}
# The error handler "surrogateescape" keeps an undecodable byte as 0xDC00 + byte.
_ESCAPED = {0xDC00 + byte: _WINDOWS.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
_FOREIGN = re.compile("[\udc80-\udcff]")
# Browsers decode these declared encodings as the wider one.
_WIDER = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
_DECLARABLE = re.compile(
    r"iso8859-(?!1$)|iso2022|cp(?!1252$)|koi8|mac|gb|big5|euc|shift|johab|tis"
)

_TITLE_WORDS = 20
_TITLE_LENGTH = 160
_MARKDOWN_TITLE = re.compile(r"#[ \t]+([^\n]{1,200}?)[ \t#]*(?:\n|$)")
_FIRST_LINE = re.compile(r"([^\n]{1,200})\n(?:[ \t]*\n|={3,}[ \t]*\n)")
_FINAL = frozenset(".!?:;,…")
_CLOSING = "\"'”’»)] \t\r"


def decode(body: bytes, declared: str | None = None) -> str:
    """Decode the bytes of a text file or page; never fails.

    A byte order mark has precedence, then strict UTF-8, then the ``declared`` encoding.
    The last resort is UTF-8 in which undecodable bytes count as Windows-1252.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    codec = _codec(declared)
    # ISO-2022 uses ASCII bytes only, so that UTF-8 would accept them.
    if codec is not None and codec.startswith("iso2022"):
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(codec, "replace") if codec else _decode_mixed(body)


def parse_text(text: str, url: str | None = None) -> Article:
    """Make an article of the text; a first line that looks like a title is its title.

    That line stays part of the text.
    """
    return Article(text=text, title=_title(text), url=url)


def _codec(declared: str | None) -> str | None:
    """Return Python's name of the declared encoding.

    Return ``None`` if the encoding is unknown, or if UTF-8 and Windows-1252 cover it.
    """
    try:
        name = codecs.lookup(declared or "ascii").name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _DECLARABLE.match(name) else None


def _decode_mixed(body: bytes) -> str:
    text = body.decode("utf-8", "surrogateescape")
    return _FOREIGN.sub(lambda byte: _ESCAPED[ord(byte[0])], text)


def _title(text: str) -> str | None:
    """Return a text's heading: marked by ``#``, or short and before a blank line.

    Return ``None`` if the text does not begin with a heading.
    """
    start = text.lstrip()[: 2 * _TITLE_LENGTH].replace("\r\n", "\n")
    marked = _MARKDOWN_TITLE.match(start)
    if marked is not None:
        return marked[1].strip() or None
    first = _FIRST_LINE.match(start)
    if first is None or not _looks_like_title(first[1]):
        return None
    return first[1].strip()


def _looks_like_title(line: str) -> bool:
    stripped = line.rstrip(_CLOSING)
    return (
        stripped != ""
        and len(stripped) <= _TITLE_LENGTH
        and len(stripped.split()) <= _TITLE_WORDS
        and (stripped[-1] not in _FINAL or stripped.endswith("?"))
        and any(character.isalpha() for character in stripped)
    )
