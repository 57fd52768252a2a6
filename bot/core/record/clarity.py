"""Decides whether a claim can be understood from its speaker, its words and a title."""

from __future__ import annotations

import re
from functools import cache

from bot.core.record.cues import is_unsaid, opens_with_hearer, tells_of_words
from bot.core.record.names import is_another_gender
from bot.core.record.pointers import has_pointer
from summarizers.languages.profile import listed_profile
from summarizers.lexicons import choice, entries, has_list, pattern, table, words
from summarizers.model import ActorKind, Article, Briefing, Claim, ClaimKind
from summarizers.page import is_probable
from summarizers.text.language import stop_words

_SHORT = 12
"""The number of words from which a quotation that opens with a pronoun is clear."""

_REACH = 12
"""The number of first words that are searched for words that point back, as "they".

Such a word in this part makes a claim unclear.
"""

_OPENING = 3
"""The number of words in which the noun of a role must be: "a party spokesman"."""

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_CLOSED = re.compile(r"[.!?…,;:—–-]['’\s]*\Z|[\"“”']\Z")
_ARTICLES = frozenset(("a", "an", "the"))
_POINTERS = frozenset(("that", "these", "those"))
_POINTED = re.compile(
    r"\b(?:this|these|those|such) (?:same )?([a-z][\w’'-]*(?: [\w’'-]+){0,2})(?![^.!?]{0,30}:)",
    re.IGNORECASE,
)
_SPOKEN = frozenset(("they", "us", "we", "you"))
_EACH = frozenset(
    ("anybody", "anyone", "each", "everybody", "everyone", "nobody", "who")
)
_LONG = 4
"""A word in -s of at least this many letters counts as a plural."""


def is_recorded(claim: Claim, briefing: Briefing, lang: str) -> bool:
    """Return whether a claim is probable, and can be understood without its article.

    ``lang`` is the language of the word lists. A writer's own sentence about somebody's
    mind or deed ("Lind wants the votes") is not recorded, because Lind did not say it.
    """
    kinds = (a.kind for a in briefing.actors if a.name == claim.speaker)
    kind = next(kinds, None)
    if not is_probable(claim, briefing.lang) or not tells_of_words(claim, lang, kind):
        return False
    return not (
        _is_cut(claim, lang)
        or is_unsaid(claim, briefing.article.text, lang)
        or opens_with_hearer(claim, briefing.article.text, lang)
        or _is_remark(claim, briefing.article, lang)
        or _ends_in_role(claim, lang)
        or _is_short_and_unclear(claim, lang)
        or _is_answer(claim, lang)
        or _opens_with_pointer(claim, lang, kind)
        or _points_back(claim, briefing.article.title, lang, kind)
        or has_pointer(claim, briefing.article, lang)
        or _has_loose_person(claim, briefing, lang)
    )


def _is_cut(claim: Claim, lang: str) -> bool:
    """Return whether the last words of a claim are missing: "the growing number of"."""
    if any(_is_open(part.text) for part in claim.shown):
        return True
    if claim.kind is ClaimKind.DIRECT or not has_list("cut_ends", lang):
        return False
    return not words("cut_ends", lang).isdisjoint(_words(claim.shown[-1].text)[-1:])


def _is_open(text: str) -> bool:
    """Return whether a quotation is not closed, and stops within its sentence."""
    is_open = text.count('"') % 2 or text.count("''") % 2
    is_open = is_open or text.count("“") > text.count("”")
    return bool(is_open) and _CLOSED.search(text) is None


def _is_remark(claim: Claim, article: Article, lang: str) -> bool:
    """Return whether a claim shows a whole sentence, but is only a side remark in it.

    Example: "she announced her plan" in "The paper wrote to Lind after she announced
    her plan".
    """
    if claim.source is None or claim.sentence not in claim.shown:
        return False
    if not has_list("open_relatives", lang):
        return False
    links = words("open_relatives", lang) | words("subordinators", lang) | {"who"}
    before = _words(article.text[claim.sentence.start : claim.source.start])
    while before and (before[-1] == "the" or before[-1] in table("honorifics", lang)):
        before.pop()
    return len(before) > 1 and before[-1] in links - {"which"}


def _ends_in_role(claim: Claim, lang: str) -> bool:
    """Return whether the last part of a reported claim is the role of its speaker."""
    last = claim.content[-1]
    if claim.kind is ClaimKind.DIRECT or len(claim.content) == 1 or not claim.source:
        return False
    opening = _words(last.text)[:_OPENING]
    return (
        last.start >= claim.source.end
        and not _ARTICLES.isdisjoint(opening[:1])
        and has_list("roles", lang)
        and not table("roles", lang).keys().isdisjoint(opening)
    )


def _is_short_and_unclear(claim: Claim, lang: str) -> bool:
    """Return whether a claim is a short quotation that opens with a word such as "it"."""
    text = _text(claim)
    is_short = claim.kind is ClaimKind.DIRECT and len(text.split()) < _SHORT
    return is_short and listed_profile(lang).is_unclear(text)


