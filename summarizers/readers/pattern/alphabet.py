"""The word classes of a language as letters, and the patterns over them.

A token has a *class* for each word list that contains it, such as ``determiners``, and
for its form, such as ``capital``. Each set of classes is one letter, so that a regular
expression over letters is a pattern of word classes, and its offsets are tokens. The
list ``phrase_patterns`` has the patterns of a language and explains their notation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache

from summarizers.languages.profile import Grammar
from summarizers.lexicons import filled

START = "\u2029"
"""The text of the token before a sentence."""
_LISTS = [
    "addressed",
    "and",
    "auxiliaries",
    "between_words",
    "borders",
    "clause_breaks",
    "content_ends",
    "countries",
    "determiners",
    "documents",
    "examples",
    "firm_words",
    "first_names",
    "group_nouns",
    "hazards",
    "honorifics",
    "hosts",
    "indefinite",
    "informants",
    "links",
    "months",
    "nobody",
    "of",
    "offices",
    "openers",
    "org_words",
    "particles",
    "past_words",
    "place_words",
    "places",
    "prepositions",
    "pronouns",
    "relatives",
    "roles",
    "stand_ins",
    "supports",
    "that",
    "to",
    "viewpoints",
    "weekdays",
]
_UNIONS = {
    "noun": ("roles", "org_words", "documents"),
    "calendar": ("weekdays", "months"),
}
_ENDINGS = ("adjective_ends", "adverb_ends", "demonym_ends")
_STOPS = (".", "!", "?", "…", "...")
_QUOTES = tuple('«»"“”„')
_MARKS = {
    "start": (START,),
    "stop": _STOPS,
    "quote": _QUOTES,
    "end": (START, *"*;:—–()", *_STOPS, *_QUOTES),
    "bullet": (*":—–-(•", *_QUOTES),
}
_CLASSES = re.compile(r"(?<!\?P)<([^<>]+)>")
_FIRST_LETTER = 0xE000


def lower(text: str) -> str:
    """Return ``text`` in lower case, with plain apostrophes."""
    return text.lower().replace("’", "'")


class Alphabet:
    """The letters of a language.

    ``phrases`` are the listed entries of several words, by their first word.

    Raises:
        FileNotFoundError: the language lacks one of the lists.
    """

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._sources = grammar.table("phrase_patterns")
        used = "|".join(_CLASSES.findall(" ".join(self._sources.values())))
        self._used = frozenset(re.split("[|&!]+", used))
        self._letters: dict[frozenset[str], str] = {}
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._listed: dict[str, set[str]] = defaultdict(set)
        self.phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        self.classes = cache(self._classes)
        for name in _LISTS:
            for entry in grammar.table(name):
                self._enter(name, entry)
        for entry, kind in grammar.table("forward_words").items():
            bare = entry.removesuffix(" +")
            self._enter(kind if bare == entry else f"{kind} +", bare)
        for word, form in grammar.reporters().items():
            shape = "gerund" if form.gerund else "finite" if form.finite else "helped"
            self._listed[word] |= {"reporter", shape, form.kind, *form.frames}
        for entry, value in grammar.table("reporting_verbs").items():
            kind, frames, *_ = value.split("\t")
            word = entry.rpartition("'")[2].removeprefix("se-")
            self._listed[word] |= {"reporting_infinitive", kind, *frames.split(",")}

    def _enter(self, name: str, entry: str) -> None:
        first, *others = [token[0] for token in self._grammar.token.finditer(entry)]
        if others and entry[0] != "-" and entry[-1] != ".":
            self.phrases[first].append((name, (first, *others)))
        else:
            self._listed[entry].add(name)

    def _classes(self, text: str) -> frozenset[str]:
        """Return the classes of a token: its word lists, and what its form shows."""
        low, grammar = lower(text), self._grammar
        classes = set(self._listed.get(low, ()))
        classes.update(n for n, lists in _UNIONS.items() if classes.intersection(lists))
        classes.update(name for name, marks in _MARKS.items() if text in marks)
        if text[0].isalpha():
            classes |= {"word", str(grammar.tense(low))}
            classes.update(n for n in _ENDINGS if low.endswith(grammar.endings(n)))
            forms = {
                "infinitive": grammar.is_infinitive(low),
                "capital": text[0].isupper(),
                "acronym": text.isupper() and len(text) > 1,
            }
            classes.update(name for name, is_form in forms.items() if is_form)
        elif text[0].isdigit():
            classes.add("number")
        else:
            classes.add("tied" if text[1:2].isalpha() else text)
        return frozenset(classes)

    def letter(self, classes: frozenset[str]) -> str:
        """Return the letter of the classes of a token that the patterns use."""
        used = classes & self._used
        if used not in self._letters:
            self._letters[used] = chr(_FIRST_LETTER + len(self._letters))
            self._patterns.clear()
        return self._letters[used]

    def pattern(self, name: str) -> re.Pattern[str]:
        """Return a pattern of the list ``phrase_patterns`` over all letters so far."""
        if name not in self._patterns:
            source = filled(self._sources[name], self._sources)
            sets = {text: self._letters_of(text) for text in _CLASSES.findall(source)}
            source = _CLASSES.sub(lambda match: sets[match[1]], source)
            self._patterns[name] = re.compile(source)
        return self._patterns[name]

    def _letters_of(self, expression: str) -> str:
        """Return the set of the letters that an expression such as "a|b&!c" allows."""
        letters = ""
        for part in expression.split("|"):
            names = part.split("&")
            needed = {name for name in names if name[0] != "!"}
            barred = {name[1:] for name in names if name[0] == "!"}
            for classes, letter in self._letters.items():
                if needed <= classes and barred.isdisjoint(classes):
                    letters += letter
        return f"[{letters}]" if letters else "(?!)"


alphabet_of = cache(Alphabet)
"""Return the letters of a language; the result is cached."""
