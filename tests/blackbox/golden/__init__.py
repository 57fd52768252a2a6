"""Golden files: outputs of the product that only change on purpose.

A golden file lies below ``tests/blackbox/golden``. ``make golden`` writes all of them
again and shows the difference to the committed ones.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path

FOLDER = Path(__file__).parent
RENEW = "RENEW_GOLDEN_FILES"
"""The environment variable with which tests write their golden files again."""

_SHOWN = 60
_LONG = re.compile(r"\d+\.\d{7,}")


def assert_golden(name: str, text: str) -> None:
    """Compare a text with the golden file of this name, or write it.

    Numbers are rounded to six decimals: versions of Python add up scores differently.

    Raises:
        AssertionError: They differ; the message shows the first differing lines.
    """
    path = FOLDER / name
    text = _LONG.sub(lambda number: f"{float(number[0]):.6f}", text)
    if os.environ.get(RENEW):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        return
    assert path.exists(), f"{name} is missing: run `make golden` and review it"
    expected = path.read_bytes().decode()
    if text != expected:
        lines = difflib.unified_diff(
            expected.splitlines(), text.splitlines(), "golden", "now", lineterm="", n=1
        )
        shown = "\n".join(list(lines)[:_SHOWN])
        raise AssertionError(
            f"{name} differs; if that is intended, run `make golden`:\n{shown}"
        )
