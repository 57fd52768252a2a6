"""Checks that parts of the file fit together, such as the topics of a digest.

The checks read the raw values of the file, whatever their type, so that their problems
are reported together with all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.domain.configuration import CONSOLE
from bot.core.domain.workspaces import split_workspace
from bot.core.platforms.spec import PlatformSpec, platform_of
from bot.core.text.suggest import unknown_name
from bot.settings.problems import KeyPath, Problem, problem
from bot.settings.schema import ANY_ACTOR
from bot.settings.value_checks import absolute, plain_address, wrong_path
from bot.settings.yaml import Value, YamlDocument

_ADDRESSES = ("feed", "page")
_PATHS = ("file", "folder")
_SHARED = ("lang", "name", "follow", "auth")
_POSTED = ("digests", "alerts")


def cross_check(
    tree: YamlDocument, folder: Path, platforms: Sequence[PlatformSpec]
) -> Iterator[Problem]:
    """Find all parts that do not fit together; ``folder`` is the folder of the file."""
    yield from _unknown_topics(tree)
    yield from _unknown_ids(tree)
    yield from _repeated_topics(tree)
    yield from _repeated_ids(tree)
    yield from _unwatched_actors(tree)
    yield from _repeated_sources(tree, folder)
    yield from _repeated_forms(tree)
    yield from _repeated_destinations(tree, platforms)
    yield from _unknown_workspaces(tree, platforms)
    yield from _repeated_workspaces(tree)


def _posted(tree: YamlDocument) -> Iterator[tuple[KeyPath, dict[str, Value]]]:
    """Yield the path and the value of each digest and alert in the file."""
    for kind in _POSTED:
        for name, settings in as_mapping(as_mapping(tree.value).get(kind)).items():
            yield (kind, name), as_mapping(settings)


def _topics_of(
    above: KeyPath, settings: dict[str, Value]
) -> Iterator[tuple[KeyPath, Value]]:
    """Yield the topics that a digest or alert names, each with its path.

    ``above`` is the path of the digest or alert. The file may name one topic alone or a
    list.
    """
    path: KeyPath = (*above, "topics")
    return items(path, settings.get("topics"))


def topics_posted(tree: YamlDocument) -> Iterator[Value]:
    """Yield the topics that digests and alerts name."""
    for above, settings in _posted(tree):
        yield from (topic for _, topic in _topics_of(above, settings))


def _unknown_topics(tree: YamlDocument) -> Iterator[Problem]:
    """Find topics in digests and alerts that the file does not define."""
    topics = as_mapping(as_mapping(tree.value).get("topics"))
    for above, settings in _posted(tree):
        for path, topic in _topics_of(above, settings):
            if isinstance(topic, str) and topic not in topics:
                message = unknown_name("topic", topic, topics)
                yield problem(tree.place(path), path, message)


def _unknown_ids(tree: YamlDocument) -> Iterator[Problem]:
    """Find topics and digests that a program may read but that the file lacks."""
    root = as_mapping(tree.value)
    clients = as_mapping(as_mapping(root.get("programs")).get("clients"))
    for client, settings in clients.items():
        for kind in ("topics", "digests"):
            defined, named = as_mapping(root.get(kind)), as_mapping(settings).get(kind)
            above: KeyPath = ("programs", "clients", client, kind)
            for path, id_ in items(above, named):
                if isinstance(id_, str) and id_ not in defined:
                    message = unknown_name(kind[:-1], id_, defined)
                    yield problem(tree.place(path), path, message)


def _repeated_ids(tree: YamlDocument) -> Iterator[Problem]:
    """Find alerts that have the id of a digest."""
    root = as_mapping(tree.value)
    digests = as_mapping(root.get("digests"))
    for alert in as_mapping(root.get("alerts")):
        if alert in digests:
            line = tree.place(("digests", alert)).line
            path: KeyPath = ("alerts", alert)
            message = (
                f"this is already the id of a digest in line {line}: choose another"
            )
            yield problem(tree.place(path), path, message)


def _unwatched_actors(tree: YamlDocument) -> Iterator[Problem]:
    """Find alerts on any watched actor in whose topics no actor is watched."""
    root = as_mapping(tree.value)
    topics = as_mapping(root.get("topics"))
    for alert, settings in as_mapping(root.get("alerts")).items():
        above: KeyPath = ("alerts", alert)
        actors = as_mapping(as_mapping(settings).get("when")).get("actors")
        names = [topic for _, topic in _topics_of(above, as_mapping(settings))]
        defined = [topics[name] for name in names if name in topics]
        watched = any(as_mapping(topic).get("actors") for topic in defined)
        if actors in (ANY_ACTOR, [ANY_ACTOR]) and defined and not watched:
            path = (*above, "when", "actors")
            message = "no topic of this alert watches an actor: add actors to one"
            yield problem(tree.place(path), path, message)


def _repeated_topics(tree: YamlDocument) -> Iterator[Problem]:
    """Find topics that a digest or alert names twice."""
    for above, settings in _posted(tree):
        first: dict[str, KeyPath] = {}
        for path, topic in _topics_of(above, settings):
            other = first.setdefault(topic, path) if isinstance(topic, str) else path
            if other is not path:
                line = tree.place(other).line
                message = f"this topic is already in line {line}: remove one of them"
                yield problem(tree.place(path), path, message)


@dataclass(frozen=True, slots=True)
class NamedSource:
    """A source in the file, with its raw values and the path of its key.

    ``name`` identifies the source: all spellings of its address have the same name.
    ``shared`` are the values of its other keys, which must be equal in all topics.
    """

    path: KeyPath
    name: str
    kind: str
    shared: tuple[Value, ...]

    @property
    def topic(self) -> KeyPath:
        """Return the path of the source's topic."""
        return self.path[:2]


