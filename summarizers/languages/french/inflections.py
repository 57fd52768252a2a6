"""Forms of French nouns."""

from __future__ import annotations

_PLURALS_IN_X = (("eau", "eaux"), ("eu", "eux"), ("al", "aux"))


def noun_forms(noun: str) -> tuple[str, ...]:
    """The other number of a noun whose plural ends in x: "bateaux", "journaux".

    Plurals in s are made as in English.
    """
    for singular, plural in _PLURALS_IN_X if noun.islower() else ():
        if noun.endswith(plural):
            return (f"{noun.removesuffix(plural)}{singular}",)
        if noun.endswith(singular):
            return (f"{noun.removesuffix(singular)}{plural}",)
    return ()
