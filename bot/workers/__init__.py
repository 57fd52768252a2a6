"""Worker processes that parse pages and brief articles; each can be killed on its own.

Some pages keep a parser busy forever, and only killing its process stops the parser.
"""
