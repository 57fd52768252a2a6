from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.domain.errors import NotAFeedError
from bot.sources.feeds.parser import parse_feed
from bot.sources.feeds.tolerant_parser import parse_tolerantly
from tests.fakes.feeds import item, page, rss

PAGE = (
    "<!doctype html><html><head><title>Post</title>"
    '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    "</head><body><p>Words</p></body></html>"
)


def test_a_page_is_refused_with_the_feeds_it_links_to() -> None:
    with pytest.raises(NotAFeedError) as caught:
        parse_feed(page(PAGE))

    assert caught.value.feeds == ("https://example.org/feed.xml",)
    assert "the address leads to a web page, not to a feed" in str(caught.value)
    assert "https://example.org/feed.xml" in str(caught.value)


def test_a_feed_named_like_a_file_opens_no_file(tmp_path: Path) -> None:
    path = tmp_path / "secret.xml"
    path.write_text(rss(), "utf8")

    with pytest.raises(NotAFeedError):
        parse_feed(page(str(path)))


def test_the_slow_way_opens_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(rss(), "utf8")
    monkeypatch.chdir(tmp_path)

    assert parse_tolerantly(b"secret", "https://example.org/").items == ()


@pytest.mark.parametrize(
    "declaration",
    [
        '<!ENTITY x SYSTEM "file:///etc/hostname">',
        '<!ENTITY x PUBLIC "a" "http://127.0.0.1/x">',
        '<!ENTITY % y SYSTEM "file:///etc/hostname"> %y;',
        '<!ENTITY x "expanded">',
    ],
)
def test_entities_are_never_resolved(declaration: str) -> None:
    body = f"<!DOCTYPE rss [{declaration}]>" + rss(item("<title>a&x;b</title>"))

    (found,) = parse_feed(page(body)).items

    assert found.title == "a&x;b"


def test_entities_that_grow_are_not_expanded() -> None:
    levels = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    body = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{levels}]>'

    (found,) = parse_feed(page(body + rss(item("<title>&l9;</title>")))).items

    assert found.title == "&l9;"


def test_inclusions_are_not_followed() -> None:
    inclusion = (
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude"'
        ' href="file:///etc/hostname" parse="text"/>'
    )

    (found,) = parse_feed(page(rss(item(f"<title>a</title>{inclusion}")))).items

    assert (found.title, found.content) == ("a", "")
