"""Throw-away certificates for servers on this machine, made by openssl."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


@dataclass(frozen=True, slots=True)
class Certificates:
    """The files of an authority and of a server that it vouches for."""

    authority: Path
    chain: Path
    key: Path


def make_certificates(folder: Path, *names: str) -> Certificates:
    """Certificates for these names (``*.feeds.test``), that nobody else trusts.

    Raises:
        RuntimeError: there is no openssl, or it cannot make them.
    """
    authority, authority_key = folder / "authority.pem", folder / "authority.key"
    made = Certificates(authority, folder / "server.pem", folder / "server.key")
    own = ("basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign")
    _make("Throw-away", authority, authority_key, own)
    others = ",".join(f"DNS:{name}" for name in names)
    extensions = (f"subjectAltName={others}", "basicConstraints=critical,CA:FALSE")
    signer = (authority, authority_key)
    _make("server", made.chain, made.key, extensions, signer=signer)
    return made


def _make(
    name: str,
    certificate: Path,
    key: Path,
    extensions: tuple[str, ...],
    *,
    signer: tuple[Path, Path] | None = None,
) -> None:
    command = [shutil.which("openssl") or "openssl", "req", "-x509", *_KEY]
    command += ["-days", "2", "-subj", f"/CN={name}"]
    for extension in extensions:
        command += ["-addext", extension]
    command += ["-out", str(certificate), "-keyout", str(key)]
    if signer is not None:
        command += ["-CA", str(signer[0]), "-CAkey", str(signer[1])]
    try:
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - openssl
    except (OSError, subprocess.CalledProcessError) as error:
        raise RuntimeError("openssl makes no certificate") from error