def _is_answer(claim: Claim, lang: str) -> bool:
    """Return whether a quotation answers a question: "“No, we sail on Friday,”"."""
    is_quoted = claim.kind is ClaimKind.DIRECT and has_list("answer_openers", lang)
    return is_quoted and _answers().match(claim.content[0].text) is not None


def _opens_with_pointer(claim: Claim, lang: str, kind: ActorKind | None) -> bool:
    """Return whether a claim opens with a pronoun for something that it does not name.

    In reported words of an organisation, "it" may mean the organisation. "It" may also
    mean nothing: "It is time to leave".
    """
    if not has_list("known_nouns", lang):
        return False
    opening = claim.content[0].text
    first, second, *_ = *_words(opening), "", ""
    pointer, _, ending = first.partition("'")
    if pointer == "it":
        is_body = claim.kind is not ClaimKind.DIRECT and kind is not ActorKind.PERSON
        return not is_body and not pattern("expletive_it").match(opening)
    return pointer in _POINTERS and bool(ending or _is_verb(second))


@cache
def _answers() -> re.Pattern[str]:
    return re.compile(
        rf"\W*(?:{choice(entries('answer_openers'))})[,.!…–—-]", re.IGNORECASE
    )


def _is_verb(word: str) -> bool:
    """Return whether a word is a form of "be" or such a verb as "will"."""
    return word in words("be_forms") or table("closed_words").get(word) == "MD"


def _points_back(
    claim: Claim, title: str | None, lang: str, kind: ActorKind | None
) -> bool:
    """Return whether the first words point to something unnamed: "they", "this money".

    If an organisation speaks in reported words, "they" as the first word may mean the
    organisation.
    """
    if not has_list("known_nouns", lang):
        return False
    text = _text(claim)
    is_body = claim.kind is not ClaimKind.DIRECT and kind is not ActorKind.PERSON
    return _has_loose_plural(text, first=is_body) or _has_loose_noun(text, title or "")


def _has_loose_plural(text: str, *, first: int) -> bool:
    """Return whether "they" or "them" precedes all plural nouns of a text.

    The first ``first`` words are not searched.
    """
    small = words("time_words") | stop_words()
    plurals = (words("plural_words") - _SPOKEN) | _EACH
    for word in _words(text)[first:_REACH]:
        plain = word.partition("'")[0]
        if plain in ("they", "them"):
            return True
        is_plural = len(plain) >= _LONG and plain.endswith("s") and plain not in small
        if is_plural or plain in plurals:
            return False
    return False


def _has_loose_noun(text: str, title: str) -> bool:
    """Return whether "this" or "these" points to a noun that was not named before.

    The noun may be named in ``title`` or earlier in ``text``.
    """
    stem = listed_profile("en").stem
    named = set(map(stem, _words(title)))
    for match in _POINTED.finditer(text):
        before = _words(text[: match.start()])
        phrase = _words(match[1])
        if len(before) >= _REACH:
            return False
        if _is_noun(phrase[0]) and "of" not in phrase:
            earlier = named.union(map(stem, before), _known())
            nouns = (word for word in phrase if word not in stop_words())
            if earlier.isdisjoint(map(stem, nouns)):
                return True
    return False


def _has_loose_person(claim: Claim, briefing: Briefing, lang: str) -> bool:
    """Return whether "he" or "she" in a claim means a person that is not named.

    No name precedes the pronoun, and the title names no such person. In reported words,
    the pronoun may mean the speaker.
    """
    if not has_list("pronoun_genders", lang):
        return False
    for at, word in enumerate(_WORD.findall(_text(claim))[:_REACH]):
        low = _words(word)[0].partition("'")[0]
        if low in table("pronoun_genders"):
            is_told = claim.kind is not ClaimKind.DIRECT
            other = is_another_gender(low, claim.speaker or "")
            return (other or not is_told) and not _is_in_title(low, claim, briefing)
        if at and word[0].isupper() and low not in stop_words():
            return False
    return False


def _is_in_title(pronoun: str, claim: Claim, briefing: Briefing) -> bool:
    """Return whether the title names another person whom a pronoun may mean."""
    named = set(_words(briefing.article.title or ""))
    return any(
        actor.kind is ActorKind.PERSON
        and actor.name != claim.speaker
        and not named.isdisjoint(_words(actor.name))
        and not is_another_gender(pronoun, actor.name)
        for actor in briefing.actors
    )


@cache
def _known() -> frozenset[str]:
    """Return the stems of nouns that are clear after "this": "this government"."""
    nouns = words("known_nouns") | table("org_nouns").keys()
    return frozenset(map(listed_profile("en").stem, nouns))


def _is_noun(word: str) -> bool:
    """Return whether a word after "this" may be a noun or adjective."""
    if word.endswith(("ly", "ed", "ing")) or word in words("number_words"):
        return False
    lists = "time_words", "place_words", "be_forms", "plural_words"
    return word not in stop_words() and all(word not in words(name) for name in lists)


def _text(claim: Claim) -> str:
    return " ".join(part.text for part in claim.shown)


def _words(text: str) -> list[str]:
    return [word.replace("’", "'") for word in _WORD.findall(text.casefold())]
