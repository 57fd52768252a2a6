"""Builds and starts what a Containerfile describes, where no container engine exists.

The base image is an empty folder with the ``/usr`` of this machine, which nothing can
change. Each step runs in namespaces of its own, with that folder as its root. Needs root.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

PATH = "/usr/local/bin:/usr/bin:/bin"
UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--kill-child")

_MOUNTS = """
set -e
mount --bind "$ROOT" "$ROOT"
mount --bind /usr "$ROOT/usr"
mount -o remount,bind,ro "$ROOT/usr"
mount --bind "$ROOT.local" "$ROOT/usr/local"
mount -t proc proc "$ROOT/proc"
mount --rbind /dev "$ROOT/dev"
"""
_READ_ONLY = """
mount -o remount,bind,ro "$ROOT/usr/local"
mount -o remount,bind,ro "$ROOT"
mount -t tmpfs tmpfs "$ROOT/tmp"
"""
_LOOPBACK = """
import fcntl, socket, struct
flags = struct.pack("16sH22x", b"lo", 0x49)
fcntl.ioctl(socket.socket(socket.AF_INET, socket.SOCK_DGRAM), 0x8914, flags)
"""
"""Sets the flags "up", "loopback" and "running" of the interface: SIOCSIFFLAGS."""

_WITHOUT_RIGHTS = ("--no-new-privs", "--bounding-set=-all")
_PYTHON = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))"


@cache
def problem() -> str | None:
    """Return why this machine cannot run an image, or ``None``."""
    if os.getuid():
        return "only root can give a process another root folder"
    if subprocess.run([*UNSHARE, "--net", "true"], check=False).returncode:  # noqa: S603 - our own command
        return "this machine allows no namespaces"
    return None if _pythons() else "/usr/bin has no Python 3.11 or newer with venv"


def _pythons() -> Sequence[str]:
    every = (f"/usr/bin/python3.{minor}" for minor in (13, 12, 11, 14))
    return [
        python
        for python in every
        if Path(python).exists()
        and not subprocess.run([python, "-c", _PYTHON], check=False).returncode  # noqa: S603 - of this machine
    ]


@dataclass(frozen=True, slots=True)
class Image:
    """A root folder, and how a process starts in it."""

    root: Path
    environment: Mapping[str, str] = field(default_factory=lambda: {"PATH": PATH})
    user: str = "0:0"
    folder: str = "/"
    volumes: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    entrypoint: tuple[str, ...] = ()
    command: tuple[str, ...] = ()

    def inside(
        self, command: Sequence[str], environment: Mapping[str, str]
    ) -> list[str]:
        """Return the command that runs another one with this root and this user."""
        user, group = self.user.split(":")
        rights = () if self.user == "0:0" else _WITHOUT_RIGHTS
        variables = {**self.environment, **environment}
        return [
            *("chroot", str(self.root), "/usr/bin/setpriv"),
            *("--reuid", user, "--regid", group, "--clear-groups", *rights),
            *("/usr/bin/env", "-i"),
            *("--chdir", self.folder),
            *(f"{name}={value}" for name, value in variables.items()),
            *command,
        ]


def build(containerfile: Path, context: Path, folder: Path) -> Image:
    """Follow the steps of a Containerfile; return the last stage."""
    stages: dict[str, Image] = {}
    image = Image(folder)
    for name, words in _steps(containerfile.read_text("utf8")):
        if name == "FROM":
            stage = words.partition(" AS ")[2] or "last"
            image = stages[stage] = Image(_make_root(folder / stage))
        elif name == "COPY":
            _copy(image, shlex.split(words), stages, context)
        elif name == "RUN":
            _run(image, words)
        elif name != "ARG":
            image = _described(image, name, words)
        stages = {
            key: image if s.root == image.root else s for key, s in stages.items()
        }
    return image


def _steps(text: str) -> Iterator[tuple[str, str]]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    for step in "\n".join(lines).replace("\\\n", " ").splitlines():
        if step.strip():
            name, _, words = step.partition(" ")
            yield name, " ".join(words.split())


def _make_root(root: Path) -> Path:
    """Make the folder of a base image: links, ``/etc`` and Python, no program else."""
    for name in ("usr", "proc", "dev", "opt", "root", "var", "etc"):
        (root / name).mkdir(parents=True)
    (root / "tmp").mkdir(mode=0o1777)
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / name).symlink_to(f"usr/{name}")
    for name in ("hosts", "ld.so.cache", "nsswitch.conf", "pip.conf", "resolv.conf"):
        if (Path("/etc") / name).exists():
            shutil.copy(Path("/etc") / name, root / "etc" / name)
    shutil.copytree("/etc/ssl", root / "etc/ssl", symlinks=True)
    local = root.with_name(f"{root.name}.local") / "bin"
    local.mkdir(parents=True)
    (local / "python3").symlink_to(_pythons()[0])
    return root


def _copy(
    image: Image, words: Sequence[str], stages: Mapping[str, Image], context: Path
) -> None:
    if words[0].startswith("--from="):
        context, words = stages[words[0].removeprefix("--from=")].root, words[1:]
    source, target = context / words[0].lstrip("/"), words[1]
    place = image.root / (Path(image.folder) / target).relative_to("/")
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(source, place, symlinks=True, ignore=ignored)
    else:
        shutil.copy(source, place / source.name if target.endswith("/") else place)


def _run(image: Image, words: str) -> None:
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    command = image.inside(("/bin/sh", "-c", words), pip)
    subprocess.run(  # noqa: S603 - of our own Containerfile
        [*UNSHARE, "/bin/sh", "-c", f'{_MOUNTS}\nexec "$@"', "sh", *command],
        check=True,
        env={**os.environ, "ROOT": str(image.root)},
        stdout=subprocess.DEVNULL,
    )


def _described(image: Image, name: str, words: str) -> Image:
    """Return the image after a step that changes no file but a folder."""
    if name == "WORKDIR":
        (image.root / words.lstrip("/")).mkdir(parents=True, exist_ok=True)
        return replace(image, folder=words)
    if name == "ENV":
        pairs = dict(pair.split("=", 1) for pair in shlex.split(words))
        return replace(image, environment={**image.environment, **pairs})
    if name in {"HEALTHCHECK", "ENTRYPOINT", "CMD"}:
        command = tuple(json.loads(words[words.index("[") :]))
        names = {"HEALTHCHECK": "check", "CMD": "command"}
        changes: dict[str, Any] = {names.get(name, name.lower()): command}
        return replace(image, **changes)
    known: dict[str, dict[str, Any]] = {
        "USER": {"user": words},
        "VOLUME": {"volumes": (words,)},
        "EXPOSE": {},
    }
    return replace(image, **known[name])


@dataclass(frozen=True, slots=True)
class Container:
    """A running image with a network of its own, in which nothing else listens."""

    image: Image
    process: subprocess.Popen[str]

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal to the first process of the container, if it still runs."""
        if self.process.poll() is not None:
            return
        # It is the child of the process that made the namespaces.
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        for child in children.split():
            os.kill(int(child), number)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run another command in the container."""
        inside = self.image.inside(command, {})
        enter = ("nsenter", "--target", str(self.process.pid), "--mount", "--net")
        return subprocess.run(  # noqa: S603 - our own command
            [*enter, *inside], check=False, capture_output=True, text=True
        )


@contextmanager
def running(
    image: Image, *command: str, mounts: Mapping[str, Path]
) -> Iterator[Container]:
    """Start an image with a read-only root; ``mounts`` are the folders of the machine."""
    bound = "\n".join(
        f"mount --bind {shlex.quote(str(path))} {shlex.quote(f'{image.root}{place}')}"
        for place, path in mounts.items()
    )
    network = shlex.join([sys.executable, "-c", _LOOPBACK])
    script = f'{_MOUNTS}{_READ_ONLY}{bound}\n{network}\nexec "$@"'
    inside = image.inside((*image.entrypoint, *(command or image.command)), {})
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*UNSHARE, "--net", "/bin/sh", "-c", script, "sh", *inside],
        env={**os.environ, "ROOT": str(image.root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    container = Container(image, process)
    try:
        yield container
    finally:
        # The kernel forgets --kill-child when the first process changes its user.
        container.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
