from __future__ import annotations

import pytest

from tests.fakes.discord.gallery import FOLDER, GALLERY, drawn, written


@pytest.mark.parametrize("name", GALLERY)
def test_a_message_looks_as_it_was_drawn(name: str) -> None:
    assert drawn(GALLERY[name]()) == (FOLDER / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", GALLERY)
def test_a_message_is_sent_as_it_was_written(name: str) -> None:
    assert written(GALLERY[name]()) == (FOLDER / f"{name}.json").read_text("utf-8")
