"""The draft of a claim: an attribution with its speaker, not scored yet."""

from __future__ import annotations

from typing import NamedTuple

from summarizers.model import ClaimKind, Span
from summarizers.readers.parse import Attribution


class ClaimDraft(NamedTuple):
    """A claim without a score: an attribution with its speaker.

    ``content`` holds the reported words without a leading "that" or "whether".
    """

    attribution: Attribution
    speaker: str | None
    content: tuple[Span, ...]
    kind: ClaimKind
