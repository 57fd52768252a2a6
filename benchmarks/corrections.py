"""Corrections of lines, seeded into real articles: how many are found, how many are false.

``python -m benchmarks.corrections`` edits development articles of ``../shared``. An edit
of facts changes one line: a number, name, place or negation, or the line is gone. Other
edits change the page around it: spelling, times, ads, order, a paywall, another page,
added reports, added words. Each article is read twice, once with an edit of facts among
other edits and once without. A part of the versions passes through HTML and the
extraction of pages. The last line is one JSON object.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from html import escape
from pathlib import Path
from random import Random

from bot.core.domain.errors import ParseError
from bot.core.ports.services import Page
from bot.sources.pages.articles import parse_page
from summarizers.lexicons import table
from summarizers.model import Article
from summarizers.stories.corrections import Revision
from summarizers.text.splitting import split_text

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"
FILES = (
    "stories/news.jsonl.gz",
    "stories/ecbplus.jsonl.gz",
    "wikinews/dev.jsonl",
    "wikinews/train.jsonl",
)
LINES = 4
"""The number of lines of an article that count as printed."""

PAGES_EVERY = 8
"""One of this many articles passes through HTML."""

_FEWEST_SENTENCES = 2
_FEWEST_BLANKS = 4
_SEED = 13
_NUMBER = re.compile(r"(?<![\w.,:-])\d{1,3}(?:,\d{3})*(?![\w.,:-]*\d)(?!\w)")
_WRITTEN = re.compile(r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve)\b")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,})*")
_VERB = re.compile(r"\b(?:was|were|is|are|has|have|had|will|would|could|can) (?!not\b)")
_NOT = re.compile(r"\b(?:not|never) ")
_PLACES = ("Norway", "Lisbon", "Ohio", "Kenya", "Peru", "Osaka", "Bavaria", "Ghana")
_ADS = (
    "ADVERTISEMENT",
    "Read more: Ten walks along the coast for a weekend with children",
    "Sign up for our morning newsletter and never miss a story.",
    "Story continues below advertisement",
    "Follow us on Facebook and Twitter.",
)
_WALLS = (
    "Subscribe to continue reading. Already a subscriber? Log in to your account.",
    "This article is for subscribers only. Create a free account to read the rest.",
    "…",
    "",
)
_OTHER_PAGES = (
    "Log in\n\nEnter your e-mail address and your password to read your news.",
    "We and our partners use cookies to process data. Accept all cookies or manage them.",
    "Page not found\n\nThe page that you are looking for has moved or was removed.",
)
_TIMES = (
    "Updated {hour}:{minute} GMT",
    "Last updated {hour} hours ago",
    "Published {day} March 2021, {hour}:{minute}",
)
_ASIDES = (
    ", officials said on Friday,",
    " (pictured)",
    ", according to two people who know the plan,",
)
_UPDATES = (
    "Update: The council meets on Thursday, the chair said. It has not named 14 members.",
    "More reports are expected during the day. Readers can write to the editors.",
)


@dataclass(frozen=True, slots=True)
class Seeded:
    """A version of an article; ``line`` is the line whose facts were edited, if any."""

    text: str
    kind: str
    line: str | None = None


Edit = Callable[[str, Sequence[str], Random], str]
"""Edits a text that contains the printed lines."""


def read_articles() -> Iterator[Article]:
    """Yield the articles with enough sentences, in the order of the files."""
    for name in FILES:
        path = DATA / name
        opener = gzip.open if path.suffix == ".gz" else open
        with opener(path, "rt", encoding="utf8") as file:
            for line in file:
                row = json.loads(line)
                yield Article(row["text"], title=row["title"], lang="en")


def printed_lines(article: Article, draw: Random) -> tuple[str, ...]:
    """Return the first sentence and some others, as a digest could print them."""
    prose = [
        sentence.text
        for sentence in split_text(article).sentences
        if sentence.noise is None
        and sentence.text.count(" ") >= _FEWEST_BLANKS
        and article.text.count(sentence.text) == 1
    ]
    if len(prose) < _FEWEST_SENTENCES:
        return ()
    return (prose[0], *draw.sample(prose[1:], min(LINES - 1, len(prose) - 1)))


def change_fact(
    text: str, lines: Sequence[str], kind: str, names: Sequence[str], draw: Random
) -> Seeded | None:
    """Edit a fact of this kind in one line; ``None`` if no line has one."""
    for line in draw.sample(list(lines), len(lines)):
        edited = _edited(line, kind, names, draw)
        if edited != line and text.count(line) == 1:
            return Seeded(text.replace(line, edited), kind, line)
    return None


def _edited(line: str, kind: str, names: Sequence[str], draw: Random) -> str:
    match kind:
        case "number":
            return _with_number(line, draw)
        case "name":
            return _with_name(line, names, draw)
        case "removed":
            return ""
        case "place":
            return _with_name(line, _PLACES, draw)
        case _:
            return _negated(line, draw)


def _with_number(line: str, draw: Random) -> str:
    digits = list(_NUMBER.finditer(line))
    if digits:
        chosen = draw.choice(digits)
        value = int(chosen[0].replace(",", ""))
        other = value + draw.choice((1, 2, 3, 10, 100))
        return line[: chosen.start()] + f"{other:,}" + line[chosen.end() :]
    written = list(_WRITTEN.finditer(line))
    if not written:
        return line
    chosen = draw.choice(written)
    other_word = draw.choice(
        [w for w in ("three", "eleven", "twenty") if w != chosen[0]]
    )
    return line[: chosen.start()] + other_word + line[chosen.end() :]


def _with_name(line: str, names: Sequence[str], draw: Random) -> str:
    days = {*table("weekdays"), *table("months")}
    places = [m for m in _NAME.finditer(line) if not set(m[0].split()) & days]
    if not places:
        return line
    chosen = draw.choice(places)
    other = draw.choice(names)
    while set(other.split()) & set(line.split()):
        other = draw.choice(names)
    return line[: chosen.start()] + other + line[chosen.end() :]


def _negated(line: str, draw: Random) -> str:
    if _NOT.search(line):
        return _NOT.sub("", line, count=1)
    verbs = list(_VERB.finditer(line))
    if not verbs:
        return line
    chosen = draw.choice(verbs)
    return f"{line[: chosen.end()]}not {line[chosen.end() :]}"


def _spelling(text: str, lines: Sequence[str], draw: Random) -> str:
    """Mistype some long words, also in the lines, and change marks."""
    for line in lines:
        long_words = re.findall(r"[A-Za-z]{6,}", line)
        if long_words:
            word = draw.choice(long_words)
            place = draw.randrange(1, len(word) - 2)
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            dropped = word[:place] + word[place + 1 :]
            edited = line.replace(word, draw.choice((swapped, dropped)), 1)
            text = text.replace(line, edited)
    text = text.replace("'", "’") if draw.random() < 0.5 else text.replace("’", "'")
    return (
        text.replace(" percent", "%").replace(" - ", " – ").replace(" 12 ", " twelve ")
    )


def _timestamps(text: str, _: Sequence[str], draw: Random) -> str:
    stamp = draw.choice(_TIMES).format(
        hour=draw.randint(2, 23), minute=draw.randint(10, 59), day=draw.randint(2, 30)
    )
    return f"{stamp}\n{text}" if draw.random() < 0.5 else f"{text}\n{stamp}"


def _ads(text: str, lines: Sequence[str], draw: Random) -> str:
    line = draw.choice(list(lines))
    ad = draw.choice(_ADS)
    if draw.random() < 0.5:
        return text.replace(line, f"\n{ad}\n{line}")
    half = _middle(line)
    return text.replace(line, f"{line[:half]}\n{ad}\n{line[half + 1 :]}")


def _middle(line: str) -> int:
    """Return the offset of a blank near the middle of a line."""
    return line.rfind(" ", 0, len(line) // 2 + 10)


def _order(text: str, _: Sequence[str], draw: Random) -> str:
    paragraphs = text.split("\n")
    draw.shuffle(paragraphs)
    return "\n".join(paragraphs)


def _paywall(text: str, _: Sequence[str], draw: Random) -> str:
    end = text.find(" ", round(len(text) * draw.uniform(0.1, 0.75)))
    return f"{text[:end]}\n{draw.choice(_WALLS)}"


def _cut_off(text: str, _: Sequence[str], draw: Random) -> str:
    return text[: round(len(text) * draw.uniform(0.5, 0.95))]


def _other_page(_: str, lines: Sequence[str], draw: Random) -> str:
    return f"{draw.choice(_OTHER_PAGES)}\n{lines[0] if draw.random() < 0.2 else ''}"


def _appended(text: str, _: Sequence[str], draw: Random) -> str:
    update = draw.choice(_UPDATES)
    return f"{update}\n{text}" if draw.random() < 0.5 else f"{text}\n{update}"


def _words_added(text: str, lines: Sequence[str], draw: Random) -> str:
    line = draw.choice(list(lines))
    place = _middle(line)
    aside = draw.choice(_ASIDES)
    return text.replace(line, f"{line[:place]}{aside}{line[place:]}")


def _blanks(text: str, _: Sequence[str], draw: Random) -> str:
    text = text.replace("\n", "\n\n")
    return text.replace(" ", "\u00a0", draw.randint(1, 9)).replace(". ", ".  ")


HARMLESS: Mapping[str, Edit] = {
    "spelling": _spelling,
    "timestamps": _timestamps,
    "ads": _ads,
    "order": _order,
    "paywall": _paywall,
    "cut off": _cut_off,
    "other page": _other_page,
    "appended": _appended,
    "words added": _words_added,
    "blanks": _blanks,
}
_WITH_FACTS = ("timestamps", "ads", "order", "appended", "blanks")
FACTS = ("number", "name", "place", "negation", "removed")


def as_page(text: str, title: str) -> Article:
    """Return the article that the extraction takes from a page with this text."""
    paragraphs = (p.strip() for p in text.split("\n"))
    body = "\n".join(f"<p>{escape(p, quote=False)}</p>" for p in paragraphs if p)
    html = (
        f"<!DOCTYPE html><html lang=en><head><title>{escape(title)}</title></head><body>"
        "<nav><a href='/'>Home</a> <a href='/world'>World</a></nav>"
        f"<article><h1>{escape(title)}</h1>{body}</article>"
        "<footer>All rights reserved.</footer></body></html>"
    )
    page = Page("https://paper.example/a", html.encode(), "text/html", "utf-8")
    return replace(parse_page(page), lang="en")


@dataclass(frozen=True, slots=True)
class Trial:
    """Two versions of an article, its printed lines, and the edit that was made.

    ``line`` is the line whose facts were edited, if any.
    """

    before: Article
    after: Article
    lines: tuple[str, ...]
    kind: str
    line: str | None = None

    def notices(self) -> tuple[str, ...]:
        """Return the lines that count as corrected."""
        revision = Revision(self.before, self.after)
        return tuple(line for line in self.lines if revision.change_of(line))


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by kind of edit: ``seeded``, ``hit`` and ``false`` notices, and trials."""

    seeded: Counter[str] = field(default_factory=Counter)
    hit: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    trials: Counter[str] = field(default_factory=Counter)

    def add(self, trial: Trial) -> None:
        """Compare the versions of a trial, and count its notices."""
        notices = trial.notices()
        self.trials[trial.kind] += 1
        self.seeded[trial.kind] += trial.line is not None
        self.hit[trial.kind] += trial.line in notices
        self.false[trial.kind] += sum(line != trial.line for line in notices)

    def figures(self) -> Mapping[str, float]:
        """Return precision, recall, and false notices per 1,000 unchanged articles."""
        articles = sum(self.trials[kind] for kind in HARMLESS)
        hits, false = self.hit.total(), self.false.total()
        wrong = sum(self.false[kind] for kind in HARMLESS)
        return {
            "articles": articles,
            "precision": round(hits / max(1, hits + false), 4),
            "recall": round(hits / max(1, self.seeded.total()), 4),
            "false_notices_per_1000": round(1_000 * wrong / max(1, articles), 2),
            "seeded": self.seeded.total(),
        }


