"""Orders of sentences: one ``rank(...) -> scores`` a module."""
