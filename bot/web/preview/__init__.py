"""A page that shows a briefing as the platforms show it, beside its article."""

from __future__ import annotations

from bot.web.preview.page import Column, Preview, Proof, ProofKind, preview_pages

__all__ = ["Column", "Preview", "Proof", "ProofKind", "preview_pages"]
