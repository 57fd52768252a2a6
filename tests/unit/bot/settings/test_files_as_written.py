"""What each known configuration file means, or is told to its writer.

The files stand in ``tests/data/settings``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path

import pytest

from bot.core.domain.errors import ConfigError
from bot.fetching import refusal
from bot.platforms import PLATFORMS
from bot.settings import advice, load_configuration
from tests.tables import blocks


def written(block: Mapping[str, str], folder: Path) -> Path:
    """The file of a block."""
    path = folder / "f.yaml"
    path.write_text(block["file"].removeprefix("\n") + "\n")
    return path


def values(value: object, name: str = "") -> Iterator[str]:
    """Each single value that is set, with the names that lead to it."""
    inner: list[tuple[object, object]]
    if is_dataclass(value):
        inner = [(each.name, getattr(value, each.name)) for each in fields(value)]
    elif isinstance(value, Mapping):
        inner = list(value.items())
    elif isinstance(value, tuple):
        inner = list(enumerate(value))
    else:
        if isinstance(value, frozenset):
            value = " ".join(sorted(map(str, value))) or None
        if value is not None:
            yield f"{name} = {value}"
        return
    for key, each in inner:
        yield from values(each, f"{name}.{key}".removeprefix("."))


def test_each_mistake_is_told_with_its_place_and_remedy(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for block in blocks("settings/mistakes"):
        path = written(block, tmp_path)
        with subtests.test(block["file"]):
            with pytest.raises(ConfigError) as caught:
                load_configuration(path, PLATFORMS)
            told = str(caught.value).replace(f"{path}:", "")
            assert told.splitlines() == block["told"].split("\n")[1:]


def test_each_valid_file_means_what_it_says(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    usual: set[str] = set()
    for block in blocks("settings/values"):
        configuration = load_configuration(written(block, tmp_path), PLATFORMS)
        found = {
            line.replace(str(tmp_path), "FOLDER") for line in values(configuration)
        }
        with subtests.test(block["file"]):
            assert found - usual == set(block["means"].split("\n")[1:])
        usual = usual or found


def test_parts_that_are_probably_not_meant_are_told(
    tmp_path: Path, subtests: pytest.Subtests
) -> None:
    for block in blocks("settings/warnings"):
        path = written(block, tmp_path)
        allow = load_configuration(path, PLATFORMS).allow
        with subtests.test(block["file"]):
            told = [
                line.removeprefix(f"{path}:")
                for line in advice(path, partial(refusal, allow=allow))
            ]
            assert told == block["told"].split("\n")[1:]
