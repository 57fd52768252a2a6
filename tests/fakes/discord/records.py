"""Records of requests to a peer, to be checked against Discord's OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.fakes.json_types import Json, JsonObject

NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request: ``path`` is what follows the version; without an answer, no status.

    ``body`` is the JSON body, or the JSON part of one with files.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: Json
    headers: Mapping[str, str]
    status: int

    def document(self) -> JsonObject:
        """The request as JSON."""
        return {
            "method": self.method,
            "path": self.path,
            "query": dict(self.query),
            "body": self.body,
            "headers": dict(self.headers),
            "status": self.status,
        }

    @classmethod
    def read(cls, document: Mapping[str, Json]) -> Recorded:
        """The request that ``document`` gave."""
        query, headers = document["query"], document["headers"]
        return cls(
            str(document["method"]),
            str(document["path"]),
            _texts(query),
            document["body"],
            _texts(headers),
            int(str(document["status"])),
        )


WATCHERS: list[Callable[[Recorded], None]] = []
"""Told of every request to any peer of this process, such as by the OpenAPI check."""


@dataclass(slots=True)
class Records:
    """The requests to one peer, in the order in which they were answered."""

    all: list[Recorded] = field(default_factory=list)

    def add(self, request: Recorded) -> None:
        """Keep a request and tell those who watch."""
        self.all.append(request)
        for watcher in WATCHERS:
            watcher(request)

    def of(self, method: str, ending: str) -> tuple[Recorded, ...]:
        """The requests of a method whose path ends so."""
        return tuple(
            one
            for one in self.all
            if one.method == method and one.path.endswith(ending)
        )


def _texts(value: Json) -> dict[str, str]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {name: str(text) for name, text in pairs}
