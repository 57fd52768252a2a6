"""Preview pages of a briefing or a digest on each platform, and of the record."""

from __future__ import annotations

from bot.web.preview.calendar_page import CalendarPreview, calendar_pages
from bot.web.preview.digest_page import DigestColumn, DigestPreview, digest_pages
from bot.web.preview.page import Column, Preview, Proof, ProofKind, preview_pages
from bot.web.preview.who_page import WhoPreview, who_pages

__all__ = [
    "CalendarPreview",
    "Column",
    "DigestColumn",
    "DigestPreview",
    "Preview",
    "Proof",
    "ProofKind",
    "WhoPreview",
    "calendar_pages",
    "digest_pages",
    "preview_pages",
    "who_pages",
]
