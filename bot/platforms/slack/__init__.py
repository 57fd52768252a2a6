"""Slack: the sole owner of slack_bolt and slack_sdk."""
