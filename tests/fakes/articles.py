"""Short articles of our own as the fast engine reads them."""

from __future__ import annotations

from summarizers.model import Article
from summarizers.readers.english.shallow.fast_parser import FastParser
from summarizers.readers.parse import Attribution, Parse
from summarizers.text.splitting import split_text

# A first paragraph with nothing to attribute, so that no text stands as a headline.
LEAD = "The harbour of Port Lenna was closed for two days after a heavy storm.\n\n"

Said = tuple[str | None, str | None, tuple[str, ...]]


def read_fast(text: str) -> Parse:
    """Parse a text behind the neutral first paragraph."""
    return FastParser().parse(split_text(Article(text=LEAD + text)))


def said(text: str) -> list[Said]:
    """Source, cue and content of each attribution, as text."""
    return [as_text(found) for found in read_fast(text).attributions]


def as_text(found: Attribution) -> Said:
    """One attribution as the texts of its source, cue and content."""
    source = found.source.text if found.source else None
    cue = found.cue.text if found.cue else None
    return source, cue, tuple(part.text for part in found.content)


def tagged(text: str) -> str:
    """The words of a text with their tags: "Lind/NNP said/VBD"."""
    tokens = read_fast(text).tokens
    start = len(LEAD)
    return " ".join(f"{t.text}/{t.tag}" for t in tokens if t.start >= start)
