"""Reported words in front of their cue: "…," Rossi said."""

from __future__ import annotations

from summarizers.lexicons import words
from summarizers.parsers.reporting import CLAUSE
from summarizers.parsers.shallow.cues import Cue
from summarizers.parsers.shallow.passages import Content, Passage
from summarizers.parsers.shallow.phrases import phrase_after
from summarizers.parsers.shallow.reading import Range
from summarizers.parsers.shallow.subjects import is_time

# Fewer words without a verb are no statement but an introduction.
MIN_OPEN = 5
# Verbs whose hearer stands behind them without a preposition.
TELLING = frozenset(
    (
        *("tell", "inform", "remind", "assure", "convince", "persuade", "notify"),
        *("reassure", "advise", "warn", "ask", "teach", "promise", "urge", "beg"),
        *("order", "instruct", "encourage"),
    )
)
ENDS = frozenset((".", "''", "-RRB-", "``"))
DASHES = frozenset((";", "--", "-", "—", "–"))
# What goes on behind a comma without being reported: "…, he said, adding …".
ASIDES = frozenset(("CC", "VBG", "IN", "WP", "WDT", "WRB", "DT", "NNP", ""))
LEADS = frozenset(("WRB", "VBG", "VBD", "IN", "TO"))
CLAUSES = frozenset(("that", "whether", "if"))
TIED = frozenset(("that", "if", "because", "as", "while", "whether"))


def find_fronted(passage: Passage, cue: Cue) -> Content | None:
    """The content in front of a cue and its source, with what goes on behind them."""
    before = cue.unit[0] - 1
    if cue.loose or cue.relative or before < 0:
        return None
    if before < passage.left:
        return _previous_sentence(passage, cue)
    if passage.tokens[before].lower == "as" and before > passage.left:
        if rest_behind(passage, cue) != []:
            return None
        before -= 1
    quotation = passage.closing(before)
    if quotation is not None:
        if not passage.ends_speech(quotation):
            return None
        rest = rest_behind(passage, cue)
        if rest is None:
            return None
        rest = [part for part in rest if passage.reading.starts_quotation(part[0])]
        start = _quotation_start(passage, quotation.start, quotation.inner_start)
        return Content([(start, quotation.end), *rest], direct=True)
    return _reported(passage, cue, before)


def _previous_sentence(passage: Passage, cue: Cue) -> Content | None:
    """A quotation that was cut off from its cue: "… it?" Rossi asked."""
    reading = passage.reading
    k = cue.unit[0] - 1
    quotation = reading.closes(k)
    if quotation is None or cue.unit[0] != passage.first:
        return None
    gap = reading.layout.text[quotation.end : passage.tokens[cue.unit[0]].start]
    if "\n" in gap or rest_behind(passage, cue) != []:
        return None
    return Content([(quotation.start, quotation.end)], direct=True)


def _quotation_start(passage: Passage, start: int, inner: int) -> int:
    """Where content that ends in a quotation starts: there, or earlier.

    A fragment ("the plan is “absurd,” Rossi said") belongs to the words before it.
    """
    tokens, left = passage.tokens, passage.left
    text = passage.reading.layout.text
    if tokens[left].start >= start:
        return start
    head = text[left_edge(passage) : start].rstrip()
    if head.endswith((",", ":", ".", "”", '"')) and text[inner : inner + 1].isupper():
        return start
    return left_edge(passage)


def left_edge(passage: Passage) -> int:
    """The first character behind what has been used, without marks."""
    k = passage.left
    while k + 1 < passage.end and passage.tokens[k].tag in {",", ":", "CC"}:
        k += 1
    return passage.tokens[k].start


def _reported(passage: Passage, cue: Cue, before: int) -> Content | None:
    tokens, left = passage.tokens, passage.left
    if tokens[before].tag not in {",", ":"} or tokens[before].text in {":", ";"}:
        return None
    if CLAUSE not in cue.reporter.frames or _is_introduction(passage, before):
        return None
    rest = rest_behind(passage, cue)
    if rest is None:
        return None
    if not rest and is_open(passage, before) and before - left < MIN_OPEN:
        return None
    while left < before and tokens[left].tag in {",", "CC", ":"}:
        left += 1
    if left >= before:
        return None
    return Content([(tokens[left].start, tokens[before - 1].end), *rest], direct=False)


