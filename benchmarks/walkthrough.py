"""Generates ``docs/walkthrough.md``: a new user's path, with the real output.

``python -m benchmarks.walkthrough`` runs the real commands with two sample newspapers and
emulators of Slack and Discord on loopback. It takes about two minutes.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.walk import Step, walk

TARGET = Path(__file__).resolve().parent.parent / "docs" / "walkthrough.md"
_HEAD = """\
# A walk through Sitrep

A new user's path from a configuration file to digests on both platforms. `make walkthrough`
generates this page: it runs the real commands against emulators of Slack and Discord on
this machine, with tokens for the emulators and two sample newspapers.

"""
# The emulators' tokens are not secret; ports would differ each time.
_PORTS = re.compile(r"(127\.0\.0\.1|localhost):\d{2,5}")


def page(steps: list[Step]) -> str:
    """Render the steps as a page."""
    return _HEAD + "\n".join(_section(step) for step in steps)


def _section(step: Step) -> str:
    seen = _PORTS.sub(r"\1", step.seen)
    words = _PORTS.sub(r"\1", step.words)
    return f"## {step.title}\n{words}\n\n````{step.kind}\n{seen}\n````\n"


def main() -> None:
    """Run the path and write the page."""
    with TemporaryDirectory() as folder:
        TARGET.write_text(page(walk(Path(folder)).steps), "utf8")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
