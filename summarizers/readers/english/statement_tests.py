"""Distinguish statements from deeds, questions and silence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from summarizers.lexicons import entries, table, words
from summarizers.model import Article, ClaimKind
from summarizers.readers.english.claim_drafts import ClaimDraft
from summarizers.readers.english.reporting_lexicon import ReportingWord, reporters
from summarizers.readers.english.syntax.clauses import has_clause
from summarizers.readers.parse import Attribution, Parse
from summarizers.text.layout import Layout, QuotationIndex

SPEAKERS = (
    words("speaker_nouns")
    | words("group_nouns")
    | words("people_words")
    | words("documents")
    | words("works")
    | words("papers")
    | table("roles").keys()
    | table("org_nouns").keys()
    | table("org_words").keys()
) - words("mute_nouns")
NAMED_SPEAKERS = SPEAKERS - words("vague_speakers")
ENDS = entries("speaker_ends")
NAMES = frozenset(("NNP", "NNPS", "PRP", "PRP$", "WP", "WDT", "DT", "CD"))
NONE = frozenset(("no", "nobody", "neither", "none"))
QUOTED = '"“”„«»'
_WORD = re.compile(r"[^\W\d_]+")
QUESTIONS = frozenset(("ask", "enquire", "inquire", "wonder", "dispute", "debate"))
DECISIONS = frozenset(("decide",))
# Words that open the occasion of a statement: "said in a speech on Monday".
OCCASIONS = frozenset(("in", "on", "at", "during", "after", "before", "following"))
REFUSALS = frozenset(("decline", "refuse"))
REJECTIONS = frozenset(("dismiss", "dispute", "refute", "reject"))
# First words of a phrase that refers to something said before, and its most words.
POINTERS = frozenset(("all", "both", "it", "that", "the", "them", "these", "this"))
LONGEST_POINTER = 3
DEMONSTRATIVES = frozenset(("that", "this"))
ACTIONS = frozenset(("VB", "VBD", "VBN", "VBG"))
BEHIND_OBJECTS = frozenset((".", ",", "IN", "TO"))
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
# The number of first words of a claim in which "that" refers to an earlier sentence.
POINTING_REACH = 7
# The numbers of words and characters before a verb in which a negation is searched.
REACH = 6
FAR = 60
LONGEST_COURTESY = 20
LONGEST_NAME = 6
THANKS = frozenset(("thank", "thanks"))
COURTESIES = words("courtesies") | {"thank"}
# A quotation that opens with thanks, praise of a person's work or sympathy.
KINDNESS = re.compile(
    r"[\"“]\s*(?:(?:i|we)\s(?:\w+\s){0,3}?(?:thank|congratulate|applaud|commend)\s"
    r"|(?:i|we)\s(?:\w+\s){0,3}?(?:extend|offer|send|express|convey)\s(?:\w+\s){0,4}?"
    r"(?:condolences|sympath(?:y|ies)|thanks|gratitude|congratulations|prayers)\b"
    r"|(?:our|my|the|all our)\s(?:\w+\s){0,2}?(?:thoughts|hearts?|prayers|condolences"
    r"|sympath(?:y|ies))\b(?:\s\w+){0,6}?\s(?:is|are|goes|go)\b)",
    re.IGNORECASE,
)
CLAUSE_OPENERS = words("clause_openers")
LAST_WORDS = 4
# A product that the article names in place of its maker: "Galaxy S9".
MODEL = re.compile(r"\w [A-Za-z]{1,3}-?\d\w*\+?\Z")
# A person speaks, and no quotation marks show it: "I think he has agreed".
SELF = re.compile(r"\bI(?:['’](?:m|ve|d|ll)\b| (?=[a-z]))")
SELVES = frozenset(("i", "we"))
QUESTIONS_OF_INTERVIEW = 3


def is_statement(parse: Parse, article: Article, said: ClaimDraft) -> bool:
    """Return whether the draft ``said`` is a statement that a speaker makes.

    A thing makes no statements. Deeds, plans, subjects of talk, questions, greetings
    and refusals to speak are not statements either.
    """
    reporter = _reporter(said.attribution)
    if _is_mute(parse, said) or _is_question(said, reporter) or _is_courtesy(said):
        return False
    if reporter is None:
        return said.attribution.cue is not None or _says_whole(parse, said)
    if reporter.lemma in DECISIONS or _is_occasion(parse, said, reporter):
        return False
    if reporter.lemma in words("topic_verbs") and not _says_more(parse, said):
        return False
    points = _only_points(parse, said, reporter) or _points_back(parse, said)
    return not (points or _is_silence(article, said, reporter))


def _is_occasion(parse: Parse, said: ClaimDraft, reporter: ReportingWord) -> bool:
    """Return whether the content says only where or when the speaker speaks."""
    is_said = reporter.lemma in words("plain_reporting")
    is_place = _first_word(said.content[0].text) in OCCASIONS
    return is_said and is_place and not _says_more(parse, said)


def _only_points(parse: Parse, said: ClaimDraft, reporter: ReportingWord) -> bool:
    """Return whether a speaker rejects something that the claim does not state.

    Examples: "rejected the allegation" and "dismissed both".
    """
    if reporter.lemma not in REJECTIONS:
        return False
    content = _WORD.findall(said.content[0].text.casefold())
    is_short = len(said.content) == 1 and len(content) <= LONGEST_POINTER
    return (
        is_short
        and not POINTERS.isdisjoint(content[:1])
        and not _says_more(parse, said)
    )


def _points_back(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether "that" early in a claim is its object: "had not discussed that"."""
    if said.kind is not ClaimKind.INDIRECT:
        return False
    tokens = parse.tokens
    within = parse.within(said.content[0].start, said.content[-1].end)
    for i in range(within.start + 1, min(within.stop, within.start + POINTING_REACH)):
        if tokens.lowers[i] in DEMONSTRATIVES and tokens.tags[i - 1] in ACTIONS:
            behind = tokens.tags[i + 1 : within.stop]
            is_object = not behind or behind[0] in BEHIND_OBJECTS
            return is_object and FINITE.isdisjoint(behind)
    return False


