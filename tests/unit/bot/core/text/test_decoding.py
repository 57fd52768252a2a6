"""Bytes as characters, and plain text as an article."""

from __future__ import annotations

import codecs

import pytest

from bot.core.text.decoding import decode, parse_text
from tests.tables import rows

WORDS = "Café “déjà vu” – 5 €"


@pytest.mark.parametrize(
    "body",
    [
        WORDS.encode(),
        codecs.BOM_UTF8 + WORDS.encode(),
        codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + WORDS.encode("utf-32-le"),
        WORDS.encode("cp1252"),
    ],
    ids=["plain", "mark", "utf-16-le", "utf-16-be", "utf-32-le", "windows"],
)
def test_encoding_is_found_without_a_declaration(body: bytes) -> None:
    assert decode(body) == WORDS


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        ("windows-1251", "Привет, мир"),
        ("koi8-r", "Привет, мир"),
        ("iso-8859-2", "Łódź"),
        ("shift_jis", "港は閉じる①"),
        ("gb2312", "港口關閉"),
        ("euc-kr", "항구"),
        ("iso-2022-jp", "港は閉じる"),
    ],
)
def test_declared_encoding_is_used(declared: str, text: str) -> None:
    wider = {"shift_jis": "cp932", "gb2312": "gb18030"}.get(declared, declared)

    assert decode(text.encode(wider), declared) == text


def test_foreign_byte_in_utf8_costs_only_itself() -> None:
    assert decode("é".encode() + b"\x96" + "é".encode()) == "é–é"


@rows("rules/titles", "text", "title")
def test_first_line_that_looks_like_a_title_is_one(text: str, title: str) -> None:
    """A slash stands for the end of a line."""
    assert (parse_text(text.replace(" / ", "\n")).title or "") == title
