from __future__ import annotations

import pytest

from bot.cli.source_pages import SourcePages
from bot.core.domain.errors import BadInputError


@pytest.mark.parametrize("address", ["example.org", "example.org/a.html", "e.md/a"])
async def test_an_address_without_its_scheme_is_helped(address: str) -> None:
    with pytest.raises(BadInputError, match=f"for a web page use https://{address}$"):
        await SourcePages().page(address)
