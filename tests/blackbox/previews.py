"""The pages that ``sitrep preview`` serves."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from tests.blackbox.driver import Running, while_running
from tests.blackbox.requests import Answer, ask


def preview(
    place: Path, *arguments: str | Path, environment: Mapping[str, str] | None = None
) -> list[Answer]:
    """The page of a preview, and the answers to to a post and a wrong path."""

    def visit(running: Running) -> list[Answer]:
        address = urlsplit(running.output.split()[0])
        port, path = address.port or 0, address.path or "/"
        return [
            ask(port, path),
            ask(port, path, method="POST"),
            ask(port, "/none"),
        ]

    done, answers = while_running(
        visit,
        "preview",
        *arguments,
        place=place,
        environment=environment,
        ready="http://",
    )
    assert done.status == 0
    assert "Open this page in a browser; press Ctrl-C to stop." in done.messages
    return answers