def trials(articles: Sequence[Article], draw: Random) -> Iterator[Trial]:
    """Yield two trials of each article: facts edited among other edits, and without."""
    names = sorted({n for a in articles for n in _NAME.findall(a.text) if " " in n})
    for number, article in enumerate(articles):
        is_page = number % PAGES_EVERY == 0
        version = partial(as_page, title=article.title or "") if is_page else None
        before = version(article.text) if version else article
        lines = printed_lines(before, draw)
        if not lines:
            continue
        edited = _with_fact(before.text, lines, number, names, draw)
        if edited is not None:
            yield from _trial(before, lines, edited, version)
        kind = draw.choice(list(HARMLESS))
        edited = Seeded(HARMLESS[kind](before.text, lines, draw), kind)
        yield from _trial(before, lines, edited, version)


def _trial(
    before: Article,
    lines: tuple[str, ...],
    edited: Seeded,
    version: Callable[[str], Article] | None,
) -> Iterator[Trial]:
    """Yield the trial, unless the new page has no article to compare."""
    try:
        after = version(edited.text) if version else replace(before, text=edited.text)
    except ParseError:
        return
    yield Trial(before, after, lines, edited.kind, edited.line)


def _with_fact(
    text: str, lines: Sequence[str], number: int, names: Sequence[str], draw: Random
) -> Seeded | None:
    """Edit a fact of the first kind that a line has, in turn, then the page around it."""
    turns = FACTS[number % len(FACTS) :] + FACTS[: number % len(FACTS)]
    versions = (change_fact(text, lines, kind, names, draw) for kind in turns)
    seeded = next(filter(None, versions), None)
    if seeded is None or draw.random() < 0.5:
        return seeded
    around = HARMLESS[draw.choice(_WITH_FACTS)]
    kept = [line for line in lines if line != seeded.line]
    return replace(seeded, text=around(seeded.text, kept, draw)) if kept else seeded


def main() -> int:
    """Print the counts by kind and the figures; 0 if the data is there."""
    if not DATA.exists():
        print(
            "corrections: the articles in ../shared/data are missing", file=sys.stderr
        )
        return 1
    articles, tally = list(read_articles()), Tally()
    started = time.process_time()
    for trial in trials(articles, Random(_SEED)):  # noqa: S311 - repeatable, not secret
        tally.add(trial)
    print(f"{'edit':14} trials seeded   hit false")
    for kind in (*FACTS, *HARMLESS):
        counts = (tally.trials, tally.seeded, tally.hit, tally.false)
        print(f"{kind:14}" + "".join(f"{count[kind]:7}" for count in counts))
    seconds = time.process_time() - started
    print(json.dumps({**tally.figures(), "cpu_s": round(seconds, 1)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