def _repeated_sources(tree: YamlDocument, folder: Path) -> Iterator[Problem]:
    """Find sources that a topic has twice, or that two topics configure differently.

    All topics share one poll of a source, so it has one kind, language, name and login,
    and a page one way of reading.
    """
    first: dict[str, NamedSource] = {}
    inside: dict[tuple[KeyPath, str], NamedSource] = {}
    for place in named_sources(tree, folder):
        twin = inside.setdefault((place.topic, place.name), place)
        other = first.setdefault(place.name, place)
        message = ""
        if twin is not place:
            message = f"this source is already in line {_line(tree, twin)}: remove one"
        elif other.kind != place.kind:
            message = f"this source is a {other.kind} in line {_line(tree, other)}: use one kind"
        elif other.shared != place.shared:
            pairs = zip(other.shared, place.shared, strict=True)
            key = _SHARED[[first != second for first, second in pairs].index(True)]
            message = f"this source has a different {key} in line {_line(tree, other)}"
        if message:
            yield problem(tree.place(place.path), place.path, message)


def named_sources(tree: YamlDocument, folder: Path) -> Iterator[NamedSource]:
    """Yield every source of the file with its path; the file may have mistakes."""
    for topic, settings in as_mapping(as_mapping(tree.value).get("topics")).items():
        above: KeyPath = ("topics", topic, "sources")
        for place, source in items(above, as_mapping(settings).get("sources")):
            for kind, named in as_mapping(source).items():
                if kind in (*_ADDRESSES, *_PATHS) and isinstance(named, str):
                    path = (*place, kind)
                    name = _name(kind, named, folder)
                    shared = tuple(map(as_mapping(source).get, _SHARED))
                    yield NamedSource(path, name, kind, shared)


def _name(kind: str, named: str, folder: Path) -> str:
    if kind in _ADDRESSES:
        return plain_address(named)
    return named if wrong_path(named) else absolute(named, folder)


def _repeated_forms(tree: YamlDocument) -> Iterator[Problem]:
    """Find names and forms that occur twice among the actors of one topic."""
    first: dict[tuple[KeyPath, str], KeyPath] = {}
    for here, form in named_forms(tree):
        other = first.setdefault((here[:2], " ".join(form.casefold().split())), here)
        if other is not here:
            line = tree.place(other).line
            message = f'"{form[:64]}" is already the name of an actor in line {line}: remove one'
            yield problem(tree.place(here), here, message)


def named_forms(tree: YamlDocument) -> Iterator[tuple[KeyPath, str]]:
    """Yield every name and form of the actors of all topics with its path."""
    for topic, settings in as_mapping(as_mapping(tree.value).get("topics")).items():
        for path, form in _forms(as_mapping(settings).get("actors")):
            yield ("topics", topic, "actors", *path), form


