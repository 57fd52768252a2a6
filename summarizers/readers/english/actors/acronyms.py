"""Which acronym stands for which name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizers.model import ActorKind
from summarizers.readers.english.actors.name_variants import NameForm
from summarizers.readers.english.actors.printed_names import PrintedName
from summarizers.readers.english.actors.word_lists import COUNTRIES, FIRM_ENDINGS
from summarizers.readers.parse import Parse

SMALL = frozenset(("of", "the", "and", "for", "on", "in", "to", "&", "de"))
CUT_LETTERS = 4


def is_acronym(form: NameForm) -> bool:
    """Whether a form is one word of capital letters, other than a state's."""
    text = form.names[0].text.replace(".", "")
    if len(form.words) > 1 or form.words[0] in COUNTRIES:
        return False
    return len(text) > 1 and text.isupper()


def letters(form: NameForm) -> str:
    """The letters of an acronym, as ``initials`` has them."""
    return form.words[0].replace(".", "").replace("&", "")


def initials(form: NameForm) -> set[str]:
    """The acronyms that a name of several words may have.

    Small words count or not, parts behind hyphens as well, and a long acronym may leave
    out the first or the last word.
    """
    if len(form.key) == 1 or form.kind is ActorKind.PERSON:
        return set()
    words = [word for word in form.key if word[0].isalnum()]
    if words and words[-1] in FIRM_ENDINGS:
        words.pop()
    large = [word for word in words if word not in SMALL]
    parts = [part for word in large for part in word.split("-") if part]
    acronyms = {"".join(word[0] for word in chosen) for chosen in (words, large, parts)}
    full = "".join(word[0] for word in large)
    if len(full) >= CUT_LETTERS:
        acronyms |= {full[1:], full[:-1]}
    return {acronym for acronym in acronyms if len(acronym) > 1}


def bracketed(
    parse: Parse, forms: Iterable[NameForm]
) -> dict[tuple[str, ...], PrintedName]:
    """Acronyms in brackets, with the name that stands right before each."""
    names = [name for form in forms for name in form.names]
    by_end = {name.last: name for name in names}
    owners: dict[tuple[str, ...], PrintedName] = {}
    for name in names:
        before = by_end.get(name.first - 1)
        if before is None or len(name.words) > 1 or len(before.words) == 1:
            continue
        bracket = parse.tokens.texts[name.first - 1] == "("
        if bracket and _abbreviates(name.text, before.words):
            owners.setdefault(name.words, before)
    return owners


def _abbreviates(text: str, words: Sequence[str]) -> bool:
    capitals = [letter.lower() for letter in text if letter.isupper()]
    starts = {word[0] for word in words}
    return len(capitals) > 1 and sum(c in starts for c in capitals) * 2 >= len(capitals)
