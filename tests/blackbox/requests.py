"""Transcripts of HTTP: requests from a text file, and what each of them is answered.

A line is ``CLIENT METHOD PATH BODY``; ``-`` is a client without a token, and in a path
``{CLIENT}`` stands for a client's token.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection

_SHOWN_HEADERS = ("Content-Type", "Content-Disposition", "Allow", "Retry-After")


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, the headers and the body of an answer."""

    status: int
    headers: Mapping[str, str]
    body: str


def ask(
    port: int,
    path: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: str = "",
) -> Answer:
    """Send a request to a server on this machine."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request(method, path, body or None, dict(headers or {}))
        response = connection.getresponse()
        content = response.read().decode()
        named = {name.title(): value for name, value in response.getheaders()}
        return Answer(response.status, named, content)


def exchanges(requests: Iterable[str], port: int, tokens: Mapping[str, str]) -> str:
    """Send requests, one after the other; show each with its answer."""
    shown = []
    for line in requests:
        client, method, path, *rest = line.split(" ", 3)
        headers = {"Accept": "application/json, text/event-stream"}
        if client in tokens:
            headers["Authorization"] = f"Bearer {tokens[client]}"
        if rest:
            headers["Content-Type"] = "application/json"
        answer = ask(
            port,
            path.format_map(tokens),
            method=method,
            headers=headers,
            body="".join(rest),
        )
        shown.append(f"> {line}\n{_shown(answer)}")
    return "\n".join(shown)


def _shown(answer: Answer) -> str:
    headers = "".join(
        f"{name}: {answer.headers[name]}\n"
        for name in _SHOWN_HEADERS
        if name in answer.headers
    )
    body = answer.body
    if body and "json" in answer.headers.get("Content-Type", ""):
        body = json.dumps(json.loads(body), indent=1, ensure_ascii=False)
    return f"{answer.status}\n{headers}{body.rstrip()}\n"
