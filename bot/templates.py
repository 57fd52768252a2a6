"""Loads the HTML templates of packages; the only module that imports Jinja."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined


@cache
def load_template(module: str, name: str, **helpers: object) -> Callable[..., str]:
    """Parse the template ``name`` beside a module; return the function that renders it.

    The template may use the ``helpers`` as variables. Values are escaped. A variable
    without a value raises an error.
    """
    templates = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    text = (files(module.rpartition(".")[0]) / name).read_text("utf8")
    return templates.from_string(text, globals=helpers).render
