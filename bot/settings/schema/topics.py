"""The models of topics and sources."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)

from bot.settings.schema.field_types import (
    StrictModel,
    absent,
    checked,
    exactly_one,
    explained,
    forms,
    listed,
    listed_or_nothing,
    names,
    refuse,
    several,
    switch,
)
from bot.settings.value_checks import (
    MAX_NAME_LENGTH,
    wrong_address,
    wrong_lang,
    wrong_login,
    wrong_name,
    wrong_path,
    wrong_term,
)

SOURCE_KINDS = ("feed", "page", "file", "folder")
"""The keys of which a source has exactly one."""

LOGIN_KINDS = ("basic", "header")
"""The keys of which a login has exactly one."""

Address = Annotated[str, checked(wrong_address)]
PlacePath = Annotated[str, checked(wrong_path)]
Term = Annotated[str, checked(wrong_term)]
Terms = Annotated[
    list[Term],
    BeforeValidator(several),
    Field(min_length=1, max_length=500, json_schema_extra=listed),
]
Name = Annotated[str, checked(wrong_name)]
Forms = Annotated[
    list[Name], BeforeValidator(forms), Field(json_schema_extra=listed_or_nothing)
]
Actors = Annotated[
    Annotated[
        list[Name],
        BeforeValidator(several),
        Field(json_schema_extra=listed),
        Tag("[list]"),
    ]
    | Annotated[dict[Name, Forms], Tag("[mapping]")],
    Discriminator(names),
]


class LoginSettings(StrictModel):
    """The login of a source: exactly one of basic and header."""

    model_config = ConfigDict(json_schema_extra=exactly_one(LOGIN_KINDS))

    basic: Annotated[
        str,
        checked(wrong_login),
        explained("NAME: the variable SITREP_AUTH_NAME has USER:PASSWORD."),
    ] = ""
    header: Annotated[
        str,
        checked(wrong_login),
        explained('NAME: the variable SITREP_AUTH_NAME has a header, "Name: value".'),
    ] = ""

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        if len(self.model_fields_set) != 1:
            refuse("a login needs one of basic and header")
        return self


class SourceSettings(StrictModel):
    """A place that articles come from: exactly one of feed, page, file and folder."""

    model_config = ConfigDict(json_schema_extra=exactly_one(SOURCE_KINDS))

    feed: Annotated[
        Address,
        explained("The URL of a feed: RSS, Atom or JSON Feed."),
    ] = ""
    page: Annotated[
        Address,
        explained("The URL of a page: an article, or an index of articles."),
    ] = ""
    file: Annotated[
        PlacePath,
        explained("A text, Markdown or HTML file, relative to this file's folder."),
    ] = ""
    folder: Annotated[
        PlacePath,
        explained("A folder of such files, relative to this file's folder."),
    ] = ""
    lang: Annotated[
        str,
        checked(wrong_lang),
        explained(
            'The language of all its articles, such as "de". Default: detected for '
            "each article."
        ),
    ] = ""

    name: Annotated[
        str,
        Field(max_length=MAX_NAME_LENGTH),
        checked(wrong_name),
        explained(
            "The name of the paper, as messages show it. Default: the name that its "
            "pages give, else its host."
        ),
    ] = ""

    follow: Annotated[
        bool | None,
        BeforeValidator(switch),
        explained(
            "For a page only: whether the articles to which it links are read, at most "
            "50 per poll. Default: only if the page has no article of its own."
        ),
    ] = None

    auth: Annotated[
        LoginSettings | None,
        Field(
            description="For a feed or page: the login that is sent to its server.",
            json_schema_extra=absent,
        ),
    ] = None

    @model_validator(mode="after")
    def _logs_in_to_a_server(self) -> Self:
        if self.auth is not None and not (self.feed or self.page):
            refuse("only a feed or page has a login: write auth beside it")
        return self

    @model_validator(mode="after")
    def _follows_a_page(self) -> Self:
        if "follow" in self.model_fields_set and not self.page:
            refuse("only a page can be followed: write follow beside page")
        return self

    @model_validator(mode="after")
    def _has_one_kind(self) -> Self:
        kinds = [kind for kind in SOURCE_KINDS if kind in self.model_fields_set]
        if not kinds:
            refuse("a source needs one of feed, page, file and folder")
        if len(kinds) > 1:
            refuse(f"{' and '.join(kinds)} are two sources; give each its own line")
        return self


class TopicSettings(StrictModel):
    """A subject: its sources, its terms and its watched actors."""

    title: Annotated[
        str, Field(min_length=1, max_length=200, description="The name in digests.")
    ]
    sources: Annotated[
        list[SourceSettings],
        BeforeValidator(several),
        Field(min_length=1, description="The sources.", json_schema_extra=listed),
    ]
    include: Annotated[
        Terms,
        Field(
            description="Words, phrases, names or /regular expressions/; an article "
            "belongs to the topic if one of them matches in its title, lead or actors. "
            "Default: every article matches.",
        ),
    ] = []
    exclude: Annotated[
        Terms,
        Field(
            description="Words, phrases, names or /regular expressions/; an article "
            "with one of them in its title or lead does not belong to the topic.",
        ),
    ] = []
    actors: Annotated[
        Actors,
        explained(
            "Watched actors: a list of names, or each name with its other forms."
        ),
    ] = {}
