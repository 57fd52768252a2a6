"""Bytes as characters, and plain text as an article.

Nothing is stripped from the text: offsets count in what the bytes decode to.
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
# What Latin-1 calls control characters is punctuation in Windows-1252, and pages that
# declare the one are written in the other.
_WINDOWS = {
    byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte)
    for byte in range(0x80, 0xA0)
}
# A byte that is no UTF-8 is kept by "surrogateescape" as 0xDC00 + byte.
_ESCAPED = {0xDC00 + byte: _WINDOWS.get(byte, chr(byte)) for byte in range(0x80, 0x100)}
_FOREIGN = re.compile("[\udc80-\udcff]")
# What browsers take these declarations for.
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
    """The characters of a text file or page; never fails.

    A byte order mark wins, then strict UTF-8, then the declared encoding. What is left
    is UTF-8 with foreign bytes in it, or Windows-1252 alone.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    codec = _codec(declared)
    # Its bytes are all ASCII, so that they pass for UTF-8.
    if codec is not None and codec.startswith("iso2022"):
        return body.decode(codec, "replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode(codec, "replace") if codec else _decode_mixed(body)


def parse_text(text: str, url: str | None = None) -> Article:
    """The text as an article; a first line that looks like a title becomes the title.

    The text stays whole: the title's line is part of it.
    """
    return Article(text=text, title=_title(text), url=url)


def _codec(declared: str | None) -> str | None:
    """The declared encoding, unless UTF-8 and Windows-1252 cover it."""
    try:
        name = codecs.lookup(declared or "ascii").name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _DECLARABLE.match(name) else None


def _decode_mixed(body: bytes) -> str:
    text = body.decode("utf-8", "surrogateescape")
    return _FOREIGN.sub(lambda byte: _ESCAPED[ord(byte[0])], text)


def _title(text: str) -> str | None:
    """The heading of a text: marked by ``#``, or short and followed by a gap."""
    start = text.lstrip()[: 2 * _TITLE_LENGTH].replace("\r\n", "\n")
    marked = _MARKDOWN_TITLE.match(start)
    if marked is not None:
        return marked[1].strip() or None
    first = _FIRST_LINE.match(start)
    if first is None or not _looks_like_title(first[1]):
        return None
    return first[1].strip()


def _looks_like_title(line: str) -> bool:
    bare = line.rstrip(_CLOSING)
    return (
        bare != ""
        and len(bare) <= _TITLE_LENGTH
        and len(bare.split()) <= _TITLE_WORDS
        and (bare[-1] not in _FINAL or bare.endswith("?"))
        and any(character.isalpha() for character in bare)
    )
