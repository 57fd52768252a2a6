"""Claims of short texts."""

from __future__ import annotations

from summarizers.model import Claim, ClaimKind, Span


def said(
    text: str,
    *words: str,
    source: str | None = None,
    cue: str = "said",
    kind: ClaimKind = ClaimKind.DIRECT,
    speaker: str = "Ida Brandt",
) -> Claim:
    """The claim of these words of a text, whose last sentence they are in."""
    content = tuple(_span(text, part) for part in words)
    return Claim(
        speaker,
        _span(text, source or "Brandt"),
        _span(text, cue),
        content,
        _span(text, text.rsplit("\n", 1)[-1]),
        kind,
        shown=content,
    )


def _span(text: str, words: str) -> Span:
    at = text.rindex(words)
    return Span(at, at + len(words), words)