def _is_introduction(passage: Passage, before: int) -> bool:
    """Whether the words before the comma only lead up to the cue: "when asked, …"."""
    tokens, left = passage.tokens, passage.left
    first = tokens[left]
    if first.lower == "that":
        return False
    if first.tag == "IN" and is_open(passage, before):
        return True
    leads = first.lower in words("subordinators") or first.tag in LEADS
    if not leads and not first.lower.endswith("ing"):
        return first.tag == "RB" and before - left < MIN_OPEN
    return not any(tokens[k].tag == "," for k in range(left, before))


def is_open(passage: Passage, before: int) -> bool:
    """Whether the words before the cue lack a verb, so that they go on behind it."""
    return not passage.has_finite(passage.left, before)


def rest_behind(passage: Passage, cue: Cue) -> list[Range] | None:
    """What goes on behind a cue that follows its content.

    ``None`` when a clause follows at once, so that the cue does not follow.
    """
    tokens = passage.tokens
    k = behind_cue(passage, cue)
    if k >= passage.end or tokens[k].tag in {".", "''", "-RRB-"}:
        return []
    quotation = passage.reading.opens(k)
    if quotation is not None:
        return [(quotation.start, quotation.end)]
    token = tokens[k]
    if token.text in DASHES:
        return []
    if token.tag == "," or token.text == ":":
        return _behind_mark(passage, cue, k)
    if token.lower in CLAUSES:
        return None
    if token.tag in {"IN", "CC", "WRB", "WP", "TO", "VBG", "VBD", "-LRB-"}:
        return []
    return [] if token.lower.endswith("ing") else None


def _behind_mark(passage: Passage, cue: Cue, k: int) -> list[Range]:
    tokens = passage.tokens
    quotation = passage.reading.opens(k + 1)
    if quotation is not None:
        return [(quotation.start, quotation.end)]
    if tokens[k].text == ":" or k + 1 >= passage.end:
        return []
    after = tokens[k + 1]
    if after.tag in {"CC", "WP", "WDT"} or after.lower.endswith("ing"):
        return []
    opened = is_open(passage, cue.unit[0]) or after.lower == "that"
    if after.tag in ASIDES and not opened:
        return []
    end = passage.clause_end(k + 1, cue)
    return [passage.trimmed(k + 1, end)] if end > k + 1 else []


def behind_cue(passage: Passage, cue: Cue) -> int:
    """The token behind the cue, its hearer, and when, where and how it was said."""
    tokens, end = passage.tokens, passage.end
    k = max(cue.verb, cue.unit[1]) + 1
    if cue.inverted and k < end and tokens[k].tag == ",":
        k = _behind_apposition(passage, k)
    elif cue.reporter.lemma in TELLING and not cue.inverted:
        phrase = phrase_after(tokens, k, end)
        k = k if phrase is None else phrase.last + 1
    while k < end:
        token = tokens[k]
        if token.tag in {"RB", "RP"} or is_time(token):
            k += 1
        elif token.tag == "TO" or (token.tag == "IN" and token.lower not in TIED):
            phrase = phrase_after(tokens, k + 1, end)
            if phrase is None:
                return k
            k = phrase.last + 1
        else:
            return k
    return k


def _behind_apposition(passage: Passage, comma: int) -> int:
    """The token behind ", a spokesman for the ministry" when a mark ends it."""
    tokens, end = passage.tokens, passage.end
    phrase = phrase_after(tokens, comma + 1, end)
    while phrase is not None and phrase.last + 1 < end:
        after = tokens[phrase.last + 1]
        if after.tag in {",", "."}:
            return phrase.last + 1
        if after.tag != "IN":
            return comma
        phrase = phrase_after(tokens, phrase.last + 2, end)
    return comma if phrase is None else end