def is_interview(article: Article, layout: Layout) -> bool:
    """Return whether an article is an interview, by its title or its questions."""
    if "interview" in (article.title or "").lower():
        return True
    ends = [article.text[p.end - 1 : p.end] for p in layout.paragraphs]
    return ends.count("?") >= QUESTIONS_OF_INTERVIEW


def interviewers(drafts: Iterable[ClaimDraft]) -> frozenset[str | None]:
    """Return the speakers who ask in a transcript; empty if all its speakers ask."""
    turns = [draft for draft in drafts if _is_turn(draft)]
    asking = {d.speaker for d in turns if _asks(d.content[-1].text)}
    return frozenset(asking if asking < {d.speaker for d in turns} else ())


def is_retold(parse: Parse, article: Article, said: ClaimDraft) -> bool:
    """Return whether the speaker of an interview reports what another person said.

    The speaker of the interview says "I" in the same paragraph.
    """
    head, cue = said.attribution.source_head, said.attribution.cue
    if head < 0 or cue is None or parse.tokens.lowers[head] in SELVES:
        return False
    first = article.text.rfind("\n", 0, cue.start) + 1
    last = article.text.find("\n", cue.end)
    selves = SELF.finditer(
        article.text, first, last if last >= 0 else len(article.text)
    )
    starts = [match.start() for match in selves]
    quoted = QuotationIndex(parse.layout.quotations) if starts else None
    return quoted is not None and any(quoted.at(start) is None for start in starts)


