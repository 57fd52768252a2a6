"""Whether Slack would take the app's manifest: by Slack's own schema.

``python -m tests.conformance.slack_manifest SCHEMA MANIFEST`` prints what is wrong, and
fails if anything is. The scopes must be those that the tests' workspace grants, so that
nothing that is tried needs more than the manifest asks for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jsonschema import Draft7Validator  # type: ignore[import-untyped]
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.core.messages.briefing_json import Json, JsonObject
from tests.fakes.slack.seeds import SCOPES
from tests.fakes.slack.values import inner


def schema_mistakes(manifest: Json, schema: Mapping[str, Json]) -> Iterator[str]:
    """What the schema has against a manifest, each with its place."""
    validator = Draft7Validator(dict(schema))
    for error in sorted(validator.iter_errors(manifest), key=str):
        place = ".".join(map(str, error.absolute_path)) or "manifest"
        yield f"{place}: {error.message}"


def scope_mistakes(manifest: JsonObject) -> Iterator[str]:
    """Scopes that the tests' workspace grants and the manifest does not ask for."""
    scopes = inner(inner(manifest, "oauth_config"), "scopes").get("bot")
    asked = set(scopes) if isinstance(scopes, list) else set()
    for scope in sorted(set(SCOPES) - asked):
        yield f"oauth_config.scopes.bot: {scope} is granted in tests, not asked for"
    for scope in sorted(map(str, asked - set(SCOPES))):
        yield f"oauth_config.scopes.bot: {scope} is asked for, not granted in tests"


def all_mistakes(schema: Path, manifest: Path) -> list[str]:
    """What is wrong with a manifest's file; also that one of both is missing."""
    missing = [path for path in (schema, manifest) if not path.is_file()]
    if missing:
        return [f"there is no {path}" for path in missing]
    try:
        read: Json = YAML(typ="safe", pure=True).load(manifest.read_text("utf8"))
    except YAMLError as error:
        return [f"{manifest}: {error}"]
    if not isinstance(read, dict):
        return [f"{manifest}: no manifest"]
    rules: JsonObject = json.loads(schema.read_text("utf8"))
    return [*schema_mistakes(read, rules), *scope_mistakes(read)]


def main(schema: str, manifest: str) -> int:
    """Print what is wrong; 1 if anything is."""
    found = all_mistakes(Path(schema), Path(manifest))
    for line in found:
        print(f"{manifest}: {line}", file=sys.stderr)  # noqa: T201 - a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
