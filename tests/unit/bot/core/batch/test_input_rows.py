from __future__ import annotations

from datetime import date

import pytest

from bot.core.batch.input_rows import (
    MAX_BYTES,
    check_text,
    parse_lang,
    parse_object,
    parse_plain,
    parse_published,
    parse_row,
)
from bot.core.domain.errors import BadDateError, BadInputError
from bot.core.messages.briefing_json import Json
from bot.core.ports.services import Page
from summarizers.errors import EmptyTextError, NotTextError, TooLongError
from summarizers.model import Article


def test_a_line_becomes_an_article() -> None:
    entry = parse_row(
        {
            "id": "a",
            "text": "Ports close.",
            "title": "Ports",
            "url": "https://example.org/",
            "published": "2026-02-10",
            "lang": "en-GB",
        }
    )

    assert entry.article == Article(
        text="Ports close.",
        title="Ports",
        url="https://example.org/",
        published=date(2026, 2, 10),
        lang="en",
    )


def test_html_becomes_a_page_to_read() -> None:
    entry = parse_row({"id": "a", "html": "<p>é</p>", "url": "https://example.org/"})

    assert entry.page() == Page(
        "https://example.org/", "<p>é</p>".encode(), "text/html", "utf-8"
    )


def test_what_a_line_says_outweighs_what_its_page_says() -> None:
    entry = parse_row({"id": "a", "html": "<p>x</p>", "published": "2026-02-10"})
    found = Article("x", title="Found", published=date(2020, 1, 1))

    completed = entry.complete(found)

    assert (completed.title, completed.published) == ("Found", date(2026, 2, 10))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            {"id": "a"},
            'the line has neither or both of "text" and "html": write exactly one of them',
        ),
        ({"id": "a", "text": "x", "html": "y"}, "exactly one of them"),
        ({"text": "Ports close."}, 'needs an "id"'),
        ({"id": True, "text": "Ports close."}, 'needs an "id"'),
        (
            {"id": ["a"], "text": "Ports close."},
            '"id" is neither a string nor a whole number',
        ),
        ({"id": "a", "text": 5}, '"text" is not a string'),
        ({"id": "a", "text": "x", "title": ["t"]}, '"title" is not a string'),
        ({"id": "a", "text": "x", "lang": "english!"}, "not a language code"),
    ],
)
def test_a_wrong_field_is_named(row: dict[str, Json], told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        parse_row(row)


@pytest.mark.parametrize(
    "line",
    [b"garbage", b"[1]", b'"text"', b"{", b"\xff\xfe{}", b"[" * 100_000, b"NaN"],
)
def test_a_line_that_is_no_object_is_refused(line: bytes) -> None:
    with pytest.raises(BadInputError, match="the line is not"):
        parse_object(line)


def test_a_byte_order_mark_before_a_line_is_no_harm() -> None:
    assert parse_object(b'\xef\xbb\xbf{"id": "a"}') == {"id": "a"}


@pytest.mark.parametrize(
    "value",
    [
        "2026-02-10",
        " 2026-02-10 ",
        "2026-02-10T23:30:00",
        "2026-02-10T23:30:00-08:00",
        "2026-02-10 23:30:00Z",
        "2026-02-10T23:30:00.123+00:00",
    ],
)
def test_a_day_is_the_one_that_the_publisher_wrote(value: str) -> None:
    assert parse_published(value) == date(2026, 2, 10)


@pytest.mark.parametrize("value", [None, "", "  "])
def test_no_day_is_an_unknown_day(value: str | None) -> None:
    assert parse_published(value) is None


@pytest.mark.parametrize(
    "value",
    [
        "yesterday",
        "2026-13-01",
        "2026-02-30",
        "20260210",
        "2026-W07-2",
        "10.02.2026",
        "2026-02-10x",
        "2026-02-10Tnoon",
        "0001-01-01",
        "9999-12-31",
        "٢٠٢٦-٠٢-١٠",
    ],
)
def test_what_is_no_plausible_day_is_refused(value: str) -> None:
    with pytest.raises(BadDateError):
        parse_published(value)


@pytest.mark.parametrize(
    ("value", "code"), [("en", "en"), ("EN_us", "en"), ("zh-Hans", "zh"), ("", None)]
)
def test_a_language_is_cut_to_its_code(value: str, code: str | None) -> None:
    assert parse_lang(value) == code


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "...", "\u200b", "—"],
    ids=["0", "blank", "dots", "zwsp", "dash"],
)
def test_a_text_without_a_word_is_empty(text: str) -> None:
    with pytest.raises(EmptyTextError):
        check_text(text)


@pytest.mark.parametrize(
    "text",
    ["a\0b", "PNG\x01\x02\x03\x04 data", "\ufffd\ufffd word", "half \ud800 character"],
    ids=["zero", "controls", "replaced", "surrogate"],
)
def test_what_is_no_text_is_refused(text: str) -> None:
    with pytest.raises(NotTextError):
        check_text(text)


def test_a_stray_control_character_in_prose_is_no_harm() -> None:
    check_text("Ports close \x0c on Monday, " * 40 + "\x01")


def test_a_text_is_measured_in_bytes() -> None:
    with pytest.raises(TooLongError, match="5 MB"):
        check_text("é" * (MAX_BYTES // 2 + 1))


def test_a_text_of_the_longest_length_is_taken() -> None:
    check_text("a" * MAX_BYTES)


def test_a_plain_page_is_taken_whole() -> None:
    page = Page("", "Ports close.\n\nIt is so.".encode("utf-16"), "text/plain")

    assert parse_plain(page).text == "Ports close.\n\nIt is so."


def test_a_plain_page_of_binary_data_is_refused() -> None:
    page = Page("", bytes(range(256)), "text/plain")

    with pytest.raises(NotTextError):
        parse_plain(page)
