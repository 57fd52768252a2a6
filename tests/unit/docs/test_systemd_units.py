"""The units of systemd say what systemd knows, and leave the services no rights.

systemd only warns of a directive or value that it does not know, and goes on without it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SYSTEMD = ROOT / "config" / "hosting" / "systemd"
GUIDE = (ROOT / "docs" / "hosting.md").read_text("utf8")
FILES = sorted(file for file in SYSTEMD.rglob("*") if file.is_file())
SERVICES = sorted(SYSTEMD.glob("*.service"))
SHARED = SYSTEMD / "sitrep-.service.d" / "sitrep.conf"

Settings = list[tuple[str, str, str]]
"""Section, directive and value of each line, in their order."""

SWITCHES = (
    *("LockPersonality", "MemoryDenyWriteExecute", "NoNewPrivileges"),
    *("PrivateDevices", "PrivateTmp", "PrivateUsers"),
    *("ProtectClock", "ProtectControlGroups", "ProtectHome", "ProtectHostname"),
    *("ProtectKernelLogs", "ProtectKernelModules", "ProtectKernelTunables"),
    *("RemoveIPC", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID"),
)
SECONDS = r"\d+(s|min|h)?"
FOLDER = r"/[\w./-]+"
UNITS = r"[\w@-]+\.(service|target)( [\w@-]+\.(service|target))*"
CALLS = (
    r"@(system-service|privileged|resources|mount|debug|obsolete|swap|reboot|module"
    r"|raw-io|clock|cpu-emulation)"
)
KNOWN = {
    "Unit": {"Description": ".+", "Wants": UNITS, "After": UNITS},
    "Service": {
        "Type": "simple|exec|oneshot",
        "ExecStart": rf"{FOLDER}( [\w./-]+)*",
        "Restart": "always|on-failure",
        "RestartSec": SECONDS,
        "TimeoutStopSec": SECONDS,
        "WorkingDirectory": FOLDER,
        "Environment": r"[A-Z_]+=\S*",
        "User": "[a-z]+",
        "UMask": "0[0-7]{3}",
        "StateDirectory": r"\w+",
        "StateDirectoryMode": "0[0-7]{3}",
        "ReadWritePaths": FOLDER,
        "CapabilityBoundingSet": "(CAP_[A-Z_]+)?",
        "ProtectProc": "noaccess|invisible|ptraceable",
        "ProtectSystem": "yes|full|strict",
        "RestrictAddressFamilies": "AF_(UNIX|INET6?)( AF_(UNIX|INET6?))*",
        "SystemCallArchitectures": "native",
        "SystemCallErrorNumber": "EPERM|EACCES",
        "SystemCallFilter": rf"~?{CALLS}( {CALLS})*",
        **dict.fromkeys(SWITCHES, "yes|no"),
    },
    "Timer": {
        "OnCalendar": r"\*-\*-\* \d\d:\d\d",
        "Persistent": "yes|no",
        "RandomizedDelaySec": SECONDS,
    },
    "Install": {"WantedBy": r"(multi-user|timers)\.target"},
}
"""The directives that the units use, and the form of their values."""


def settings(*files: Path) -> Settings:
    """The settings of a unit and of the files that complete it."""
    found: Settings = []
    for file in files:
        section = ""
        for line in file.read_text("utf8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                name, _, value = line.partition("=")
                found.append((section, name, value))
    return found


def values(found: Settings, name: str) -> list[str]:
    """The values of a directive of the service."""
    return [
        value for section, key, value in found if (section, key) == ("Service", name)
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_systemd_knows_each_directive_and_its_value(file: Path) -> None:
    unknown = [
        (section, name, value)
        for section, name, value in settings(file)
        if not re.fullmatch(KNOWN.get(section, {}).get(name, "(?!)"), value)
    ]

    assert unknown == []


@pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.name)
def test_service_has_no_rights_beyond_its_folder_and_the_network(service: Path) -> None:
    # systemd adds this file to each service whose name begins with its folder's.
    assert service.name.startswith(SHARED.parent.name.removesuffix(".service.d"))
    found = settings(service, SHARED)

    assert {name for name in SWITCHES if values(found, name) != ["yes"]} == set()
    assert values(found, "User") == ["sitrep"]
    assert values(found, "CapabilityBoundingSet") == [""]
    assert values(found, "ProtectSystem") == ["strict"]
    assert values(found, "ProtectProc") == ["invisible"]
    assert values(found, "SystemCallFilter") == ["@system-service", "~@privileged"]
    assert values(found, "SystemCallArchitectures") == ["native"]
    (families,) = values(found, "RestrictAddressFamilies")
    assert set(families.split()) == {"AF_INET", "AF_INET6", "AF_UNIX"}


@pytest.mark.parametrize("service", SERVICES, ids=lambda file: file.name)
def test_guide_makes_the_programs_and_folders_of_a_service(service: Path) -> None:
    found = settings(service, SHARED)

    (command,) = values(found, "ExecStart")
    program = Path(command.split()[0])
    made = {"sitrep": f"venv {program.parents[1]}", "sitrep-backup": f" {program}\n"}
    assert made[program.name] in GUIDE
    assert (
        f"useradd --system --home-dir /var/lib/sitrep {values(found, 'User')[0]}\n"
        in GUIDE
    )
    for folder in (
        *values(found, "WorkingDirectory"),
        *values(found, "ReadWritePaths"),
    ):
        assert re.search(rf"install -d .* {folder}\n", GUIDE)


def test_timer_starts_a_service_of_its_name() -> None:
    for timer in SYSTEMD.glob("*.timer"):
        assert timer.with_suffix(".service") in SERVICES
        assert f"enable --now sitrep-bot {timer.name}" in GUIDE
