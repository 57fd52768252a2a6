from __future__ import annotations

from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from bot.demo import PAGES, sample_page, serve_pages


def read(base: str, path: str) -> tuple[int, str, bytes]:
    with closing(HTTPConnection(urlsplit(base).netloc, timeout=5)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers.get_content_type(), answer.read()


def test_the_sample_site_serves_every_page() -> None:
    with serve_pages(sample_page) as base:
        answers = [read(base, f"/{name}") for name in PAGES]

    assert answers == [(200, "text/html", sample_page(name)) for name in PAGES]


@pytest.mark.parametrize("path", ["/", "/nothing.html", "/../demo.py", "/__init__.py"])
def test_nothing_but_the_sample_pages_is_served(path: str) -> None:
    with serve_pages(sample_page) as base:
        status, _, _ = read(base, path)

    assert status == 404
