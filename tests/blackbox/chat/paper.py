"""A newspaper of a small town: reports from text files, in a feed and on pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from tests.blackbox.press import Press, Story, served

NAME = "gazette.example"
_HEAVY = "The ferry stays in port, the harbour master said on Monday. " * 75_000
REPORTS = Path(__file__).parent / "reports"


@dataclass(frozen=True, slots=True)
class Gazette:
    """A paper with one feed."""

    press: Press

    @property
    def url(self) -> str:
        """The address."""
        return f"http://{self.press.host(1)}"

    @property
    def feed(self) -> str:
        """The address of the feed."""
        return f"{self.url}/feed"

    def publish(self, name: str, at: datetime) -> None:
        """Put a report at the top of the feed."""
        title, _, text = (REPORTS / f"{name}.txt").read_text("utf8").partition("\n\n")
        self.press.publish(self.feed, Story(f"{self.url}/{name}", title, text, at))

    def phrase(self, name: str) -> str:
        """A phrase of the last sentence of a report, in quotes."""
        words = (REPORTS / f"{name}.txt").read_text("utf8").rstrip(". \n").split()
        return f'"{" ".join(words[-3:])}"'

    def correct(self, old: str, new: str) -> None:
        """Change words in all reports."""
        for story in list(self.press.feeds[self.feed].values()):
            changed = replace(story, text=story.text.replace(old, new))
            self.press.publish(self.feed, changed)

    def named(self, text: str) -> str:
        """Replace the address by a name."""
        host = self.press.host(1)
        return text.replace(host, NAME).replace(host.partition(":")[0], NAME)


@contextmanager
def open_gazette(number: int) -> Iterator[Gazette]:
    """Serve a paper until the end of the block; its feed is empty."""
    with served(Press(number), 1) as press:
        gazette = Gazette(press)
        press.feeds[gazette.feed] = {}
        press.pages[f"{gazette.url}/empty"] = "<html><body></body></html>"
        press.pages[f"{gazette.url}/heavy"] = (
            f"<html><body><p>{_HEAVY}</p></body></html>"
        )
        yield gazette
