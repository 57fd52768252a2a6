"""``sitrep preview`` on an article; test_newsrooms.py has the other pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.blackbox.articles import ROOT
from tests.blackbox.golden import assert_golden
from tests.blackbox.previews import preview
from tests.blackbox.transcripts import without_ports

pytestmark = pytest.mark.process
HEADERS = ("Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options")


def test_a_page_shows_a_briefing_beside_its_article(tmp_path: Path) -> None:
    source = ROOT / "bot/demo/hospital-attack.html"

    page, *others = preview(tmp_path, source)

    headers = "".join(f"{name}: {page.headers.get(name)}\n" for name in HEADERS)
    assert [answer.status for answer in (page, *others)] == [200, 405, 404]
    assert_golden("previews/article.html", f"{headers}{without_ports(page.body)}")
