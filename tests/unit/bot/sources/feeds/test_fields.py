from __future__ import annotations

import pytest

from bot.sources.feeds.fields import absolute_url, person_name, plain_line

BASE = "https://example.org/a/b"


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("Ships", "Ships"),
        ("  Two\n lines\t", "Two lines"),
        ("<b>Big</b> news", "Big news"),
        ("Big<br/>news", "Big news"),
        ("<p>Big</p><p>news</p>", "Big news"),
        ("<a href='x' title=\"y\">Big</a> news", "Big news"),
        ("Tom &amp; Jerry&rsquo;s", "Tom & Jerry’s"),
        ("a&nbsp;b", "a b"),
        ("List<String> in 3 < 4", "List<String> in 3 < 4"),
        ("<script>alert(1)</script>Hi", "Hi"),
        ("<style type='a'>p {}</style>Hi", "Hi"),
        ("Hi<!-- a note -->there", "Hi there"),
        ("&lt;b&gt; is bold", "<b> is bold"),
        ("a\x00b\x9fc", "a b c"),
        ("<b></b>", None),
        ("  ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_line_is_plain_text(written: str | None, line: str | None) -> None:
    assert plain_line(written) == line


@pytest.mark.parametrize("probe", ["<", "<a ", "&", "<script>", "<!--", " ", "a"])
def test_a_line_full_of_starts_is_read(probe: str) -> None:
    line = plain_line(probe * 50_000)

    assert line is None or len(line) <= 1_000


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org/x?y=1#z", "https://example.org/x?y=1#z"),
        ("../x", "https://example.org/x"),
        ("?page=2", "https://example.org/a/b?page=2"),
        ("http://a.example", "http://a.example"),
        ("ftp://example.org/x", None),
        ("https://example.org:99999/", None),
        ("https://a@example.org/", None),
        (None, None),
    ],
)
def test_an_address_is_absolute_and_of_the_web(
    link: str | None, address: str | None
) -> None:
    assert absolute_url(BASE, link) == address


def test_without_a_base_a_relative_link_leads_nowhere() -> None:
    assert absolute_url("", "/x") is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Holm", "Ada Holm"),
        ("ada@example.org (Ada Holm)", "Ada Holm"),
        ("Ada Holm (ada@example.org)", "Ada Holm"),
        ('"Ada Holm" <ada@example.org>', "Ada Holm"),
        ("<b>Ada</b>", "Ada"),
        ("ada@example.org", None),
        (None, None),
    ],
)
def test_a_person_has_a_name_and_no_address(
    written: str | None, name: str | None
) -> None:
    assert person_name(written) == name
