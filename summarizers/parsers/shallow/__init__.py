"""What the fast engine reads with: words, phrases and patterns, no model."""
