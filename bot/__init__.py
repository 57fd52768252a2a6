"""Sitrep, a briefing bot for Slack and Discord."""
