"""The files in ``config/hosting`` name only what the program has."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from bot.cli.app import app
from bot.platforms import PLATFORMS
from bot.settings.environment import OWN
from bot.stores.sql import open_maintenance
from bot.stores.sql.database_url import VARIABLE
from bot.stores.sql.schema import HEAD
from bot.web.prometheus import PrometheusMetrics
from tests.fakes.postgresql import Server

ROOT = Path(__file__).parents[3]
HOSTING = ROOT / "config" / "hosting"
SYSTEMD = HOSTING / "systemd"
UNITS = sorted(SYSTEMD.glob("*.service"))
FILES = sorted(file for file in HOSTING.rglob("*") if file.is_file())
SETTINGS = [file for file in FILES if file.suffix == ".yaml"]
HEALTH_PORT, PLATFORM_PORT, PROGRAM_PORT = 8099, 3000, 8098
OF_PYTHON = {"HOME", "PATH", "PYTHONDONTWRITEBYTECODE"}
OF_OTHER_IMAGES = ("POSTGRES_", "GF_", "GRAFANA_")
LOCKED = re.compile(r"^([\w.-]+==[^\n]*\n(?: +--hash=[^\n]*\n)*)", re.MULTILINE)


def documents(file: Path) -> list[Any]:
    """The documents of a YAML file."""
    return list(YAML(typ="safe").load_all(file))


def mappings(value: object) -> Iterator[Mapping[str, Any]]:
    """Yield every mapping in a document."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value
    if isinstance(inner, list | type({}.values())):
        for child in inner:
            yield from mappings(child)


def compose() -> Mapping[str, Any]:
    """The services of the compose file."""
    (document,) = documents(HOSTING / "compose.yaml")
    return document["services"]  # type: ignore[no-any-return] # as YAML gives it


def kubernetes(kind: str) -> list[Mapping[str, Any]]:
    """The objects of a kind in the manifests."""
    files = (file for file in SETTINGS if file.parent.name == "kubernetes")
    every = (document for file in files for document in documents(file))
    return [document for document in every if document.get("kind") == kind]