def _says_whole(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether a quotation without a cue has a clause, or more words than a name."""
    spoken = sum(len(part.text.split()) for part in said.content)
    return spoken > LONGEST_NAME or has_clause(parse, said.content)


def _says_more(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether the content is a clause or holds a quotation."""
    is_quoted = any(mark in part.text for part in said.content for mark in QUOTED)
    return is_quoted or has_clause(parse, said.content)


def _reporter(attribution: Attribution) -> ReportingWord | None:
    cue = attribution.cue
    return None if cue is None else reporters().get(cue.text.lower())


def _is_mute(parse: Parse, said: ClaimDraft) -> bool:
    """Return whether the source is a thing, or an empty phrase: "no report"."""
    source, head = said.attribution.source, said.attribution.source_head
    is_product = MODEL.search(said.speaker or "") is not None
    if is_product or source is None or head < 0:
        return is_product
    phrase = _WORD.findall(source.text.casefold())
    if phrase[:1] and phrase[0] in NONE:
        return True
    lower = parse.tokens.lowers[head]
    if said.speaker is not None and lower not in said.speaker.casefold():
        return False
    if len(phrase) == 1 and lower in words("vague_speakers"):
        return True
    is_common = parse.tokens.texts[head].islower() or lower in words("mute_nouns")
    is_noun = is_common and parse.tokens.tags[head] not in NAMES
    return is_noun and not _names_speaker(parse, head, source.text)


def _names_speaker(parse: Parse, head: int, source: str) -> bool:
    """Return whether a phrase names people, an organisation or a document.

    Its head is a common noun. Works need an owner: "a Finrod Institute study". The
    head may be the word after the noun: "officials worldwide".
    """
    lower = parse.tokens.lowers[head]
    if lower in words("works") and _has_owner(source):
        return True
    before = parse.tokens.lowers[max(0, head - 1)]
    return _speaks(lower) or before in NAMED_SPEAKERS


def _has_owner(source: str) -> bool:
    """Return whether a name stands in a phrase: "a Finrod Institute study"."""
    return any(word[:1].isupper() for word in source.split()[1:])


def _speaks(noun: str) -> bool:
    """Return whether a common noun names people, an organisation or a document."""
    if noun in words("mute_nouns"):
        return False
    if noun in SPEAKERS or noun.removesuffix("s") in SPEAKERS:
        return True
    return not noun.isalpha() or noun.endswith(ENDS)


def _is_question(said: ClaimDraft, reporter: ReportingWord | None) -> bool:
    """Return whether the content is a question: "asked why", "“Is it safe?”"."""
    asks = reporter is not None and reporter.lemma in QUESTIONS
    text = said.content[-1].text
    if _asks(text) and said.kind is ClaimKind.DIRECT:
        alone = not re.search(r"[.!]\s", text)
        return asks or alone or reporter is None
    return asks and _first_word(said.attribution.content[0].text) in CLAUSE_OPENERS


def _first_word(text: str) -> str:
    word = _WORD.search(text)
    return "" if word is None else word.group().casefold()


def _asks(text: str) -> bool:
    return text.rstrip(QUOTED + " ’'").endswith("?")


def _is_turn(said: ClaimDraft) -> bool:
    """Return whether the content is a turn: "ROSSI: The dam is safe."."""
    cue = said.attribution.cue
    return cue is not None and cue.text == ":"


def _is_courtesy(said: ClaimDraft) -> bool:
    """Return whether the content is a quotation or turn that greets, thanks or consoles."""
    is_turn = _is_turn(said)
    if said.kind is ClaimKind.DIRECT and KINDNESS.match(said.content[0].text):
        return True
    first = _first_word(said.content[-1].text) if said.kind is ClaimKind.DIRECT else ""
    if not is_turn and first not in COURTESIES:
        return False
    spoken = _WORD.findall(said.content[-1].text.casefold())
    if len(spoken) > LONGEST_COURTESY:
        return False
    if first == "thank":
        return spoken[:2] == ["thank", "you"]
    return first in COURTESIES or not THANKS.isdisjoint(spoken[-LAST_WORDS:])


def _is_silence(article: Article, said: ClaimDraft, reporter: ReportingWord) -> bool:
    """Return whether somebody says nothing: "did not say why", "refused to comment"."""
    cue, source = said.attribution.cue, said.attribution.source
    silent = words("silent_verbs")
    if cue is None or said.content[0].start < cue.start:
        return False
    if reporter.lemma in REFUSALS:
        return not silent.isdisjoint(_WORD.findall(said.content[0].text)[1:2])
    if reporter.lemma not in silent:
        return False
    start = max(0, cue.start - FAR)
    if source is not None and source.end <= cue.start:
        start = source.end
    before = _WORD.findall(article.text[start : cue.start].casefold())
    return not words("negations").isdisjoint(before[-REACH:])
