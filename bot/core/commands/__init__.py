"""Commands that people give in chats: requests in, responses out, for every platform.

May import `delivery` and the packages below it.
"""
