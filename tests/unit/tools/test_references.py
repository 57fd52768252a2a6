"""The documents name files, modules, sections and decisions that exist."""

from __future__ import annotations

import re
from pathlib import Path

from tools.prose import documents

ROOT = Path(__file__).parents[3]
FOLDERS = ("bot", "summarizers", "tests", "benchmarks", "tools", "config", "docs")
CODE = re.compile(r"`([^`\n]{1,200})`")
PATH = re.compile(rf"(?:{'|'.join(FOLDERS)})/[\w./*-]{{0,150}}")
DOTTED = re.compile(
    r"(?:bot|summarizers|benchmarks|tools|tests)(?:\.[a-z_]\w{0,60}){1,6}"
)
LINK = re.compile(r"\]\(([^)\s#]{0,200})(#[^)\s]{1,200})?\)")
PLACEHOLDER = re.compile(r"(?:^|/)[A-Z]{4,}(?=[/.]|$)")
OUTSIDE = re.compile(r"<?https?:|mailto:")
USERS = frozenset({"config/sitrep.yaml"})
"""Paths that a user creates."""


def pages() -> list[Path]:
    """Return the pages to check; the changelog also names what is gone."""
    return [path for path in documents() if path.name != "CHANGELOG.md"]


def exists(name: str) -> bool:
    """Return whether a path exists; a pattern with ``*`` needs one match."""
    if name in USERS or PLACEHOLDER.search(name):
        return True
    return any(ROOT.glob(name.rstrip("/.")))


def is_module(name: str) -> bool:
    """Return whether a dotted name is a module, or a name that a module defines."""
    path = ROOT / name.replace(".", "/")
    if path.is_dir() or path.with_suffix(".py").is_file():
        return True
    home = path.parent if path.parent.is_dir() else path.parent.with_suffix(".py")
    file = home / "__init__.py" if home.is_dir() else home
    return file.is_file() and bool(re.search(rf"\b{path.name}\b", file.read_text()))


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.{1,200})$", page.read_text("utf8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", title.lower()) for title in titles)
    return {title.replace(" ", "-") for title in plain}


def test_each_file_and_module_that_a_page_names_exists() -> None:
    names = {name for page in pages() for name in CODE.findall(page.read_text("utf8"))}
    paths = {path for name in names for path in PATH.findall(name)}
    modules = {name for name in names if DOTTED.fullmatch(name)}

    assert sorted(path for path in paths if not exists(path)) == []
    assert sorted(name for name in modules if not is_module(name)) == []


def test_each_link_of_a_page_leads_to_a_file_and_its_section() -> None:
    for page in pages():
        for name, part in LINK.findall(CODE.sub("", page.read_text("utf8"))):
            if OUTSIDE.match(name):
                continue
            target = (page.parent / name) if name else page
            assert target.exists(), f"{page}: {name}"
            assert not part or part[1:] in anchors(target), f"{page}: {name}{part}"


def test_each_decision_is_listed_once() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = LINK.findall((folder / "README.md").read_text("utf8"))

    files = sorted(path.name for path in folder.glob("0*.md"))
    assert sorted(name for name, _ in listed) == files


def test_each_page_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf8")

    pages_of_docs = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {name for name in pages_of_docs if f"docs/{name}" not in text} == set()
