"""Find attributions by word lists and tag patterns."""
