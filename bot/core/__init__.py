"""The bot's use cases and values: no input or output, no clock."""
