"""Running the bot: periodic jobs, health, alert rules, operator notifications.

May import `delivery` and the packages below it.
"""
