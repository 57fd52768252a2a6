"""The bot's values: configuration, feed items, stored records, slots, messages, errors.

Imports the summarizers only; every package of the core may import it.
"""
