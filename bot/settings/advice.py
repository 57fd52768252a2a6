"""Finds parts of a valid configuration that are probably a mistake.

They are reported as advice; the bot starts all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import time
from pathlib import Path

from bot.settings.cross_checks import (
    as_mapping,
    items,
    named_forms,
    named_sources,
    topics_posted,
)
from bot.settings.files import read_content
from bot.settings.problems import KeyPath, Problem, problem
from bot.settings.value_checks import parse_hours, wrong_term
from bot.settings.yaml import Value, YamlDocument, parse_yaml

_EXPRESSION = re.compile(
    r"\\[bBdDwWsSp.]|\.[*+?]|\[[^\]\s]+\]|\([^)\s]*\|[^(\s]*\)|\w\|\w|^\^\w|[a-z]\$$|\w\*$"
)
_LIST = re.compile(r"[,;]|\s(?:\||OR)\s")
_LONGEST = 60
_STAR = re.compile(r"(\w+)\*")


def advice(
    path: Path, refusal: Callable[[str], str | None] = lambda _: None
) -> Iterator[str]:
    """Yield a line about each suspicious part of the valid file at ``path``.

    ``refusal`` returns the reason why an address of a source is never fetched.

    Raises:
        ConfigError: the file cannot be read, or is not YAML.
    """
    tree = parse_yaml(read_content(path), str(path))
    problems = [
        *_expressions(tree),
        *_lists_in_one_term(tree),
        *_lost_comments(tree),
        *_unposted_topics(tree),
        *_quiet_times(tree),
        *_refused_sources(tree, path.parent, refusal),
    ]
    for each in sorted(problems):
        yield each.formatted(str(path))


def _expressions(tree: YamlDocument) -> Iterator[Problem]:
    """Find terms that look like a regular expression without slashes."""
    for path, term in _terms(tree):
        if isinstance(term, str) and term[:1] != "/" and _EXPRESSION.search(term):
            star = _STAR.fullmatch(term)
            slashed = f"/{term}/" if star is None else rf"/\b{star[1]}/"
            if wrong_term(slashed) is None:
                written = slashed.replace("\\", "\\\\")
                words = (
                    "warning: this is searched exactly as it is written; "
                    f'for a regular expression, write "{written}"'
                )
                yield problem(tree.place(path), path, words)


def _lists_in_one_term(tree: YamlDocument) -> Iterator[Problem]:
    """Find terms and names that look like several in one pair of quotes."""
    for path, term in (*_terms(tree), *named_forms(tree)):
        parts = split_terms(term) if isinstance(term, str) else ()
        if len(parts) > 1:
            written = ", ".join(parts)
            words = (
                "warning: this is one term, searched as it is written; for "
                f"{len(parts)} terms, write [{written[:_LONGEST]}]"
            )
            yield problem(tree.place(path), path, words)


def split_terms(text: str) -> tuple[str, ...]:
    """Split a list of terms in one text; a regular expression is one term."""
    if text.startswith("/"):
        return (text,)
    return tuple(filter(None, map(str.strip, _LIST.split(text))))


def _lost_comments(tree: YamlDocument) -> Iterator[Problem]:
    """Find values whose end is a comment because a # without a blank is in them."""
    for path, comment in tree.comments.items():
        words = (
            f'warning: YAML reads "{comment[:_LONGEST]}" as a comment: if it belongs to the '
            "value, write the whole value in quotes"
        )
        yield problem(tree.place(path), path, words)


def _refused_sources(
    tree: YamlDocument, folder: Path, refusal: Callable[[str], str | None]
) -> Iterator[Problem]:
    """Find feeds and pages that are never fetched, such as those of private networks."""
    for source in named_sources(tree, folder):
        reason = refusal(source.name) if source.kind in ("feed", "page") else None
        if reason is not None:
            yield problem(tree.place(source.path), source.path, f"warning: {reason}")


def _terms(tree: YamlDocument) -> Iterator[tuple[KeyPath, Value]]:
    root = as_mapping(tree.value)
    for topic, settings in as_mapping(root.get("topics")).items():
        for key in ("include", "exclude"):
            above: KeyPath = ("topics", topic, key)
            yield from items(above, as_mapping(settings).get(key))
    for alert, settings in as_mapping(root.get("alerts")).items():
        above = ("alerts", alert, "when", "match")
        yield from items(
            above, as_mapping(as_mapping(settings).get("when")).get("match")
        )


def _unposted_topics(tree: YamlDocument) -> Iterator[Problem]:
    """Find topics that no digest and no alert posts, in a file that has some."""
    posted = set(topics_posted(tree))
    for topic in as_mapping(as_mapping(tree.value).get("topics")):
        if posted and topic not in posted:
            path: KeyPath = ("topics", topic)
            words = (
                "warning: no digest or alert has this topic: add "
                f'"{topic}" to "topics" of one, or leave it to subscriptions'
            )
            yield problem(tree.place(path), path, words)


def _quiet_times(tree: YamlDocument) -> Iterator[Problem]:
    """Find times of digests at which one of their channels is quiet."""
    digests = as_mapping(as_mapping(tree.value).get("digests"))
    for name, settings in digests.items():
        digest = as_mapping(settings)
        hours = [*dict.fromkeys(_quiet(digest))]
        for path, at in items(("digests", name, "at"), digest.get("at")):
            for quiet in hours:
                if _is_within(str(at), quiet):
                    end = quiet.partition("-")[2]
                    words = (
                        f'warning: "{at}" is within the quiet hours "{quiet}", so it '
                        f'is posted at {end}: write "{end}", or change "quiet"'
                    )
                    yield problem(tree.place(path), path, words)


def _quiet(digest: dict[str, Value]) -> Iterator[str]:
    """Yield the quiet hours of each channel of a digest."""
    for _, to in items((), digest.get("to")):
        own = [as_mapping(keys).get("quiet") for keys in as_mapping(to).values()]
        quiet = next(filter(None, own), digest.get("quiet"))
        if isinstance(quiet, str):
            yield quiet


def _is_within(at: str, quiet: str) -> bool:
    hours = parse_hours(quiet)
    if hours is None:
        return False
    moment = time.fromisoformat(at)
    if hours.start < hours.end:
        return hours.start <= moment < hours.end
    return moment >= hours.start or moment < hours.end
