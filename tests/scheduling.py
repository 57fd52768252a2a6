"""Two groups of workers in one run of pytest: ``-p tests.scheduling -n 7 --waiting 5``.

The tests in ``tests/acceptance`` wait for real programs, leases and seconds, and leave
the processor idle. Five workers run them, while two workers run all other tests. Each
worker collects the tests of its group alone, and a group begins when all its workers
have collected. One run has one summary and one status.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling, Scheduling
from xdist.workermanage import WorkerController

WAITING, BUSY = "waiting", "busy"
DIRECTORY = Path(__file__).parent / "acceptance"
"""Where the tests are that wait."""

_INPUT, _DESELECTED = "group", "deselected"

Sizes: TypeAlias = Mapping[str, int]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the number of workers for the tests that wait."""
    words = "how many of the workers run tests/acceptance; the others run the rest"
    parser.addoption("--waiting", type=int, default=0, metavar="N", help=words)


def pytest_configure(config: pytest.Config) -> None:
    """Divide the workers; a worker itself learns its group from its input."""
    waiting: int = config.getoption("waiting")
    given: Mapping[str, object] | None = getattr(config, "workerinput", None)
    if given is not None:
        config.pluginmanager.register(Worker(config, str(given[_INPUT])))
    elif waiting:
        workers: int = config.getoption("numprocesses") or 0
        if not 0 < waiting < workers:
            raise pytest.UsageError("--waiting must be below the number of workers: -n")
        sizes = {WAITING: waiting, BUSY: workers - waiting}
        config.pluginmanager.register(Controller(config, sizes))


def is_ignored(path: Path, group: str) -> bool:
    """Whether the workers of a group leave out a file or a directory."""
    if group == BUSY:
        return path == DIRECTORY
    return DIRECTORY not in (path, *path.parents) and path not in DIRECTORY.parents


class Worker:
    """Collects the tests of one group, and counts those that it deselects."""

    def __init__(self, config: pytest.Config, group: str) -> None:
        self._config = config
        self._group = group
        self._deselected = 0

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """Leave out what the other group runs."""
        return is_ignored(collection_path, self._group) or None

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Collect one worker after the other.

        The first worker of a group compiles the tests and stores the bytecode, which
        takes most of the time of a first run. The others load it.
        """
        place = DIRECTORY if self._group == WAITING else DIRECTORY.parent
        lock = os.open(place, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            return (yield)
        finally:
            os.close(lock)

    def pytest_deselected(self, items: Sequence[pytest.Item]) -> None:
        """Count tests that are not selected by their markers."""
        self._deselected += len(items)

    def pytest_sessionfinish(self) -> None:
        """Report the number to the controller, which xdist does not."""
        output: dict[str, object] = self._config.workeroutput  # type: ignore[attr-defined]
        output[_DESELECTED] = self._deselected


class Controller:
    """Gives each worker its group, and each group its scheduler."""

    def __init__(self, config: pytest.Config, sizes: Sizes) -> None:
        self._config = config
        self._sizes = sizes
        self._groups: dict[WorkerController, str] = {}
        self._counted: set[str] = set()
        self._session: pytest.Session | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Remember the session, whose number of tests is that of both groups."""
        self._session = session

    def pytest_configure_node(self, node: WorkerController) -> None:
        """Put a new worker, or the substitute of a crashed one, into a group."""
        taken = list(self._groups.values())
        lacking = [
            name for name, size in self._sizes.items() if taken.count(name) < size
        ]
        self._groups[node] = node.workerinput[_INPUT] = lacking[0]

    def pytest_testnodedown(self, node: WorkerController) -> None:
        """Count what a group deselected once, and let a crashed worker be replaced."""
        group = self._groups.pop(node, "")
        output: Mapping[str, int] = getattr(node, "workeroutput", None) or {}
        if _DESELECTED in output and group and group not in self._counted:
            self._counted.add(group)
            nameless = [SimpleNamespace()] * output[_DESELECTED]
            self._config.hook.pytest_deselected(items=nameless)

    def pytest_xdist_make_scheduler(
        self, config: pytest.Config, log: Producer
    ) -> Scheduling:
        """One scheduler for both groups."""
        assert self._session is not None
        parts = {group: LoadFileScheduling(config, log) for group in self._sizes}
        for group, size in self._sizes.items():
            parts[group].numnodes = size
        return GroupScheduling(parts, self._groups, self._session)


class GroupScheduling:
    """Leads all that concerns a worker to the scheduler of its group."""

    def __init__(
        self,
        parts: Mapping[str, LoadFileScheduling],
        groups: Mapping[WorkerController, str],
        session: pytest.Session,
    ) -> None:
        self._parts = parts
        self._groups = groups
        self._session = session
        self._part_of: dict[WorkerController, LoadFileScheduling] = {}
        self._tests: dict[str, int] = {}

    @property
    def nodes(self) -> list[WorkerController]:
        """The workers of all groups."""
        return [node for part in self._parts.values() for node in part.nodes]

    @property
    def collection_is_completed(self) -> bool:
        """Whether each worker has collected."""
        return all(part.collection_is_completed for part in self._parts.values())

    @property
    def tests_finished(self) -> bool:
        """Whether nothing is left to be scheduled."""
        return all(part.tests_finished for part in self._parts.values())

    @property
    def has_pending(self) -> bool:
        """Whether tests run, or wait to be run."""
        return any(part.has_pending for part in self._parts.values())

    def add_node(self, node: WorkerController) -> None:
        """Take a worker that has started."""
        self._part_of[node] = self._parts[self._groups[node]]
        self._part_of[node].add_node(node)

    def remove_node(self, node: WorkerController) -> str | None:
        """Let a worker go; gives the test that it crashed in, if it did."""
        crashed: str | None = self._part_of.pop(node).remove_node(node)
        return crashed

    def add_node_collection(
        self, node: WorkerController, collection: Sequence[str]
    ) -> None:
        """Take what a worker has collected; xdist has set the session's number to it."""
        self._tests[self._groups[node]] = len(collection)
        self._session.testscollected = sum(self._tests.values())
        part = self._part_of[node]
        part.add_node_collection(node, collection)
        if part.collection_is_completed:
            part.schedule()

    def mark_test_complete(
        self, node: WorkerController, item_index: int, duration: float = 0
    ) -> None:
        """Note that a test has run, and give its worker the next."""
        self._part_of[node].mark_test_complete(node, item_index, duration)

    def mark_test_pending(self, item: str) -> None:
        """Refuse to run a test again, as the schedulers of both groups do.

        Raises:
            NotImplementedError: Always; only a plugin that repeats tests calls it.
        """
        raise NotImplementedError(item)

    def remove_pending_tests_from_node(
        self, node: WorkerController, indices: Sequence[int]
    ) -> None:
        """Take tests back from a worker."""
        self._part_of[node].remove_pending_tests_from_node(node, indices)

    def schedule(self) -> None:
        """Begin in both groups."""
        for part in self._parts.values():
            part.schedule()
