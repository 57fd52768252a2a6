"""The steps from one schema to the next, in order; what is here never changes."""

from __future__ import annotations
