"""The bot's values: configuration, feed items, stored records, slots, messages, errors.

Every package of the core may import it; it imports only the summarizers.
"""
