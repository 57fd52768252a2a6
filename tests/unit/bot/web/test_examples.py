"""The rules for Prometheus and the dashboard speak of the figures that there are."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from typer.main import get_command

from bot.cli.app import app
from bot.web.prometheus import PrometheusMetrics

CONFIG = Path(__file__).parents[4] / "config"
RULES = YAML(typ="safe").load(CONFIG / "prometheus-rules.example.yaml")["groups"][0][
    "rules"
]
PANELS = json.loads((CONFIG / "dashboard.json").read_text("utf8"))["panels"]
EXPRESSIONS = {
    **{rule["alert"]: rule["expr"] for rule in RULES},
    **{
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in PANELS
        for target in panel["targets"]
    },
}
SUFFIX = re.compile(r"_(bucket|sum|count)$")


def figures(text: str) -> set[str]:
    """The names of our figures in a text."""
    return {SUFFIX.sub("", name) for name in re.findall(r"\bsitrep_\w+", text)}


def known() -> set[str]:
    """The names of all figures that are given."""
    text = PrometheusMetrics().exposition().decode()
    return {
        SUFFIX.sub("", name)
        for name in re.findall(r"^# HELP (sitrep_\w+)", text, re.MULTILINE)
    }


@pytest.mark.parametrize("expression", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_an_expression_uses_figures_that_there_are(expression: str) -> None:
    assert figures(expression) <= known()
    for opening, closing in ("()", "{}", "[]"):
        assert expression.count(opening) == expression.count(closing)


def test_the_dashboard_shows_every_figure() -> None:
    shown = {name for panel in PANELS for name in figures(json.dumps(panel["targets"]))}

    assert shown == known()


def test_alerts_name_verbs_that_there_are() -> None:
    text = " ".join(rule["annotations"]["description"] for rule in RULES)
    verbs = set(get_command(app).commands)  # type: ignore[attr-defined] # it is a group

    named = set(re.findall(r"`sitrep (\w+)", text))

    assert named
    assert named <= verbs
