"""Compute the features of claims, risks and summary sentences for acceptance.

Acceptance is the probability that a reader calls a printed line right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, log
from typing import NamedTuple

from summarizers.languages.english import stem
from summarizers.lexicons import table, words
from summarizers.lexicons.weights import Features
from summarizers.model import ActorKind, Claim, Line, Risk, Span, fast_new
from summarizers.readers.claim_order import is_denial
from summarizers.readers.english.acceptance.actor_features import DEEDS, is_unnamed
from summarizers.readers.english.acceptance.news_event import NewsEvent, stems
from summarizers.readers.english.acceptance.tense import looks_back, tells_state
from summarizers.readers.english.actors.word_lists import (
    CALENDAR,
    PRESS,
    ROLES,
    role_noun,
)
from summarizers.text.language import ENGLISH

_UNCLEAR = words("unclear_subjects")
_LINKS = words("link_openers")
_FEATURES = table("acceptance_words")
_LISTED = frozenset(_FEATURES)
_POINTING = frozenset(("this", "these", "those", "such"))
_TIMES = words("time_words") | CALENDAR
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_DEEDS = frozenset(("VBD", "VBN"))
# Pronouns for the writer of the article, a person interviewed, or the reader.
_SELVES = frozenset(("i", "me", "my", "we", "our", "you", "your"))
# A claim with these is about the speaker's private life.
_SINGULAR_SELVES = frozenset(("i", "me", "my"))
_PRONOUNS = frozenset(w for w, f in _FEATURES.items() if f.endswith("pronoun"))
# Words of sentences in which the writer speaks or addresses the reader: in a column, a
# joke, or a report on the paper itself.
_WRITER = frozenset(("I", "my", "My", "me", "we", "We", "you", "You", "your", "Your"))
_QUOTES = ('"', "“")
_PRESENT = frozenset(("VBZ", "VBP"))
_SINGLE = frozenset(("he", "she"))
_SEVERAL = frozenset(("they", "these", "those"))
_THING = frozenset(("it", "this", "that"))
# Pronouns at the start of a claim that do not mean its speaker, by the speaker's kind.
_FOREIGN = {
    ActorKind.PERSON: _SEVERAL | _THING,
    ActorKind.GROUP: _SINGLE | _THING,
    ActorKind.ORG: _SEVERAL | _SINGLE,
    ActorKind.COUNTRY: _SEVERAL | _SINGLE,
    ActorKind.PLACE: _SEVERAL | _SINGLE,
}
_NEGATIONS = words("negations")
# First words of sentences that the page prints only below the sentence before them.
_OPENERS = words("unclear_openers")
_OPEN = frozenset(("opens unclear", "opens with a link"))
_DEFINITE = "the", "both"
# Features of sentences that do not report the event.
_BACKGROUND = frozenset(("tells a state", "looks back"))
# A claim with fewer words of the title and summary has little to do with them.
_LINKED = 2
# Words that name the day of an event.
_DAYS = frozenset((*map(str.lower, table("weekdays")), "today", "yesterday", "tonight"))
_YEAR = re.compile(r"(?:19|20)\d\ds?")
_NUMBERS = frozenset((*table("number_words"), *table("number_scales")))
# Words for what happened to the people or things that a number counts.
_FATES = words("fates").union(table("casualty_acts"), table("casualty_states"))
_AMOUNTS = frozenset((*table("currency_nouns"), "$", "£", "€", "%", "percent"))
# A sentence with a larger share in quotation marks does not name its speaker.
_INSIDE = 0.95
# In tokens.
_FEW_WORDS = 10
_OPENING_TOKENS = 6
# In sentences: how fast the value of an early line fades.
_EARLY = 5
_FEWEST = 5
_CERTAIN = 0.98


class _Passage(NamedTuple):
    """The spans of a printed line, and its tokens.

    ``lowers``, ``tags`` and ``texts`` have one entry for each token.
    """

    spans: Sequence[Span]
    lowers: list[str]
    tags: list[str]
    texts: list[str]


def read_line(event: NewsEvent, line: Line) -> Features:
    """Return the features of a sentence of the summary."""
    passage = _passage(event, (line.span,))
    features = _read(event, passage, line.score)
    relation = event.title_event.relation(line.span.start)
    if relation is not None:
        features.present.add(relation)
    is_open = _first_word(passage) in _OPENERS
    if is_open and event.title_event.goes_on(line.span.start):
        features.present.difference_update(_OPEN)
        features.present.add("goes on with the title")
    if not features.amounts["quoted"] and not _WRITER.isdisjoint(passage.texts):
        features.present.add("first person")
    if features.amounts["quoted"] > _INSIDE:
        features.present.add("inside a quotation")
    if len(passage.texts) < _FEW_WORDS:
        features.present.add("few words")
    if event.is_past_year(line.span.text):
        features.present.add("past year")
    content = frozenset(_tells(passage))
    features.present.update(content)
    is_later = event.rank(line.span.start) > 0
    if (
        is_later
        and not features.amounts["words of the title"]
        and content & _BACKGROUND
    ):
        features.present.add("background after the lead")
    return features


def _tells(passage: _Passage) -> Iterator[str]:
    """Yield the features of what a sentence tells.

    They are "tells a state", "names the day", "looks back" and "counts the outcome".
    """
    kinds = frozenset(passage.lowers)
    if tells_state(passage.texts, passage.lowers, passage.tags):
        yield "tells a state"
    if not kinds.isdisjoint(_DAYS):
        yield "names the day"
    if looks_back(passage.lowers):
        yield "looks back"
    elif _counts_outcome(passage, kinds):
        yield "counts the outcome"


def _counts_outcome(passage: _Passage, kinds: frozenset[str]) -> bool:
    """Return whether a passage has a number, and a word for victims, a deed or money.

    ``kinds`` is the set of the words of the passage.
    """
    if kinds.isdisjoint(_NUMBERS) and not _has_number(passage):
        return False
    if not kinds.isdisjoint(_FATES):
        return True
    pairs = zip(passage.lowers, passage.tags, strict=True)
    past = [w for w, t in pairs if t in _DEEDS or (not t and w.endswith("ed"))]
    is_amount = bool(past) and not kinds.isdisjoint(_AMOUNTS)
    return is_amount or any(stem(word) in DEEDS for word in past)


def _has_number(passage: _Passage) -> bool:
    """Return whether a passage has a number that is not a year or a part of a name."""
    names = ["", *passage.tags]
    return any(
        word[0].isdigit() and before != "NNP" and not _YEAR.fullmatch(word)
        for word, before in zip(passage.lowers, names, strict=False)
    )


def read_risk(event: NewsEvent, risk: Risk, outlook: frozenset[str]) -> Features:
    """Return the features of a risk.

    ``outlook`` are the features that say how its sentence refers to the future.
    """
    features = _read(event, _passage(event, (risk.span,)), risk.score)
    # The score is left out, because its model was fitted to the same judgements.
    del features.amounts["score"]
    features.present.update(outlook)
    features.present.update([f"basis {basis}" for basis in risk.basis])
    if risk.when is not None:
        is_day = risk.when.first == risk.when.last
        features.present.update(("dated", "dated day" if is_day else "dated period"))
    elif not features.amounts["quoted"] and _names_self(event, risk.span):
        features.present.add("self outside quotations")
    if risk.speaker is not None:
        features.present.add("spoken")
    return features


def _names_self(event: NewsEvent, span: Span) -> bool:
    words = event.tokens.lowers[event.parse.within(span.start, span.end)]
    return not _SELVES.isdisjoint(words)


def read_claim(event: NewsEvent, claim: Claim) -> Features:
    """Return the features of a claim as it is printed."""
    passage = _passage(event, claim.shown)
    features = _read(event, passage, claim.score)
    features.present.update(_attribution(claim), _speaker(event, claim))
    features.present.update(_link(event, claim, passage), _tense(passage))
    if _is_untold_person(claim):
        features.present.add("speaker untold")
    printed = sum([len(part.text) for part in claim.shown])
    whole = claim.sentence.end - claim.sentence.start
    features.amounts["share of the sentence"] = min(1.0, printed / whole)
    return features


def _attribution(claim: Claim) -> Iterator[str]:
    yield f"kind {claim.kind}"
    text = "".join([part.text for part in claim.shown])
    if text.count("“") != text.count("”") or text.count('"') % 2:
        yield "open quotation"


def _link(event: NewsEvent, claim: Claim, passage: _Passage) -> Iterator[str]:
    """Yield the features that link a claim to the summary and to its speaker.

    Examples are "no word of the summary" and "only claim of its speaker".
    """
    shared = len(event.summary_words & stems(passage.lowers))
    is_short = len(passage.lowers) < _FEW_WORDS
    if (shared < _LINKED or is_short) and not _answers(claim, passage):
        if shared < _LINKED:
            yield "one word of the summary" if shared else "no word of the summary"
        if is_short:
            yield "few words"
    if event.said[claim.speaker] == 1:
        yield "only claim of its speaker"
    if not event.is_interview and not _SINGULAR_SELVES.isdisjoint(passage.lowers):
        yield "speaker on himself"
    first = _first_word(passage)
    if first in _foreign_pronouns(event, claim):
        yield "opens with another than the speaker"
    elif first == "it":
        yield "opens with it"


def _answers(claim: Claim, passage: _Passage) -> bool:
    """Return whether a claim is a denial, or has a negation among its first words.

    Answers to charges mostly have this form.
    """
    opening = passage.lowers[:_OPENING_TOKENS]
    return is_denial(claim, ENGLISH) or not _NEGATIONS.isdisjoint(opening)


def _foreign_pronouns(event: NewsEvent, claim: Claim) -> frozenset[str]:
    """Return the pronouns that cannot mean the speaker of a claim.

    If the speaker is a person, "they" cannot. In a quotation, "he" and "she" cannot
    mean the speaker either.
    """
    actor = event.actors.get(claim.speaker or "")
    if actor is None:
        return _SINGLE | _SEVERAL | _THING
    is_quoted = claim.shown[0].text.startswith(_QUOTES)
    return _FOREIGN[actor.kind] | (_SINGLE if is_quoted else frozenset())


def _tense(passage: _Passage) -> Iterator[str]:
    if "MD" in passage.tags:
        yield "modal"
    elif "VBD" in passage.tags and _PRESENT.isdisjoint(passage.tags):
        yield "past tense alone"


def _first_word(passage: _Passage) -> str:
    return next((word for word in passage.lowers if word[0].isalnum()), "")


def _speaker(event: NewsEvent, claim: Claim) -> Iterator[str]:
    actor = event.actors.get(claim.speaker or "")
    if actor is None:
        yield "no speaker"
        return
    yield f"speaker {actor.kind}"
    if actor.role is not None:
        yield "speaker with a role"
    if actor.name in event.named:
        yield "speaker in the lead"
    if is_unnamed(actor.name):
        yield "speaker unnamed"
    if " " not in actor.name:
        yield "speaker one word"
    if actor.name.lower() in PRESS:
        yield "speaker press"
    if actor.name in event.bystanders:
        yield "speaker beside the news"


def _is_untold_person(claim: Claim) -> bool:
    """Return whether the speaker is a person without a name: "the mayor".

    Readers of the page do not learn who that person is.
    """
    source = "" if claim.source is None else claim.source.text
    first, *rest = (claim.speaker or source).lower().split() or ("",)
    return first in _DEFINITE and any(role_noun(word) in ROLES for word in rest)


def _read(event: NewsEvent, passage: _Passage, score: float) -> Features:
    """Return the features that all kinds of lines have.

    ``score`` is a probability; the features contain its log odds.
    """
    spans = passage.spans
    start, end, kinds = spans[0].start, spans[-1].end, frozenset(passage.lowers)
    limited = min(_CERTAIN, max(1 - _CERTAIN, score))
    amounts = _overlap(event, stems(kinds), start)
    amounts["quoted"] = _quoted(event, start, end)
    amounts["score"] = log(limited / (1 - limited))
    present = {_FEATURES[word] for word in kinds & _LISTED}
    present.add("constant")
    present.update(_wording(passage, kinds), _opening(passage, spans[0].text))
    if start < event.lead_end:
        present.add("lead")
    if event.names_actor(start, end):
        present.add("names an actor of the lead")
    if start < event.news and _DEEDS.isdisjoint(passage.tags):
        present.add("teaser")
    text = " ".join([span.text for span in spans])
    if "@" in text or "http" in text:
        present.add("post")
    return fast_new(Features, (present, amounts))


def _passage(event: NewsEvent, spans: Sequence[Span]) -> _Passage:
    passage: _Passage = fast_new(_Passage, (spans, [], [], []))
    (_, lowers, tags, texts), tokens = passage, event.tokens
    for span in spans:
        within = event.parse.within(span.start, span.end)
        lowers += tokens.lowers[within]
        tags += tokens.tags[within]
        texts += tokens.texts[within]
    return passage


def _overlap(event: NewsEvent, own: frozenset[str], start: int) -> dict[str, float]:
    """Return the features of a passage's position and of its shared words.

    The words are those that the passage shares with the title and the lead. ``own``
    holds the stems of the passage, and ``start`` is its first offset.
    """
    rank = event.rank(start)
    amounts = {
        "early": exp(-rank / _EARLY),
        "late": rank / event.sentences,
        "words of the title": event.title_share(own),
    }
    if start >= event.lead_end:
        amounts["words of the lead"] = len(own & event.words) / max(_FEWEST, len(own))
    return amounts


def _quoted(event: NewsEvent, start: int, end: int) -> float:
    near = event.quoted.between(start, end)
    inside = sum([min(end, q.end) - max(start, q.start) for q in near])
    return inside / max(1, end - start)


def _wording(passage: _Passage, kinds: frozenset[str]) -> Iterator[str]:
    if _FINITE.isdisjoint(passage.tags):
        yield "no finite verb"
    if passage.lowers[-1:] == ["?"]:
        yield "asks"
    pairs = pairwise(passage.lowers) if kinds & _POINTING else ()
    if any(a in _POINTING and b[0].isalpha() and b not in _TIMES for a, b in pairs):
        yield "points back"


def _opening(passage: _Passage, text: str) -> Iterator[str]:
    first = _first_word(passage)
    if first in _UNCLEAR:
        yield "opens unclear"
    elif first in _LINKS:
        yield "opens with a link"
    if text.startswith(_QUOTES):
        yield "opens with a quotation"
    for word, printed in zip(passage.lowers, passage.texts, strict=True):
        if word in _PRONOUNS:
            yield "pronoun before names"
            return
        if printed[0].isupper() and word not in (first, "i"):
            return
