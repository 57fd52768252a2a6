"""Generates ``docs/walkthrough.md``: a new user's path, with the real output.

``python -m tools.walkthrough`` runs the real commands with two sample newspapers and
emulators of Slack and Discord on loopback. It takes about two minutes.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.walk import TARGET, page, walk


def main() -> None:
    """Run the path and write the page."""
    with TemporaryDirectory() as folder:
        TARGET.write_text(page(walk(Path(folder)).steps), "utf8")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
