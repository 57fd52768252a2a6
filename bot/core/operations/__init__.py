"""Running the bot: periodic jobs, health, notice rules, operator notices.

May import `delivery` and the packages below it.
"""
