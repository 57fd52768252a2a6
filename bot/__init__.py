"""Sitrep, a news briefing bot for Slack, Discord and e-mail."""
