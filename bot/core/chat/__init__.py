"""What people ask of the bot and get: the same on every platform."""
