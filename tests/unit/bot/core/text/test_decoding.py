"""Bytes as characters, and plain text as an article."""

from __future__ import annotations

import codecs

import pytest

from bot.core.text.decoding import decode, parse_text

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


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Harbour closes\n\nIt closes in March.", "Harbour closes"),
        ("# Harbour closes #\nIt closes in March.", "Harbour closes"),
        ("Harbour closes\n\nIt closes in March.", "Harbour closes"),
        ("\n\n  Harbour closes \r\n\r\nIt closes in March.", "Harbour closes"),
        ("Harbour closes\n=====\nIt closes in March.", "Harbour closes"),
        ("Will the harbour close?\n\nNobody knows.", "Will the harbour close?"),
        ("“We will close”\n\nIt closes in March.", "“We will close”"),
    ],
)
def test_first_line_that_looks_like_a_title_is_one(text: str, title: str) -> None:
    assert parse_text(text).title == title


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Harbour closes",
        "Harbour closes\nIt closes in March.",
        "It closes in March.\n\nFishermen protest.",
        "“It closes in March.”\n\nFishermen protest.",
        "word " * 21 + "\n\nFishermen protest.",
        "long" * 45 + "\n\nFishermen protest.",
        "***\n\nFishermen protest.",
        "2026\n\nFishermen protest.",
        "#hashtag\nFishermen protest.",
    ],
)
def test_other_first_lines_are_no_title(text: str) -> None:
    assert parse_text(text).title is None
