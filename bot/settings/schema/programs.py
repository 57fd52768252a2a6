"""The models of the interfaces for programs."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.core.domain.programs import missing_tools
from bot.settings.schema.field_types import (
    Id,
    StrictModel,
    checked,
    explained,
    listed,
    refuse,
    several,
)
from bot.settings.value_checks import wrong_endpoint, wrong_site

Ids = Annotated[list[str], BeforeValidator(several), Field(json_schema_extra=listed)]


class ClientSettings(StrictModel):
    """The interfaces that a program may use, and what it may read through them."""

    use: Annotated[
        list[Literal["api", "feeds", "mcp"]],
        BeforeValidator(several),
        Field(
            min_length=1,
            description="The interfaces: api (JSON), feeds of digests, mcp (tools).",
            json_schema_extra=listed,
        ),
    ]
    topics: Annotated[
        Ids, Field(description="IDs of the topics that it may read. Default: none.")
    ] = []
    digests: Annotated[
        Ids, Field(description="IDs of the digests that it may read. Default: none.")
    ] = []

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        problem = missing_tools() if "mcp" in self.use else None
        if problem is not None:
            refuse(problem)
        if not (self.topics or self.digests):
            refuse("a program needs topics or digests that it may read")
        return self


class ProgramsSettings(StrictModel):
    """The endpoint for programs, and the programs that may use it."""

    at: Annotated[
        str,
        checked(wrong_endpoint),
        Field(description="The address and port to listen on: 127.0.0.1:8098."),
    ]
    url: Annotated[
        str,
        checked(wrong_site),
        explained(
            "The address under which programs reach it: https://news.example.org. "
            "Default: that of at, with http://."
        ),
    ] = ""
    clients: Annotated[
        dict[Id, ClientSettings],
        Field(description="Programs by id; the token of each is in the environment."),
    ] = {}