def _forms(actors: Value) -> Iterator[tuple[KeyPath, str]]:
    """Yield every name and form with its path below the key ``actors``."""
    for path, name in items((), actors):
        if isinstance(name, str):
            yield path, name
    for name, forms in as_mapping(actors).items():
        yield (name,), name
        for path, form in items((name,), forms):
            if isinstance(form, str):
                yield path, form


def _repeated_destinations(
    tree: YamlDocument, platforms: Sequence[PlatformSpec]
) -> Iterator[Problem]:
    """Find destinations that a digest, an alert or the operator list has twice."""
    for above, destinations in _destinations(tree):
        first: dict[tuple[str, str], KeyPath] = {}
        for path, to in items(above, destinations):
            place = _channel(to, platforms)
            other = path if place is None else first.setdefault(place, path)
            if other is not path:
                line = tree.place(other).line
                message = f"this destination is already in line {line}: remove one"
                yield problem(tree.place(path), path, message)


def _destinations(tree: YamlDocument) -> Iterator[tuple[KeyPath, Value]]:
    """Yield the destinations of the operator, and of each digest and alert."""
    yield ("operator",), as_mapping(tree.value).get("operator")
    for owner, settings in _posted(tree):
        yield (*owner, "to"), settings.get("to")


def _unknown_workspaces(
    tree: YamlDocument, platforms: Sequence[PlatformSpec]
) -> Iterator[Problem]:
    """Find channels without a workspace, or with one that the file does not define."""
    root = as_mapping(tree.value)
    names, is_shared = as_mapping(root.get("workspaces")), "workspaces" in root
    installing = {spec.name for spec in platforms if spec.installing}
    for above, destinations in _destinations(tree):
        for path, to in items(above, destinations):
            place = _channel(to, platforms)
            if place is None or place[0] not in installing:
                continue
            if "://" in place[1]:
                continue
            name, channel = split_workspace(place[1])
            message = ""
            if name and name not in names:
                message = unknown_name("workspace", name, names)
            elif is_shared and not name:
                example = f"{next(iter(names), 'NAME')}/{channel[:64]}"
                message = f'write its workspace before the channel: "{example}"'
            if message:
                yield problem(tree.place(path), path, message)


def _repeated_workspaces(tree: YamlDocument) -> Iterator[Problem]:
    """Find workspaces that have the id of another workspace.

    Also find ids under ``access`` that only a workspace may list.
    """
    root = as_mapping(tree.value)
    first: dict[str, KeyPath] = {}
    for name, server in as_mapping(root.get("workspaces")).items():
        path: KeyPath = ("workspaces", name)
        other = first.setdefault(server, path) if isinstance(server, str) else path
        if other is not path:
            line = tree.place(other).line
            message = f"this workspace is already in line {line}: remove one of them"
            yield problem(tree.place(path), path, message)
    path = ("access", "slack")
    if "workspaces" in root and as_mapping(root.get("access")).get("slack"):
        message = "Sitrep answers commands in the workspaces that the file names, so this key has no effect: remove it"
        yield problem(tree.place(path), path, message)


def _channel(to: Value, platforms: Iterable[PlatformSpec]) -> tuple[str, str] | None:
    """Return the platform and channel of a destination, written alone or as mapping.

    Return ``None`` if it names neither.
    """
    if to == CONSOLE or CONSOLE in as_mapping(to):
        return CONSOLE, ""
    if isinstance(to, str | int):
        alone = platform_of(str(to), platforms)
        return None if alone is None else (alone, str(to))
    for platform in (spec.name for spec in platforms):
        named = as_mapping(to).get(platform)
        channel = as_mapping(named).get("channel", named)
        if isinstance(channel, str | int):
            return platform, str(channel)
    return None


def _line(tree: YamlDocument, place: NamedSource) -> int:
    return tree.place(place.path).line


def as_mapping(value: Value) -> dict[str, Value]:
    """Return a mapping as it is, and an empty one for any other value."""
    return value if isinstance(value, dict) else {}


def items(path: KeyPath, value: Value) -> Iterator[tuple[KeyPath, Value]]:
    """Yield each item of a list with its path; a single value stands for a list."""
    if not isinstance(value, list):
        yield path, value
        return
    for index, item in enumerate(value):
        yield (*path, index), item
