"""Annotated articles as the training scripts read them: a JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import cast

from summarizers.model import Article

Row = Mapping[str, object]


def read_rows(path: Path) -> list[Row]:
    """Return the rows of one file, in file order."""
    lines = path.read_text("utf8").splitlines()
    return [cast("Row", json.loads(line)) for line in lines]


def article_of(row: Row) -> Article:
    """Return the article of a row with ``text``, ``title`` and ``published``."""
    published = cast("str | None", row.get("published"))
    return Article(
        text=cast("str", row["text"]),
        title=cast("str | None", row.get("title")),
        published=date.fromisoformat(published[:10]) if published else None,
    )
