"""``docs/walkthrough.md``: the whole path as a new user goes it, as it was gone.

``python -m benchmarks.walkthrough`` goes it: the real commands, two sample papers, and
Slack and Discord as processes on loopback. It takes about two minutes.
"""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fakes.walk import Step, walk

TARGET = Path(__file__).resolve().parent.parent / "docs" / "walkthrough.md"
_HEAD = """\
# A walk through Sitrep

What a new user does and sees, from a file to digests on both platforms. It was gone by a
program (`make walkthrough`), with the real commands, against a Slack and a Discord on
this machine: they stand in for the real ones, and so do the tokens and the two sample
papers.

"""
# Tokens of the chats that stand in are no secrets; ports would differ each time.
_PORTS = re.compile(r"(127\.0\.0\.1|localhost):\d{2,5}")


def page(steps: list[Step]) -> str:
    """The steps as a page."""
    return _HEAD + "\n".join(_section(step) for step in steps)


def _section(step: Step) -> str:
    seen = _PORTS.sub(r"\1", step.seen)
    words = _PORTS.sub(r"\1", step.words)
    return f"## {step.title}\n{words}\n\n````{step.kind}\n{seen}\n````\n"


def main() -> None:
    """Go the path and write it down."""
    with TemporaryDirectory() as folder:
        TARGET.write_text(page(walk(Path(folder)).steps), "utf8")
    print(f"wrote {TARGET.name}")


if __name__ == "__main__":
    main()
