"""Platform-neutral messages: briefings as messages, splitting, JSON, Markdown.

May import `topics`, `text`, `ports` and `domain`.
"""
