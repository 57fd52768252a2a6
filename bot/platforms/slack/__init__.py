"""Slack: posts digests, and answers commands, shortcuts, buttons and menus."""
