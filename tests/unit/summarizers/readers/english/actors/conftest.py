from __future__ import annotations

import pytest

from summarizers.readers.english.dependency.spacy_parser import SpacyParser
from summarizers.readers.english.shallow.fast_parser import FastParser
from tests.fakes.readers import Reader


@pytest.fixture(scope="session")
def spacy() -> Reader:
    return Reader(SpacyParser())


@pytest.fixture(scope="session")
def fast() -> Reader:
    return Reader(FastParser())


@pytest.fixture(scope="session", params=["spacy", "fast"])
def reader(request: pytest.FixtureRequest) -> Reader:
    found: Reader = request.getfixturevalue(request.param)
    return found
