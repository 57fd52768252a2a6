"""The migrations in order: each step from one schema to the next."""

from __future__ import annotations