def pods() -> list[Mapping[str, Any]]:
    """The specifications of all pods."""
    return [
        found["spec"]
        for kind in ("Deployment", "CronJob")
        for workload in kubernetes(kind)
        for found in mappings(workload)
        if "containers" in found.get("spec", {})
    ]


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Containerfile, one text for each."""
    text = (HOSTING / "Containerfile").read_text("utf8").replace("\\\n", " ")
    return re.findall(rf"^\s*{name} (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("file", SETTINGS, ids=lambda file: file.name)
def test_a_file_holds_settings(file: Path) -> None:
    assert documents(file)
    assert all(isinstance(document, dict) for document in documents(file))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_names_metrics_that_there_are(file: Path) -> None:
    named = set(re.findall(r"\bsitrep_\w+", file.read_text("utf8")))

    exposition = PrometheusMetrics().exposition().decode()
    assert named <= set(re.findall(r"^# HELP (\w+)", exposition, re.MULTILINE))


def test_the_autoscaler_reads_the_metric_that_the_adapter_gives() -> None:
    (scaler,) = kubernetes("HorizontalPodAutoscaler")
    (adapter,) = documents(HOSTING / "kubernetes" / "prometheus-adapter.yaml")

    metric = scaler["spec"]["metrics"][0]["external"]["metric"]["name"]
    assert metric == "sitrep_outbox_oldest_seconds"
    assert metric in adapter["rules"]["external"][0]["seriesQuery"]
    target = scaler["spec"]["scaleTargetRef"]["name"]
    assert target in {one["metadata"]["name"] for one in kubernetes("Deployment")}


def test_every_environment_variable_is_a_setting() -> None:
    known = {variable.name for spec in PLATFORMS for variable in spec.variables}
    known |= {variable.name for variable in OWN} | {VARIABLE, "SITREP_CONFIG"}
    in_compose = {
        name
        for service in compose().values()
        for name in service.get("environment", ())
    }
    in_pods = {
        variable["name"]
        for pod in pods()
        for container in pod["containers"]
        for variable in container.get("env", ())
    }
    text = "\n".join(file.read_text("utf8") for file in SYSTEMD.rglob("*.conf"))
    in_units = set(re.findall(r"^Environment=(\w+)=", text, re.MULTILINE))
    in_image = set(re.findall(r"(\w+)=", " ".join(instructions("ENV"))))

    every = in_compose | in_pods | in_units | in_image
    ours = {name for name in every if not name.startswith(OF_OTHER_IMAGES)}
    assert {"PORT", "DATABASE_URL", "SITREP_CONFIG"} <= ours
    assert ours <= known | OF_PYTHON


def test_every_command_is_one_of_the_program() -> None:
    procfile = (ROOT / "Procfile").read_text("utf8")
    units = "\n".join(unit.read_text("utf8") for unit in UNITS)
    in_compose = [one.get("command", []) for one in compose().values()]
    in_pods = [one.get("args", []) for pod in pods() for one in pod["containers"]]
    named = [
        *re.findall(r"^\w+: sitrep (\w+)$", procfile, re.MULTILINE),
        *re.findall(r"^ExecStart=\S+/sitrep (\w+)$", units, re.MULTILINE),
        *(word for words in (*in_compose, *in_pods) for word in words),
        *json.loads(instructions("CMD")[-1]),
    ]

    assert {"run", "worker"} == set(named)
    assert set(named) <= set(get_command(app).commands)  # type: ignore[attr-defined] # it is a group


def test_the_scripts_of_the_commands_are_in_the_image() -> None:
    copied = dict(
        words.split() for words in instructions("COPY") if "--from" not in words
    )
    script = "/opt/sitrep/bin/sitrep-backup"

    assert copied["config/hosting/backup.sh"] == script
    assert f"ExecStart={script} " in (SYSTEMD / "sitrep-backup.service").read_text(
        "utf8"
    )
    assert compose()["backup"]["entrypoint"][0] == Path(script).name
    ignored = (HOSTING / "Containerfile.dockerignore").read_text("utf8").splitlines()
    for source in copied:
        assert (ROOT / source).exists()
        assert f"!{source}" in ignored


def test_every_port_is_one_that_the_program_serves() -> None:
    assert instructions("EXPOSE") == [str(HEALTH_PORT)]
    assert f":{HEALTH_PORT}/livez" in instructions("HEALTHCHECK")[0]
    bot = compose()["bot"]
    inner = {int(port.rpartition(":")[2]) for port in bot["ports"]}
    assert inner == {PLATFORM_PORT, PROGRAM_PORT}
    (prometheus,) = documents(HOSTING / "prometheus.yaml")
    (targets,) = prometheus["scrape_configs"][0]["static_configs"]
    assert targets["targets"] == [f"bot:{HEALTH_PORT}"]
    (datasource,) = documents(HOSTING / "grafana" / "datasource.yaml")
    host = datasource["datasources"][0]["url"].split("/")[2].split(":")[0]
    assert host in compose()
    ports = {
        port["name"]: port["containerPort"]
        for pod in pods()
        for container in pod["containers"]
        for port in container.get("ports", ())
    }
    assert ports == {"platforms": PLATFORM_PORT, "health": HEALTH_PORT}
    given = [bot["environment"], *(e for p in pods() for e in mappings(p))]
    values = {value.get("PORT") or value["value"] for value in given if _is_port(value)}
    assert values == {str(PLATFORM_PORT)}


def _is_port(value: Mapping[str, Any]) -> bool:
    return "PORT" in value or value.get("name") == "PORT"


def test_no_container_has_rights_or_changes_its_file_system() -> None:
    user = int(instructions("USER")[-1].split(":")[0])
    for name in ("bot", "worker", "backup"):
        service = compose()[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    for pod in pods():
        assert pod["securityContext"]["runAsNonRoot"]
        assert pod["securityContext"]["runAsUser"] == user > 0
        assert not pod["enableServiceLinks"]
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"]
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}


def test_pods_find_what_they_mount_and_services_find_their_pods() -> None:
    templates = [
        found["metadata"]["labels"]
        for workload in kubernetes("Deployment")
        for found in mappings(workload["spec"]["template"])
        if "labels" in found.get("metadata", {})
    ]
    for kind in ("Deployment", "Service"):
        for wanting in kubernetes(kind):
            selector = wanting["spec"]["selector"]
            wanted = selector.get("matchLabels", selector)
            assert any(wanted.items() <= labels.items() for labels in templates)
    claims = {
        claim["metadata"]["name"] for claim in kubernetes("PersistentVolumeClaim")
    }
    for pod in pods():
        volumes = {volume["name"]: volume for volume in pod["volumes"]}
        for mount in pod["containers"][0]["volumeMounts"]:
            claim = volumes[mount["name"]].get("persistentVolumeClaim")
            assert claim is None or claim["claimName"] in claims


def test_the_servers_packages_are_locked_as_the_others() -> None:
    def locked(name: str) -> set[str]:
        text = re.sub(r" ; [^\\\n]*", " ", (ROOT / name).read_text("utf8"))
        return set(LOCKED.findall(text))

    server = locked("requirements.txt")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [
        *project["dependencies"],
        *(n for e in ("postgres", "images", "mcp", "telemetry") for n in extras[e]),
    ]
    names = {re.split(r"[\[<>=~!]", name)[0].replace(".", "-") for name in wanted}

    assert server < locked("requirements.lock")
    assert names <= {package.partition("==")[0] for package in server}


def test_compose_gives_sitrep_a_database_and_no_other_rights(
    postgresql: Server,
) -> None:
    database = compose()["database"]
    assert (
        "./database.sh:/docker-entrypoint-initdb.d/sitrep.sh:ro" in database["volumes"]
    )
    script = (HOSTING / "database.sh").read_text("utf8")
    text = script.partition("<<'SQL'\n")[2].removesuffix("SQL\n")
    # The server of the tests has a superuser of that name.
    text = text.replace("sitrep", "composed").replace(":'password'", "'hush'")

    for statement in text.splitlines():
        postgresql.run(postgresql.url(), statement)

    address = postgresql.url("composed").replace("//sitrep@", "//composed@")
    with open_maintenance(address) as maintenance:
        assert maintenance.upgrade() == (None, HEAD)
    rights = (
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    )
    assert postgresql.run(address, rights) is False
    for name in ("bot", "worker", "backup"):
        url = compose()[name]["environment"]["DATABASE_URL"]
        assert url.startswith("postgresql://sitrep:${POSTGRES_PASSWORD")
        assert url.endswith("@database/sitrep")


def test_heroku_gets_a_python_of_the_project() -> None:
    version = (ROOT / ".python-version").read_text("utf8").strip()

    # The buildpack takes "N.N" for the latest release of that Python.
    assert version in {"3.11", "3.12", "3.13"}
    assert "pip install --no-deps --no-build-isolation ." in (
        ROOT / "bin" / "post_compile"
    ).read_text("utf8")
