"""Renders briefings and lists as messages, and splits, encodes and formats messages.

May import `topics`, `text`, `ports` and `domain`.
"""
