"""Which articles belong together: near copies, and reports of one event."""

from __future__ import annotations
